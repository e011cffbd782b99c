// Training as a job: data in, a run folder out. The command `train` and the command `start` both give it what is to be done.
import { type Finding, type Network, OptionError, type TrainingMemory } from 'wigglenet'
import { announce } from './announce.ts'
import { takesCounts, takesNumbers } from './build-loss.ts'
import { type Settings, settingsFor } from './defaults.ts'
import { type DeviceOnce, deviceOnce } from './devices.ts'
import { type Estimate, estimateOf, joinEstimates, scoreText } from './estimate.ts'
import { examine } from './findings.ts'
import { flagOf } from './flags.ts'
import type { Progress } from './progress.ts'
import { RunFolder } from './run-folder.ts'
import { locate, openSource, type Source, type SourceOptions } from './source.ts'
import { runStage, type StageResult } from './stage.ts'
import { type Streaming, streamedFiles, streamTask } from './stream-task.ts'
import { imageTask, type Parts, type TableTaskOptions, type Task, tableTask } from './task.ts'

/** How the source is read, and which columns are what. */
export interface Reading extends Omit<SourceOptions, 'seed'>, TableTaskOptions, Streaming {}

export interface Job {
  /** A path, or the name of embedded data. */
  readonly source: string
  readonly reading: Reading
  readonly settings: Partial<Settings>
  /** What the run is called as it begins; left out, its source. */
  readonly title?: string
  /** The folder to make; left out, runs/<name>-<number>. */
  readonly out?: string
}

