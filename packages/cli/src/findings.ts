// What the doctor says of a run: asked when training ends, kept as facts in the run's folder, and told in lines.
import { join } from 'node:path'
import {
  DataError,
  type DataSet,
  diagnose,
  type Finding,
  type FitOptions,
  type Model,
  type Network,
  type RunFacts,
  runFacts,
  type TrainingEvent,
} from 'wigglenet'
import { lbfgsName } from './lbfgs.ts'
import { type RunFolder, readJson, refuseOther } from './run-folder.ts'
import type { Parts } from './task.ts'
import { type Paint, quoted, visible } from './terminal.ts'

const NAME = 'facts.json'
const nothing = 'nothing wrong was found'

export interface Examined {
  /** The stage whose events are the run's: `model`, or the fold that failed. */
  readonly stage: string
  readonly network: Network
  /** The training rows, which are in memory. */
  readonly train: DataSet
  readonly parts: Parts
  readonly options: FitOptions
  /** Its name in the settings. */
  readonly optimizer: string
  readonly model?: Model
  /** What ended the run. */
  readonly error?: unknown
}

/** Writes the facts of a run that has just ended into its folder, and gives the findings. */
export function examine(
  folder: RunFolder,
  { stage, network, train, parts, options, optimizer, model, error }: Examined,
): Finding[] {
  const { test } = parts
  // The default device says the same of a model, and needs no threads or library.
  const { device: _, ...rest } = options
  // The folder has the epochs before the run was resumed, too.
  const events = folder.events(stage) as readonly unknown[] as readonly TrainingEvent[]
  const course = { events, ...(model && { model }), ...(error !== undefined && { error }), ...(test && { test }) }
  const all = runFacts(network, train, rest, course)
  const facts = optimizer === lbfgsName ? { ...all, optimizer: { ...all.optimizer, kind: optimizer } } : all
  folder.writeJson(NAME, facts)
  return diagnose(facts)
}

/** The facts that `train` has left in a run's folder.
 *  Throws:  OptionError when the path is no run's folder; DataError when there are no facts, or the file holds something else */
export function readFacts(path: string): RunFacts {
  const file = join(path, NAME)
  const facts = readJson(file) as Partial<RunFacts> | null | undefined
  const isWhole =
    typeof facts === 'object' &&
    facts !== null &&
    Array.isArray(facts.layers) &&
    Array.isArray(facts.curve) &&
    !!facts.data &&
    !!facts.scores
  if (isWhole) return facts as RunFacts
  if (facts === undefined) refuseOther('doctor', path)
  throw new DataError({
    where: file,
    expected: 'the file must hold the facts of a run, which train writes when it ends',
    received: facts === undefined ? 'no file' : 'something else',
    fix: 'Finish the run with train --resume, or start a new one; a run that streams its data has none.',
  })
}

/** Findings in short, below the result of a run. */
export function shortLines(findings: readonly Finding[], path: string): string[] {
  if (findings.length === 0) return [`doctor: ${nothing}`]
  const lines = findings.map(({ title, evidence }) => `doctor: ${title}. ${evidence}`)
  return [...lines.map(visible), `why, and what to try: npx wigglenet doctor ${quoted(path)}`]
}

/** Findings in full, ready for a terminal. */
export function longLines(findings: readonly Finding[], { bold }: Paint): string[] {
  if (findings.length === 0) return [`${nothing[0]!.toUpperCase()}${nothing.slice(1)}.`]
  return findings.flatMap(({ title, evidence, reason, change }, i) => [
    ...(i > 0 ? [''] : []),
    bold(`${i + 1}. ${visible(title)}`),
    `   ${visible(evidence)}`,
    `   Why it matters: ${visible(reason)}`,
    `   Try: ${visible(change)}`,
  ])
}
