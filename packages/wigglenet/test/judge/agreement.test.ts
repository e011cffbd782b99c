import { expect, test } from 'vitest'
import { cohenKappa, matthews } from '../../src/judge/agreement.ts'

// numpy: the correlation of the indicators of actual and predicted classes, and the kappa of their shares
test.each([
  {
    confusion: [
      [8, 2],
      [1, 9],
    ],
    correlation: 0.7035264706814484,
    kappa: 0.7,
  },
  {
    confusion: [
      [8, 2, 0],
      [0, 9, 1],
      [1, 3, 1],
    ],
    correlation: 0.5661220593180517,
    kappa: 0.5454545454545454,
  },
  {
    confusion: [
      [0, 5],
      [7, 0],
    ],
    correlation: -1,
    kappa: -0.9459459459459462,
  },
])('of $confusion the correlation is $correlation and kappa is $kappa', ({ confusion, correlation, kappa }) => {
  expect(matthews(confusion)).toBeCloseTo(correlation, 14)
  expect(cohenKappa(confusion)).toBeCloseTo(kappa, 14)
})

test('all right is 1; chance, and one answer for all rows, are 0, however often that is right', () => {
  for (const measure of [matthews, cohenKappa]) {
    expect(
      measure([
        [3, 0],
        [0, 5],
      ]),
    ).toBeCloseTo(1, 15)
    expect(
      measure([
        [2, 4],
        [3, 6],
      ]),
    ).toBe(0) // shares of the classes, alike in both rows
    expect(
      measure([
        [99, 0],
        [1, 0],
      ]),
    ).toBe(0)
    expect(
      measure([
        [7, 0],
        [0, 0],
      ]),
    ).toBe(0)
    expect(
      measure([
        [0, 0],
        [0, 0],
      ]),
    ).toBe(0)
  }
})

test('counts whose squares and products leave 64 bits of whole numbers still give a share', () => {
  const large = 2 ** 40
  expect(
    matthews([
      [8 * large, 2 * large],
      [large, 9 * large],
    ]),
  ).toBeCloseTo(0.7035264706814484, 12)
})

test('a matrix that is not square and a count that is not whole are refused', () => {
  expect(() => matthews([[1, 2]])).toThrow(
    'matthews: the confusion matrix must be square, with at least 1 class; got [[1, 2]]. Give the matrix of confusion() or evaluate().',
  )
  expect(() => cohenKappa([[0.5]])).toThrow(
    'cohenKappa: confusion[0][0] must be a whole number in [0, 9007199254740991]; got 0.5.',
  )
})
