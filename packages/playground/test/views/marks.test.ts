import { expect, test } from 'vitest'
import { markOf, marks } from '../../src/views/marks.ts'

test('64 classes have 64 pairs of a colour and a mark', () => {
  const pairs = Array.from({ length: 64 }, (_, label) => `${label % 8} ${marks.indexOf(markOf(label))}`)
  expect(new Set(pairs).size).toBe(64)
})

test('marks are of about the same area: none under half of the circle, none above it by half', () => {
  for (const mark of marks) {
    if (!mark) continue
    const doubled = mark.reduce((sum, [x, y], k) => {
      const [nextX, nextY] = mark[(k + 1) % mark.length]!
      return sum + x * nextY - nextX * y
    }, 0)
    expect(Math.abs(doubled) / 2 / Math.PI).toBeGreaterThan(0.5)
    expect(Math.abs(doubled) / 2 / Math.PI).toBeLessThan(1.5)
  }
})
