import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choice, drawSettings, gridOf, logUniform, type Space, uniform, whole } from '../../src/search/space.ts'

test('a grid has every combination, ranges evenly spaced with their ends, by logarithm where asked', () => {
  const space = { l2: choice([0, 0.1]), rate: logUniform(1e-4, 1e-2), units: whole(1, 2) }
  const grid = gridOf(space, 3)
  expect(grid).toHaveLength(2 * 3 * 2)
  expect(grid.slice(0, 3)).toEqual([
    { l2: 0, rate: 1e-4, units: 1 },
    { l2: 0, rate: 1e-4, units: 2 },
    { l2: 0, rate: 1e-3, units: 1 },
  ])
  expect(new Set(grid.map(({ rate }) => rate))).toEqual(new Set([1e-4, 1e-3, 1e-2]))
  expect(gridOf({ x: uniform(-1, 1) }).map(({ x }) => x)).toEqual([-1, -0.5, 0, 0.5, 1])
  expect(gridOf({ n: whole(3, 5) }, 100).map(({ n }) => n)).toEqual([3, 4, 5])
})

test('drawn settings lie in their ranges, and asking for more of them changes none', () => {
  const space = { rate: logUniform(1e-5, 1), share: uniform(0.2, 0.4), units: whole(4, 9), type: choice(['a', 'b']) }
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, count) => {
      const settings = drawSettings(space, count, seed)
      expect(drawSettings(space, count + 3, seed).slice(0, count)).toEqual(settings)
      for (const { rate, share, units, type } of settings as { [name: string]: number }[]) {
        expect(rate).toBeGreaterThanOrEqual(1e-5)
        expect(rate).toBeLessThanOrEqual(1)
        expect(share).toBeGreaterThanOrEqual(0.2)
        expect(share).toBeLessThanOrEqual(0.4)
        expect([4, 5, 6, 7, 8, 9]).toContain(units)
        expect(['a', 'b']).toContain(type)
      }
    }),
  )
})

test('the logarithm of a log-uniform number has the mean of its range, and whole numbers come equally often', () => {
  const settings = drawSettings({ rate: logUniform(1e-4, 1), n: whole(0, 3) }, 4000, 7) as { rate: number; n: number }[]
  const logs = settings.map(({ rate }) => Math.log10(rate))
  expect(logs.reduce((a, b) => a + b) / 4000).toBeCloseTo(-2, 1) // deviation of the mean: 4/√12/√4000 = 0.018
  for (const n of [0, 1, 2, 3]) {
    const count = settings.filter((setting) => setting.n === n).length
    expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(750))
  }
})

test('ranges that are none, empty spaces and huge grids are refused', () => {
  expect(() => logUniform(0, 1)).toThrow(
    'log-uniform: low and high must be two numbers above 0, the lower one first; got 0 and 1. Give them as in logUniform(1e-4, 0.1).',
  )
  expect(() => uniform(2, 1)).toThrow('uniform: low and high must be two numbers, the lower one first; got 2 and 1.')
  expect(() => whole(0.5, 2)).toThrow(
    'whole: low and high must be two whole numbers, the lower one first; got 0.5 and 2.',
  )
  expect(() => choice([])).toThrow('choice: there must be a list of values to choose from; got []')
  expect(() => gridOf({})).toThrow(
    'gridOf: each option must have one of choice, uniform, log-uniform, whole, and there must be an option; got none.',
  )
  expect(() => drawSettings({ rate: 0.1 } as unknown as Space, 1, 1)).toThrow('got 0.1 for rate.')
  const many = Object.fromEntries([...'abcdefghi'].map((name) => [name, uniform(0, 1)]))
  expect(() => gridOf(many, 10)).toThrow(
    'gridOf: the number of settings must be a whole number in [1, 100000]; got 1000000000',
  )
})
