import { builtIn } from './built-in.ts'

/** Plain gradient descent.
 *  Formula: w ← w - rate·g
 *  Options: rate, no unit, in [0, ∞), default 0.1
 *  Throws:  OptionError when rate is outside its interval
 *  Source:  CS231n Neural Networks 3, "Vanilla update"  */
export const gradientDescent = /* @__PURE__ */ builtIn(
  'gradient-descent',
  { rate: { interval: '[0, ∞)', default: 0.1 } },
  { update: 'w - rate * g' },
)
