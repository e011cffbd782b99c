import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'maxout',
  'a ReLU network is a maxout network to the last bit, and maxout has twice the parameters',
  (outcome) => {
    const [same, doubled] = held(outcome)
    expect({ same, doubled }).toEqual({ same: true, doubled: true })
    expect(outcome.findings[0]!.says).toContain('exactly 0')
    // 2-40-3: 2·40 + 40 + 40·3 + 3; with maxout 40·3 more.
    expect(outcome.measurements[0]!.rows.slice(0, 2).map((row) => row[1])).toEqual([243, 363])
  },
)
