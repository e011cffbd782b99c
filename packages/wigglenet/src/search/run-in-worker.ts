// `fitInWorker`: the run of `fit`, from a worker. Each step of the loop asks the worker for one event, so a loop that is left has the
// model of the event that it saw, and a slow loop fills no queue.
import type { DataSet } from '../data/types.ts'
import type { Model } from '../model/types.ts'
import type { Network } from '../network/types.ts'
import type { Run } from '../train/fit.ts'
import type { FitOptions, TrainingEvent } from '../train/types.ts'
import { unpackFailure } from './failures.ts'
import { modelOf, packJob } from './job.ts'
import { startedOnce } from './started-once.ts'
import { type Answer, openLine, type Workshop } from './worker-line.ts'

/** A run of `fit` in a worker of this workshop, which lives as long as the run.
 *  Throws:  as `fit` does; UnsupportedError when the run cannot go to a worker */
export function runInWorker<Inputs extends number>(
  workshop: Workshop,
  network: Network<Inputs>,
  data: DataSet,
  options: FitOptions,
): Run<Inputs> {
  const job = packJob('fit', network, data, options)
  const { signal, checkpoint } = options

  async function* train(tell: boolean, settle: (model: Model<Inputs>) => void): AsyncGenerator<TrainingEvent, void> {
    const line = openLine(workshop, checkpoint)
    const abort = () => line.tell({ kind: 'abort' })
    let ended = false
    const finish = ({ end, failure }: Answer) => {
      ended = end !== undefined || failure !== undefined
      if (failure) throw unpackFailure(failure)
      if (end) settle(modelOf(network, data, options.device, end))
    }
    try {
      const numbers = { data: line.give(data), validation: job.validation && line.give(job.validation) }
      const aborted = signal?.aborted === true
      line.tell({ kind: 'start', job: { ...job, ...numbers, aborted, saves: checkpoint !== undefined } })
      signal?.addEventListener('abort', abort)
      const go = { kind: 'go', ms: tell ? 0 : Infinity, tell } as const
      while (!ended) {
        const answer = await line.ask(go).catch((error) => {
          ended = true
          throw error
        })
        yield* answer.events
        finish(answer)
      }
    } finally {
      signal?.removeEventListener('abort', abort)
      try {
        if (!ended) finish(await line.ask({ kind: 'leave' }))
      } finally {
        await line.end()
      }
    }
  }

  const { events, result } = startedOnce(workshop.where, train)
  return {
    [Symbol.asyncIterator]: events,
    get model() {
      return result()
    },
  }
}
