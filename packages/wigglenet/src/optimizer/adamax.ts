import { builtIn } from './built-in.ts'

/** Adamax: Adam with a fading maximum of the gradient's size in place of its mean square.
 *  Formula: m ← beta1·m + (1 - beta1)·g, u ← max(beta2·u, |g|), w ← w - rate/(1 - beta1^t)·m/(u + epsilon)
 *  Options: rate, no unit, in [0, ∞), default 0.001; beta1 and beta2, no unit, in [0, 1), default 0.9 and 0.999; epsilon, the gradient's
 *           unit, in [1e-30, 1], default 1e-8
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Kingma and Ba 2015, arXiv:1412.6980, algorithm 2, with epsilon added as Keras does: the paper divides by 0 where every gradient was 0  */
export const adamax = /* @__PURE__ */ builtIn(
  'adamax',
  {
    rate: { interval: '[0, ∞)', default: 1e-3 },
    beta1: { interval: '[0, 1)', default: 0.9 },
    beta2: { interval: '[0, 1)', default: 0.999 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-8 },
  },
  {
    perStep: { new1: '1 - beta1', c1: '1 / (1 - beta1^t)' },
    state: { m: 'beta1 * m + new1 * g', u: 'max(beta2 * u, abs(g))' },
    update: 'w - rate * c1 * m / (u + epsilon)',
  },
)
