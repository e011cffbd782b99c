import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'depth',
  'three layers beat two on at least half of the tasks at equal parameters, and four or five rarely beat three',
  (outcome) => {
    expect(held(outcome)).toEqual([true, true])
    // Counted by hand: 2·3 + 3; 41 units: 2·41 + 41 + 3·41 + 3; 13 units twice: 2·13 + 13 + 13·13 + 13 + 3·13 + 3.
    const [spiral] = outcome.measurements
    expect(spiral!.rows.slice(0, 3).map((row) => row.slice(0, 3))).toEqual([
      [1, 'none', 9],
      [2, 41, 249],
      [3, 13, 263],
    ])
  },
)
