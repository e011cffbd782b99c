// The program's end of the line to a worker: one question at a time, one answer to each.
import type { DataSet } from '../data/types.ts'
import type { CheckpointSink } from '../train/types.ts'
import { workerLost } from './failures.ts'
import type { Order, Report } from './messages.ts'

/** A worker as a runtime gives it. */
export interface WorkerHandle {
  post(order: Order): void
  /** Whom to tell what the worker says, and why it is lost if it is. */
  listen(heard: (report: Report) => void, lost: (reason: unknown) => void): void
  /** Whether the worker keeps its process alive: only while an answer is awaited. */
  hold(on: boolean): void
  /** Ends the worker, whatever it does. */
  end(): Promise<unknown>
}

/** What a runtime has: workers and processors. */
export interface Workshop {
  /** The name of the function that the user called, for errors. */
  readonly where: string
  /** Starts a worker that runs the worker program. It may throw. */
  start(): WorkerHandle
  /** Processors that may be used. */
  readonly processors: () => number
  /** Threads that one worker may use: more than one need shared memory. */
  readonly threads: () => number
  /** What to do where workers cannot start. */
  readonly fix: string
}

export type Answer = Extract<Report, { kind: 'answer' }>

export interface Line {
  /** Gives the worker a data set, once, and tells its number. */
  give(data: DataSet): number
  tell(order: Order): void
  /** Tells the worker to go on, or to stop, and awaits its answer.
   *  Throws:  UnsupportedError when the worker is lost; what saving a checkpoint throws */
  ask(order: Extract<Order, { kind: 'go' | 'leave' }>): Promise<Answer>
  end(): Promise<unknown>
}

/** Starts a worker. `sink` saves its checkpoints.
 *  Throws:  UnsupportedError when it cannot start */
export function openLine({ where, start, fix }: Workshop, sink?: CheckpointSink): Line {
  let waiting: { answer(answer: Answer): void; fail(reason: unknown): void } | undefined
  let failure: { readonly reason: unknown } | undefined
  const given = new Map<DataSet, number>()
  let handle: WorkerHandle
  try {
    handle = start()
  } catch (error) {
    throw workerLost(where, error, fix)
  }
  const settle = () => {
    const asked = waiting
    waiting = undefined
    handle.hold(false)
    return asked
  }
  const fail = (reason: unknown) => {
    failure = { reason }
    settle()?.fail(reason)
  }
  handle.listen(
    (report) => {
      if (report.kind === 'answer') settle()?.answer(report)
      else (async () => sink!.save(report.checkpoint))().then(() => handle.post({ kind: 'saved' }), fail)
    },
    (reason) => fail(workerLost(where, reason, fix)),
  )
  handle.hold(false)
  return {
    give(data) {
      let id = given.get(data)
      if (id === undefined) {
        id = given.size
        given.set(data, id)
        handle.post({ kind: 'data', id, data })
      }
      return id
    },
    tell: (order) => handle.post(order),
    ask: (order) =>
      new Promise((answer, refuse) => {
        if (failure) {
          refuse(failure.reason)
          return
        }
        waiting = { answer, fail: refuse }
        handle.hold(true)
        handle.post(order)
      }),
    end: () => handle.end(),
  }
}
