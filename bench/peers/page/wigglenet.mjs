import { dense, fit, gradientDescent, network, spiral, tanh } from 'wigglenet'

export async function train(epochs) {
  const net = network(2, [dense(20, tanh()), dense(2)])
  const run = fit(net, spiral({ classes: 2, seed: 1 }), { optimizer: gradientDescent({ rate: 1 }), batch: 10, epochs })
  return (await run.model).predict([[0.1, 0.4]])
}
