// Which activations are two straight lines that meet at 0: what is exact about them, conversions and regions build on it.
import { identity } from '../network/activations/identity.ts'
import { leakyRelu } from '../network/activations/leaky-relu.ts'
import { relu } from '../network/activations/relu.ts'
import type { Node } from '../network/types.ts'

/** The slope of each unit for sums below 0 (above, it is 1): 0 for ReLU, 1 for identity, `slope` for leaky ReLU and PReLU. Told by the
 *  formula, so that a user's own activation of that form counts too. Undefined for any other activation.
 *  Shapes:  (units) */
export function slopesBelowZero(
  node: Extract<Node, { kind: 'dense' }>,
  parameters: Readonly<Record<string, ArrayLike<number>>>,
): Float64Array | undefined {
  const { formula, options } = node.activation
  const all = (slope: number) => new Float64Array(node.units).fill(slope)
  if (formula.value === relu().formula.value) return all(0)
  if (formula.value === identity().formula.value) return all(1)
  if (formula.value !== leakyRelu().formula.value) return undefined
  if (options.slope !== undefined) return all(options.slope)
  const slopes = parameters[`${node.name}.slope`]!
  return slopes.length === 1 ? all(slopes[0]!) : Float64Array.from(slopes)
}
