import { lecun } from '../initializers/lecun.ts'
import { builtIn } from './built-in.ts'

/** GELU by a tanh, the approximation that many published networks were trained with; at most 0.0005 from `gelu`.
 *  Formula: h = z·(1 + tanh(u))/2 = z·sigmoid(2u) with u = √(2/π)·(z + 0.044715·z³); sums beyond ±40 count as ±40 where they are a factor
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Source:  Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2; its weights are those of `gelu`
 *  Example: geluTanh().value(1)  // 0.841…  */
export const geluTanh = /* @__PURE__ */ builtIn(
  'gelu-tanh',
  {},
  {
    value: 'max(z, -40) * sigmoid(1.5957691216057308 * z + 0.07135481627260025 * z^3)',
    derivative:
      'sigmoid(1.5957691216057308 * z + 0.07135481627260025 * z^3) * (1 + sigmoid(-1.5957691216057308 * z - 0.07135481627260025 * z^3) * max(-40, min(z, 40)) * (1.5957691216057308 + 0.21406444881780073 * max(-40, min(z, 40))^2))',
  },
  /* @__PURE__ */ lecun({ gain: 1.5335 }),
)
