// @jax-js/jax on its wasm device: one step is one compiled function. Its init() asks a page's `navigator` for a GPU and throws on Node 20; the
// wasm device needs no init(). Node has no global Worker, so it runs on one thread.
import { jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax'
import { batchesAs, oneHot } from './batches.mjs'

const array = (values, shape) => np.array(values).reshape(shape)

export default {
  package: '@jax-js/jax',
  cannot: () => undefined,
  prepare(job) {
    const { sizes, rate, X, y } = job
    const layerCount = sizes.length - 1
    const start = () => job.layers.flatMap(({ W, b, units, inputs }) => [array(W, [units, inputs]), np.array(b)])
    const hidden = job.activation === 'relu' ? nn.relu : np.tanh
    const scores = (parameters, x) => {
      let h = x
      for (let i = 0; i < layerCount; i++) {
        h = np.matmul(h, parameters[2 * i].transpose()).add(parameters[2 * i + 1])
        if (i < layerCount - 1) h = hidden(h)
      }
      return h
    }
    if (job.kind === 'inference') {
      const parameters = start()
      const compiled = jit(scores)
      return {
        predict: () =>
          compiled(
            parameters.map((p) => p.ref),
            array(X, [job.rows, sizes[0]]),
          ).dataSync(),
      }
    }
    const lossOf = (parameters, x, wanted) => {
      const s = scores(parameters, x)
      if (job.loss === 'softmax') return nn.logSoftmax(s).mul(wanted).sum(-1).mean().neg()
      const above = np.maximum(s.ref, 0).sub(s.ref.mul(wanted))
      return above.add(np.log1p(np.exp(np.abs(s).neg()))).mean()
    }
    const descend = jit((parameters, x, wanted) => {
      const [loss, slopes] = valueAndGrad(lossOf)(
        parameters.map((p) => p.ref),
        x,
        wanted,
      )
      return [loss, parameters.map((p, i) => p.sub(slopes[i].mul(rate)))]
    })
    const adam = jit((parameters, means, squares, c1, c2, x, wanted) => {
      const [loss, slopes] = valueAndGrad(lossOf)(
        parameters.map((p) => p.ref),
        x,
        wanted,
      )
      const m = means.map((mean, i) => mean.mul(0.9).add(slopes[i].ref.mul(0.1)))
      const v = squares.map((square, i) => square.mul(0.999).add(slopes[i].ref.mul(slopes[i]).mul(0.001)))
      const updated = parameters.map((p, i) =>
        p.sub(
          m[i].ref
            .mul(c1.ref)
            .mul(rate)
            .div(np.sqrt(v[i].ref.mul(c2.ref)).add(1e-8)),
        ),
      )
      c1.dispose()
      c2.dispose()
      return [loss, updated, m, v]
    })
    const next = batchesAs(job, ({ from, to }) => ({
      x: array(X.slice(from * sizes[0], to * sizes[0]), [to - from, sizes[0]]),
      wanted: array(oneHot(y, from, to, sizes.at(-1)), [to - from, sizes.at(-1)]),
    }))
    const zeros = () => start().map((p) => p.mul(0))
    let [parameters, means, squares] = [start(), zeros(), zeros()]
    let [loss, lastLoss] = []
    let t = 0
    return {
      step(count) {
        for (let i = 0; i < count; i++) {
          const { x, wanted } = next()
          t++
          if (job.optimizer === 'adam') {
            const [c1, c2] = [0.9, 0.999].map((beta) => np.array([1 / (1 - beta ** t)]))
            ;[loss, parameters, means, squares] = adam(parameters, means, squares, c1, c2, x.ref, wanted.ref)
          } else [loss, parameters] = descend(parameters, x.ref, wanted.ref)
          lastLoss = loss.dataSync()[0] // runs what was only recorded
        }
      },
      loss: () => lastLoss,
      weights: () =>
        job.layers.map((_, i) => ({ W: parameters[2 * i].ref.dataSync(), b: parameters[2 * i + 1].ref.dataSync() })),
    }
  },
}
