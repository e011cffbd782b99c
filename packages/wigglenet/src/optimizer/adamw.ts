import { builtIn } from './built-in.ts'

/** AdamW: Adam whose weights also shrink by a share of themselves each step, apart from the gradient and its scaling. Biases and what activations
 *  learn do not shrink.
 *  Formula: m and v as Adam has them, w ← w - rate·decay·w - rate·m̂/(√v̂ + epsilon); without the middle term for all but weights
 *  Options: rate, no unit, in [0, ∞), default 0.001; decay, no unit, in [0, ∞), default 0.01; beta1 and beta2, no unit, in [0, 1), default 0.9
 *           and 0.999; epsilon, the gradient's unit, in [1e-30, 1], default 1e-8
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2, with decay times rate for the paper's λ, as PyTorch and Keras have it  */
export const adamw = /* @__PURE__ */ builtIn(
  'adamw',
  {
    rate: { interval: '[0, ∞)', default: 1e-3 },
    decay: { interval: '[0, ∞)', default: 0.01 },
    beta1: { interval: '[0, 1)', default: 0.9 },
    beta2: { interval: '[0, 1)', default: 0.999 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-8 },
  },
  {
    perStep: { new1: '1 - beta1', new2: '1 - beta2', c1: '1 / (1 - beta1^t)', c2: '1 / sqrt(1 - beta2^t)' }, // as in adam.ts
    state: { m: 'beta1 * m + new1 * g', v: 'beta2 * v + new2 * (abs(g) > 1e-17 ? g : 0)^2' },
    update: 'w - rate * (decays * decay * w + c1 * m / (sqrt(v) * c2 + epsilon))',
  },
)
