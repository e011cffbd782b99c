// What an activation does to large sums, found from its values, so that a user's own one is treated as its likes are.
import type { Activation } from '../network/types.ts'

/** identity: h = z.
 *  rectifier: straight on both sides of 0, with a bend there, as ReLU, leaky ReLU and PReLU.
 *  squashing: flat at both ends, as sigmoid and tanh; `low` and `high` are what it tends to.
 *  other: anything else, such as one that is flat at one end. */
export type ActivationShape =
  | { readonly kind: 'identity' | 'rectifier' | 'other' }
  | { readonly kind: 'squashing'; readonly low: number; readonly high: number }

/** The shape of an activation; learned parameters take their initial values. */
export function shapeOf(activation: Activation): ActivationShape {
  const { formula, learned } = activation
  if (formula.value === 'z' && Object.keys(learned).length === 0) return { kind: 'identity' }
  const slope = (z: number) => activation.derivative(z)
  const straight = (side: 1 | -1) => [0.01, 1, 30].every((size) => slope(side * size) === slope(side))
  // PReLU's two slopes may start out equal.
  if (straight(1) && straight(-1) && (slope(1) !== slope(-1) || Object.keys(learned).length > 0))
    return { kind: 'rectifier' }
  const [low, high] = [activation.value(-1000), activation.value(1000)]
  const settled = (side: 1 | -1, end: number) => Math.abs(activation.value(side * 500) - end) < 1e-6 * (high - low)
  if (high > low && settled(-1, low) && settled(1, high) && Number.isFinite(high - low))
    return { kind: 'squashing', low, high }
  return { kind: 'other' }
}
