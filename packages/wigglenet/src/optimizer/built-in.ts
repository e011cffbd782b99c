// The update rules of the library need no parsing when they are made: tests prove that `optimizer()` would make the same of them.
import { deepFreeze } from '../check/check.ts'
import { type Chosen, type Declarations, readOptions } from '../check/options.ts'
import type { Rule } from './optimizer.ts'
import type { Optimizer } from './types.ts'

/** Declares a built-in update rule by formulas that keep to the names of `optimizer()`.
 *  Throws:  OptionError for a bad option */
export function builtIn<const Declared extends Declarations>(
  kind: string,
  declared: Declared,
  { perStep = {}, state = {}, update }: Rule,
): (options?: Chosen<Declared>) => Optimizer {
  return (options = {}) =>
    deepFreeze({
      kind,
      options: readOptions(kind, declared, options),
      perStep,
      state,
      update,
    })
}
