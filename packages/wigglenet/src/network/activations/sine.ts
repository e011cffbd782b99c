import { readOptions } from '../../check/options.ts'
import { lecun } from '../initializers/lecun.ts'
import type { Activation } from '../types.ts'
import { assemble } from './built-in.ts'

/** Sine: a periodic activation, for networks that are to follow pictures, sounds and other waves with all their slopes.
 *  Formula: h = sin(frequency·z); its derivative is frequency·cos(frequency·z). Arguments beyond ±1e9 count as ±1e9, so that ∞ gives no NaN.
 *  Shapes:  z (batch, units) → h (batch, units)
 *  Options: frequency, radians per unit of z, in (0, ∞), default 1. Its weights start uniform in ±√(6/inputs)/frequency, so that
 *           frequency·z is spread alike in every layer. The first layer is to have many periods over the inputs: SIREN takes the frequency
 *           30 there, and `weights: lecun({ distribution: 'uniform', gain: 1 / Math.sqrt(3 * inputs) })`, which is ±1/inputs.
 *  Throws:  OptionError when frequency is outside (0, ∞)
 *  Source:  Sitzmann et al. 2020, arXiv:2006.09661, section 3.2
 *  Example: sine({ frequency: 30 }).value(0.1)  // 0.141…  */
export function sine(options: { readonly frequency?: number } = {}): Activation {
  const values = readOptions('sine', { frequency: { interval: '(0, ∞)', default: 1 } }, options)
  return assemble({
    kind: 'sine',
    options: values,
    learned: {},
    formula: {
      value: 'sin(max(-1000000000, min(frequency * z, 1000000000)))',
      derivative: 'frequency * cos(max(-1000000000, min(frequency * z, 1000000000)))',
    },
    initializer: lecun({ distribution: 'uniform', gain: Math.SQRT2 / values.frequency }),
  })
}
