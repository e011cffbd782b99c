import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'neuron-types',
  'no type clearly beats ReLU, sigmoid is worse and ReLU units die at a high rate; but tanh is not worse on most tasks',
  (outcome) => {
    // Use ReLU, never sigmoid, tanh is worse, dead units.
    expect(held(outcome)).toEqual([true, true, false, true])
    // Counted by hand: 2·30 + 30 + 30·2 + 2, and 100·50 + 50 + 50·50 + 50 + 50·10 + 10.
    expect(outcome.measurements[0]!.rows.map((row) => row[1])).toEqual([152, 8110])
  },
)
