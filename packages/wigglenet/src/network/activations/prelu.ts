import { checkFlag, checkNames, checkNumber } from '../../check/check.ts'
import { he } from '../initializers/he.ts'
import type { Activation } from '../types.ts'
import { assemble } from './built-in.ts'
import { learnedCode } from './learned-code.ts'

/** PReLU: a leaky ReLU whose slope is learned, one for each unit, or one shared by the layer.
 *  Formula: h = z for z > 0, slope·z elsewhere; dh/dz at 0 is the slope, dh/dslope is z where z ≤ 0 and 0 elsewhere.
 *  Shapes:  z (batch, units) → h (batch, units); slope (units), or (1) where it is shared
 *  Options: shared, true or false, default false; initial, the slope at first, no unit, in (-∞, ∞), default 0.25
 *  Throws:  OptionError for an unknown option or a value outside its range
 *  Source:  He et al. 2015, arXiv:1502.01852, section 2.1
 *  Example: prelu().value(-2)  // -0.5  */
export function prelu(options: { readonly shared?: boolean; readonly initial?: number } = {}): Activation {
  const { shared = false, initial = 0.25 } = checkNames('prelu', options, ['shared', 'initial'])
  const slope = {
    per: checkFlag('prelu', 'shared', shared) ? ('layer' as const) : ('unit' as const),
    initial: checkNumber('prelu', 'initial', initial, '(-∞, ∞)'),
    derivative: 'z > 0 ? 0 : z',
  }
  const formula = { value: 'z > 0 ? z : slope * z', derivative: 'z > 0 ? 1 : slope' }
  return assemble({ kind: 'prelu', options: {}, learned: { slope }, formula, initializer: he() }, learnedCode)
}
