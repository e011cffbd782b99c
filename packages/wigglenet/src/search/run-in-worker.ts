// `fitInWorker`: the run of `fit`, from a worker. Each step of the loop asks the worker for one event, so a loop that is left has the
// model of the event that it saw, and a slow loop fills no queue.
import type { DataSet } from '../data/types.ts'
import type { Model } from '../model/types.ts'
import type { Network } from '../network/types.ts'
import type { Run } from '../train/run.ts'
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
  const plain = packJob('fit', network, data, options)
  const { signal, checkpoint } = options
  const threads = options.device ? (options.device.threads ?? 1) : workshop.threads()
  const job = { ...plain, device: { ...plain.device, threads } }

  let model: Promise<Model<Inputs>>
  const modelIn = async ({ end, failure }: Answer): Promise<Model<Inputs>> => {
    if (failure) throw unpackFailure(failure)
    return modelOf(network, data, options.device, end!)
  }

  async function* train(tell: boolean): AsyncGenerator<TrainingEvent, void> {
    const line = openLine(workshop, checkpoint)
    const abort = () => line.tell({ kind: 'abort' })
    try {
      const numbers = { data: line.give(data), validation: job.validation && line.give(job.validation) }
      const aborted = signal?.aborted === true
      line.tell({ kind: 'start', job: { ...job, ...numbers, aborted, saves: checkpoint !== undefined } })
      signal?.addEventListener('abort', abort)
      let answer: Answer
      do {
        answer = await line.ask({ kind: 'go', ms: tell ? 0 : Infinity, tell })
        let left = true
        try {
          yield* answer.events
          left = false
        } finally {
          if (left) {
            model = line.ask({ kind: 'leave' }).then(modelIn)
            await model.catch(() => {}) // who asks for the model gets it
          }
        }
      } while (!answer.end && !answer.failure)
      model = modelIn(answer)
      await model
    } finally {
      signal?.removeEventListener('abort', abort)
      await line.end()
    }
  }

  const { events, result } = startedOnce(workshop.where, train, () => model)
  return {
    [Symbol.asyncIterator]: events,
    get model() {
      return result()
    },
  }
}
