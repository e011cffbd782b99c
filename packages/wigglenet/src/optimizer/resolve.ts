// From the name of an optimizer to the optimizer.
import { checkOneOf } from '../check/check.ts'
import { adam } from './adam.ts'
import { gradientDescent } from './gradient-descent.ts'
import { momentum } from './momentum.ts'
import { optimizerFromData } from './optimizer.ts'
import type { Optimizer } from './types.ts'

/** The names that `resolveOptimizer` knows. */
export type OptimizerName = 'gradient-descent' | 'momentum' | 'adam'

/** The optimizer of that name with its default options, or the optimizer that was given, checked.
 *  Throws:  OptionError for an unknown name (it lists the names; nothing is chosen in its stead), or for data that are no optimizer
 *  Example: resolveOptimizer('adam').options.rate  // 0.001  */
export function resolveOptimizer(given: OptimizerName | Optimizer, where = 'optimizer'): Optimizer {
  if (typeof given === 'object' && given !== null) return optimizerFromData(given, where)
  const optimizers: Readonly<Record<OptimizerName, () => Optimizer>> = {
    'gradient-descent': gradientDescent,
    momentum,
    adam,
  }
  return optimizers[checkOneOf(where, 'optimizer', given, Object.keys(optimizers) as OptimizerName[])]()
}
