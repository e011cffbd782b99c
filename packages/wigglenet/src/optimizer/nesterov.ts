import { builtIn } from './built-in.ts'

/** Nesterov's momentum: the velocity is changed by the gradient at the place where it leads to. What is kept is that place ahead, as usual.
 *  Formula: v ← momentum·v - rate·g, w ← w + momentum·v - rate·g
 *  Options: rate, no unit, in [0, ∞), default 0.01; momentum, no unit, in [0, 1), default 0.9
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Nesterov 1983; Sutskever et al. 2013, equations 3 and 4, in the variables of CS231n Neural Networks 3, "Nesterov Momentum"  */
export const nesterov = /* @__PURE__ */ builtIn(
  'nesterov',
  { rate: { interval: '[0, ∞)', default: 0.01 }, momentum: { interval: '[0, 1)', default: 0.9 } },
  { state: { v: 'momentum * v - rate * g' }, update: 'w + momentum * v - rate * g' },
)
