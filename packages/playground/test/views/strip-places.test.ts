import { expect, test } from 'vitest'
import { decades, median, shareOf, stripRange, stripWords } from '../../src/views/strip-places.ts'

const row = (losses: number[], failed = 0) => ({ label: '3 units', losses, failed })

test('the axis begins and ends at powers of ten around all losses', () => {
  expect(stripRange([row([0.02, 0.5]), row([3])])).toEqual([0.01, 10])
  expect(stripRange([row([0.1, 1])])).toEqual([0.1, 1])
  expect(stripRange([row([1, 1])])).toEqual([1, 10])
  expect(stripRange([row([])])).toEqual([0.01, 1])
  expect(decades([0.01, 10])).toEqual([0.01, 0.1, 1, 10])
})

test('a loss lies by its logarithm, and one of 0 at the lower end', () => {
  expect(shareOf(0.1, [0.01, 1])).toBeCloseTo(0.5, 12)
  expect(shareOf(0, [0.01, 1])).toBe(0)
  expect(shareOf(1, [0.01, 1])).toBe(1)
})

test('the median of an even number of losses is the middle of two', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(median([])).toBeUndefined()
})

test('a row says its median, its spread and what failed', () => {
  expect(stripWords(row([0.2, 0.1, 0.6], 1))).toBe('3 units: median 0.2, from 0.1 to 0.6, over 4 seeds, 1 failed')
  expect(stripWords(row([0.2]))).toBe('3 units: median 0.2, from 0.2 to 0.2, over 1 seed')
  expect(stripWords(row([], 2))).toBe('3 units: 2 runs, 2 failed')
  expect(stripWords(row([]))).toBe('3 units: no run is done yet')
})
