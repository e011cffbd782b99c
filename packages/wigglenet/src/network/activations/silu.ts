import { lecun } from '../initializers/lecun.ts'
import { builtIn } from './built-in.ts'

/** SiLU, or swish: the sum weighed by its own sigmoid. Smooth, and below 0 for negative sums, where it has a slope.
 *  Formula: h = z·sigmoid(z); its derivative is sigmoid(z)·(1 + z·sigmoid(-z)). Sums beyond ±800, where the other factor is 0, count as ±800,
 *           so that ∞·0 never comes up.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Elfwing et al. 2018, arXiv:1702.03118; its weights keep the mean square of normal sums, E[h²] = 1/1.6765²
 *  Example: silu().value(1)  // 0.731…  */
export const silu = /* @__PURE__ */ builtIn(
  'silu',
  {},
  {
    value: 'max(z, -800) * sigmoid(z)',
    derivative: 'sigmoid(z) * (1 + max(-800, min(z, 800)) * sigmoid(-z))',
  },
  /* @__PURE__ */ lecun({ gain: 1.6765 }),
)
