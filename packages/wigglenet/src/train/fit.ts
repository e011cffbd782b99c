// fit: from a network and data to a trained model, as a loop over events.
import { checkNames, checkWhole, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import type { Model } from '../model/types.ts'
import type { Network } from '../network/types.ts'
import { trainingLoop } from './loop.ts'
import { modelOf } from './model-of.ts'
import { settle, trainerOptionNames } from './options.ts'
import { checkResume, describeRun } from './run-facts.ts'
import { prepareRunner } from './runner.ts'
import type { DataStream } from './stream-types.ts'
import type { FitOptions, TrainingEvent } from './types.ts'

/** A training run, which starts when it is looped over or its model is asked for. Leaving the loop stops the run; the model is then what
 *  was learned so far. A run can be looped over once. */
export interface Run<Inputs extends number = number> extends AsyncIterable<TrainingEvent> {
  readonly model: Promise<Model<Inputs>>
}

/** Trains a network on data, or on a stream of rows that do not fit into memory.
 *  Options: see FitOptions
 *  Throws:  at once: OptionError, ShapeError or DataError when options, network and data do not fit. While it runs: NumberError that names
 *           the first step, layer and quantity that became NaN or infinite
 *  Example: const model = await fit(net, spiral({ seed: 1 }), { epochs: 200, seed: 1 }).model  */
export function fit<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  source: (DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>) | DataStream,
  given: FitOptions = {},
): Run<Inputs> {
  const where = 'fit'
  checkNames(where, given, [...trainerOptionNames, 'patience', 'signal', 'checkpoint', 'resume', 'monitors', 'revive'])
  const { data, options, feed } =
    source?.kind === 'stream' ? source.connect(where, given) : { data: source, options: given }
  const { patience, signal, checkpoint, resume, monitors = [], revive, ...rest } = options
  const watching = [monitors, revive ?? []].flat()
  if (patience !== undefined) {
    checkWhole(where, 'patience', patience, '[1, 2147483647]')
    if (options.validation === undefined) {
      throw new OptionError({
        where,
        expected: 'patience needs validation data to watch',
        received: `patience ${patience} without validation`,
        fix: 'Add validation: 0.2, or leave patience out.',
      })
    }
  }
  if (checkpoint !== undefined) checkMethod('checkpoint', checkpoint, 'save')
  for (const monitor of watching) checkMethod('a monitor', monitor, 'observe')
  const settled = settle(where, network, data, rest)
  const run = checkpoint || resume ? describeRun(network, settled, revive) : {}
  if (resume) checkResume(where, resume, run, network)
  const controls = prepareRunner(where, network, settled)
  const { runner } = controls

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
      throw new OptionError({
        where,
        expected: 'a run can be looped over once',
        received: 'a second loop',
        fix: 'Call fit again, or loop before asking for the model.',
      })
    }
    started = true
    try {
      yield* trainingLoop(controls, { patience, signal, checkpoint, resume, run, feed, monitors: watching })
    } catch (error) {
      reject(error)
      throw error
    } finally {
      try {
        resolve(modelOf<Inputs>(runner, settled, data, patience))
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

/** Refuses a part without the function that is called. */
function checkMethod(name: string, part: object, method: string): void {
  if (typeof (part as Record<string, unknown> | null)?.[method] === 'function') return
  throw new OptionError({
    where: 'fit',
    expected: `${name} must have a function ${method}`,
    received: show(part),
    fix: 'Give it one.',
  })
}
