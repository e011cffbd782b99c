import { expect, test } from 'vitest'
import { type Experiment, type Finding, outcome } from '../src/experiment.ts'
import { resultLines } from '../src/result-text.ts'

const found = (holds: boolean): Finding => ({ holds, says: 'measured' })

test('a verdict is what the findings say: all hold, some, or none', () => {
  expect(outcome([found(true), found(true)]).verdict).toBe('holds')
  expect(outcome([found(true), found(false)]).verdict).toBe('partly')
  expect(outcome([found(false), found(false)]).verdict).toBe('fails')
})

test('a result that took more work than its budget says so', () => {
  const experiment = {
    number: 1,
    title: 'One',
    claim: { says: 'so', place: 'there' },
    budgetSeconds: { full: 5, short: 1 },
  } as Experiment
  const lines = (cpuSeconds: number) =>
    resultLines({
      experiment,
      outcome: outcome([found(true)]),
      short: false,
      missing: [],
      folder: '',
      seconds: 6,
      cpuSeconds,
    })
  expect(lines(10)[2]).toBe('   Verdict: holds (6.0 s)')
  expect(lines(10.1)[2]).toBe('   Verdict: holds (6.0 s, more work than its budget of 5 s on 2 cores)')
})
