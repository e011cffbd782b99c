// What a page drives step by step: a run whose settings, parameters and units can be changed as it goes on.
import type { Execution } from '../backend/backend.ts'
import { checkFlag, checkNames, checkNumber, checkOneOf, checkWhole, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import { checkTensor } from '../model/check-tensors.ts'
import type { LiveModel, Model } from '../model/types.ts'
import { maskOf } from '../network/steps.ts'
import type { Network } from '../network/types.ts'
import { maskUnits } from '../plan/masks.ts'
import { answering } from './answering.ts'
import { modelOf } from './model-of.ts'
import { settle, trainerOptionNames } from './options.ts'
import { provenanceOf } from './run-facts.ts'
import { prepareRunner, type Runner } from './runner.ts'
import type { TrainerOptions } from './types.ts'

/** What `set` may change while a run goes on. Shares and deviations go to every layer that has some. */
export interface Changes {
  readonly rate?: number
  readonly l2?: number
  readonly l1?: number
  readonly dropout?: number
  readonly inputNoise?: number
  readonly weightNoise?: number
}

type Amount = 'dropout' | 'inputNoise' | 'weightNoise'

/** A network being trained. */
export interface Trainer<Inputs extends number = number> extends Runner {
  /** Changes the rate and the regularization from the next step on; dropout and noise only where the network was made with some. */
  set(changes: Changes): void
  /** Tells a schedule that listens, such as onPlateau(), the loss of the epoch that has ended: `fit` does so by itself. */
  hear(loss: number): void
  /** Reads or writes parameters by name, W as (units, inputs). */
  readonly parameters: {
    readonly names: readonly string[]
    get(name: string): Float32Array | Float64Array
    set(name: string, values: ArrayLike<number>): void
    /** All of them, copied. */
    all(): Record<string, Float32Array | Float64Array>
  }
  /** Switches a unit of a hidden node off, or on again. */
  mask(node: string, unit: number, on: boolean): void
  /** A model of what is learned so far; units that are off are on in it.
   *  Throws:  NumberError when a parameter is NaN or infinite */
  model(): Model<Inputs>
  /** The run as what is drawn of a model (`decisionRaster`, `unitResponses`, `sweep`, `warpedGrid`) can read it again and again: its
   *  parameters are those of now, its answers always those of the network as it then stands, units that are off included.
   *  Throws:  NumberError when a parameter is NaN or infinite */
  live(): LiveModel<Inputs>
}

/** Prepares a network to be trained on data. Nothing runs until `step` is called.
 *  Throws:  OptionError, ShapeError or DataError when options, network and data do not fit
 *  Example: const t = trainer(net, spiral({ seed: 1 })); t.step(100); t.evaluate().loss  */
export function trainer<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  options: TrainerOptions = {},
): Trainer<Inputs> {
  const where = 'trainer'
  checkNames(where, options, trainerOptionNames)
  const settled = settle(where, network, data, options)
  const { runner, execution, tuning, tune, write, learnedIn, hear, addMasks } = prepareRunner(where, network, settled)
  const shapes = execution().plan.parameters
  const names = shapes.map(({ name }) => name)
  let masks: Map<string, Float32Array> | undefined
  const checkParameterName = (name: string) => {
    const shape = shapes.find((parameter) => parameter.name === name)
    if (shape) return shape
    throw new OptionError({
      where,
      expected: `the parameters are ${names.join(', ')}`,
      received: show(name),
      fix: 'Choose a name from the list.',
    })
  }

  const model = () => modelOf(network, settled, runner.learned(), provenanceOf(settled, runner.cursor(), undefined))
  /** Gives a part of the network, prepared to predict, the numbers of the run. */
  const load = (part: Execution) => {
    for (const { name } of part.plan.parameters) part.write(name, execution().read(learnedIn(name)))
    for (const { name } of part.plan.network.nodes.slice(0, -1)) {
      const values = masks?.get(name)
      if (values) part.write(maskOf(name), values)
    }
  }

  return {
    ...runner,
    step(count = 1, from) {
      return runner.step(checkWhole(where, 'count', count, '[1, 2147483647]'), from)
    },
    evaluate(slot) {
      if (slot !== undefined) checkOneOf(where, 'the data to evaluate on', slot, ['training', 'validation'])
      if (slot === 'validation' && !runner.validation) {
        throw new OptionError({
          where,
          expected: 'there must be validation data to evaluate on them',
          received: 'none',
          fix: 'Give the option validation a share or a data set.',
        })
      }
      return runner.evaluate(slot)
    },
    set(changes) {
      const now = tuning()
      checkNames(where, changes, ['rate', 'l2', 'l1', 'dropout', 'inputNoise', 'weightNoise'])
      const { rate = now.rate, l2 = now.l2, l1 = now.l1 } = changes
      const every = (name: Amount, interval: string, values: readonly number[], own = (_index: number) => true) => {
        if (changes[name] === undefined) return values
        const value = checkNumber(where, name, changes[name], interval)
        requireStreams(name, values.filter((_, i) => own(i)).length)
        return values.map((old, i) => (own(i) ? value : old))
      }
      const isOfInputs = (index: number) =>
        execution().plan.forward.some((step) => step.kind === 'noise' && step.index === index)
      const noise = every('inputNoise', '[0, ∞)', now.noise, isOfInputs)
      tune({
        rate: checkNumber(where, 'rate', rate, '[0, ∞)'),
        l2: checkNumber(where, 'l2', l2, '[0, ∞)'),
        l1: checkNumber(where, 'l1', l1, '[0, ∞)'),
        dropout: every('dropout', '[0, 1)', now.dropout),
        noise: every('weightNoise', '[0, ∞)', noise, (index) => !isOfInputs(index)),
      })
    },
    hear: (loss) => hear(checkNumber(where, 'loss', loss, '(-∞, ∞)')),
    parameters: {
      names,
      get: (name) => execution().read(checkParameterName(name).name),
      set: (name, values) =>
        write(name, checkTensor(where, `parameters['${name}']`, checkParameterName(name).shape, values)),
      all: () => Object.fromEntries(names.map((name) => [name, execution().read(name)])),
    },
    mask(name, unit, on) {
      const hidden = network.nodes.slice(0, -1)
      const node = hidden.find((candidate) => candidate.name === name)
      if (!node) {
        throw new OptionError({
          where,
          expected: `the hidden nodes are ${hidden.map((candidate) => candidate.name).join(', ') || 'none'}`,
          received: show(name),
          fix: 'Choose a hidden node: scores cannot be switched off.',
        })
      }
      checkWhole(where, 'unit', unit, `[0, ${node.units})`)
      if (!masks) {
        masks = new Map(hidden.map((candidate) => [candidate.name, new Float32Array(candidate.units).fill(1)]))
        addMasks(maskUnits)
      }
      const values = masks.get(name)!
      values[unit] = checkFlag(where, 'on', on) ? 1 : 0
      write(maskOf(name), values)
    },
    model,
    live() {
      const { network, parameters, loss, task, classes, preprocessing, provenance } = model()
      const answersInto = answering(network, settled.device, load)
      const { name } = network.nodes.at(-1)!
      return {
        ...{ network, parameters, loss, task, provenance },
        ...(classes && { classes }),
        ...(preprocessing && { preprocessing }),
        answersInto,
        scoresInto: (X, out) => answersInto(name, X, out),
      }
    },
  }

  function requireStreams(name: Amount, count: number): void {
    if (count > 0) return
    throw new OptionError({
      where,
      expected: `the network must have a layer with ${name} above 0 before it can be changed`,
      received: 'none',
      fix: `Make a layer with dense(units, activation, { ${name === 'weightNoise' ? 'noise: weightNoise(0.1)' : `${name}: 0.1`} }), then change it.`,
    })
  }
}
