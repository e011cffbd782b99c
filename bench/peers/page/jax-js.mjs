import { init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax'

const scores = ([W1, b1, W2, b2], x) => np.matmul(np.tanh(np.matmul(x, W1).add(b1)), W2).add(b2)
const lossOf = (parameters, x, wanted) => nn.logSoftmax(scores(parameters, x)).mul(wanted).sum(-1).mean().neg()
const step = jit((parameters, x, wanted) => {
  const [loss, slopes] = valueAndGrad(lossOf)(
    parameters.map((p) => p.ref),
    x,
    wanted,
  )
  return [loss, parameters.map((p, i) => p.sub(slopes[i]))]
})

export async function train(parameters, x, wanted, steps) {
  await init()
  for (let i = 0; i < steps; i++) parameters = step(parameters, x.ref, wanted.ref)[1]
  return scores(parameters, np.array([[0.1, 0.4]])).js()
}
