// How large an error typically is: where few rows are far off, and where what counts is its share of the number.
import { DataError } from '../check/errors.ts'
import { median } from '../number/statistics.ts'
import { checkLengths, checkWeights } from './checks.ts'

/** The median size of an error: half of the rows have a smaller one, whatever the others are.
 *  Formula: median |actual - predicted|, of an even number the mean of the two in the middle
 *  Throws:  ShapeError when the lengths differ or are 0
 *  Example: medianAbsoluteError([1, 2, 3], [1, 5, 1000])  // 3  */
export function medianAbsoluteError(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  checkLengths('medianAbsoluteError', predicted, actual)
  return median(Float64Array.from(actual, (value, row) => Math.abs(value - predicted[row]!)))
}

/** The mean size of an error as a share of the actual number: 0.1 is a tenth. It favours predictions that are too small.
 *  Formula: Σ|actual - predicted|/|actual| / rows; with weights, Σ w·|…|/|actual| / Σ w
 *  Throws:  ShapeError when the lengths differ or are 0; DataError for an actual number of 0, or weights that are none
 *  Source:  Hyndman and Koehler 2006, International Journal of Forecasting 22(4), section 2.2
 *  Example: meanAbsolutePercentageError([90, 250], [100, 200])  // 0.175  */
export function meanAbsolutePercentageError(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const where = 'meanAbsolutePercentageError'
  checkLengths(where, predicted, actual)
  const { weight, total } = checkWeights(where, weights, actual.length)
  let sum = 0
  for (let row = 0; row < actual.length; row++) {
    if (actual[row] === 0) {
      throw new DataError({
        where,
        expected: `actual[${row}] must not be 0, of which there are no shares`,
        received: '0',
        fix: 'Leave such rows out, or take meanAbsoluteError.',
      })
    }
    sum += (weight(row) * Math.abs(actual[row]! - predicted[row]!)) / Math.abs(actual[row]!)
  }
  return sum / total
}
