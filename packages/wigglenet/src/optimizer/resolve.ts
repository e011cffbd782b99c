// From the name of an optimizer to the optimizer, and to the schedule of its rate.
import { checkOneOf } from '../check/check.ts'
import { checkMade } from '../check/options.ts'
import { checkCarrying } from '../kernel/part.ts'
import { adam } from './adam.ts'
import { gradientDescent } from './gradient-descent.ts'
import { momentum } from './momentum.ts'
import { constantRate } from './schedule.ts'
import type { Optimizer, Schedule } from './types.ts'

/** The names that `resolveOptimizer` knows. */
export type OptimizerName = 'gradient-descent' | 'momentum' | 'adam'

/** The optimizer of that name with its default options, or the optimizer that was given.
 *  Throws:  OptionError for an unknown name (it lists the names; nothing is chosen in its stead), or for an object that is no optimizer
 *  Example: resolveOptimizer('adam').options.rate  // 0.001  */
export function resolveOptimizer(given: OptimizerName | Optimizer, where = 'optimizer'): Optimizer {
  if (typeof given === 'object' && given !== null) {
    const fields = { kind: 'string', options: 'object', perStep: 'object', state: 'object', update: 'string' } as const
    return checkMade<Optimizer>(where, 'the optimizer', given, fields, ['adam() or optimizer()', 'optimizerFromData'])
  }
  const optimizers: Readonly<Record<OptimizerName, () => Optimizer>> = {
    'gradient-descent': gradientDescent,
    momentum,
    adam,
  }
  return optimizers[checkOneOf(where, 'optimizer', given, Object.keys(optimizers) as OptimizerName[])]()
}

/** The schedule that was given, or the optimizer's rate at every step.
 *  Throws:  OptionError for an object that is no schedule */
export function resolveSchedule(given: Schedule | undefined, where = 'schedule'): Schedule {
  if (given === undefined) return constantRate()
  checkCarrying(where, 'the schedule', given, ['schedule()', 'scheduleFromData'])
  return given
}
