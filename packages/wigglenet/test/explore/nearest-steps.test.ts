import { expect, test } from 'vitest'
import { nearestSteps } from '../../src/explore/nearest-steps.ts'

test('a staircase of k steps misses a straight line over 0…1 by 1/(2k), at many places', () => {
  const line = Array.from({ length: 1200 }, (_, i) => i / 1199)
  for (const pieces of [1, 2, 3, 8]) {
    // A step over n places spans n - 1 gaps between them.
    const widest = Math.ceil(1200 / pieces) - 1
    expect(nearestSteps(line, pieces).error).toBeCloseTo(widest / 1199 / 2, 6)
  }
})

test('steps follow one another without a gap, and their heights are the middle of what they cover', () => {
  const { steps, error } = nearestSteps([0, 1, 5, 6, 6, 0], 3)
  expect(steps.map(({ from, to, height }) => [from, to, height])).toEqual([
    [0, 2, 0.5],
    [2, 5, 5.5],
    [5, 6, 0],
  ])
  expect(error).toBe(0.5)
})

test('no staircase of as many steps is nearer: all are tried', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  const spread = (from: number, to: number) => {
    const own = values.slice(from, to)
    return (Math.max(...own) - Math.min(...own)) / 2
  }
  let best = Infinity
  for (let a = 1; a < 7; a++) {
    for (let b = a + 1; b < 8; b++) best = Math.min(best, Math.max(spread(0, a), spread(a, b), spread(b, 8)))
  }
  expect(nearestSteps(values, 3).error).toBe(best)
})

test('bad values and a bad number of pieces are told', () => {
  expect(() => nearestSteps([], 1)).toThrow(
    'nearestSteps: values must be finite numbers, at least one; got none. Leave out the places where there is no value.',
  )
  expect(() => nearestSteps([0, NaN], 1)).toThrow(
    'nearestSteps: values must be finite numbers, at least one; got values[1] = NaN. Leave out the places where there is no value.',
  )
  expect(() => nearestSteps([0], 0)).toThrow(
    'nearestSteps: pieces must be a whole number in [1, ∞); got 0. Give pieces a whole number in [1, ∞).',
  )
})
