// Settings → an optimizer, and the schedule of its rate.
import { averaged, clipped, type Optimizer, type Schedule, warmUp } from 'wigglenet'
import { optimizers, schedules } from 'wigglenet/catalogue'
import type { Settings } from './defaults.ts'
import { placed } from './failure.ts'
import { choose } from './flags.ts'
import { lbfgsName, refuseLbfgs } from './lbfgs.ts'

/** The optimizer, with what is put around it.
 *  Throws:  OptionError for an unknown name or a number out of range */
export function optimizerFor({ optimizer, rate, clip, average }: Settings): Optimizer {
  // Every maker of the catalogue takes its options, though the list's type leaves them out.
  const make: (options?: { rate: number }) => Optimizer = choose('--optimizer', optimizer, {
    ...optimizers,
    [lbfgsName]: refuseLbfgs,
  })
  const plain = rate === undefined ? make() : make({ rate })
  const short = clip === undefined ? plain : placed('--clip', () => clipped(plain, { globalNorm: clip }))
  return average === undefined ? short : placed('--average', () => averaged(short, { decay: average }))
}

/** The schedule, or nothing where the rate stays.
 *  Throws:  OptionError for an unknown name or a number out of range */
export function scheduleFor({ schedule, warmUp: steps }: Settings): Schedule | undefined {
  const made = schedule === undefined ? undefined : choose('--schedule', schedule, schedules)()
  return steps === undefined ? made : placed('--warm-up', () => warmUp(made, { steps }))
}
