// A search as a job: many settings are tried on the same rows, the best one is trained as a run, and judged on rows that no trial has seen.
import { drawSettings, fit, gridOf, halving, NumberError, OptionError, type Setting, type Space } from 'wigglenet'
import { changedImages, changesText } from './augmentation.ts'
import type { Settings } from './defaults.ts'
import { type DeviceOnce, deviceOnce } from './devices.ts'
import { RunFailure } from './failure.ts'
import { lbfgsName, refuseLbfgs } from './lbfgs.ts'
import type { Progress } from './progress.ts'
import { RunFolder } from './run-folder.ts'
import { locate } from './source.ts'
import { fittingFor } from './stage.ts'
import type { Parts } from './task.ts'
import { type Around, checkSame, openTask, type Reading } from './train.ts'

/** How settings are chosen, and how far each is trained. */
export interface SearchPlan {
  readonly method: 'halving' | 'random' | 'grid'
  readonly space: Space
  /** Settings that are drawn; of a grid as many as it has. */
  readonly trials: number
  /** Values of each range in a grid. */
  readonly points: number
  /** Of halving: epochs of the first rung, and how many of a rung one goes on from. */
  readonly least: number
  readonly eta: number
}

export interface SearchJob {
  readonly source: string
  readonly reading: Reading
  readonly settings: Partial<Settings>
  readonly plan: SearchPlan
  readonly out?: string
}

/** What search.json holds. */
interface Saved {
  readonly source: string
  readonly reading: Reading
  readonly settings: Partial<Settings>
  readonly plan: SearchPlan
  readonly hash: string
}

/** A trial as far as it has come: a line of events.jsonl. */
export interface TrialLine {
  readonly trial: number
  readonly epochs: number
  /** The least validation loss so far; left out where training failed. */
  readonly loss?: number
  /** Accuracy or R² on the validation rows at that loss. */
  readonly score?: number
  readonly failure?: string
  readonly seconds: number
}

export interface SearchOutcome {
  readonly folder: RunFolder
  readonly task: 'classification' | 'regression'
  readonly settings: readonly Setting[]
  /** The farthest that each trial came, best first. */
  readonly ranking: readonly TrialLine[]
  /** What the best run is to be trained with. */
  readonly best?: { readonly source: string; readonly reading: Reading; readonly settings: Partial<Settings> }
  readonly interrupted: boolean
}

/** Tries settings anew.
 *  Throws:  OptionError for a plan or a setting that cannot be; else as `train` */
export async function search(job: SearchJob, progress: Progress, around: Around): Promise<SearchOutcome> {
  const { reading, out } = job
  refuseStream(reading)
  const { task, settings } = await openTask(job.source, reading, job.settings)
  const saved: Saved = { source: locate(job.source), reading, settings: job.settings, plan: job.plan, hash: task.hash }
  const parts = task.split(settings)
  const trials = listTrials(job.plan, settings, parts) // refused, if at all, before a folder is made
  const folder = out === undefined ? RunFolder.createNumbered(`${task.name}-search`) : RunFolder.create(out)
  try {
    folder.writeJson('search.json', saved)
    return await tryAll({ saved, settings, parts, trials, folder, progress, around })
  } finally {
    folder.release()
  }
}

/** Goes on with a search from where it stands: trials that were told are not trained again.
 *  Throws:  OptionError when the folder is none, or the data have changed; else as `search` */
export async function resumeSearch(path: string, progress: Progress, around: Around): Promise<SearchOutcome> {
  const folder = RunFolder.open(path, 'search')
  try {
    const saved = folder.readJson('search.json') as Saved
    const { task, settings } = await openTask(saved.source, saved.reading, saved.settings)
    checkSame(task, saved.hash, saved.source, '--resume')
    const parts = task.split(settings)
    return await tryAll({
      saved,
      settings,
      parts,
      trials: listTrials(saved.plan, settings, parts),
      folder,
      progress,
      around,
    })
  } finally {
    folder.release()
  }
}

