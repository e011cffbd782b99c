// The losses of the library need no parsing when they are made: tests prove that `elementLoss()` would make the same of them.
import { deepFreeze } from '../../check/check.ts'
import { type Chosen, type Declarations, readOptions } from '../../check/options.ts'
import type { ElementLoss } from '../types.ts'

/** Declares a built-in element-wise loss by formulas that are already as `elementLoss()` keeps them.
 *  Throws:  OptionError for a bad option */
export function builtIn<const Declared extends Declarations>(
  kind: string,
  declared: Declared,
  formula: ElementLoss['formula'],
  target: ElementLoss['target'],
): (options?: Chosen<Declared>) => ElementLoss {
  return (options = {}) => deepFreeze({ kind, target, options: readOptions(kind, declared, options), formula })
}
