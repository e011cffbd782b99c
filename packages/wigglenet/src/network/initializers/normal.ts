import type { Initializer } from '../types.ts'
import { checkInitializer } from './check.ts'

/** Normal numbers with mean 0 and the given standard deviation, whatever the layer's size.
 *  Options: deviation, the parameters' unit, in [0, ∞), default 0.01
 *  Throws:  OptionError when deviation is outside [0, ∞)  */
export function normal(options: { readonly deviation?: number } = {}): Initializer {
  return checkInitializer('normal', { deviation: 0.01, ...options, kind: 'normal' })
}
