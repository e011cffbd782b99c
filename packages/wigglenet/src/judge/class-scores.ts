import { deepFreeze } from '../check/check.ts'
import { checkConfusion } from './checks.ts'

/** How well a class is found. */
export interface ClassScore {
  /** Of the rows that were taken for the class, the share that are of it; 0 where none was. */
  readonly precision: number
  /** Of the rows of the class, the share that were found; 0 where there is none. */
  readonly recall: number
  /** The harmonic mean of both. */
  readonly f1: number
  /** Rows of the class. */
  readonly rows: number
}

/** How well each class is found, and all of them together. */
export interface ClassScores {
  readonly accuracy: number
  readonly classes: readonly ClassScore[]
  /** Means over the classes that have rows: each class counts as much as any other. The recall is the balanced accuracy. */
  readonly macro: Omit<ClassScore, 'rows'>
  /** Means over the classes, weighted by their rows. */
  readonly weighted: Omit<ClassScore, 'rows'>
}

/** Precision, recall and F1 of each class, from a confusion matrix as `confusion` and `evaluate` give it.
 *  Formula: precision = right / column sum, recall = right / row sum, f1 = 2·right / (row sum + column sum); 0 where the divisor is 0
 *  Shapes:  (classes, classes), a row for each actual class, a column for each predicted one
 *  Throws:  ShapeError when the matrix is not square or has no row; OptionError for a count that is no whole number
 *  Source:  van Rijsbergen 1979, Information Retrieval, chapter 7
 *  Example: classScores([[8, 2], [1, 9]]).classes[0].recall  // 0.8  */
export function classScores(confusion: readonly (readonly number[])[]): ClassScores {
  const where = 'classScores'
  checkConfusion(where, confusion)
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  const total = sum(confusion.map(sum))
  const classes = confusion.map((row, i) => {
    const [rows, taken, right] = [sum(row), sum(confusion.map((other) => other[i]!)), row[i]!]
    return {
      precision: taken === 0 ? 0 : right / taken,
      recall: rows === 0 ? 0 : right / rows,
      f1: rows + taken === 0 ? 0 : (2 * right) / (rows + taken),
      rows,
    }
  })
  const present = classes.filter(({ rows }) => rows > 0)
  const joined = (weight: (one: ClassScore) => number) => {
    const whole = sum(present.map(weight))
    const mean = (name: 'precision' | 'recall' | 'f1') => sum(present.map((one) => weight(one) * one[name])) / whole
    return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') }
  }
  return deepFreeze({
    accuracy: sum(confusion.map((row, i) => row[i]!)) / total,
    classes,
    macro: joined(() => 1),
    weighted: joined(({ rows }) => rows),
  })
}
