// The measures of a prediction, over plain or typed arrays of equal length. Where rows have weights, each counts as many times.
import { checkWhole } from '../check/check.ts'
import { log } from '../number/exponential.ts'
import { checkClass, checkLengths, checkWeights, classesIn } from './checks.ts'

/** The share of class numbers that are right.
 *  Formula: (number of i with predicted[i] = actual[i]) / rows; with weights, Σ w of these i / Σ w
 *  Throws:  ShapeError when the lengths differ or are 0; DataError for weights that are none
 *  Example: accuracy([0, 1, 1], [0, 1, 2])  // 0.6666666666666666  */
export function accuracy(predicted: ArrayLike<number>, actual: ArrayLike<number>, weights?: ArrayLike<number>): number {
  checkLengths('accuracy', predicted, actual)
  const { weight, total } = checkWeights('accuracy', weights, actual.length)
  let right = 0
  for (let row = 0; row < actual.length; row++) if (predicted[row] === actual[row]) right += weight(row)
  return right / total
}

/** How often each class was taken for each other.
 *  Shapes:  (rows), (rows) → (classes, classes): a row for each actual class, a column for each predicted one
 *  Throws:  ShapeError when the lengths differ or are 0; DataError for a number that is no class
 *  Example: confusion([0, 1, 1], [0, 0, 1], 2)  // [[1, 1], [0, 1]]  */
export function confusion(predicted: ArrayLike<number>, actual: ArrayLike<number>, classes: number): number[][] {
  const where = 'confusion'
  checkLengths(where, predicted, actual)
  checkWhole(where, 'classes', classes, '[1, 65536]')
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let row = 0; row < actual.length; row++) {
    const from = checkClass(where, `actual[${row}]`, actual[row]!, classes)
    counts[from]![checkClass(where, `predicted[${row}]`, predicted[row]!, classes)]! += 1
  }
  return counts
}

/** R², the share of the variance that is explained: 1 is perfect, 0 is no better than the mean.
 *  Formula: 1 - Σ(actual - predicted)² / Σ(actual - mean)²; without variance, 1 if all are right and else 0; the sums and
 *           the mean by weights, where there are some
 *  Throws:  ShapeError when the lengths differ or are 0; DataError for weights that are none
 *  Example: rSquared([1, 2, 4], [1, 2, 3])  // 0.5  */
export function rSquared(predicted: ArrayLike<number>, actual: ArrayLike<number>, weights?: ArrayLike<number>): number {
  checkLengths('rSquared', predicted, actual)
  const { weight, total } = checkWeights('rSquared', weights, actual.length)
  const rows = actual.length
  let mean = 0
  for (let row = 0; row < rows; row++) mean += (weight(row) * actual[row]!) / total
  let errors = 0
  let variance = 0
  for (let row = 0; row < rows; row++) {
    errors += weight(row) * square(actual[row]! - predicted[row]!)
    variance += weight(row) * square(actual[row]! - mean)
  }
  if (variance === 0) return errors === 0 ? 1 : 0
  return 1 - errors / variance
}

/** The mean size of an error.
 *  Formula: Σ|actual - predicted| / rows; with weights, Σ w·|…| / Σ w
 *  Throws:  ShapeError when the lengths differ or are 0; DataError for weights that are none
 *  Example: meanAbsoluteError([1, 2], [1, 5])  // 1.5  */
export function meanAbsoluteError(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  checkLengths('meanAbsoluteError', predicted, actual)
  const { weight, total } = checkWeights('meanAbsoluteError', weights, actual.length)
  let sum = 0
  for (let row = 0; row < actual.length; row++) sum += weight(row) * Math.abs(actual[row]! - predicted[row]!)
  return sum / total
}

/** The root of the mean square of an error.
 *  Formula: √(Σ(actual - predicted)² / rows); with weights, √(Σ w·(…)² / Σ w)
 *  Throws:  ShapeError when the lengths differ or are 0; DataError for weights that are none
 *  Example: rootMeanSquaredError([1, 2], [1, 4])  // 1.4142135623730951  */
export function rootMeanSquaredError(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  checkLengths('rootMeanSquaredError', predicted, actual)
  const { weight, total } = checkWeights('rootMeanSquaredError', weights, actual.length)
  let sum = 0
  for (let row = 0; row < actual.length; row++) sum += weight(row) * square(actual[row]! - predicted[row]!)
  return Math.sqrt(sum / total)
}

/** The largest size of an error: the distance of two functions in the supremum norm, on the points that are given.
 *  Formula: max |actual - predicted|
 *  Throws:  ShapeError when the lengths differ or are 0
 *  Example: largestError([1, 2], [1.5, 0])  // 2  */
export function largestError(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  checkLengths('largestError', predicted, actual)
  let most = 0
  for (let row = 0; row < actual.length; row++) most = Math.max(most, Math.abs(actual[row]! - predicted[row]!))
  return most
}

/** The mean surprise at the actual class, in nats. A probability below 1e-15 counts as 1e-15.
 *  Formula: -Σ log(probabilities[i, actual[i]]) / rows; with weights, -Σ w·log(…) / Σ w
 *  Shapes:  probabilities (rows, classes), actual (rows)
 *  Throws:  ShapeError when sizes do not fit; DataError for a number that is no class, or weights that are none
 *  Example: logLoss([0.5, 0.5], [0])  // 0.6931471805599453  */
export function logLoss(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const where = 'logLoss'
  const rows = actual.length
  const classes = classesIn(where, probabilities, rows)
  const { weight, total } = checkWeights(where, weights, rows)
  let sum = 0
  for (let row = 0; row < rows; row++) {
    const label = checkClass(where, `actual[${row}]`, actual[row]!, classes)
    sum -= weight(row) * log(Math.max(probabilities[row * classes + label]!, 1e-15))
  }
  return sum / total
}

function square(value: number): number {
  return value * value
}
