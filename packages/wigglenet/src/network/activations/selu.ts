import { lecun } from '../initializers/lecun.ts'
import { builtIn } from './built-in.ts'

/** SELU: an ELU scaled so that layer after layer the outputs settle at mean 0 and variance 1. LeCun's normal weights belong to it.
 *  Formula: h = λ·z for z > 0, λ·α·(exp(z) - 1) elsewhere, with λ = 1.0507009873554805, α = 1.6732632423543772; its derivative is λ or
 *           λ·α·exp(z)
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Klambauer et al. 2017, arXiv:1706.02515, equation 2 and theorem 1
 *  Example: selu().value(1)  // 1.0507009873554805  */
export const selu = /* @__PURE__ */ builtIn(
  'selu',
  {},
  {
    value: 'z > 0 ? 1.0507009873554805 * z : 3.5161986816947532 * tanh(0.5 * z) / (1 - tanh(0.5 * z))',
    derivative: 'z > 0 ? 1.0507009873554805 : 1.7580993408473766 * exp(z)',
  },
  /* @__PURE__ */ lecun(),
)
