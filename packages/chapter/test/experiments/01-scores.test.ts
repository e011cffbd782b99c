import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm('scores', 'ReLU between two matrices wins photographs, and without it the two are one matrix', (outcome) => {
  expect(held(outcome)).toEqual([true, true])
  expect(outcome.verdict).toBe('holds')
  expect(outcome.measurements[0]!.rows.map((row) => row[1])).toEqual([30730, 308310, 308310, 318410])
})
