import { builtIn } from './built-in.ts'

/** NAdam: Adam with Nesterov's momentum, which looks a step ahead of the running mean.
 *  Formula: m and v as Adam has them, w ← w - rate·m̂/(√v̂ + epsilon), where m̂ = beta1·m/(1 - beta1^(t+1)) + (1 - beta1)·g/(1 - beta1^t) and
 *           v̂ = v/(1 - beta2^t)
 *  Options: rate, no unit, in [0, ∞), default 0.001; beta1 and beta2, no unit, in [0, 1), default 0.9 and 0.999; epsilon, the gradient's
 *           unit, in [1e-30, 1], default 1e-8
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Dozat 2016, "Incorporating Nesterov momentum into Adam", algorithm 2 with the same μ = beta1 at every step, as Optax has it; PyTorch and
 *           Keras let μ rise in the first steps  */
export const nadam = /* @__PURE__ */ builtIn(
  'nadam',
  {
    rate: { interval: '[0, ∞)', default: 1e-3 },
    beta1: { interval: '[0, 1)', default: 0.9 },
    beta2: { interval: '[0, 1)', default: 0.999 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-8 },
  },
  {
    perStep: {
      new1: '1 - beta1',
      new2: '1 - beta2',
      ahead: 'beta1 / (1 - beta1^(t + 1))',
      now: 'new1 / (1 - beta1^t)',
      c2: '1 / sqrt(1 - beta2^t)',
    },
    state: { m: 'beta1 * m + new1 * g', v: 'beta2 * v + new2 * (abs(g) > 1e-17 ? g : 0)^2' }, // why 1e-17: adam.ts
    update: 'w - rate * (ahead * m + now * g) / (sqrt(v) * c2 + epsilon)',
  },
)
