import { builtIn } from './built-in.ts'

/** AMSGrad: Adam that divides by the largest running mean of squares so far, so that no parameter's step grows again.
 *  Formula: m and v as Adam has them, s ← max(s, v), w ← w - rate·m̂/(√ŝ + epsilon), where m̂ = m/(1 - beta1^t) and ŝ = s/(1 - beta2^t)
 *  Options: rate, no unit, in [0, ∞), default 0.001; beta1 and beta2, no unit, in [0, 1), default 0.9 and 0.999; epsilon, the gradient's
 *           unit, in [1e-30, 1], default 1e-8
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Reddi, Kale and Kumar 2018, arXiv:1904.09237, algorithm 2, with Adam's corrections and epsilon, as PyTorch has it  */
export const amsgrad = /* @__PURE__ */ builtIn(
  'amsgrad',
  {
    rate: { interval: '[0, ∞)', default: 1e-3 },
    beta1: { interval: '[0, 1)', default: 0.9 },
    beta2: { interval: '[0, 1)', default: 0.999 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-8 },
  },
  {
    perStep: { new1: '1 - beta1', new2: '1 - beta2', c1: '1 / (1 - beta1^t)', c2: '1 / sqrt(1 - beta2^t)' }, // as in adam.ts
    state: { m: 'beta1 * m + new1 * g', v: 'beta2 * v + new2 * (abs(g) > 1e-17 ? g : 0)^2', s: 'max(s, v)' },
    update: 'w - rate * c1 * m / (sqrt(s) * c2 + epsilon)',
  },
)
