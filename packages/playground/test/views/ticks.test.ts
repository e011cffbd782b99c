import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberText, percentText, ticks, tickText } from '../../src/views/ticks.ts'

test('ticks are round and include ends that are round', () => {
  expect(ticks([-1, 1], 5)).toEqual([-1, -0.5, 0, 0.5, 1])
  expect(ticks([-1.3, 1.3], 6)).toEqual([-1, -0.5, 0, 0.5, 1])
  expect(ticks([0, 0.3], 3)).toEqual([0, 0.1, 0.2, 0.3])
  expect(ticks([0, 100], 5)).toEqual([0, 20, 40, 60, 80, 100])
})

test('ticks lie in the range, and there is at most one more than asked for', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.integer({ min: 2, max: 12 }),
      (low, span, most) => {
        const all = ticks([low, low + span], most)
        expect(all.length).toBeLessThanOrEqual(most + 1)
        for (const tick of all) {
          expect(tick).toBeGreaterThanOrEqual(low - 1e-6 * span)
          expect(tick).toBeLessThanOrEqual(low + span + 1e-6 * span)
        }
      },
    ),
  )
})

test('an empty range has no ticks', () => expect(ticks([1, 1], 5)).toEqual([]))

test('numbers keep three digits and a true minus sign', () => {
  expect(numberText(-0.123456)).toBe('−0.123')
  expect(numberText(1234.5)).toBe('1230')
  expect(numberText(0.00000123)).toBe('0.00000123')
  expect(tickText(-0.5)).toBe('−0.5')
})

test('a small share never reads as none', () => {
  expect(percentText(0)).toBe('0 %')
  expect(percentText(0.0004)).toBe('under 0.1 %')
  expect(percentText(0.0123)).toBe('1.2 %')
  expect(percentText(0.97)).toBe('97 %')
})
