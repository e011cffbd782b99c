import { expect, test } from 'vitest'
import { experiments } from '../../src/experiments.ts'
import { resultLines } from '../../src/result-text.ts'
import { runExperiment } from '../../src/run-experiment.ts'

const counting = experiments.find(({ name }) => name === 'counting')!

test('the text counts 26 and 41, and so do the layers and the lines of the diagram', async () => {
  const { outcome } = await runExperiment(counting)
  expect(outcome!.verdict).toBe('holds')
  const [table] = outcome!.measurements
  expect(table!.rows.slice(0, 2).map((row) => row.slice(1))).toEqual([
    [2, 6, 20, 6, 26, 20],
    [3, 9, 32, 9, 41, 32],
  ])
})

test('an experiment whose data are not there does not run, and says where it looked', async () => {
  const data = { folder: '/nowhere', has: () => false, read: () => Promise.reject(new Error('nothing to read')) }
  const result = await runExperiment({ ...counting, needs: ['mnist', 'cifar10'] }, { data })
  expect(result.outcome).toBeUndefined()
  expect(resultLines(result).at(-1)).toBe(
    '   Not measured: mnist and cifar10 are not in /nowhere. Name the folder with --data, or in WIGGLENET_DATA.',
  )
})
