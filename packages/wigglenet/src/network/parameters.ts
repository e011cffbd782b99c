import type { Initializer, Network, ParameterShape } from './types.ts'

/** The learnable tensors of a network, in the order that every part of the library uses: layer by layer, W before b before what the
 *  activation learns.
 *  Example: parameterShapes(network(2, [dense(3)]))  // scores.W (3, 2) and scores.b (3)  */
export function parameterShapes(network: Network): ParameterShape[] {
  const result: ParameterShape[] = []
  for (const node of network.nodes) {
    const put = (
      name: string,
      role: ParameterShape['role'],
      shape: ParameterShape['shape'],
      initializer: Initializer,
    ) =>
      result.push(
        Object.freeze({
          name: `${node.name}.${name}`,
          node: node.name,
          role,
          shape: Object.freeze(shape),
          initializer,
        }),
      )
    if (node.kind !== 'dense' && node.kind !== 'maxout') continue
    const pieces = node.kind === 'maxout' ? Array.from({ length: node.pieces }, (_, k) => `${k + 1}`) : ['']
    for (const piece of pieces) {
      put(`W${piece}`, 'weights', [node.units, node.inputs], node.weights)
      put(`b${piece}`, 'biases', [node.units], node.biases)
    }
    if (node.kind !== 'dense') continue
    for (const [name, { per, initial }] of Object.entries(node.activation.learned)) {
      const initializer = Object.freeze({ kind: 'constant', value: initial } as const)
      put(name, 'learned', [per === 'unit' ? node.units : 1], initializer)
    }
  }
  return result
}
