import { builtIn } from './built-in.ts'

/** Adadelta: the gradient over the root of its running mean square, times the root of the running mean square of the steps before: a step in the
 *  parameter's own unit.
 *  Formula: a ← rho·a + (1 - rho)·g², u ← √(d + epsilon)/√(a + epsilon)·g, w ← w - rate·u, d ← rho·d + (1 - rho)·u²
 *  Options: rate, no unit, in [0, ∞), default 1, with which it is the paper's rule; rho, no unit, in [0, 1), default 0.95; epsilon, the square
 *           of the gradient's unit, in [1e-30, 1], default 1e-6
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Zeiler 2012, arXiv:1212.5701, algorithm 1  */
export const adadelta = /* @__PURE__ */ builtIn(
  'adadelta',
  {
    rate: { interval: '[0, ∞)', default: 1 },
    rho: { interval: '[0, 1)', default: 0.95 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-6 },
  },
  {
    perStep: { fresh: '1 - rho' }, // in float64, where it keeps its digits
    state: {
      a: 'rho * a + fresh * (abs(g) > 1e-17 ? g : 0)^2', // why 1e-17: adam.ts
      u: 'sqrt(d + epsilon) / sqrt(a + epsilon) * g',
      d: 'rho * d + fresh * (abs(u) > 1e-17 ? u : 0)^2',
    },
    update: 'w - rate * u',
  },
)
