import { checkNames } from '../../check/check.ts'
import { around } from '../declared.ts'
import { resolveSchedule } from '../resolve.ts'
import { schedule } from '../schedule.ts'
import type { Schedule } from '../types.ts'

/** A schedule whose first steps are small: in step k of the warm-up, from 1 on, k/warmUpSteps of its rate.
 *  Formula: min(1, (step + 1)/warmUpSteps)·(the schedule's rate)
 *  Options: the schedule, default the optimizer's rate at every step; steps, in [1, ∞), default 500
 *  Throws:  OptionError for a bad option, and for a schedule that warms up already
 *  Source:  Goyal et al. 2017, arXiv:1706.02677, section 2.2, "Gradual warmup"
 *  Example: warmUp(cosineDecay(), { steps: 200 })  */
export function warmUp(given?: Schedule, options: { readonly steps?: number } = {}): Schedule {
  const { steps } = checkNames('warm-up', options, ['steps']) as typeof options
  const { kind, options: own, rate, state } = resolveSchedule(given, 'warm-up')
  return schedule(
    `warm-up-${kind}`,
    around('warm-up', own, { warmUpSteps: { interval: '[1, ∞)', default: 500 } }),
    `min(1, (step + 1) / warmUpSteps) * (${rate})`,
    state,
  )(steps === undefined ? {} : { warmUpSteps: steps })
}
