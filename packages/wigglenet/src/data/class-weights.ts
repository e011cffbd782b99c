import { DataError } from '../check/errors.ts'
import type { DataSet } from './types.ts'

/** Weights that make each class count alike, however many rows it has: for `crossEntropy`. Rows that have weights count by them.
 *  Formula: rows/(classes·rows of the class), or Σ w/(classes·Σ w of the class); their mean over the rows is 1
 *  Shapes:  (classes)
 *  Throws:  DataError for data without classes, or a class without rows that count
 *  Source:  King and Zeng 2001, "Logistic Regression in Rare Events Data", as scikit-learn's class_weight="balanced"
 *  Example: classWeights(examples({ X: [[0], [1], [2], [3]], y: ['a', 'b', 'b', 'b'] }))  // [2, 0.6666666666666666]  */
export function classWeights({ classes, y, rows, weights }: DataSet): number[] {
  const fail = (expected: string, received: string) =>
    new DataError({ where: 'classWeights', expected, received, fix: 'Give all rows of a classification.' })
  if (!classes) throw fail('the data must be of classification', 'data of regression')
  if (y.length !== rows) throw fail(`all ${rows} rows must be in memory`, `a stream with ${y.length} of them`)
  const counts = classes.map(() => 0)
  y.forEach((label, row) => {
    counts[label]! += weights?.[row] ?? 1
  })
  const empty = counts.indexOf(0)
  if (empty >= 0)
    throw fail(
      `every class must have a row${weights ? ' that counts' : ''}`,
      `none of ${JSON.stringify(classes[empty])}`,
    )
  return counts.map((count) => rows / (classes.length * count))
}
