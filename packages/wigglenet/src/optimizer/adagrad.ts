import { builtIn } from './built-in.ts'

/** Adagrad: each parameter's step is divided by the root of the sum of all its squared gradients, so that rare features keep large steps.
 *  Formula: a ← a + g², w ← w - rate·g/(√a + epsilon)
 *  Options: rate, no unit, in [0, ∞), default 0.01; epsilon, the gradient's unit, in [1e-30, 1], default 1e-10
 *  Throws:  OptionError when an option is outside its interval
 *  Source:  Duchi, Hazan and Singer 2011, figure 1 with diagonal matrices; epsilon outside the root and a sum that starts at 0, as PyTorch has it  */
export const adagrad = /* @__PURE__ */ builtIn(
  'adagrad',
  { rate: { interval: '[0, ∞)', default: 0.01 }, epsilon: { interval: '[1e-30, 1]', default: 1e-10 } },
  { state: { a: 'a + (abs(g) > 1e-17 ? g : 0)^2' }, update: 'w - rate * g / (sqrt(a) + epsilon)' }, // why 1e-17: adam.ts
)
