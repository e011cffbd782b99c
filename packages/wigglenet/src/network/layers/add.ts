import type { Add } from '../types.ts'
import { type JoinSettings, join } from './join.ts'

/** Adds the outputs of several layers of the same size, as in a skip connection.
 *  Shapes:  each (batch, units) → (batch, units)
 *  Options: from, two or more different names; name
 *  Throws:  OptionError for bad options; `network` refuses sizes that differ
 *  Example: add({ from: ['x', 'h1'] })  */
export function add(options: JoinSettings): Add {
  return join('add', options)
}
