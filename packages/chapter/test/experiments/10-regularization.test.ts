import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'regularization',
  'λ smooths the boundary; L2, dropout and input noise each help 20 units, which then beat a small network',
  (outcome) => {
    // The boundary by λ, L2, dropout, input noise, large and regularized against small.
    expect(held(outcome)).toEqual([true, true, true, true, true])
    expect(outcome.verdict).toBe('holds')
  },
)
