import type { Concat } from '../types.ts'
import { type JoinSettings, join } from './join.ts'

/** Puts the outputs of several layers side by side, in the order of `from`.
 *  Shapes:  (batch, units₁), (batch, units₂), … → (batch, units₁ + units₂ + …)
 *  Options: from, two or more different names; name
 *  Throws:  OptionError for bad options
 *  Example: concat({ from: ['x', 'h1'] })  */
export function concat(options: JoinSettings): Concat {
  return join('concat', options)
}
