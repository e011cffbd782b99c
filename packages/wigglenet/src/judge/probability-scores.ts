// Measures of scores and probabilities of all classes.
import { checkWhole } from '../check/check.ts'
import { checkClass, checkProbability, checkWeights, classesIn } from './checks.ts'

/** The share of rows whose class is among the k with the largest scores. Of equal scores those of lower classes come first.
 *  Rows count by their weights, where they have some.
 *  Shapes:  scores or probabilities (rows, classes), actual (rows)
 *  Throws:  ShapeError when sizes do not fit; DataError for a number that is no class, or weights that are
 *           none; OptionError when k is outside of [1, classes]
 *  Example: topAccuracy([0.1, 0.5, 0.4], [2], 2)  // 1  */
export function topAccuracy(
  scores: ArrayLike<number>,
  actual: ArrayLike<number>,
  k: number,
  weights?: ArrayLike<number>,
): number {
  const where = 'topAccuracy'
  const classes = classesIn(where, scores, actual.length, 'scores')
  checkWhole(where, 'k', k, `[1, ${classes}]`)
  const { weight, total } = checkWeights(where, weights, actual.length)
  let right = 0
  for (let row = 0; row < actual.length; row++) {
    const label = checkClass(where, `actual[${row}]`, actual[row]!, classes)
    const own = scores[row * classes + label]!
    let before = 0
    for (let other = 0; other < classes; other++) {
      const score = scores[row * classes + other]!
      if (score > own || (score === own && other < label)) before++
    }
    if (before < k && !Number.isNaN(own)) right += weight(row)
  }
  return right / total
}

/** The Brier score: the mean squared distance of the probabilities from what came; 0 is perfect, 2 is certain and wrong. Other libraries
 *  halve it for two classes, where they look at one of the probabilities only.
 *  Formula: Σ over rows and classes of (probability - (class is actual ? 1 : 0))² / rows; with weights, Σ w·(…)² / Σ w
 *  Shapes:  probabilities (rows, classes), actual (rows)
 *  Throws:  ShapeError when sizes do not fit; DataError for what is no probability, no class or no weight
 *  Source:  Brier 1950, Monthly Weather Review 78
 *  Example: brierScore([0.8, 0.2], [0])  // 0.08  */
export function brierScore(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const where = 'brierScore'
  const classes = classesIn(where, probabilities, actual.length)
  const { weight, total } = checkWeights(where, weights, actual.length)
  let sum = 0
  for (let row = 0; row < actual.length; row++) {
    const label = checkClass(where, `actual[${row}]`, actual[row]!, classes)
    for (let k = 0; k < classes; k++) {
      const probability = probabilities[row * classes + k]!
      checkProbability(where, probability, row, k)
      sum += weight(row) * (probability - (k === label ? 1 : 0)) ** 2
    }
  }
  return sum / total
}
