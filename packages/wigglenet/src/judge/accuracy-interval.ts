import { checkNumber, checkWhole } from '../check/check.ts'

/** The normal deviate that 95 % of a normal distribution lies within, on both sides. */
const deviate = 1.959963984540054

/** How sure an accuracy is that so many rows have shown: the interval that holds the true one in 95 of 100 such tests, by Wilson's score. It is
 *  of use for few rows and for accuracies of 0 and 1 too. The rows must not have been trained on, and be drawn one by one.
 *  Formula: (p + d²/2n ± d·√(p(1 - p)/n + d²/4n²)) / (1 + d²/n), with d = 1.96
 *  Throws:  OptionError for an accuracy outside of [0, 1], or no rows
 *  Source:  Wilson 1927, Journal of the American Statistical Association 22; Newcombe 1998, Statistics in Medicine 17, method 3
 *  Example: accuracyInterval(0.9, 100)  // [0.8256, 0.9448]  */
export function accuracyInterval(accuracy: number, rows: number): readonly [low: number, high: number] {
  const where = 'accuracyInterval'
  const p = checkNumber(where, 'accuracy', accuracy, '[0, 1]')
  const n = checkWhole(where, 'rows', rows, '[1, 9007199254740991]')
  const square = deviate * deviate
  const middle = p + square / (2 * n)
  const spread = deviate * Math.sqrt((p * (1 - p)) / n + square / (4 * n * n))
  const whole = 1 + square / n
  return Object.freeze([Math.max(0, (middle - spread) / whole), Math.min(1, (middle + spread) / whole)])
}
