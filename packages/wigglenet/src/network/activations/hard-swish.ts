import { lecun } from '../initializers/lecun.ts'
import { builtIn } from './built-in.ts'

/** Hard swish: SiLU with a straight line in place of the sigmoid, and without exponentials.
 *  Formula: h = z·max(0, min(z/6 + 0.5, 1)); its derivative is z/3 + 0.5 between -3 and 3, at 3 too, 1 above and 0 below
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Howard et al. 2019, arXiv:1905.02244, section 5.2; its weights keep the mean square of normal sums, E[h²] = 1/1.7367²
 *  Example: hardSwish().value(1)  // 0.6666666666666666  */
export const hardSwish = /* @__PURE__ */ builtIn(
  'hard-swish',
  {},
  {
    value: 'z > 3 ? z : max(z, -3) * (max(z, -3) / 6 + 0.5)',
    derivative: 'z > 3 ? 1 : (z > -3) * (max(z, -3) / 3 + 0.5)',
  },
  /* @__PURE__ */ lecun({ gain: 1.7367 }),
)
