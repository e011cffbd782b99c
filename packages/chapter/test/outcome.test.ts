import { expect, test } from 'vitest'
import { type Finding, outcome } from '../src/experiment.ts'

const found = (holds: boolean): Finding => ({ holds, says: 'measured' })

test('a verdict is what the findings say: all hold, some, or none', () => {
  expect(outcome([found(true), found(true)]).verdict).toBe('holds')
  expect(outcome([found(true), found(false)]).verdict).toBe('partly')
  expect(outcome([found(false), found(false)]).verdict).toBe('fails')
})
