// Runs for the doctor to look at: a call of fit, and the facts of it.

import { applyPreprocessing } from '../../../src/data/apply-preprocessing.ts'
import { guessTask, labelledRows } from '../../../src/data/columns.ts'
import { fitPreprocessing } from '../../../src/data/fit-preprocessing.ts'
import { splitRows } from '../../../src/data/split.ts'
import { takeRows } from '../../../src/data/take-rows.ts'
import type { DataSet, Table } from '../../../src/data/types.ts'
import { diagnose } from '../../../src/diagnose/doctor/diagnose.ts'
import type { RunFacts } from '../../../src/diagnose/doctor/facts.ts'
import { runFacts } from '../../../src/diagnose/doctor/run-facts.ts'
import type { Network } from '../../../src/network/types.ts'
import { fit } from '../../../src/train/fit.ts'
import type { FitOptions, TrainingEvent } from '../../../src/train/types.ts'

export interface Planned {
  readonly network: Network
  readonly data: DataSet
  readonly options: FitOptions
  readonly test?: DataSet
}

/** The facts of a run, as they come back from a file. */
export async function factsOf({ network, data, options, test }: Planned): Promise<RunFacts> {
  const events: TrainingEvent[] = []
  const run = fit<number, number>(network, data, options)
  let outcome: Pick<Parameters<typeof runFacts>[3], 'model' | 'error'>
  try {
    for await (const event of run) events.push(event)
    outcome = { model: await run.model }
  } catch (error) {
    outcome = { error }
  }
  const facts = runFacts<number, number>(network, data, options, { events, ...outcome, ...(test && { test }) })
  return JSON.parse(JSON.stringify(facts)) as RunFacts
}

export const rulesOf = async (planned: Planned) => diagnose(await factsOf(planned)).map(({ rule }) => rule)

/** A table's rows in three parts, encoded by the training rows. */
export function partsOf(table: Table, target: string) {
  const rows = labelledRows(table, target)
  const task = guessTask(table, target)
  const column = table.columns.find(({ name }) => name === target)!
  const by = task === 'classification' ? { by: Array.from(rows, (row) => String(column.values[row])) } : {}
  const split = splitRows(rows.length, { validation: 0.2, test: 0.2, seed: 1, ...by })
  const own = (places: Uint32Array) => places.map((place) => rows[place]!)
  const { preprocessing } = fitPreprocessing(table, own(split.train), { target, task })
  const part = (places: Uint32Array) => applyPreprocessing(preprocessing, table, own(places))
  return { train: part(split.train), validation: part(split.validation), test: part(split.test) }
}

/** Image rows in two parts. */
export function imageParts(data: DataSet) {
  const { train, validation } = splitRows(data.rows, { validation: 0.15, seed: 1, by: data.y })
  return { train: takeRows(data, train), validation: takeRows(data, validation) }
}
