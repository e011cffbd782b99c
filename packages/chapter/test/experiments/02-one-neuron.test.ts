import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'one-neuron',
  'one neuron is logistic regression or an SVM, and forgets with the predicted half-lives',
  (outcome) => {
    expect(held(outcome)).toEqual([true, true, true, true, true])
    // ln 2 / -ln(1 - 0.05), ln 2 / -ln(1 - 0.01), ln 2 / -ln(1 - 0.001), rounded up to whole steps.
    expect(outcome.measurements[0]!.rows.map((row) => row[3])).toEqual([14, 69, 693])
  },
)
