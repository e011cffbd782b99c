import type { Rule } from '../finding.ts'
import { short } from '../words.ts'

/** Inputs, or targets, of a size that first weights and usual rates are not made for. Standardized numbers have the size 1. */
const largest = 10
const least = 0.01
const largestTarget = 30

/** Inputs that are far larger, or smaller, than 1. */
export const unscaledInputs: Rule = {
  name: 'unscaled-inputs',
  examine({ data: { sizes, targets, inputs } }) {
    const reason =
      'The sum in a unit grows with its inputs, and so does the gradient of its weights: with large ones sigmoid and tanh saturate at once, and one rate cannot suit both them and inputs of size 1.'
    if (sizes.largest > largest || sizes.largest < least) {
      return {
        title: `The inputs are not scaled: they are ${sizes.largest > largest ? 'large' : 'tiny'}`,
        evidence: `The root mean square of ${sizes.column} is ${short(sizes.largest)}; that of the middle one of ${inputs} inputs is ${short(sizes.median)}.`,
        reason,
        change: 'Standardize each column: fitPreprocessing does, on the training rows alone; images take scaling.',
      }
    }
    if (!targets || targets.size <= largestTarget) return undefined
    return {
      title: 'The targets are not scaled: they are large',
      evidence: `They go from ${short(targets.least)} to ${short(targets.largest)}, with a root mean square of ${short(targets.size)}.`,
      reason:
        'The gradient of a squared error grows with its size, so that a usual rate makes steps that are too large, or the scores take long to get so far.',
      change: 'Standardize the targets, as fitPreprocessing does; predictions come back in their own unit.',
    }
  },
}
