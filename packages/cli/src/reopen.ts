// A run that was trained before, with its rows, as far as they can still be read.

import type { TrainedRun } from '@wigglenet/report'
import { DataError, OptionError } from 'wigglenet'
import { type Estimate, joinEstimates } from './estimate.ts'
import { eventsOf } from './html-report.ts'
import { openModel } from './model-path.ts'
import { RunFolder } from './run-folder.ts'
import { openAgain } from './train.ts'

export interface Reopened {
  readonly run: TrainedRun
  /** Why there are no rows; left out where there are. */
  readonly missing?: string
}

/** Opens a run's folder to draw from it; a process that still trains in it is not disturbed.
 *  Throws:  OptionError when the folder is no run's; DataError when there is no model yet, or a file is damaged */
export async function reopen(path: string): Promise<Reopened> {
  const folder = RunFolder.read(path)
  const model = await openModel(path)
  const events = eventsOf(folder)
  try {
    const { parts, folds } = await openAgain(folder)
    const { train, test } = parts
    const results = folds > 0 ? (folder.readJson('folds.json') as { estimate: Estimate }[] | undefined) : undefined
    const { confusion } = results ? joinEstimates(results.map(({ estimate }) => estimate)) : {}
    const whole = train.kind === 'data' ? { training: train } : {}
    const missing = train.kind === 'data' ? {} : { missing: 'the rows of a stream are not read again' }
    return { run: { model, events, ...whole, ...(test && { test }), ...(confusion && { confusion }) }, ...missing }
  } catch (error) {
    if (!(error instanceof OptionError) && !(error instanceof DataError)) throw error
    return { run: { model, events }, missing: error.message }
  }
}
