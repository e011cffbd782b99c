import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'dying-relu',
  'a high rate kills most ReLU units for ever, and makes the units that cannot die diverge',
  (outcome) => {
    const [dies, soonerWithMomentum, forEver, othersBetter] = held(outcome)
    expect({ dies, soonerWithMomentum, forEver, othersBetter }).toEqual({
      dies: true,
      soonerWithMomentum: true,
      forEver: true,
      othersBetter: false,
    })
    const [table] = outcome.measurements
    expect(table!.rows.filter(([, , , , , accuracy]) => accuracy === 'diverged').map(([kind]) => kind)).toEqual([
      'leaky ReLU',
      'PReLU',
      'maxout',
    ])
  },
)
