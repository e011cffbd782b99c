import type { Initializer } from '../types.ts'
import { checkInitializer } from './check.ts'

/** Every number the same. Weights that start equal stay equal within a layer, so this is for biases.
 *  Throws:  OptionError when the value is not a finite number
 *  Example: dense(20, relu(), { biases: constant(0.1) })  */
export function constant(value: number): Initializer {
  return checkInitializer('constant', { kind: 'constant', value })
}
