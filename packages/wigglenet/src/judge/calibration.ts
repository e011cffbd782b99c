import { checkWhole, deepFreeze } from '../check/check.ts'
import { checkClass, checkProbability, classesIn } from './checks.ts'

/** How far confidence can be believed: rows by the probability of the class that was predicted. */
export interface CalibrationCurve {
  readonly kind: 'calibration-curve'
  readonly bins: readonly {
    readonly low: number
    readonly high: number
    readonly rows: number
    /** Mean probability, and share that is right; NaN for an empty bin. */
    readonly confidence: number
    readonly accuracy: number
  }[]
  /** Mean of |accuracy - confidence|, weighted by rows. */
  readonly expectedError: number
}

/** Whether a model is as sure as it is right: rows are put into bins by the largest of their probabilities.
 *  Formula: expectedError = Σ rows·|accuracy - confidence| / Σ rows, over the bins
 *  Shapes:  probabilities (rows, classes), actual (rows)
 *  Options: bins, of equal width from 0 to 1, whole, in [1, 1000], default 10; an upper edge belongs to its bin
 *  Throws:  ShapeError when sizes do not fit; DataError for what is no probability or no class
 *  Source:  Guo et al. 2017, arXiv:1706.04599, sections 2 and 3
 *  Example: calibration([0.9, 0.1, 0.6, 0.4], [0, 1]).expectedError  // 0.35: sure by 0.9 and right, by 0.6 and wrong  */
export function calibration(probabilities: ArrayLike<number>, actual: ArrayLike<number>, bins = 10): CalibrationCurve {
  const where = 'calibration'
  checkWhole(where, 'bins', bins, '[1, 1000]')
  const classes = classesIn(where, probabilities, actual.length)
  const sums = Array.from({ length: bins }, () => ({ rows: 0, sure: 0, right: 0 }))
  for (let row = 0; row < actual.length; row++) {
    let predicted = 0
    for (let k = 0; k < classes; k++) {
      checkProbability(where, probabilities[row * classes + k]!, row, k)
      if (probabilities[row * classes + k]! > probabilities[row * classes + predicted]!) predicted = k
    }
    const label = checkClass(where, `actual[${row}]`, actual[row]!, classes)
    const sure = probabilities[row * classes + predicted]!
    const place = Math.max(0, Math.ceil(sure * bins) - 1)
    const bin = sums[place > 0 && sure <= place / bins ? place - 1 : place]! // where the product was rounded across an edge
    bin.rows++
    bin.sure += sure
    if (predicted === label) bin.right++
  }
  let error = 0
  for (const { sure, right } of sums) error += Math.abs(right - sure)
  return deepFreeze({
    kind: 'calibration-curve',
    bins: sums.map(({ rows, sure, right }, i) => ({
      low: i / bins,
      high: (i + 1) / bins,
      rows,
      confidence: sure / rows,
      accuracy: right / rows,
    })),
    expectedError: error / actual.length,
  })
}