interface Work {
  readonly saved: Saved
  readonly settings: Settings
  readonly parts: Parts
  readonly trials: readonly Setting[]
  readonly folder: RunFolder
  readonly progress: Progress
  readonly around: Around
}

async function tryAll({ saved, settings, parts, trials, folder, progress, around }: Work): Promise<SearchOutcome> {
  const { plan } = saved
  const device = deviceOnce(settings, around.env)
  const most = settings.epochs
  const scheduler = halving({
    trials: trials.length,
    most,
    eta: plan.eta,
    least: plan.method === 'halving' ? Math.min(plan.least, most) : most,
  })
  const told = (folder.events('search') as readonly unknown[] as TrialLine[]).map(
    (line) => [keyOf(line), line] as const,
  )
  const known = new Map(told)
  announce(progress, saved, trials, parts, scheduler.rungs, folder, known.size)
  const latest = new Map<number, TrialLine>()
  const outcome = { folder, settings: trials, task: parts.train.task }
  for (let advance = scheduler.next(); advance; advance = scheduler.next()) {
    const { trial, to } = advance
    const before = latest.get(trial)
    const setting = trials[trial]!
    const line =
      known.get(keyOf({ trial, epochs: to })) ??
      (await advanceTrial({ trial, to, before, settings: settled(settings, setting), parts, device, folder, around }))
    if (!line) return { ...outcome, ranking: [], interrupted: true }
    if (!known.has(keyOf(line))) {
      folder.append({ stage: 'search', kind: 'trial', ...line, setting })
      progress.tell({ kind: 'trial', ...line, setting })
      progress.say(trialText(line, setting, parts.train.task))
    }
    latest.set(trial, line)
    scheduler.report(advance, line.loss ?? Number.NaN)
  }
  for (const trial of trials.keys()) folder.removeCheckpoint(stageOf(trial))
  const ranking = [...latest.values()].sort(
    (a, b) => b.epochs - a.epochs || (a.loss ?? Infinity) - (b.loss ?? Infinity) || a.trial - b.trial,
  )
  const best = scheduler.best()
  const { source, reading } = saved
  return {
    ...outcome,
    ranking,
    ...(best && { best: { source, reading, settings: settled(saved.settings, trials[best.trial]!) } }),
    interrupted: false,
  }
}

const keyOf = ({ trial, epochs }: Pick<TrialLine, 'trial' | 'epochs'>) => `${trial}:${epochs}`
const stageOf = (trial: number) => `trial-${trial + 1}`

interface Trial {
  readonly trial: number
  /** Epochs to come to. */
  readonly to: number
  readonly before: TrialLine | undefined
  readonly settings: Settings
  readonly parts: Parts
  readonly device: DeviceOnce
  readonly folder: RunFolder
  readonly around: Around
}

/** Trains a trial on from its checkpoint; nothing comes back when the user has interrupted it. */
async function advanceTrial(work: Trial): Promise<TrialLine | undefined> {
  const { trial, to, before, settings, parts, device, folder, around } = work
  const started = performance.now()
  const here = new AbortController()
  const signal = AbortSignal.any([around.signal, here.signal])
  const { network, fitting } = fittingFor(parts, settings, settings.epochs, device.of)
  const file = folder.checkpoint(stageOf(trial))
  const resume = file.load()
  let [loss, score] = [resume?.best.loss ?? Infinity, before?.score]
  const seconds = () => (performance.now() - started) / 1000
  try {
    const save = (state: Parameters<typeof file.save>[0]) => file.save(state)
    for await (const event of fit(network, changedImages(parts.train, settings.augment), {
      ...fitting,
      signal,
      checkpoint: { save },
      ...(resume && { resume }),
    })) {
      if (event.kind !== 'epoch') continue
      const { validation } = event
      if (validation!.loss < loss) [loss, score] = [validation!.loss, validation!.accuracy ?? validation!.rSquared]
      if (event.epoch >= to) here.abort()
    }
  } catch (error) {
    if (!(error instanceof NumberError)) throw new RunFailure(error)
    return { trial, epochs: to, failure: `${error.expected}; got ${error.received}`, seconds: seconds() }
  }
  if (around.signal.aborted) return undefined
  return { trial, epochs: to, loss, ...(score !== undefined && { score }), seconds: seconds() }
}