/** What a job uses of the world around it. */
export interface Around {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** What options.json holds: all that is needed to do the same again. */
interface Saved {
  readonly source: string
  readonly reading: Reading
  readonly settings: Settings
  /** Of the data. */
  readonly hash: string
}

/** A fold that is done. */
interface FoldResult {
  readonly estimate: Estimate
  readonly best: number
}

export interface Outcome {
  readonly folder: RunFolder
  readonly task: Task
  readonly settings: Settings
  /** Left out when there are no rows to judge with, or the run was interrupted among the folds. */
  readonly estimate?: Estimate
  readonly stage?: StageResult
  /** The rows of the stage. */
  readonly parts?: Parts
  /** What the doctor says of the model's training. */
  readonly findings?: readonly Finding[]
  readonly interrupted: boolean
}

/** Trains anew.
 *  Throws:  as `openSource`, `tableTask` and `runStage` do */
export async function train(job: Job, progress: Progress, { env, signal }: Around): Promise<Outcome> {
  const { out } = job
  const { task, settings, reading } = await openTask(job.source, job.reading, job.settings)
  const device = deviceOnce(settings, env)
  const source = locate(job.source)
  let folder: RunFolder | undefined
  const make = () => {
    if (folder) return folder
    folder = out === undefined ? RunFolder.createNumbered(task.name) : RunFolder.create(out)
    const saved: Saved = { source, reading, settings: device.settled(settings), hash: task.hash }
    folder.writeJson('options.json', saved)
    return folder
  }
  try {
    return await work(task, settings, {
      title: job.title ?? job.source,
      folder: make,
      resumed: false,
      device,
      progress,
      signal,
    })
  } finally {
    folder?.release()
  }
}

/** Goes on with a run from where it stands.
 *  Throws:  OptionError when the folder is none, or the data have changed; else as `train` */
export async function resume(path: string, progress: Progress, around: Around): Promise<Outcome> {
  const folder = RunFolder.open(path)
  try {
    return await goOn(folder, progress, around)
  } finally {
    folder.release()
  }
}

async function goOn(folder: RunFolder, progress: Progress, { env, signal }: Around): Promise<Outcome> {
  const { source, reading, settings, hash } = readSaved(folder)
  const { task } = await openTask(source, reading, settings, true)
  checkSame(task, hash, source, '--resume')
  const device = deviceOnce(settings, env)
  return work(task, settings, { title: source, folder: () => folder, resumed: true, device, progress, signal })
}

/** The rows of a run that was begun, split as they were.
 *  Throws:  OptionError when the data have changed; as `train` when they cannot be read */
export async function openAgain(
  folder: Pick<RunFolder, 'readJson' | 'file'>,
): Promise<{ parts: Parts; folds: number }> {
  const { source, reading, settings, hash } = readSaved(folder)
  const { task } = await openTask(source, reading, settings, true)
  checkSame(task, hash, source, 'plot')
  return { parts: settings.folds > 0 ? task.whole() : task.split(settings), folds: settings.folds }
}

export function checkSame(task: Task, hash: string, source: string, where: string): void {
  if (task.hash === hash) return
  throw new OptionError({
    where,
    expected: `the data must be as when the run began, ${hash.slice(0, 12)}…`,
    received: `${task.hash.slice(0, 12)}… from ${source}`,
    fix: 'Bring the data back, or start a new run.',
  })
}

function readSaved(folder: Pick<RunFolder, 'readJson' | 'file'>): Saved {
  const saved = folder.readJson('options.json') as Partial<Saved> | null
  const { source, reading, settings, hash } = saved ?? {}
  if (typeof source === 'string' && typeof hash === 'string' && reading && settings) return saved as Saved
  throw new OptionError({
    where: folder.file('options.json'),
    expected: 'the file must hold source, reading, settings and hash',
    received: saved === null ? 'null' : Object.keys(saved ?? {}).join(', ') || 'none of them',
    fix: 'Start a new run.',
  })
}

/** The task in a source, and the settings and the reading with what was not said filled in. */
export async function openTask(
  name: string,
  reading: Reading,
  given: Partial<Settings>,
  resumed = false,
): Promise<{ task: Task & { name: string }; settings: Settings; reading: Reading }> {
  const files = await streamedFiles(name, reading)
  if (files) {
    refuseOtherKind('table', reading)
    const { stream: _, scaling: __, ...options } = reading
    return { ...(await streamTask(name, files, options, given)), reading: { ...reading, stream: true } }
  }
  const { seed, loss } = given as Settings
  const task = await openWhole(name, reading, resumed ? { seed, loss: loss! } : given)
  return { task, settings: settingsFor(task, given), reading }
}

async function openWhole(
  name: string,
  reading: Reading,
  { seed, test, loss }: Partial<Settings>,
): Promise<Task & { name: string }> {
  const { delimiter, header, category, number, scaling, stream: _, buffer: __, ...columns } = reading
  const csv = { ...(delimiter !== undefined && { delimiter }), ...(header !== undefined && { header }) }
  const kinds = { ...(category && { category }), ...(number && { number }) }
  // What stands in a column that is dropped does not matter.
  const asText = (column: string) => columns.drop?.includes(column) === true
  const source = await openSource(name, { ...csv, ...kinds, asText, ...(seed !== undefined && { seed }) })
  refuseOtherKind(source.kind, reading)
  if (source.kind === 'images' && source.test && test !== undefined) {
    throw new OptionError({
      where: '--test',
      expected: 'the flag is for data without test rows of their own',
      received: `${source.test.rows} test images`,
      fix: 'Leave it out.',
    })
  }
  if (source.kind === 'images') return { ...imageTask(source, name, scaling ?? 'unit'), name: source.name }
  const targets = { numbers: takesNumbers(loss), counts: takesCounts(loss) }
  return { ...tableTask(source, name, { ...columns, ...kinds, ...targets }), name: source.name }
}

const tableFlags = [
  'target',
  'weights',
  'drop',
  'category',
  'number',
  'task',
  'missing',
  'unseen',
  'header',
  'delimiter',
] as const

/** A flag that would do nothing is an error. */
function refuseOtherKind(kind: Source['kind'], reading: Reading): void {
  const flags = kind === 'images' ? tableFlags : (['scaling'] as const)
  const idle = flags.find((name) => reading[name] !== undefined)
  if (idle === undefined) return
  throw new OptionError({
    where: flagOf(idle),
    expected: `the flag is for ${kind === 'images' ? 'tables' : 'images'}`,
    received: kind === 'images' ? 'images' : 'a table',
    fix: 'Leave it out.',
  })
}

interface Work {
  readonly title: string
  readonly folder: () => RunFolder
  readonly resumed: boolean
  readonly device: DeviceOnce
  readonly progress: Progress
  readonly signal: AbortSignal
}

async function work(task: Task, given: Settings, options: Work): Promise<Outcome> {
  const { title, folder, resumed, device, progress, signal } = options
  const results: FoldResult[] = resumed ? ((folder().readJson('folds.json') as FoldResult[] | undefined) ?? []) : []
  if (resumed) dropRepeated(folder(), results.length, given.folds)
  let announced = false
  const stage = (name: string, parts: Parts, epochs: number) => {
    const ready = (network: Network, memory?: TrainingMemory) => {
      const settings = device.settled(given)
      const told = { settings, notes: device.notes(), parts, network, memory }
      if (!announced) announce(progress, { title, task, ...told, folder: folder().path, resumed })
      announced = true
    }
    const how = { settings: given, device: device.of, epochs, progress, signal }
    return runStage({ name, parts, ...how, folder, resumed, ready })
  }
  const base = () => ({ task, settings: device.settled(given) })

  const folds = given.folds === 0 ? [] : task.folds(given.folds, given)
  for (let k = results.length; k < folds.length; k++) {
    const name = `fold-${k + 1}`
    const parts = folds[k]!()
    const result = await stage(name, parts, given.epochs)
    if (result.reason === 'aborted') return { ...base(), folder: folder(), interrupted: true }
    const estimate = estimateOf(result.model, parts.test!)
    results.push({ estimate, best: result.best })
    folder().writeJson('folds.json', results)
    folder().removeCheckpoint(name)
    progress.tell({ kind: 'fold', fold: k + 1, ...estimate, best: result.best })
    progress.say(`fold ${k + 1} of ${folds.length}: ${scoreText(estimate)}, best epoch ${result.best}`)
  }
  const parts = folds.length > 0 ? task.whole() : task.split(given)
  const epochs = folds.length > 0 ? medianEpochs(results) : given.epochs
  const result = await stage('model', parts, epochs)
  folder().saveModel(result.model)
  const { model, network, options: fitted } = result
  // The doctor looks at all training rows, which of a stream are not there.
  const { train } = parts
  const examined = { stage: 'model', network, parts, options: fitted, optimizer: given.optimizer, model }
  const findings = train.kind === 'data' ? examine(folder(), { ...examined, train }) : undefined
  const estimate =
    folds.length > 0
      ? joinEstimates(results.map((fold) => fold.estimate))
      : parts.test && estimateOf(result.model, parts.test)
  const interrupted = result.reason === 'aborted'
  return {
    ...base(),
    folder: folder(),
    ...(estimate && { estimate }),
    stage: result,
    parts,
    ...(findings && { findings }),
    interrupted,
  }
}

/** Drops the events that the run, going on, will tell again. */
function dropRepeated(folder: RunFolder, foldsDone: number, folds: number): void {
  const done = Array.from({ length: foldsDone }, (_, k) => `fold-${k + 1}`)
  const current = foldsDone < folds ? `fold-${foldsDone + 1}` : 'model'
  const step = folder.checkpoint(current).load()?.cursor.step ?? -1
  folder.keepEvents((line) => {
    if (done.includes(String(line.stage))) return true
    if (line.stage !== current || line.kind === 'stop') return false
    // The checkpoint itself is told again as the stage begins.
    return line.kind === 'checkpoint' ? Number(line.step) < step : Number(line.step) <= step
  })
}

/** The middle of the folds' best epochs, at least 1. */
function medianEpochs(results: readonly FoldResult[]): number {
  const sorted = results.map(({ best }) => best).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return Math.max(1, Math.round(median))
}
