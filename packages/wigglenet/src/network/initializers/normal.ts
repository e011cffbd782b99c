import { checkNames } from '../../check/check.ts'
import type { Initializer } from '../types.ts'
import { checkInitializer } from './check.ts'

/** Normal numbers with mean 0 and the given standard deviation, whatever the layer's size.
 *  Options: deviation, the parameters' unit, in [0, ∞), default 0.01
 *  Throws:  OptionError for an unknown option, or when deviation is outside [0, ∞)
 *  Example: dense(20, relu(), { weights: normal({ deviation: 0.1 }) })  */
export function normal(options: { readonly deviation?: number } = {}): Initializer {
  const { deviation = 0.01 } = checkNames('normal', options, ['deviation'])
  return checkInitializer('normal', { kind: 'normal', deviation })
}
