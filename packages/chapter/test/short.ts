// The short form of an experiment, as CI runs it: its verdict is a test.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Outcome } from '../src/experiment.ts'
import { experiments } from '../src/experiments.ts'
import { realData } from '../src/real-data.ts'
import { runExperiment } from '../src/run-experiment.ts'

const data = realData(process.env.WIGGLENET_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url)))

/** For a machine that does much else: the budgets are a tenth of it. */
const timeoutMs = 240_000

/** A test of the short form, skipped where data that it needs are not there; `check` looks at what was measured. */
export function shortForm(name: string, says: string, check: (outcome: Outcome) => void): void {
  const experiment = experiments.find((known) => known.name === name)
  if (!experiment) throw new Error(`no experiment is called ${name}`)
  const missing = experiment.needs.filter((needed) => !data.has(needed))
  const skipped = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')} at WIGGLENET_DATA or ../shared/data)`
  test.skipIf(missing.length > 0)(
    `${says}${skipped}`,
    async () => {
      const shares: number[] = []
      const { outcome } = await runExperiment(experiment, {
        short: true,
        data,
        workers: 2,
        onProgress: (share) => shares.push(share),
      })
      check(outcome!)
      expect(shares, 'progress never goes back').toEqual([...shares].sort((a, b) => a - b))
    },
    timeoutMs,
  )
}

/** Which findings hold, in their order. */
export const held = ({ findings }: Outcome): boolean[] => findings.map(({ holds }) => holds)
