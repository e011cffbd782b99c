import { deepFreeze } from '../check/check.ts'
import { partOf } from './part.ts'
import type { Network, ParameterShape } from './types.ts'

/** The learnable tensors of a network, in the order that every part of the library uses: layer by layer, W before b before what the
 *  activation learns.
 *  Example: parameterShapes(network(2, [dense(3)]))  // scores.W (3, 2) and scores.b (3)  */
export function parameterShapes(network: Network): ParameterShape[] {
  return network.nodes.flatMap((node) =>
    partOf(node)
      .tensors(node as never)
      .map((tensor) => deepFreeze({ ...tensor, name: `${node.name}.${tensor.name}`, node: node.name })),
  )
}
