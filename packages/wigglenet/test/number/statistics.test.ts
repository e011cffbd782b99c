import { expect, test } from 'vitest'
import { deviation, mean, median, quantile, sampleDeviation, ulpDistance } from '../../src/number/statistics.ts'

test('2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and deviation 2, and √(32/7) as a sample', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9]
  expect(mean(values)).toBe(5)
  expect(deviation(values)).toBe(2)
  expect(sampleDeviation(values)).toBe(Math.sqrt(32 / 7))
})

test('the deviation is not lost beside a large mean', () => {
  expect(deviation([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBeCloseTo(Math.sqrt(2 / 3), 12)
})

test('the median is the middle value, or the mean of the two middle ones, and leaves the list alone', () => {
  const values = [10, 9, 1]
  expect(median(values)).toBe(9)
  expect(values).toEqual([10, 9, 1])
  expect(median(new Float32Array([4, 1, 3, 2]))).toBe(2.5)
})

test('a quantile is linear between neighbours', () => {
  expect([0, 0.25, 0.4, 1].map((share) => quantile([40, 10, 20, 30], share))).toEqual([10, 17.5, 22, 40])
  expect(quantile([1, Infinity], 0)).toBe(1)
})

test('no values, or too few, give NaN', () => {
  expect([mean([]), deviation([]), sampleDeviation([3]), median([]), quantile([], 0.9)]).toEqual([
    NaN,
    NaN,
    NaN,
    NaN,
    NaN,
  ])
  expect([mean([3]), deviation([3]), median([3])]).toEqual([3, 0, 3])
  expect(median([1, NaN, 2])).toBe(NaN)
})

test('the distance in ulp counts the float64 numbers between, across zero too', () => {
  expect(ulpDistance(1, 1 + Number.EPSILON)).toBe(1)
  expect(ulpDistance(1, 1 - Number.EPSILON)).toBe(2)
  expect(ulpDistance(-5e-324, 5e-324)).toBe(2)
  expect(ulpDistance(0, -0)).toBe(0)
  expect(ulpDistance(Number.MAX_VALUE, Infinity)).toBe(1)
  expect(ulpDistance(NaN, NaN)).toBe(0)
  expect(ulpDistance(NaN, 1)).toBe(Infinity)
})
