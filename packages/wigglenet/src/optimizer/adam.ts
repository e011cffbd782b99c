import { builtIn } from './built-in.ts'

/** Adam: each parameter's step is scaled by running means of its gradient and of the gradient's square, both corrected for starting at 0.
 *  Formula: m ← beta1·m + (1 - beta1)·g, v ← beta2·v + (1 - beta2)·g², w ← w - rate·m̂/(√v̂ + epsilon),
 *           where m̂ = m/(1 - beta1^t) and v̂ = v/(1 - beta2^t)
 *  Options: rate, no unit, in [0, ∞), default 0.001; beta1 and beta2, no unit, in [0, 1), default 0.9 and 0.999; epsilon, the gradient's
 *           unit, in [1e-30, 1], default 1e-8
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Kingma and Ba 2015, arXiv:1412.6980, algorithm 1  */
export const adam = /* @__PURE__ */ builtIn(
  'adam',
  {
    rate: { interval: '[0, ∞)', default: 1e-3 },
    beta1: { interval: '[0, 1)', default: 0.9 },
    beta2: { interval: '[0, 1)', default: 0.999 },
    epsilon: { interval: '[1e-30, 1]', default: 1e-8 },
  },
  {
    // The square of a gradient below 1e-17 would be denormal in float32, and slow; it is 0 beside any v that counts.
    // 1 - beta2 is taken in float64, where it keeps its digits; the corrections are factors, so that one division is left for each parameter.
    perStep: { new1: '1 - beta1', new2: '1 - beta2', c1: '1 / (1 - beta1^t)', c2: '1 / sqrt(1 - beta2^t)' },
    state: { m: 'beta1 * m + new1 * g', v: 'beta2 * v + new2 * (abs(g) > 1e-17 ? g : 0)^2' },
    update: 'w - rate * c1 * m / (sqrt(v) * c2 + epsilon)',
  },
)
