import { builtIn } from './built-in.ts'

/** RMSProp: each parameter's step is divided by the root of a running mean of its squared gradients. The plain form; centeredRmsprop is the centred one, with momentum.
 *  Formula: v ← rho·v + (1 - rho)·g², w ← w - rate·g/(√v + epsilon)
 *  Options: rate, no unit, in [0, ∞), default 0.001; rho, no unit, in [0, 1), default 0.9; epsilon, the gradient's unit, in [1e-30, 1],
 *           default 1e-8
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Hinton, Neural Networks for Machine Learning, lecture 6e; in this form CS231n Neural Networks 3, "RMSprop"  */
export const rmsprop = /* @__PURE__ */ builtIn(
  'rmsprop',
  {
    rate: { interval: '[0, ∞)', default: 1e-3 },
    rho: { interval: '[0, 1)', default: 0.9 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-8 },
  },
  {
    perStep: { fresh: '1 - rho' }, // in float64, where it keeps its digits
    state: { v: 'rho * v + fresh * (abs(g) > 1e-17 ? g : 0)^2' }, // why 1e-17: adam.ts
    update: 'w - rate * g / (sqrt(v) + epsilon)',
  },
)
