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

/** The strengths of regularization of a tensor: the run's and its layer's together, for weights; 0 for what is no weight. */
export const strengthsOf = (
  { role, l2 = 0, l1 = 0 }: ParameterShape,
  run: { readonly l2: number; readonly l1: number },
): { readonly l2: number; readonly l1: number } =>
  role === 'weights' ? { l2: run.l2 + l2, l1: run.l1 + l1 } : { l2: 0, l1: 0 }
