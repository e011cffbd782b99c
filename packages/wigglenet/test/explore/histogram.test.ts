import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histogram, histogramSeries } from '../../src/explore/histogram.ts'

test('values fall into bins with their lower edge, the last one with both', () => {
  const { edges, counts, below, above } = histogram([0, 0.5, 1, 1.5, 2, 4], { bins: 4 })
  expect([...edges]).toEqual([0, 1, 2, 3, 4])
  expect([...counts]).toEqual([2, 2, 1, 1])
  expect([below, above]).toEqual([0, 0])
})

test('what lies outside of a given range, and what is no number, is counted apart', () => {
  const result = histogram([-1, 0, 1, 5, Number.NaN, Infinity], { bins: 2, range: [0, 2] })
  expect(result).toMatchObject({ counts: Float64Array.of(1, 1), below: 1, above: 1, notFinite: 2, mean: 1.25 })
  expect(result.deviation).toBeCloseTo(Math.sqrt((2.25 ** 2 + 1.25 ** 2 + 0.25 ** 2 + 3.75 ** 2) / 4), 12)
})

test('a single value has bins around it, and no value bins from 0 to 1', () => {
  expect([...histogram([3, 3], { bins: 2 }).edges]).toEqual([2.5, 3, 3.5])
  expect([...histogram([3, 3], { bins: 2 }).counts]).toEqual([0, 2])
  expect([...histogram([], { bins: 2 }).edges]).toEqual([0, 0.5, 1])
})

test('every value lies between the edges of the bin that counts it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
        minLength: 1,
        maxLength: 60,
      }),
      fc.integer({ min: 1, max: 50 }),
      (values, bins) => {
        const { edges, counts } = histogram(values, { bins })
        for (let bin = 0; bin < bins; bin++) {
          const last = bin === bins - 1
          const inside = values.filter((v) => v >= edges[bin]! && (last ? v <= edges[bin + 1]! : v < edges[bin + 1]!))
          expect(counts[bin]).toBe(inside.length)
        }
      },
    ),
  )
})

test('a series has one row of counts for each time, with the bins of all values', () => {
  const series = histogramSeries(
    [
      { time: 0, values: [0, 1] },
      { time: 50, values: Float32Array.of(3, 4, 4) },
    ],
    { bins: 2 },
  )
  expect(series).toEqual({
    kind: 'histogram-series',
    edges: Float64Array.of(0, 2, 4),
    times: Float64Array.of(0, 50),
    counts: Float64Array.of(2, 0, 0, 3),
    means: Float64Array.of(0.5, 11 / 3),
    deviations: expect.any(Float64Array),
  })
  expect(series.deviations[0]).toBe(0.5)
  expect(series.deviations[1]).toBeCloseTo(Math.sqrt(2 / 9), 12)
})

test('a range that runs backwards is refused', () => {
  expect(() => histogram([1], { range: [2, 1] })).toThrow(
    'histogram: range must be two numbers, the lower one first; got [2, 1]. Leave it out for the range of the values.',
  )
})
