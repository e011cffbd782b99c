// Which activations are two straight lines that meet at 0: what is exact about them, conversions and regions build on it.
import { identity } from '../network/activations/identity.ts'
import { leakyRelu } from '../network/activations/leaky-relu.ts'
import { relu } from '../network/activations/relu.ts'
import type { Activation, Node } from '../network/types.ts'

/** The slope of an activation for sums below 0 (above, it is 1): 0 for ReLU, 1 for identity, `slope` for leaky ReLU, 'learned' for PReLU.
 *  Told by the formula, so that a user's own activation of that form counts too. Undefined for any other activation. */
export function slopeBelowZero({ formula, options }: Activation): number | 'learned' | undefined {
  if (formula.value === relu().formula.value) return 0
  if (formula.value === identity().formula.value) return 1
  if (formula.value === leakyRelu().formula.value) return options.slope ?? 'learned'
  return undefined
}

/** `slopeBelowZero` for each unit of a layer.
 *  Shapes:  (units) */
export function slopesBelowZero(
  { name, units, activation }: Extract<Node, { kind: 'dense' }>,
  parameters: Readonly<Record<string, ArrayLike<number>>>,
): Float64Array | undefined {
  const slope = slopeBelowZero(activation)
  if (slope === undefined) return undefined
  const learned = parameters[`${name}.slope`]
  return Float64Array.from({ length: units }, (_, unit) =>
    slope === 'learned' ? learned![learned!.length === 1 ? 0 : unit]! : slope,
  )
}
