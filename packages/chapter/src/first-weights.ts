// Networks before training.
import { type Activation, dense, drawParameter, type Network, network, normal, parameterShapes } from 'wigglenet'

/** The first values of all parameters. */
export const drawn = (net: Network, seed: number): Record<string, Float32Array> =>
  Object.fromEntries(
    parameterShapes(net).map((parameter, index) => [parameter.name, drawParameter(parameter, seed, index)]),
  )

/** Three hidden layers of 30 whose weights have the deviation scale/√inputs; the scores start as always. */
export function scaled(activation: Activation, scale: number): Network<2> {
  const layer = (inputs: number) => dense(30, activation, { weights: normal({ deviation: scale / Math.sqrt(inputs) }) })
  return network(2, [layer(2), layer(30), layer(30), dense(3)])
}
