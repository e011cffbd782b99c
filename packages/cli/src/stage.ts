// One training run of a command: a network fitted to some rows, told as it goes, saved as it goes.
import {
  type Backend,
  type DataStream,
  type FitOptions,
  fit,
  type Model,
  memoryOf,
  type Network,
  NumberError,
  OptionError,
  revive,
  type StopReason,
  type TrainingMemory,
} from 'wigglenet'
import { changedImages } from './augmentation.ts'
import { lossFor } from './build-loss.ts'
import { buildNetwork, outputsFor } from './build-network.ts'
import { optimizerFor, scheduleFor } from './build-optimizer.ts'
import type { Settings } from './defaults.ts'
import { RunFailure } from './failure.ts'
import { examine, shortLines } from './findings.ts'
import { lbfgsFor, lbfgsName } from './lbfgs.ts'
import { monitorsFor } from './monitors.ts'
import type { Progress } from './progress.ts'
import type { RunFolder } from './run-folder.ts'
import type { Parts } from './task.ts'

export interface StageOptions {
  /** `model`, or `fold-1` and so on. */
  readonly name: string
  readonly parts: Parts
  readonly settings: Settings
  readonly device: (network: Network, batch: number) => Backend
  readonly epochs: number
  readonly progress: Progress
  readonly signal: AbortSignal
  /** The run's folder; asked for only when everything has been found good. */
  readonly folder: () => RunFolder
  /** Whether the folder may hold a checkpoint of this stage. */
  readonly resumed: boolean
  /** Called when everything has been found good, before the first step; of a stream, with the memory that it takes. */
  readonly ready: (network: Network, memory?: TrainingMemory) => void
}

export interface StageResult {
  readonly model: Model
  /** What `fit` was given. */
  readonly network: Network
  readonly options: FitOptions
  /** Epochs that were run, and the one whose weights the model has. */
  readonly epochs: number
  readonly best: number
  readonly reason: StopReason
  readonly seconds: number
}

/** Trains, from the folder's checkpoint where there is one.
 *  Throws:  OptionError, ShapeError or DataError before anything is written; RunFailure when training or saving fails */
export async function runStage(options: StageOptions): Promise<StageResult> {
  const { name, parts, settings, epochs, progress, signal, resumed } = options
  const { train, validation } = parts
  const own = settings.optimizer === lbfgsName ? lbfgsFor(parts, settings, epochs, options.device) : undefined
  const { network, fitting: plain } = own ?? fittingFor(parts, settings, epochs, options.device)
  const resume = resumed ? options.folder().checkpoint(name).load() : undefined
  const fitting: FitOptions = {
    ...plain,
    ...monitorsFor(name, train, epochs),
    signal,
    checkpoint: { save: (checkpoint) => options.folder().checkpoint(name).save(checkpoint) },
    ...(resume && { resume }),
  }
  const run = own?.run(signal) ?? fit(network, changedImages(train, settings.augment), fitting)
  const folder = options.folder()
  const { batch } = plain
  if (train.kind === 'stream') options.ready(network, memoryFor(network, train, plain))
  else options.ready(network)
  const started = performance.now()
  let stop: { epoch: number; best: number; reason: StageResult['reason'] } | undefined
  let savedStep = -1
  if (resume) {
    const { step, epoch } = resume.cursor
    folder.append({ stage: name, kind: 'checkpoint', step, epoch })
    savedStep = step
  }
  progress.begin({
    name,
    epochs,
    rows: train.rows,
    stepsPerEpoch: Math.ceil(train.rows / batch),
    startStep: resume?.cursor.step ?? 0,
    patience: validation !== undefined,
  })
  try {
    for await (const event of run) {
      if (event.kind === 'checkpoint') {
        if (event.step === savedStep) continue
        savedStep = event.step
      }
      if (event.kind === 'stop') stop = event
      folder.append({ stage: name, ...event })
      progress.event(event)
    }
    const model = await run.model
    return {
      model,
      network,
      options: fitting,
      epochs: stop!.epoch,
      best: stop!.best,
      reason: stop!.reason,
      seconds: (performance.now() - started) / 1000,
    }
  } catch (error) {
    progress.end()
    if (error instanceof NumberError && train.kind === 'data') {
      const findings = examine(folder, {
        ...{ stage: name, network, train, parts, options: fitting, error },
        optimizer: settings.optimizer,
      })
      for (const line of shortLines(findings, folder.path)) progress.say(line)
    }
    throw new RunFailure(error)
  } finally {
    progress.end()
  }
}

const memoryFor = (network: Network, stream: DataStream, { loss, optimizer, batch }: FitOptions): TrainingMemory =>
  memoryOf(network, stream, { ...(loss && { loss }), ...(optimizer && { optimizer }), ...(batch && { batch }) })

/** The network that the settings ask for, and what `fit` is given for it, but for what belongs to one run.
 *  Throws:  OptionError for a setting that is none */
export function fittingFor(
  { train, validation }: Parts,
  settings: Settings,
  epochs: number,
  device: StageOptions['device'],
) {
  const loss = lossFor(settings, train)
  const network = buildNetwork(train.inputs, outputsFor(loss, train.classes, train.targets), settings)
  const optimizer = optimizerFor(settings)
  const schedule = scheduleFor(settings)
  const batch = Math.min(settings.batch, train.rows)
  const { l2, l1, seed, patience } = settings
  const own = { ...(schedule && { schedule }), ...(validation && { validation, patience }) }
  const fixed = { loss, optimizer, epochs, batch, l2, l1, seed, ...own, ...reviving(settings, train) }
  return { network, fitting: { ...fixed, device: device(network, batch) } }
}

/** Throws:  OptionError where there are no units that could die, or not all rows are there to see that they have */
function reviving({ revive: everyEpochs, hidden, activation, maxout, batchNorm }: Settings, { kind }: Parts['train']) {
  if (everyEpochs === undefined) return {}
  const other = maxout > 0 ? 'maxout' : batchNorm ? 'batch normalization' : activation
  const units = hidden.length === 0 ? 'no hidden layer' : other
  const refuse = (expected: string, received: string, fix: string) =>
    new OptionError({ where: '--revive', expected, received, fix })
  if (units !== 'relu')
    throw refuse('hidden units must be plain ReLU, which die', units, 'Choose these, or leave it out.')
  const whole = 'all training rows must be in memory, to see which units none of them activates'
  if (kind === 'stream') throw refuse(whole, 'a stream', 'Leave it out.')
  return { revive: revive({ everyEpochs }) }
}
