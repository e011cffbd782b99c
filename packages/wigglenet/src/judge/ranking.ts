// How well a score puts the rows of one class before all others, whatever threshold is chosen.
import { deepFreeze } from '../check/check.ts'
import { DataError } from '../check/errors.ts'
import { checkLengths, checkWeights } from './checks.ts'

/** Points from the strictest threshold to the loosest. At `thresholds[i]` all rows with a score of at least so much are taken. */
export interface RankingCurve {
  readonly kind: 'roc-curve' | 'precision-recall-curve'
  /** The first is ∞, at which no row is taken. */
  readonly thresholds: readonly number[]
  /** ROC: the false positive rate. Precision and recall: the recall. */
  readonly x: readonly number[]
  /** ROC: the true positive rate, which is the recall. Precision and recall: the precision, at ∞ that of the next point. */
  readonly y: readonly number[]
  /** ROC: the area under the curve. Precision and recall: the average precision. */
  readonly area: number
}

/** The ROC curve of a score, and the area under it: the probability that a row of the class has a higher score than another row.
 *  Equal scores are one point.
 *  Formula: x = false positives / negatives, y = true positives / positives; area by trapezoids, as Mann and Whitney's U / (positives·negatives)
 *  Shapes:  scores (rows), positive (rows) of true and false, or 1 and 0; weights (rows), what each row counts, default 1
 *  Throws:  ShapeError when the lengths differ or are 0; DataError for a score that is NaN, for weights that are none, or where all
 *           rows or none are of the class
 *  Source:  Fawcett 2006, Pattern Recognition Letters 27, algorithms 1 and 2
 *  Example: rocCurve([0.9, 0.4, 0.6, 0.1], [1, 1, 0, 0]).area  // 0.75  */
export function rocCurve(
  scores: ArrayLike<number>,
  positive: ArrayLike<number | boolean>,
  weights?: ArrayLike<number>,
): RankingCurve {
  const { steps, positives, negatives } = ranked('rocCurve', scores, positive, weights)
  let area = 0
  for (let i = 1; i < steps.length; i++) {
    const [before, now] = [steps[i - 1]!, steps[i]!]
    area += ((now.wrong - before.wrong) * (now.right + before.right)) / 2
  }
  return deepFreeze({
    kind: 'roc-curve',
    thresholds: steps.map(({ threshold }) => threshold),
    x: steps.map(({ wrong }) => wrong / negatives),
    y: steps.map(({ right }) => right / positives),
    area: area / (positives * negatives),
  })
}

/** Precision and recall of a score at each threshold, and the average precision. It says more than ROC where the class is rare.
 *  Formula: area = Σ (recall[i] - recall[i - 1])·precision[i], without interpolation
 *  Shapes:  scores (rows), positive (rows) of true and false, or 1 and 0; weights (rows), what each row counts, default 1
 *  Throws:  as rocCurve
 *  Source:  Davis and Goadrich 2006, ICML; average precision as in Manning et al. 2008, Introduction to Information Retrieval, 8.4
 *  Example: precisionRecallCurve([0.9, 0.4, 0.6, 0.1], [1, 1, 0, 0]).area  // 0.8333333333333333  */
export function precisionRecallCurve(
  scores: ArrayLike<number>,
  positive: ArrayLike<number | boolean>,
  weights?: ArrayLike<number>,
): RankingCurve {
  const { steps, positives } = ranked('precisionRecallCurve', scores, positive, weights)
  const taken = steps.slice(1)
  const precision = taken.map(({ right, wrong }) => right / (right + wrong))
  const recall = taken.map(({ right }) => right / positives)
  return deepFreeze({
    kind: 'precision-recall-curve',
    thresholds: steps.map(({ threshold }) => threshold),
    x: [0, ...recall],
    y: [precision[0]!, ...precision],
    area: precision.reduce((sum, value, i) => sum + value * (recall[i]! - (recall[i - 1] ?? 0)), 0),
  })
}

interface Step {
  readonly threshold: number
  /** Rows taken so far, by their weights, that are of the class, and that are not. */
  readonly right: number
  readonly wrong: number
}

function ranked(
  where: string,
  scores: ArrayLike<number>,
  positive: ArrayLike<number | boolean>,
  weights: ArrayLike<number> | undefined,
) {
  checkLengths(where, scores, positive)
  const { weight } = checkWeights(where, weights, scores.length)
  const rows = Uint32Array.from({ length: scores.length }, (_, row) => row).filter((row) => weight(row) > 0)
  const bad = rows.find((row) => Number.isNaN(Number(scores[row])))
  const isPositive = (row: number) => Number(positive[row]) === 1
  const odd = rows.find((row) => !isPositive(row) && Number(positive[row]) !== 0)
  const refuse = (expected: string, received: string, fix: string) => {
    throw new DataError({ where, expected, received, fix })
  }
  if (bad !== undefined) refuse(`scores[${bad}] must be a number`, String(scores[bad]), 'Leave such rows out.')
  if (odd !== undefined) {
    refuse(
      `positive[${odd}] must be true, false, 1 or 0`,
      String(positive[odd]),
      'Say for each row whether it is of the class.',
    )
  }
  const found = rows.filter(isPositive).length
  if (found === 0 || found === rows.length) {
    refuse('some rows must be of the class and some not', `${found} of ${rows.length}`, 'Judge on rows of both kinds.')
  }
  rows.sort((a, b) => scores[b]! - scores[a]!)
  const steps: Step[] = [{ threshold: Infinity, right: 0, wrong: 0 }]
  let [right, wrong] = [0, 0]
  rows.forEach((row, i) => {
    if (isPositive(row)) right += weight(row)
    else wrong += weight(row)
    const threshold = scores[row]!
    if (i + 1 === rows.length || scores[rows[i + 1]!] !== threshold) steps.push({ threshold, right, wrong })
  })
  return { steps, positives: right, negatives: wrong }
}
