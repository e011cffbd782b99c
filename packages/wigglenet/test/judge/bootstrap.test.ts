import { expect, test } from 'vitest'
import { accuracyInterval } from '../../src/judge/accuracy-interval.ts'
import { bootstrap } from '../../src/judge/bootstrap.ts'

/** 80 of 100 rows are right. */
const right = (rows: Uint32Array) => rows.filter((row) => row % 5 !== 0).length / rows.length

test('the interval of a share is as wide as the normal approximation says, and close to that of Wilson', () => {
  const { value, low, high } = bootstrap(100, right, { seed: 1 })
  expect(value).toBe(0.8)
  const half = 1.96 * Math.sqrt((0.8 * 0.2) / 100) // 0.0784
  expect(low).toBeCloseTo(0.8 - half, 1)
  expect(high).toBeCloseTo(0.8 + half, 1)
  const [wilsonLow, wilsonHigh] = accuracyInterval(0.8, 100)
  expect(Math.abs(low - wilsonLow)).toBeLessThan(0.03)
  expect(Math.abs(high - wilsonHigh)).toBeLessThan(0.03)
})

test('of 200 samples of a coin that shows heads 3 in 10 times, about 95 in 100 intervals hold 0.3', () => {
  let held = 0
  for (let seed = 1; seed <= 200; seed++) {
    // Words of another generator, so that it is not judged by itself.
    let state = seed * 2654435761
    const coin = Array.from({ length: 150 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state / 4294967296 < 0.3
    })
    const share = (rows: Uint32Array) => rows.filter((row) => coin[row]).length / rows.length
    const { low, high } = bootstrap(150, share, { samples: 300, seed })
    if (low <= 0.3 && 0.3 <= high) held++
  }
  expect(held / 200).toBeGreaterThan(0.89)
  expect(held / 200).toBeLessThan(0.99)
})

test('the same seed draws the same rows, and a lower level gives a narrower interval', () => {
  const wide = bootstrap(100, right, { seed: 3 })
  expect(bootstrap(100, right, { seed: 3 })).toEqual(wide)
  const narrow = bootstrap(100, right, { seed: 3, level: 0.5 })
  expect(narrow.high - narrow.low).toBeLessThan(wide.high - wide.low)
})

test('samples in which the measure is not defined are left out; where most are, it is refused', () => {
  const rare = (rows: Uint32Array) => (rows.includes(7) ? 1 : NaN) // in a sample with probability 0.63
  expect(bootstrap(100, rare).value).toBe(1)
  expect(() => bootstrap(100, (rows) => (rows[0] === 0 && rows[1] === 1 ? 1 : NaN))).toThrow(
    'bootstrap: the measure must be defined on the rows, and on at least half of the samples; got a number on 0 of 2000. Judge on more rows, or by another measure.',
  )
  expect(() => bootstrap(10, () => NaN)).toThrow('got NaN on the rows')
  expect(() => bootstrap(10, () => 1, { samples: 5 })).toThrow('bootstrap: samples must be')
})
