// The loop of a run: slices of steps, then at each epoch's end validation, the best weights, checkpoints and the rules for stopping.
import { refuseNumber } from './first-bad-number.ts'
import { type Controls, now } from './runner.ts'
import { scoreOf } from './score.ts'
import type { Feed } from './stream-types.ts'
import type { Checkpoint, CheckpointSink, Monitor, Score, StopReason, Sums, TrainingEvent } from './types.ts'

export interface LoopOptions {
  readonly patience: number | undefined
  readonly signal: AbortSignal | undefined
  readonly checkpoint: CheckpointSink | undefined
  readonly resume: Checkpoint | undefined
  /** The facts that a checkpoint carries. */
  readonly run: Checkpoint['run']
  /** Brings the rows of the next steps, where the data stream. */
  readonly feed: Feed | undefined
  /** What looks at the run after each slice, in this order. */
  readonly monitors: readonly Monitor[]
}

/** A page's main thread stays free enough for 60 frames a second; elsewhere a slice is short enough for Ctrl-C to feel prompt. */
export const sliceMs = 'document' in globalThis ? 8 : 30
/** A checkpoint is due after this long, wherever the run stands. */
const checkpointMs = 30_000
/** Saving at the ends of epochs may take one part in this of the time. */
const savingShare = 20

/** Runs the training and yields its events. When it ends, or is left, the runner holds the weights that the model gets. */
export async function* trainingLoop(controls: Controls, options: LoopOptions): AsyncGenerator<TrainingEvent, void> {
  const { runner, write, learnedIn } = controls
  const { patience = Infinity, signal, checkpoint, resume, run, feed, monitors } = options
  const { stepsPerEpoch, validation, options: settled } = runner
  let sums: Sums = { loss: 0, hits: 0, rows: 0 }
  let best: Checkpoint['best'] = { epoch: 0, loss: Infinity, parameters: {} }
  if (resume) {
    runner.restore(resume)
    sums = { ...resume.sums }
    best = resume.best
  }
  let stepsPerSlice = 1
  let lastPause = now()
  let epochStart = now()
  let savedAt = now()
  let savingMs = 0

  const save = async (): Promise<TrainingEvent> => {
    const started = now()
    await checkpoint!.save({ ...runner.snapshot(), run, sums: { ...sums }, best })
    savedAt = now()
    savingMs = savedAt - started
    const { step, epoch } = runner.cursor()
    return { kind: 'checkpoint', step, epoch }
  }
  const stopReason = (): StopReason | undefined => {
    const { epoch, position } = runner.cursor()
    if (position === 0 && epoch >= settled.epochs) return 'epochs'
    if (position === 0 && epoch - best.epoch >= patience) return 'patience'
    return signal?.aborted ? 'aborted' : undefined
  }

  try {
    let reason = stopReason()
    while (!reason) {
      const before = runner.cursor().step
      const ready = feed ? await feed(controls) : stepsPerEpoch - (before % stepsPerEpoch)
      const count = Math.min(stepsPerSlice, ready)
      const started = now()
      const earlier = sums
      sums = runner.step(count, earlier)
      const took = now() - started
      if (took > sliceMs) stepsPerSlice = Math.max(1, Math.floor((stepsPerSlice * sliceMs) / took))
      else if (took < sliceMs / 2 && count === stepsPerSlice) stepsPerSlice *= 2

      const { step, epoch, position } = runner.cursor()
      if (count < stepsPerEpoch) {
        const part = { loss: sums.loss - earlier.loss, hits: sums.hits - earlier.hits, rows: sums.rows - earlier.rows }
        yield {
          kind: 'batch',
          step,
          epoch,
          steps: count,
          rowsPerSecond: (1000 * part.rows) / Math.max(took, 1e-3),
          ...score(part),
        }
      }
      if (position === 0) {
        const validated = validation && runner.evaluate('validation')
        if (validated && !Number.isFinite(validated.loss))
          refuseNumber('fit', validated.loss, `the validation loss, first after epoch ${epoch}`, runner.rate())
        if (validated && validated.loss < best.loss)
          best = { epoch, loss: validated.loss, parameters: runner.learned() }
        const trained = score(sums)
        controls.hear((validated ?? trained).loss)
        yield {
          kind: 'epoch',
          step,
          epoch,
          penalty: runner.penalty(),
          rate: runner.rate(),
          seconds: (now() - epochStart) / 1000,
          ...trained,
          ...(validated && { validation: validated }),
        }
        sums = { loss: 0, hits: 0, rows: 0 }
        epochStart = now()
      }
      for (const monitor of monitors) yield* monitor.observe(runner, write)
      if (checkpoint) {
        const since = now() - savedAt
        if (since >= checkpointMs || (position === 0 && since >= savingShare * savingMs)) yield await save()
      }
      if (now() - lastPause >= sliceMs) {
        await nextTask()
        lastPause = now()
      }
      reason = stopReason()
    }
    if (checkpoint) yield await save()
    const { step, epoch } = runner.cursor()
    yield { kind: 'stop', step, epoch, reason, best: (patience < Infinity && best.epoch) || epoch }
  } finally {
    if (patience < Infinity)
      for (const [name, values] of Object.entries(best.parameters)) write(learnedIn(name), values)
  }

  function score(part: Sums): Score {
    return scoreOf(part, settled.loss, runner.training)
  }
}

/** Lets timers, input and other tasks run. A timer would wait at least a millisecond, four in a page. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