/** The settings that are tried, each looked at before anything is trained. */
function listTrials(plan: SearchPlan, settings: Settings, parts: Parts): readonly Setting[] {
  if (settings.optimizer === lbfgsName) refuseLbfgs()
  if (!parts.validation) {
    throw new OptionError({
      where: 'search',
      expected: 'there must be validation rows to compare settings by',
      received: '--validation 0',
      fix: 'Leave it out, or give a share.',
    })
  }
  const { method, space, trials, points } = plan
  const list = method === 'grid' ? gridOf(space, points) : drawSettings(space, trials, settings.seed)
  for (const setting of list) {
    const own = settled(settings, setting)
    fittingFor(parts, own, settings.epochs, () => undefined as never)
    changedImages(parts.train, own.augment)
  }
  return list
}

/** Settings with those of a trial in their place. */
function settled<Given extends Partial<Settings>>(settings: Given, setting: Setting): Given {
  const { hidden, ...rest } = setting
  // Drawn as a number, it is one layer of so many units.
  return {
    ...settings,
    ...rest,
    ...(hidden !== undefined && { hidden: typeof hidden === 'number' ? [hidden] : hidden }),
  }
}

function refuseStream({ stream }: Reading): void {
  if (stream !== true) return
  throw new OptionError({
    where: '--stream',
    expected: 'a search holds its rows in memory, since it goes through them many times',
    received: '--stream',
    fix: 'Search on a part of the rows, then train on all of them with what was found.',
  })
}

function announce(
  progress: Progress,
  { source, plan }: Saved,
  trials: readonly Setting[],
  { train, validation, test }: Parts,
  rungs: readonly number[],
  folder: RunFolder,
  known: number,
): void {
  const rows = { train: train.rows, validation: validation!.rows, test: test?.rows ?? 0 }
  progress.tell({ kind: 'start', title: source, folder: folder.path, plan, trials: trials.length, rungs, rows, known })
  const { paint } = progress
  progress.say(paint.bold(`search on ${source}: ${trials.length} settings, ${plan.method}`))
  const course =
    rungs.length > 1
      ? `, of ${rungs.join(', ')} epochs as long as it is among the best one in ${plan.eta}`
      : ` of ${rungs[0]} epochs`
  progress.say(`  each trial${course}`)
  progress.say(`  ${rows.train} rows train, ${rows.validation} compare, ${rows.test} judge the best one at the end`)
  if (known > 0) progress.say(`  ${known} results stand already`)
  progress.say(paint.dim(`writing to ${folder.path}`))
}

/** `trial 3, 9 epochs: validation loss 0.2310, accuracy 0.940   rate 0.003, hidden 32` */
export function trialText(
  { trial, epochs, loss, score, failure }: TrialLine,
  setting: Setting,
  task: SearchOutcome['task'],
): string {
  const name = task === 'classification' ? 'accuracy' : 'R²'
  const result =
    loss === undefined
      ? `failed: ${failure}`
      : `validation loss ${loss.toPrecision(4)}${score === undefined ? '' : `, ${name} ${score.toFixed(3)}`}`
  return `trial ${trial + 1}, ${epochs} epoch${epochs === 1 ? '' : 's'}: ${result}   ${settingText(setting)}`
}

/** `rate 0.003, hidden 64,64` */
export function settingText(setting: Setting): string {
  return Object.entries(setting)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(', ')
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',') || 'none'
  return typeof value === 'object' && value !== null ? `(${changesText(value) || 'none'})` : String(value)
}
