import { expect, test } from 'vitest'
import {
  accuracy,
  confusion,
  largestError,
  logLoss,
  meanAbsoluteError,
  rootMeanSquaredError,
  rSquared,
} from '../../src/judge/scores.ts'

test('two of three right is an accuracy of 2/3', () => {
  expect(accuracy([0, 1, 1], Float32Array.of(0, 1, 2))).toBe(2 / 3)
})

test('a confusion row is an actual class and its columns the predicted ones', () => {
  expect(confusion([0, 1, 1, 2], [0, 0, 1, 0], 3)).toEqual([
    [1, 1, 1],
    [0, 1, 0],
    [0, 0, 0],
  ])
})

test('R² is 1 - 5/14 for errors of 1 and 2 around squares of 14', () => {
  // actual 0, 1, 5: mean 2, squares 4 + 1 + 9 = 14; errors 0, 1, 2: squares 5
  expect(rSquared([0, 2, 3], [0, 1, 5])).toBeCloseTo(1 - 5 / 14, 15)
})

test('R² is 0 for the mean, below 0 for worse, and 1 or 0 where nothing varies', () => {
  expect(rSquared([2, 2, 2], [0, 1, 5])).toBeCloseTo(0, 15)
  expect(rSquared([9, 9, 9], [0, 1, 5])).toBeLessThan(0)
  expect([rSquared([3, 3], [3, 3]), rSquared([3, 4], [3, 3])]).toEqual([1, 0])
})

test('errors of 0 and 3 have a mean size of 1.5 and a root mean square of √4.5', () => {
  expect(meanAbsoluteError([1, 2], [1, 5])).toBe(1.5)
  expect(rootMeanSquaredError([1, 2], [1, 5])).toBe(Math.sqrt(4.5))
})

test('the largest of the errors -0.5 and 2 is 2, and there is none of nothing', () => {
  expect(largestError([1, 2], [1.5, 0])).toBe(2)
  expect(() => largestError([], [])).toThrow(
    'largestError: predicted and actual must have the same length, at least 1; got 0 and 0.',
  )
})

test('the log loss of certainty is 0, of a coin ln 2, and of an impossible class finite', () => {
  expect(logLoss([1, 0, 0.5, 0.5], [0, 1])).toBeCloseTo(Math.LN2 / 2, 15)
  expect(logLoss([1, 0], [1])).toBeCloseTo(15 * Math.LN10, 10)
})

test('lengths that differ, empty lists and numbers that are no class are refused', () => {
  expect(() => accuracy([1], [1, 2])).toThrow(
    'accuracy: predicted and actual must have the same length, at least 1; got 1 and 2. Give one prediction for each row.',
  )
  expect(() => rSquared([], [])).toThrow(
    'rSquared: predicted and actual must have the same length, at least 1; got 0 and 0. Give one prediction for each row.',
  )
  expect(() => confusion([2], [0], 2)).toThrow(
    'confusion: predicted[0] must be a class number in [0, 2); got 2. Give class numbers, not labels.',
  )
  expect(() => logLoss([0.5, 0.5, 1], [0, 1])).toThrow(
    'logLoss: probabilities must have a number for each row and class, and at least 1 row; got 3 for 2 rows. Give rows times classes numbers.',
  )
})

test('with weights the measures are those of scikit-learn with sample_weight', () => {
  const [actual, predicted, weights] = [
    [1, 2, 4, 7],
    [1.5, 1, 4, 9],
    [0.5, 2, 0, 1.5],
  ]
  expect(accuracy([0, 2, 2, 2], [0, 1, 2, 2], weights)).toBe(0.5)
  expect(rSquared(predicted, actual, weights)).toBeCloseTo(0.6844660194174756, 14)
  expect(meanAbsoluteError(predicted, actual, weights)).toBeCloseTo(1.3125, 14)
  expect(rootMeanSquaredError(predicted, actual, weights)).toBeCloseTo(1.4252192813739224, 14)
  // -(3·log 0.8 + log 0.5)/4
  expect(logLoss([0.8, 0.2, 0.5, 0.5], [0, 1], [3, 1])).toBeCloseTo(-(3 * Math.log(0.8) + Math.log(0.5)) / 4, 14)
})

test('weights that are none are refused', () => {
  expect(() => accuracy([0, 1], [0, 1], [1])).toThrow(
    'accuracy: there must be 2 weights, one for each row; got 1. Give each row one, or leave them out.',
  )
  expect(() => rSquared([0, 1], [0, 1], [1, -2])).toThrow(
    'rSquared: weights[1] must be a number in [0, ∞); got -2. Correct it.',
  )
  expect(() => logLoss([1], [0], [0])).toThrow(
    'logLoss: some row must have a weight above 0; got 0 in all 1. Give some rows weights.',
  )
})
