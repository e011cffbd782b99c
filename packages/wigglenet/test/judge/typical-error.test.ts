import { expect, test } from 'vitest'
import { meanAbsolutePercentageError, medianAbsoluteError } from '../../src/judge/typical-error.ts'

test('the median error of 0, 3 and 997 is 3, and of 0, 3, 5 and 997 it is 4', () => {
  expect(medianAbsoluteError([1, 2, 3], [1, 5, 1000])).toBe(3)
  expect(medianAbsoluteError(Float32Array.of(3, 1, 2, 5), [1000, 1, 5, 0])).toBe(4)
  expect(medianAbsoluteError([2], [-2])).toBe(4)
})

test('errors of a tenth and a quarter are 0.175 on average, whatever the sign, and by weights 0.2125', () => {
  expect(meanAbsolutePercentageError([90, -250], [100, -200])).toBeCloseTo(0.175, 15)
  expect(meanAbsolutePercentageError([90, -250], [100, -200], [1, 3])).toBeCloseTo(0.2125, 15)
})

test('an actual number of 0 has no share, and lengths must agree', () => {
  expect(() => meanAbsolutePercentageError([1, 2], [1, 0])).toThrow(
    'meanAbsolutePercentageError: actual[1] must not be 0, of which there are no shares; got 0. Leave such rows out, or take meanAbsoluteError.',
  )
  expect(() => medianAbsoluteError([], [])).toThrow(
    'medianAbsoluteError: predicted and actual must have the same length, at least 1; got 0 and 0. Give one prediction for each row.',
  )
})
