import { expect, test } from 'vitest'
import { walk } from '../src/zig-zag-path.ts'

test('with positive inputs no step moves the weights in opposite directions, and the walk still ends near (1, -1)', () => {
  const { places, oneSign, steps } = walk('positive', 0.2, 3)
  expect(oneSign).toBe(1)
  expect(places).toHaveLength(steps + 1)
  for (const [i, [w0, w1]] of places.entries()) {
    const [from0, from1] = places[Math.max(0, i - 1)]!
    expect((w0 - from0) * (w1 - from1)).toBeGreaterThanOrEqual(0)
  }
  const [w0, w1] = places.at(-1)!
  expect(Math.hypot(w0 - 1, w1 + 1)).toBeLessThanOrEqual(Math.SQRT2 / 10)
})

test('a way is never shorter than nine tenths of the straight one, since it ends within a tenth of its goal', () => {
  for (const inputs of ['positive', 'centred'] as const)
    for (const seed of [1, 2, 3]) expect(walk(inputs, 0.1, seed).detour).toBeGreaterThanOrEqual(0.9)
})
