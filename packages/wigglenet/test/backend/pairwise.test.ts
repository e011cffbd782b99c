import { expect, test } from 'vitest'
import { pairwise } from './pairwise.ts'

test('every two values of different factors meet, in few combinations', () => {
  const factors = { a: ['1', '2', '3', '4', '5'], b: ['1', '2', '3'], c: ['x', 'y', 'z', 'w'], d: ['1', '2'] }
  const rows = pairwise(factors)
  for (const [first, values] of Object.entries(factors)) {
    for (const [second, others] of Object.entries(factors)) {
      if (first === second) continue
      const met = new Set(rows.map((row) => `${row[first as 'a']} ${row[second as 'a']}`))
      expect(met.size, `${first} with ${second}`).toBe(values.length * others.length)
    }
  }
  // 5·4 are needed for a with c alone; all combinations would be 120
  expect(rows.length).toBeLessThanOrEqual(26)
})
