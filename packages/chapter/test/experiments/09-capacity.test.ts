import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'capacity',
  '20 units learn points by heart in more regions, 3 take mislabelled ones for outliers and generalize better',
  (outcome) => {
    expect(held(outcome)).toEqual([true, true, true, true])
    // One line through the plane for each unit: 3 lines make at most 1 + 3 + 3 = 7 regions, 6 make 22, 20 make 211.
    const linear = outcome.measurements[0]!.rows.map((row) => row[4] as number)
    for (const [k, most] of [7, 22, 211].entries()) expect(linear[k]).toBeLessThanOrEqual(most)
    expect(linear[2]).toBeGreaterThan(100)
  },
)
