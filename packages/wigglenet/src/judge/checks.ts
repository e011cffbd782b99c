// What the measures refuse: lists that do not fit together, numbers that are no class or no probability.
import { checkWhole, show } from '../check/check.ts'
import { DataError, ShapeError } from '../check/errors.ts'

export function checkLengths(where: string, predicted: ArrayLike<unknown>, actual: ArrayLike<unknown>): void {
  if (predicted.length === actual.length && actual.length > 0) return
  throw new ShapeError({
    where,
    expected: 'predicted and actual must have the same length, at least 1',
    received: `${predicted.length} and ${actual.length}`,
    fix: 'Give one prediction for each row.',
  })
}

/** How many numbers each row has, where there must be one for each class. */
export function classesIn(where: string, numbers: ArrayLike<number>, rows: number, name = 'probabilities'): number {
  const classes = numbers.length / rows
  if (rows > 0 && classes > 0 && Number.isInteger(classes)) return classes
  throw new ShapeError({
    where,
    expected: `${name} must have a number for each row and class, and at least 1 row`,
    received: `${numbers.length} for ${rows} rows`,
    fix: 'Give rows times classes numbers.',
  })
}

export function checkClass(where: string, name: string, value: number, classes: number): number {
  if (Number.isInteger(value) && value >= 0 && value < classes) return value
  throw new DataError({
    where,
    expected: `${name} must be a class number in [0, ${classes})`,
    received: String(value),
    fix: 'Give class numbers, not labels.',
  })
}

export function checkProbability(where: string, value: number, row: number, k: number): void {
  if (value >= 0 && value <= 1) return
  throw new DataError({
    where,
    expected: `the probability of class ${k} in row ${row} must be a number in [0, 1]`,
    received: String(value),
    fix: 'Give probabilities, not scores.',
  })
}

/** Throws:  ShapeError for a matrix that is not square, or has no class; OptionError for a count that is no whole number */
export function checkConfusion(where: string, confusion: readonly (readonly number[])[]): void {
  const count = confusion.length
  if (count === 0 || confusion.some((row) => row.length !== count)) {
    throw new ShapeError({
      where,
      expected: 'the confusion matrix must be square, with at least 1 class',
      received: show(confusion),
      fix: 'Give the matrix of confusion() or evaluate().',
    })
  }
  confusion.forEach((row, i) =>
    row.forEach((value, k) => checkWhole(where, `confusion[${i}][${k}]`, value, '[0, 9007199254740991]')),
  )
}

/** The weight of each row, 1 where there are none, and the sum of all. */
export interface RowWeights {
  weight(row: number): number
  readonly total: number
}

/** Throws:  ShapeError for another number of weights; DataError for one that is none, or where all are 0 */
export function checkWeights(where: string, weights: ArrayLike<number> | undefined, rows: number): RowWeights {
  if (!weights) return { weight: () => 1, total: rows }
  if (weights.length !== rows) {
    throw new ShapeError({
      where,
      expected: `there must be ${rows} weights, one for each row`,
      received: String(weights.length),
      fix: 'Give each row one, or leave them out.',
    })
  }
  let total = 0
  for (let row = 0; row < rows; row++) {
    const weight = weights[row]!
    total += weight
    if (weight >= 0 && weight < Infinity) continue
    const expected = `weights[${row}] must be a number in [0, ∞)`
    throw new DataError({ where, expected, received: String(weight), fix: 'Correct it.' })
  }
  if (total > 0) return { weight: (row) => weights[row]!, total }
  const fix = 'Give some rows weights.'
  throw new DataError({ where, expected: 'some row must have a weight above 0', received: `0 in all ${rows}`, fix })
}
