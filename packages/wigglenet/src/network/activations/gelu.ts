import type { Chosen } from '../../check/options.ts'
import { withErf } from '../../kernel/erf.ts'
import { lecun } from '../initializers/lecun.ts'
import type { Activation } from '../types.ts'
import { builtIn } from './built-in.ts'

const made = /* @__PURE__ */ builtIn(
  'gelu',
  {},
  {
    value: '0.5 * max(z, -40) * (1 + erf(0.7071067811865476 * z))',
    derivative:
      '0.5 + 0.5 * erf(0.7071067811865476 * z) + 0.3989422804014327 * max(-40, min(z, 40)) * exp(-0.5 * z * z)',
  },
  /* @__PURE__ */ lecun({ gain: 1.5335 }),
)

/** GELU, the exact form: each sum weighed by the share of a normal distribution that lies below it.
 *  Formula: h = z·Φ(z) with Φ(z) = (1 + erf(z/√2))/2; its derivative is Φ(z) + z·exp(-z²/2)/√(2π). Sums beyond ±40, where the other factor
 *           is 0, count as ±40, so that ∞·0 never comes up.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2; its weights keep the mean square of normal sums, E[h²] = 1/1.5335²
 *  Example: gelu().value(1)  // 0.841…  */
export const gelu = (options: Chosen<Record<never, never>> = {}): Activation => {
  withErf()
  return made(options)
}
