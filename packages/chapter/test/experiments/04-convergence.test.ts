import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'convergence',
  'ReLU is first at a common rate and cheapest, but no factor of two ahead of tanh at best rates',
  (outcome) => {
    const [atOneRate, , greatly, cheaper] = held(outcome)
    expect({ atOneRate, greatly, cheaper }).toEqual({ atOneRate: true, greatly: false, cheaper: true })
    expect(outcome.verdict).toBe('partly')
  },
)
