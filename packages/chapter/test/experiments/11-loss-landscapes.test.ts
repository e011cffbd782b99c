import { expect, test } from 'vitest'
import { levelsOf } from '../../src/experiments/11-loss-landscapes.ts'
import { held, shortForm } from '../short.ts'

shortForm(
  'loss-landscapes',
  'mean and spread of the final loss fall with width, and small networks rest at several levels of XOR',
  (outcome) => {
    // Mean, spread, the unluckiest large against the luckiest small, XOR.
    expect(held(outcome)).toEqual([true, true, true, true])
    const [, ends] = outcome.measurements
    expect(ends!.rows.map(([units]) => units)).toEqual([2, 3, 5, 10, 50])
  },
)

test('levels are groups of values with gaps of more than 0.005', () => {
  expect(levelsOf([0.301, 0.1, 0.104, 0.3, 0.108])).toBe(2)
  expect(levelsOf([0.1, 0.106, 0.112])).toBe(3)
})
