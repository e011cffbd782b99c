// What a loss carries whose scores are logarithms of counts. A page that uses none does not load it.
import { DataError } from '../../check/errors.ts'
import { carrying } from '../../kernel/part.ts'
import { exp } from '../../number/exponential.ts'
import type { ElementLoss } from '../types.ts'

/** What a loss carries whose targets are numbers, but not any, and whose scores are not the numbers that are predicted. */
export interface TargetCheck {
  /** Refuses targets that the loss cannot take.
   *  Throws:  DataError */
  checkTargets(where: string, data: { readonly y: Float32Array; readonly targets: number }): void
  /** Scores of rows, flat → what is predicted. */
  predicted(scores: Float32Array | Float64Array, outputs: number): Float64Array
}

const part: TargetCheck = {
  checkTargets(where, { y }) {
    const wrong = y.find((target) => target < 0)
    if (wrong === undefined) return
    throw new DataError({
      where,
      expected: 'every target must be 0 or more, such as a count that is not standardized',
      received: `${wrong}`,
      fix: 'Give counts in their own unit, or use huber().',
    })
  },
  predicted: (scores) => Float64Array.from(scores, exp),
}

/** The loss with `link: 'exp'` and the check of its targets. */
export const ofCounts = (loss: ElementLoss): ElementLoss => carrying({ ...loss, link: 'exp' }, part)
