import { expect, test } from 'vitest'
import { brierScore, topAccuracy } from '../../src/judge/probability-scores.ts'

test('a row counts as right where its class is among the k largest scores, the first of equal ones before', () => {
  const scores = [0.1, 0.5, 0.4, /**/ 0.3, 0.3, 0.4, /**/ 0.2, 0.2, 0.2]
  expect(topAccuracy(scores, [2, 1, 0], 1)).toBe(1 / 3)
  expect(topAccuracy(scores, [2, 1, 2], 2)).toBe(1 / 3)
  expect(topAccuracy(scores, [2, 0, 1], 2)).toBe(1)
  expect(topAccuracy(scores, [0, 1, 2], 3)).toBe(1)
})

test('a k beyond the classes is refused, with the bounds', () => {
  expect(() => topAccuracy([1, 2], [0], 3)).toThrow('topAccuracy: k must be a whole number in [1, 2]; got 3')
})

test('the Brier score is 0 for certainty that is right, 2 for certainty that is wrong', () => {
  expect(brierScore([1, 0, 0, 1], [0, 1])).toBe(0)
  expect(brierScore([1, 0], [1])).toBe(2)
  expect(brierScore([0.8, 0.2, 0.5, 0.5], [0, 1])).toBeCloseTo((0.08 + 0.5) / 2, 15)
  expect(() => brierScore([1.5, -0.5], [0])).toThrow(
    'brierScore: the probability of class 0 in row 0 must be a number in [0, 1]; got 1.5. Give probabilities, not scores.',
  )
})

test('with weights the Brier score and top-k accuracy count rows as often', () => {
  expect(brierScore([0.8, 0.2, 0.4, 0.6, 0.3, 0.7], [0, 0, 1], [1, 3, 0.5])).toBeCloseTo(0.5177777777777778, 14) // numpy
  // the first two rows are right, with 1 and 2 of 7
  expect(topAccuracy([0.1, 0.5, 0.4, 0.25, 0.15, 0.6, 0.7, 0.2, 0.1], [2, 0, 2], 2, [1, 2, 4])).toBeCloseTo(3 / 7, 15)
})
