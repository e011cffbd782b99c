import { lecun } from '../initializers/lecun.ts'
import { builtIn } from './built-in.ts'

/** Gaussian: a bump around z = 0, so that each unit looks at a band of its inputs rather than at one side.
 *  Formula: h = exp(-z²); its derivative is -2·z·h, where sums beyond ±40 count as ±40, since h is 0 there
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Ramasinghe and Lucey 2022, arXiv:2111.15135, "Beyond Periodicity"; its weights keep the mean square of normal sums,
 *           E[h²] = 1/√5 = 1/1.4953²
 *  Example: gaussian().value(1)  // 0.367…  */
export const gaussian = /* @__PURE__ */ builtIn(
  'gaussian',
  {},
  { value: 'exp(-z * z)', derivative: '-2 * max(-40, min(z, 40)) * h' },
  /* @__PURE__ */ lecun({ gain: 1.4953 }),
)
