import { lecun } from '../initializers/lecun.ts'
import { builtIn } from './built-in.ts'

/** ELU: keeps positive sums and bends negative ones towards -alpha, so that outputs are centred and no unit dies.
 *  Formula: h = z for z > 0, alpha·(exp(z) - 1) elsewhere, computed as 2·alpha·t/(1 - t) with t = tanh(z/2), which keeps the digits of small
 *           sums; its derivative is 1 for z > 0 and alpha·exp(z) elsewhere
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Options: alpha, no unit, in [0, ∞), default 1
 *  Throws:  OptionError when alpha is outside [0, ∞)
 *  Source:  Clevert et al. 2016, arXiv:1511.07289, equation 3; its weights keep the mean square of normal sums, E[h²] = 1/1.2452²
 *  Example: elu().value(-1)  // -0.632…  */
export const elu = /* @__PURE__ */ builtIn(
  'elu',
  { alpha: { interval: '[0, ∞)', default: 1 } },
  {
    value: 'z > 0 ? z : 2 * alpha * tanh(0.5 * z) / (1 - tanh(0.5 * z))',
    derivative: 'z > 0 ? 1 : alpha * exp(z)',
  },
  /* @__PURE__ */ lecun({ gain: 1.2452 }),
)
