import { expect, test } from 'vitest'
import { gain, pointsText } from '../src/paired.ts'

test('a gain is the mean of the differences with its standard error', () => {
  // Differences 1, 2, 3: mean 2, deviation 1, standard error 1/√3.
  const measured = gain([1, 5, 2], [2, 7, 5])
  expect(measured.mean).toBe(2)
  expect(measured.error).toBeCloseTo(1 / Math.sqrt(3), 12)
  expect(measured.clear).toBe(true)
})

test('a gain of less than two standard errors, or of one pair, is not clear', () => {
  // Differences 1, -1, 3: mean 1, deviation 2, standard error 1.15.
  expect(gain([0, 0, 0], [1, -1, 3]).clear).toBe(false)
  expect(gain([1], [2]).clear).toBe(false)
})

test('a gain is told in points, with its sign', () => {
  expect(pointsText({ mean: 0.0312, error: 0.004, clear: true })).toBe('+3.1 ± 0.4 points')
  expect(pointsText({ mean: -0.02, error: 0.015, clear: false })).toBe('-2.0 ± 1.5 points')
  expect(pointsText({ mean: -0.0002, error: 0.002, clear: false })).toBe('0.0 ± 0.2 points')
})
