// A run as its caller sees it: events to loop over, and a model at the end.
import { refuse } from '../check/errors.ts'
import type { Model } from '../model/types.ts'
import type { TrainingEvent } from './types.ts'

/** A training run, which starts when it is looped over or its model is asked for. Leaving the loop stops the run; the model is then what
 *  was learned so far. A run can be looped over once. */
export interface Run<Inputs extends number = number> extends AsyncIterable<TrainingEvent> {
  readonly model: Promise<Model<Inputs>>
}

/** A run of a loop; when that ends, or is left, `learned` gives the model. */
export function runOf<Inputs extends number>(
  where: string,
  loop: () => AsyncGenerator<TrainingEvent, void>,
  learned: () => Model<Inputs>,
): Run<Inputs> {
  let started = false
  let resolve!: (model: Model<Inputs>) => void
  let reject!: (reason: unknown) => void
  const model = new Promise<Model<Inputs>>((done, failed) => {
    resolve = done
    reject = failed
  })
  model.catch(() => {}) // a loop over the events has thrown the same error already

  async function* events(): AsyncGenerator<TrainingEvent, void> {
    if (started) {
      refuse(
        where,
        'a run can be looped over once',
        'a second loop',
        `Call ${where} again, or loop before asking for the model.`,
      )
    }
    started = true
    try {
      yield* loop()
    } catch (error) {
      reject(error)
      throw error
    } finally {
      try {
        resolve(learned())
      } catch (error) {
        reject(error)
      }
    }
  }
  const drain = async () => {
    for await (const _ of events()) {
      // Nobody looks at the events.
    }
  }
  return {
    [Symbol.asyncIterator]: events,
    get model() {
      if (!started) drain().catch(reject)
      return model
    },
  }
}
