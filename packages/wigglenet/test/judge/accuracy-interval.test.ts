import { expect, test } from 'vitest'
import { accuracyInterval } from '../../src/index.ts'

// Newcombe 1998, Statistics in Medicine 17, table I: Wilson's score without correction.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i gives the interval of the literature', (right, rows, low, high) => {
  const [least, most] = accuracyInterval(right / rows, rows)
  expect(least).toBeCloseTo(low, 4)
  expect(most).toBeCloseTo(high, 4)
})

test('the intervals of errors mirror those of right answers', () => {
  const [low, high] = accuracyInterval(0.8, 50)
  const [least, most] = accuracyInterval(0.2, 50)
  expect(low).toBeCloseTo(1 - most, 12)
  expect(high).toBeCloseTo(1 - least, 12)
})

test('an accuracy in percent, and no rows, are refused', () => {
  expect(() => accuracyInterval(90, 100)).toThrow('accuracyInterval: accuracy must be a number in [0, 1]; got 90.')
  expect(() => accuracyInterval(0.9, 0)).toThrow(
    'accuracyInterval: rows must be a whole number in [1, 9007199254740991]; got 0.',
  )
})
