import { expect, test } from 'vitest'
import { DataError, ShapeError } from '../../src/check/errors.ts'
import { calibration } from '../../src/judge/calibration.ts'

test('rows fall into bins by their largest probability; the error weighs gaps by rows', () => {
  // Sure by 0.9, 0.8, 0.6, 0.55; right, wrong, right, wrong.
  const probabilities = [0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.45, 0.55]
  const { bins, expectedError } = calibration(probabilities, [0, 0, 0, 0], 5)
  expect(bins.map(({ rows }) => rows)).toEqual([0, 0, 2, 1, 1])
  expect(bins[2]).toEqual({ low: 0.4, high: 0.6, rows: 2, confidence: expect.closeTo(0.575, 12), accuracy: 0.5 })
  expect(bins[0]!.accuracy).toBeNaN()
  // (2·|0.5 - 0.575| + 1·|0 - 0.8| + 1·|1 - 0.9|) / 4
  expect(expectedError).toBeCloseTo((0.15 + 0.8 + 0.1) / 4, 12)
})

test('a model that is right as often as it says has no error, and an upper edge belongs to its bin', () => {
  const sure = Array.from({ length: 10 }, () => [0.7, 0.3]).flat()
  expect(calibration(sure, [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]).expectedError).toBeCloseTo(0, 12)
  expect(calibration([0.3, 0.3, 0.2, 0.2], [0]).bins[2]).toMatchObject({ rows: 1, confidence: 0.3 }) // 0.3·10 > 3 when rounded
  expect(calibration([1, 0], [0]).bins[9]).toMatchObject({ rows: 1, accuracy: 1 })
})

test('what is no probability or no class is refused', () => {
  expect(() => calibration([1.5, 0], [0])).toThrow(DataError)
  expect(() => calibration([1.5, 0], [0])).toThrow(
    'calibration: the probability of class 0 in row 0 must be a number in [0, 1]; got 1.5. Give probabilities, not scores.',
  )
  expect(() => calibration([0.5, 0.5], [2])).toThrow(
    'calibration: actual[0] must be a class number in [0, 2); got 2. Give class numbers, not labels.',
  )
  expect(() => calibration([0.5, 0.5, 0.1], [0, 1])).toThrow(ShapeError)
  expect(() => calibration([], [])).toThrow(
    'calibration: probabilities must have a number for each row and class, and at least 1 row; got 0 for 0 rows. Give rows times classes numbers.',
  )
})
