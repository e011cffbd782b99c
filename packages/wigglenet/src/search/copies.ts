// Many runs of one network at once: each is whole on one worker and has the bits of its single run; a worker takes the next when it is free.
import { checkNames, checkObject, checkWhole, show } from '../check/check.ts'
import { OptionError, UnsupportedError } from '../check/errors.ts'
import type { DataSet } from '../data/types.ts'
import type { Model } from '../model/types.ts'
import type { Network } from '../network/types.ts'
import { trainerOptionNames } from '../train/options.ts'
import type { FitOptions, TrainingEvent } from '../train/types.ts'
import { eventQueue } from './event-queue.ts'
import { unpackFailure } from './failures.ts'
import { modelOf, packJob } from './job.ts'
import { sharedData } from './shared-data.ts'
import { startedOnce } from './started-once.ts'
import { type Line, openLine, type Workshop } from './worker-line.ts'

/** What may differ from copy to copy. */
export type CopyOptions = Omit<FitOptions, 'device' | 'signal' | 'checkpoint' | 'resume' | 'monitors' | 'revive'>

/** Options of `fitCopies`: those of `fit` for all copies, but for checkpoint, resume, monitors and revive, and
 *  copies   how many, with the seeds seed, seed + 1, …; or a list with the options in which each copy differs
 *  workers  how many train at once, whole, in [1, 1024], default the processors of the machine
 *  signal   ends the copies that are training where they stand, and leaves out those not begun */
export interface CopiesOptions extends CopyOptions, Pick<FitOptions, 'device' | 'signal'> {
  readonly copies: number | readonly CopyOptions[]
  readonly workers?: number
}

/** An event of one of the copies, with its number from 0. */
export type CopyEvent = TrainingEvent & { readonly copy: number }

/** Copies being trained. They start when the events are looped over or the models are asked for. */
export interface Copies<Inputs extends number = number> extends AsyncIterable<CopyEvent> {
  /** The models in the order of the copies; of a run that was aborted, or whose loop was left, of those copies that were begun. */
  readonly models: Promise<readonly Model<Inputs>[]>
}

/** Events of a worker are sent together for about so long. */
const gatherMs = 30
/** Workers wait while so many events have not been looked at. */
const mostEvents = 10_000

/** Trains copies in the workers of this workshop.
 *  Throws:  OptionError and what else `fit` throws, naming the copy */
export function runCopies<Inputs extends number>(
  workshop: Workshop,
  network: Network<Inputs>,
  data: DataSet,
  { copies, workers, ...options }: CopiesOptions,
): Copies<Inputs> {
  const { where } = workshop
  checkNames(where, options, [...trainerOptionNames, 'patience', 'signal'])
  const most = checkWhole(where, 'workers', workers ?? Math.min(1024, workshop.processors()), '[1, 1024]')
  const { signal } = options
  const jobs = listCopies(where, copies, options).map((copy, i) =>
    packJob(`${where}: copies[${i}]`, network, data, { ...options, ...copy }),
  )

  const models: Model<Inputs>[] = []
  let all = Promise.resolve()

  async function* train(tell: boolean): AsyncGenerator<CopyEvent, void> {
    const share = sharedData()
    const queue = eventQueue<CopyEvent>(mostEvents)
    const lines: Line[] = []
    let stopped = signal?.aborted === true
    let next = 0
    const stop = () => {
      stopped = true
      for (const line of lines) line.tell({ kind: 'abort' })
      queue.release()
    }

    const trainOne = async (line: Line, copy: number): Promise<Model<Inputs>> => {
      const job = jobs[copy]!
      const give = (set: DataSet) => line.give(share(set))
      const numbers = { data: give(job.data), validation: job.validation && give(job.validation) }
      line.tell({ kind: 'start', job: { ...job, ...numbers, aborted: false, saves: false } })
      for (;;) {
        const { events, end, failure } = await line.ask({ kind: 'go', ms: tell ? gatherMs : Infinity, tell })
        queue.put(events.map((event) => ({ ...event, copy })))
        if (failure) throw unpackFailure(failure, `${where}: copies[${copy}]: `)
        if (end) return modelOf(network, data, options.device, end)
        await queue.room()
      }
    }
    const work = async (line: Line) => {
      while (next < jobs.length && !stopped) {
        const copy = next++
        models[copy] = await trainOne(line, copy).catch((error) => {
          throw naming(error, where, copy)
        })
      }
    }

    signal?.addEventListener('abort', stop)
    try {
      while (lines.length < Math.min(most, jobs.length) && !stopped) lines.push(openLine(workshop))
      all = Promise.all(lines.map(work)).then(() => {})
      all.catch(() => {}).then(queue.close) // thrown when the events before it have been read
      yield* queue.read()
      await all
    } finally {
      stop()
      signal?.removeEventListener('abort', stop)
      await all.catch(() => {}) // who asks for the models gets it
      await Promise.all(lines.map((line) => line.end()))
    }
  }

  const { events, result } = startedOnce(where, train, () =>
    all.then(() => models.filter((model) => model !== undefined)),
  )
  return {
    [Symbol.asyncIterator]: events,
    get models() {
      return result()
    },
  }
}

/** In what each copy differs.
 *  Throws:  OptionError */
function listCopies(where: string, copies: unknown, { seed = 1 }: FitOptions): readonly CopyOptions[] {
  if (typeof copies === 'number') {
    const count = checkWhole(where, 'copies', copies, '[1, 1000000]')
    return Array.from({ length: count }, (_, i) => ({ seed: seed + i }))
  }
  if (!Array.isArray(copies) || copies.length === 0) {
    throw new OptionError({
      where,
      expected: 'copies must be a number, or a list with the options of each copy',
      received: show(copies),
      fix: 'Give copies: 10, or copies: [{ seed: 1 }, { seed: 2 }].',
    })
  }
  const names = [...trainerOptionNames.filter((name) => name !== 'device'), 'patience']
  return copies.map((copy, i) => {
    const own = checkObject(where, `copies[${i}]`, copy)
    return checkNames(`${where}: copies[${i}]`, own, names) as CopyOptions
  })
}

/** An error of a lost worker says which copy it was training. */
function naming(error: unknown, where: string, copy: number): unknown {
  if (!(error instanceof UnsupportedError) || error.where !== where) return error
  const { expected, received, fix } = error
  return new UnsupportedError({ where: `${where}: copies[${copy}]`, expected, received, fix })
}
