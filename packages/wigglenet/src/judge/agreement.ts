// How far predictions agree with what came, beyond what chance would give: one number for a confusion matrix, also where classes are rare.
import { checkConfusion } from './checks.ts'

/** Matthews' correlation coefficient, of two classes or more: 1 is all right, 0 no better than chance, down to -1. It is 0 where all rows are of one
 *  class, or are taken for one.
 *  Formula: (c·s - Σ t·p)/√((s² - Σ p²)·(s² - Σ t²)), s all rows, c those that are right, t those of a class and p those taken for it
 *  Shapes:  (classes, classes), a row for each actual class, a column for each predicted one, as `confusion` and `evaluate` give it
 *  Throws:  ShapeError when the matrix is not square; OptionError for a count that is no whole number
 *  Source:  Matthews 1975, BBA 405(2); of several classes Gorodkin 2004, Computational Biology and Chemistry 28
 *  Example: matthews([[8, 2], [1, 9]])  // 0.7035264706814485  */
export function matthews(confusion: readonly (readonly number[])[]): number {
  const { rows, right, actual, taken } = sumsOf('matthews', confusion)
  const spread = (counts: readonly number[]) => rows * rows - dot(counts, counts)
  const divisor = Math.sqrt(spread(actual)) * Math.sqrt(spread(taken))
  return divisor === 0 ? 0 : (rows * right - dot(actual, taken)) / divisor
}

/** Cohen's kappa: the agreement beyond that of two raters who give classes at random, each as often as in the matrix; 1 is all right, 0 what chance
 *  gives. It is 0 where all rows are of one class and taken for it.
 *  Formula: (o - e)/(1 - e), o the share that is right, e = Σ t·p/s², with t, p and s as in `matthews`
 *  Shapes:  (classes, classes), a row for each actual class, a column for each predicted one
 *  Throws:  ShapeError when the matrix is not square; OptionError for a count that is no whole number
 *  Source:  Cohen 1960, Educational and Psychological Measurement 20(1)
 *  Example: cohenKappa([[8, 2], [1, 9]])  // 0.7  */
export function cohenKappa(confusion: readonly (readonly number[])[]): number {
  const { rows, right, actual, taken } = sumsOf('cohenKappa', confusion)
  const byChance = dot(actual, taken)
  return rows * rows === byChance ? 0 : (rows * right - byChance) / (rows * rows - byChance)
}

function sumsOf(where: string, confusion: readonly (readonly number[])[]) {
  checkConfusion(where, confusion)
  const actual = confusion.map(sum)
  const taken = confusion.map((_, k) => sum(confusion.map((row) => row[k]!)))
  return { rows: sum(actual), right: sum(confusion.map((row, k) => row[k]!)), actual, taken }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, value, i) => total + value * b[i]!, 0)
