import { expect, test } from 'vitest'
import { universalApproximation } from '../../src/experiments/08-approximation.ts'
import { runExperiment } from '../../src/run-experiment.ts'
import { held, shortForm } from '../short.ts'

shortForm(
  'approximation',
  'a network near enough exists for each function, and trained ones beat bumps where the function is smooth',
  (outcome) => {
    // It exists; training finds nearer ones with width; bumps do too; nearer than bumps: two smooth functions and one with a cusp.
    expect(held(outcome)).toEqual([true, false, true, true, true, false])
    for (const { rows } of outcome.measurements) {
      // w weights, w biases, w weights and a bias.
      expect(rows.map((row) => row[1])).toEqual([7, 25, 97])
      for (const row of rows) expect(row[6]).toBeLessThanOrEqual(row[5] as number)
    }
    // 2 and 8 straight lines, corners at 0 among them, miss √|x| by √h/4 in the first line from 0, h = 1 and 1/4.
    const byHand = outcome.measurements[2]!.rows.map((row) => row[4] as number)
    expect(byHand[0]).toBeCloseTo(1 / 4, 3)
    expect(byHand[1]).toBeCloseTo(1 / 8, 3)
  },
)

test('a formula that cannot be read is refused when it runs', async () => {
  await expect(runExperiment(universalApproximation(['sin(6*x']), { short: true })).rejects.toThrow(
    'functionOf: column 8 must be ")"; got the end. Correct the formula.',
  )
})
