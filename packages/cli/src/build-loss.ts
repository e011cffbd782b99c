// Settings → a loss that fits the task, with what is put into it.
import { binaryCrossEntropy, classWeights, crossEntropy, type Loss, OptionError } from 'wigglenet'
import { losses } from 'wigglenet/catalogue'
import type { Settings } from './defaults.ts'
import { placed } from './failure.ts'
import { choose } from './flags.ts'
import type { Parts } from './task.ts'

/** Whether the targets of the loss of this name are counts in their own unit. */
export function takesCounts(name: string | undefined): boolean {
  const loss = name !== undefined && Object.hasOwn(losses, name) ? losses[name]!() : undefined
  return loss !== undefined && 'link' in loss && loss.link === 'exp'
}

/** Whether the targets are numbers, not classes. */
export const takesNumbers = (loss: string | undefined): boolean =>
  Object.entries(losses).some(([name, make]) => name === loss && make().target === 'number')

/** The loss of these settings for rows that train.
 *  Throws:  OptionError for an unknown name, or a flag that the loss or the rows do not take */
export function lossFor({ loss: name, classWeights: how, labelSmoothing }: Settings, train: Parts['train']): Loss {
  const named = name ?? (train.task === 'classification' ? 'softmax' : 'mean-squared-error')
  const loss = choose('--loss', named, losses)()
  if (takesCounts(named)) refuseStandardized(named, train)
  if (how === undefined && labelSmoothing === undefined) return loss
  if (loss.kind !== 'softmax' && loss.kind !== 'binary-softmax') {
    throw new OptionError({
      where: how === undefined ? '--label-smoothing' : '--class-weights',
      expected: 'the flag is for the losses softmax and binary-softmax',
      received: loss.kind,
      fix: 'Leave it out.',
    })
  }
  const weights = how === undefined ? undefined : choose('--class-weights', how, { balanced })(train)
  const smoothing = labelSmoothing === undefined ? {} : { smoothing: labelSmoothing }
  return placed('--label-smoothing', () =>
    loss.kind === 'softmax'
      ? crossEntropy({ ...smoothing, ...(weights && { weights }) })
      : binaryCrossEntropy({ ...smoothing, ...(weights && { weight: weights[1]! / weights[0]! }) }),
  )
}

function balanced(train: Parts['train']): number[] {
  if (train.kind === 'data') return placed('--class-weights', () => classWeights(train))
  throw new OptionError({
    where: '--class-weights',
    expected: 'all training rows must be in memory, to count those of each class',
    received: 'a stream',
    fix: 'Leave it out.',
  })
}

/** A table is read for the loss of all trials: one of counts needs a target that was left as it is. */
function refuseStandardized(loss: string, { preprocessing }: Parts['train']): void {
  const target = preprocessing?.kind === 'table' ? preprocessing.target : undefined
  if (target?.kind !== 'number' || (target.mean === 0 && target.deviation === 1)) return
  throw new OptionError({
    where: '--over',
    expected: `the target of ${loss} must be counts, and that of other losses is standardized`,
    received: `${loss} among others`,
    fix: `Leave it out of the list, or search with --loss ${loss} alone.`,
  })
}
