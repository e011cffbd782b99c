import { expect, test } from 'vitest'
import { deviation, short, spreadText } from '../src/numbers.ts'

test('the deviation is that of a sample: of 2, 4, 4, 4, 5, 5, 7, 9 it is the root of 32/7', () => {
  expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12)
  expect(deviation([3])).toBe(0)
})

test('numbers are written with three digits, the very small as powers of ten', () => {
  expect([short(0), short(0.123456), short(12345.6), short(4.82e-6), short(-1.5e12)]).toEqual([
    '0',
    '0.123',
    '12300',
    '4.8·10⁻⁶',
    '-1.5·10¹²',
  ])
  expect(spreadText([0.4, 0.5])).toBe('45.0 % ± 7.1')
})
