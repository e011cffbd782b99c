import { expect, test } from 'vitest'
import { moons } from 'wigglenet'
import { isInside, noisyMoons } from '../src/noisy-moons.ts'

test('six of sixty points bear the other label, and no other row is changed', () => {
  const { train, outliers, test: unseen } = noisyMoons(60, 1)
  expect(outliers).toHaveLength(6)
  const clean = moons({ rows: 60, noise: 0.3, seed: 3 })
  const labelOf = new Map(Array.from({ length: 60 }, (_, row) => [clean.X[2 * row]!, clean.y[row]!]))
  const changed = Array.from({ length: 60 }, (_, row) => row).filter(
    (row) => labelOf.get(train.X[2 * row]!) !== train.y[row],
  )
  expect(changed).toEqual([...outliers])
  expect(unseen.rows).toBe(2000)
})

test('a point in a hole of a region is outside of it', () => {
  const square = (size: number) => [-size, -size, size, -size, size, size, -size, size]
  const rings = [square(2), square(1)]
  expect(isInside(rings, 1.5, 0.3)).toBe(true)
  expect(isInside(rings, 0.2, 0.3)).toBe(false)
  expect(isInside(rings, 2.5, 0.3)).toBe(false)
})
