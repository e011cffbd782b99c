// What a loss carries whose scores are logarithms of counts. A page that uses none does not load it.
import { DataError } from '../../check/errors.ts'
import { carrying } from '../../kernel/part.ts'
import type { Loss } from '../types.ts'

type ElementLoss = Extract<Loss, { formula: unknown }>

/** What a loss of formulas may carry. */
export interface TargetCheck {
  /** Refuses targets that the loss cannot take.
   *  Throws:  DataError */
  checkTargets(where: string, y: Float32Array): void
}

const part: TargetCheck = {
  checkTargets(where, y) {
    const wrong = y.find((target) => target < 0)
    if (wrong === undefined) return
    throw new DataError({
      where,
      expected: 'every target must be 0 or more, such as a count that is not standardized',
      received: `${wrong}`,
      fix: 'Give counts in their own unit, or use huber().',
    })
  },
}

/** The loss with `link: 'exp'` and the check of its targets. */
export const ofCounts = (loss: ElementLoss): ElementLoss => carrying({ ...loss, link: 'exp' }, part)
