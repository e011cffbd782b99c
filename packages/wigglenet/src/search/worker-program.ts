// The program of a worker: it runs jobs by the library's own `fit`, as it is told. It is bundled into one script (see worker-source.ts),
// so nothing here may need more than what every worker has.
import type { Backend } from '../backend/backend.ts'
import { reference } from '../backend/reference/reference.ts'
import { type Help, helper } from '../backend/wasm/board.ts'
import { crewBackend } from '../backend/wasm/crew.ts'
import { UnsupportedError } from '../check/errors.ts'
import { withEncoder } from '../data/encode-rows.ts'
import type { DataSet, TablePreprocessing } from '../data/types.ts'
import { networkFromData } from '../network/from-data.ts'
import { lossFromData } from '../network/losses/element-loss.ts'
import { optimizerFromData } from '../optimizer/optimizer.ts'
import { scheduleFromData } from '../optimizer/schedule.ts'
import { fit } from '../train/fit.ts'
import type { Run } from '../train/run.ts'
import type { Checkpoint, TrainingEvent } from '../train/types.ts'
import { packFailure } from './failures.ts'
import type { DeviceName, End, Job, Order, Report } from './messages.ts'
import { sparing } from './sparing.ts'

/** The worker's end of its line: `self` in a page, `parentPort` in Node. */
export interface Port {
  postMessage(report: Report, transfer: ArrayBuffer[]): void
  onmessage: ((event: { readonly data: Order }) => void) | null
}

/** Starts a thread that runs a program with these values. */
export type Hire = (program: string, help: Help) => void

/** Takes orders from a port, one job after another; `hire` gives it threads to help. */
export function serve(port: Port, hire: Hire): void {
  const sets = new Map<number, DataSet>()
  const spare = sparing()
  let task: Task | undefined
  const answer = async (report: Promise<Answer>) => {
    const told = await report
    const buffers = Object.values(told.end?.parameters ?? {}).map(({ buffer }) => buffer as ArrayBuffer)
    port.postMessage({ kind: 'answer', ...told }, buffers)
  }
  port.onmessage = ({ data: order }) => {
    switch (order.kind) {
      case 'data':
        sets.set(order.id, revived(order.data))
        break
      case 'start':
        task = beginTask(order.job, sets, spare, port, hire)
        break
      case 'go':
        answer(task!.go(order.ms, order.tell))
        break
      case 'leave':
        answer(task!.leave())
        break
      case 'abort':
        task?.abort()
        break
      case 'saved':
        task!.saved()
        break
      default:
        order satisfies never
    }
  }
}

type Answer = Omit<Extract<Report, { kind: 'answer' }>, 'kind'>

interface Task {
  go(ms: number, tell: boolean): Promise<Answer>
  leave(): Promise<Answer>
  abort(): void
  saved(): void
}

function beginTask(job: Job, sets: ReadonlyMap<number, DataSet>, spare: Sparing, port: Port, hire: Hire): Task {
  const controller = new AbortController()
  if (job.aborted) controller.abort()
  let saved = () => {}
  let run: Run | undefined
  let events: AsyncIterator<TrainingEvent> | undefined

  const start = (): Run => {
    const data = sets.get(job.data)!
    const validation = job.validation === undefined ? job.options.validation : sets.get(job.validation)!
    const device = spare(deviceOf(job.device, hire), data, validation)
    const save = (checkpoint: Checkpoint) =>
      new Promise<void>((done) => {
        saved = done
        port.postMessage({ kind: 'checkpoint', checkpoint }, [])
      })
    const { loss, optimizer, schedule } = job.options
    return fit(networkFromData(job.network), data, {
      ...job.options,
      ...(typeof loss === 'object' && { loss: lossFromData(loss) }),
      ...(typeof optimizer === 'object' && { optimizer: optimizerFromData(optimizer) }),
      ...(schedule && { schedule: scheduleFromData(schedule) }),
      device,
      signal: controller.signal,
      ...(validation !== undefined && { validation }),
      ...(job.saves && { checkpoint: { save } }),
    })
  }
  return {
    async go(ms, tell) {
      const told: TrainingEvent[] = []
      const until = performance.now() + ms
      try {
        run ??= start()
        events ??= run[Symbol.asyncIterator]()
        do {
          const { done, value } = await events.next()
          if (done) return { events: told, end: await endOf(run) }
          if (tell) told.push(value)
        } while (performance.now() < until)
        return { events: told }
      } catch (error) {
        return { events: told, failure: packFailure(error) }
      }
    },
    async leave() {
      try {
        await events!.return!()
        return { events: [], end: await endOf(run!) }
      } catch (error) {
        return { events: [], failure: packFailure(error) }
      }
    },
    abort: () => controller.abort(),
    saved: () => saved(),
  }
}

type Sparing = ReturnType<typeof sparing>

async function endOf(run: Run): Promise<End> {
  const { parameters, loss, provenance } = await run.model
  return { parameters: { ...parameters }, loss, provenance }
}

/** A data set whose preprocessing has again what a clone leaves behind. */
function revived(data: DataSet): DataSet {
  const { preprocessing } = data
  return preprocessing ? { ...data, preprocessing: withEncoder(preprocessing as TablePreprocessing) } : data // or of images
}

/** The device of that name, if it has here the features that decide its bits.
 *  Throws:  UnsupportedError */
function deviceOf({ name, features, threads }: DeviceName, hire: Hire): Backend {
  const fast = features.includes('relaxed-simd')
  const device =
    name === 'reference' ? reference : crewBackend({ count: threads, fast, hire: (help) => hire(helper(), help) })
  if (device.name === name && device.features.join() === features.join()) return device
  throw new UnsupportedError({
    where: 'fit',
    expected: 'device must be wasm, fast() or reference, which a worker has too',
    received: `${name} with ${features.join(', ')}`,
    fix: 'Leave device out, or train without a worker.',
  })
}
