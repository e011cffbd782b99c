import { lecun } from '../initializers/lecun.ts'
import { builtIn } from './built-in.ts'

/** Mish: the sum weighed by the tanh of its softplus; like SiLU, with a longer bend.
 *  Formula: h = z·tanh(log(1 + exp(z))), computed with t = exp(-|z|) as z·(1 + 2t)/(1 + 2t + 2t²) for z > 0 and z·w/(w + 2) with w = t·(t + 2)
 *           elsewhere: no cancellation, no overflow. Where z is a factor in front of 0 it counts as at most ±800.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Misra 2019, arXiv:1908.08681; its weights keep the mean square of normal sums, E[h²] = 1/1.4868²
 *  Example: mish().value(1)  // 0.865…  */
export const mish = /* @__PURE__ */ builtIn(
  'mish',
  {},
  {
    value:
      'z > 0 ? z * (1 + 2 * exp(-abs(z))) / (1 + 2 * exp(-abs(z)) + 2 * exp(-abs(z))^2) : max(z, -800) * (exp(-abs(z)) * (exp(-abs(z)) + 2)) / (exp(-abs(z)) * (exp(-abs(z)) + 2) + 2)',
    derivative:
      'z > 0 ? (1 + 2 * exp(-abs(z)) + 4 * min(z, 800) * exp(-abs(z))^2 * (1 + exp(-abs(z))) / (1 + 2 * exp(-abs(z)) + 2 * exp(-abs(z))^2)) / (1 + 2 * exp(-abs(z)) + 2 * exp(-abs(z))^2) : (exp(-abs(z)) * (exp(-abs(z)) + 2) + 4 * max(z, -800) * exp(-abs(z)) * (1 + exp(-abs(z))) / (exp(-abs(z)) * (exp(-abs(z)) + 2) + 2)) / (exp(-abs(z)) * (exp(-abs(z)) + 2) + 2)',
  },
  /* @__PURE__ */ lecun({ gain: 1.4868 }),
)
