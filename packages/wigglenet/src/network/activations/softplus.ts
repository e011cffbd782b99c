import { lecun } from '../initializers/lecun.ts'
import { builtIn } from './built-in.ts'

/** Softplus: a smooth ReLU, above 0 everywhere.
 *  Formula: h = log(1 + exp(z)), computed as max(z, 0) + log(1 + t) with t = exp(-|z|), which cannot overflow, and log(1 + t) as
 *           log(u)·t/(u - 1) with u = 1 + t rounded, which keeps the digits of small t; its derivative is sigmoid(z)
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Dugas et al. 2001; Glorot et al. 2011, "Deep Sparse Rectifier Neural Networks"; log(1 + t) by Goldberg 1991, theorem 4. Its
 *           weights keep the mean square of normal sums, E[h²] = 1/1.0419²
 *  Example: softplus().value(0)  // 0.693…  */
export const softplus = /* @__PURE__ */ builtIn(
  'softplus',
  {},
  {
    value:
      'max(z, 0) + (1 + exp(-abs(z)) == 1 ? exp(-abs(z)) : log(1 + exp(-abs(z))) * exp(-abs(z)) / (1 + exp(-abs(z)) - 1))',
    derivative: 'sigmoid(z)',
  },
  /* @__PURE__ */ lecun({ gain: 1.0419 }),
)
