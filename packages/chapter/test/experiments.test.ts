import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { experiments } from '../src/experiments.ts'

test('every file of experiments is listed, in the order of its number', () => {
  const files = readdirSync(fileURLToPath(new URL('../src/experiments', import.meta.url)))
  const named = files.flatMap((file) => /^(\d\d)-(.+)\.ts$/.exec(file)?.slice(1, 3) ?? [])
  expect(experiments.flatMap(({ number, name }) => [String(number).padStart(2, '0'), name])).toEqual(named)
})

test('the budgets allow 12 minutes for the whole chapter and 2 for its short form', () => {
  const sum = (of: 'full' | 'short') => experiments.reduce((total, { budgetSeconds }) => total + budgetSeconds[of], 0)
  expect(sum('full')).toBeLessThanOrEqual(12 * 60)
  expect(sum('short')).toBeLessThanOrEqual(2 * 60)
})
