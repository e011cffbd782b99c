import { builtIn } from './built-in.ts'

/** Gradient descent with momentum: the parameter rolls on with a velocity that the gradient changes. Momentum 0 is plain descent.
 *  Formula: v ← momentum·v - rate·g, w ← w + v
 *  Options: rate, no unit, in [0, ∞), default 0.01; momentum, no unit, in [0, 1), default 0.9
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Polyak 1964; in this form CS231n Neural Networks 3, "Momentum update"  */
export const momentum = /* @__PURE__ */ builtIn(
  'momentum',
  { rate: { interval: '[0, ∞)', default: 0.01 }, momentum: { interval: '[0, 1)', default: 0.9 } },
  { state: { v: 'momentum * v - rate * g' }, update: 'w + v' },
)
