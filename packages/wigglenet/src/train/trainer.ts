// A network being trained: what `fit` loops over, and what a page drives step by step.
import type { Cursor, Execution, Slot } from '../backend/backend.ts'
import { checkNames, checkNumber, checkWhole, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import { drawParameter } from '../network/initializers/draw.ts'
import type { Network } from '../network/types.ts'
import { compile, maskOf, stateOf } from '../plan/compile.ts'
import { explainNumbers } from './first-bad-number.ts'
import { checkParameter } from './loss-and-gradients.ts'
import { type Settled, settle, trainerOptionNames } from './options.ts'
import { scoreOf } from './score.ts'
import { type StepTable, stepTable } from './table.ts'
import type { Score, Snapshot, Sums, TrainerOptions } from './types.ts'

/** What `set` may change while a run goes on. Shares and deviations go to every layer that has some. */
export interface Changes {
  readonly rate?: number
  readonly l2?: number
  readonly l1?: number
  readonly dropout?: number
  readonly inputNoise?: number
}

export interface Trainer {
  readonly network: Network
  readonly training: DataSet
  readonly validation: DataSet | undefined
  /** Options as they were settled: defaults filled in. */
  readonly options: Readonly<
    Pick<Settled, 'seed' | 'loss' | 'optimizer' | 'batch' | 'l2' | 'l1' | 'shuffle' | 'schedule' | 'epochs' | 'device'>
  >
  readonly stepsPerEpoch: number
  cursor(): Cursor
  /** The learning rate of the next step. */
  rate(): number
  /** Runs `count` steps and gives the sums over their rows, added to `from`: the bits of a sum do not depend on how it was cut into calls.
   *  Throws:  NumberError that names the first step, layer and quantity that became NaN or infinite */
  step(count?: number, from?: Sums): Sums
  /** How good the network is now on all rows of the training or validation data, without dropout and noise. */
  evaluate(slot?: Slot): Score
  /** 0.5·l2·Σw² + l1·Σ|w| now. */
  penalty(): number
  /** Changes the rate and the regularization from the next step on; dropout and noise only where the network was made with some. */
  set(changes: Changes): void
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
  /** A copy of the state of the run.
   *  Throws:  NumberError, as `step` does, when a parameter is NaN or infinite */
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
}

/** Seconds of training between snapshots to go back to when a number goes bad. */
const snapshotSeconds = 1

/** Prepares a network to be trained on data. Nothing runs until `step` is called.
 *  Throws:  OptionError, ShapeError or DataError when options, network and data do not fit
 *  Example: const t = trainer(net, spiral(), { seed: 1 }); t.step(100); t.evaluate().loss  */
export function trainer<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  options: TrainerOptions = {},
): Trainer {
  checkNames('trainer', options, trainerOptionNames)
  return prepareTrainer('trainer', network, settle('trainer', network, data, options))
}

export function prepareTrainer(where: string, network: Network, settled: Settled): Trainer {
  const { training, validation, seed, loss, optimizer, batch, shuffle, schedule, epochs, device } = settled
  let { l2, l1 } = settled
  let rate = optimizer.options.rate!
  const stepsPerEpoch = Math.ceil(training.rows / batch)
  let masks: Map<string, Float32Array> | undefined
  let execution = prepare()
  const { plan } = execution
  let noise = plan.noise
  let dropout = plan.dropout
  const names = plan.parameters.map(({ name }) => name)
  const table: StepTable = stepTable(optimizer, schedule, epochs * stepsPerEpoch, epochs, () => rate)

  plan.parameters.forEach((shape, i) => {
    const given = settled.parameters?.[shape.name]
    const values = settled.parameters
      ? checkParameter(where, shape.name, shape.shape, given)
      : drawParameter(shape, seed, i)
    execution.write(shape.name, values)
  })
  configure()
  execution.seek({ step: 0, epoch: 0, position: 0 })

  function prepare(): Execution {
    const made = device.prepare(compile(network, { batch, loss, optimizer, masks: masks !== undefined }))
    made.setData('training', training)
    if (validation) made.setData('validation', validation)
    return made
  }
  function configure(): void {
    execution.configure({ seed, batch, l2, l1, shuffle, noise, dropout })
  }
  const slots = Object.keys(optimizer.state).flatMap((slot) => names.map((name) => stateOf(name, slot)))
  const copy = (list: readonly string[]) => Object.fromEntries(list.map((name) => [name, execution.read(name)]))
  const read = (): Snapshot => ({ cursor: execution.cursor(), parameters: copy(names), state: copy(slots) })
  const snapshot = (): Snapshot => {
    const taken = read()
    const bad = Object.values(taken.parameters).some((values) => !values.every(Number.isFinite))
    return bad ? explain() : taken
  }
  const restore = ({ cursor, parameters, state }: Snapshot) => {
    for (const [name, values] of [...Object.entries(parameters), ...Object.entries(state)])
      execution.write(name, values)
    execution.seek(cursor)
  }
  const checkParameterName = (name: string) => {
    const shape = plan.parameters.find((parameter) => parameter.name === name)
    if (shape) return shape
    throw new OptionError({
      where,
      expected: `the parameters are ${names.join(', ')}`,
      received: show(name),
      fix: 'Choose a name from the list.',
    })
  }

  const epochOf = (step: number) => {
    const { step: now, epoch, position } = execution.cursor()
    return epoch + Math.floor((step - now + position / batch) / stepsPerEpoch)
  }
  /** Steps at most `stepsAtOnce`; the settings that made them are in the table, so that they can be run again. */
  const advance = (count: number, from?: Sums): Sums =>
    execution.train(count, table.rows(execution.cursor().step, count, epochOf), from)
  let good = read()
  let goodTime = now()
  let changed = false
  const explain = (): never => {
    const last = execution.cursor()
    restore(good)
    return explainNumbers(where, {
      execution,
      last,
      advance,
      table: (step) => table.rows(step, 1, epochOf),
      rate,
      batch,
      rows: training.rows,
    })
  }

  return {
    network,
    training,
    validation,
    options: { seed, loss, optimizer, batch, l2, l1, shuffle, schedule, epochs, device },
    stepsPerEpoch,
    cursor: () => execution.cursor(),
    rate() {
      const { step, epoch } = execution.cursor()
      return table.rate(step, epoch)
    },
    step(count = 1, from = { loss: 0, hits: 0, rows: 0 }) {
      checkWhole(where, 'count', count, '[1, 2147483647]')
      if (changed || now() - goodTime > snapshotSeconds * 1000) {
        good = snapshot()
        goodTime = now()
        changed = false
      }
      let sums = from
      for (let left = count; left > 0; left -= execution.stepsAtOnce) {
        sums = advance(Math.min(left, execution.stepsAtOnce), sums)
        if (!Number.isFinite(sums.loss)) explain()
      }
      return sums
    },
    evaluate(slot = 'training') {
      const set = slot === 'training' ? training : validation
      if (!set) {
        throw new OptionError({
          where,
          expected: 'there must be validation data to evaluate on them',
          received: 'none',
          fix: 'Give the option validation a share or a data set.',
        })
      }
      return scoreOf(execution.evaluate(slot), loss, set)
    },
    penalty() {
      if (l2 === 0 && l1 === 0) return 0
      let sum = 0
      for (const { name, role } of plan.parameters) {
        if (role !== 'weights') continue
        for (const w of execution.read(name)) sum += 0.5 * l2 * w * w + l1 * Math.abs(w)
      }
      return sum
    },
    set(changes) {
      checkNames(where, changes, ['rate', 'l2', 'l1', 'dropout', 'inputNoise'])
      rate = checkNumber(where, 'rate', changes.rate ?? rate, '[0, ∞)')
      l2 = checkNumber(where, 'l2', changes.l2 ?? l2, '[0, ∞)')
      l1 = checkNumber(where, 'l1', changes.l1 ?? l1, '[0, ∞)')
      if (changes.dropout !== undefined) {
        const share = checkNumber(where, 'dropout', changes.dropout, '[0, 1)')
        requireStreams('dropout', dropout.length)
        dropout = dropout.map(() => share)
      }
      if (changes.inputNoise !== undefined) {
        const deviation = checkNumber(where, 'inputNoise', changes.inputNoise, '[0, ∞)')
        requireStreams('inputNoise', noise.length)
        noise = noise.map(() => deviation)
      }
      configure()
      changed = true
    },
    parameters: {
      names,
      get: (name) => execution.read(checkParameterName(name).name),
      set(name, values) {
        const { shape } = checkParameterName(name)
        execution.write(name, checkParameter(where, name, shape, values))
        changed = true
      },
      all: () => copy(names),
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
        // The first mask needs a plan with room for masks; parameters, state and cursor move over.
        const held = snapshot()
        masks = new Map(hidden.map((candidate) => [candidate.name, new Float32Array(candidate.units).fill(1)]))
        execution = prepare()
        configure()
        restore(held)
      }
      const values = masks.get(name)!
      values[unit] = on ? 1 : 0
      execution.write(maskOf(name), values)
      changed = true
    },
    snapshot,
    restore(held) {
      restore(held)
      changed = true
    },
  }

  function requireStreams(name: 'dropout' | 'inputNoise', count: number): void {
    if (count > 0) return
    throw new OptionError({
      where,
      expected: `the network must have a layer with ${name} above 0 before it can be changed`,
      received: 'none',
      fix: `Make a layer with dense(units, activation, { ${name}: 0.1 }), then change it.`,
    })
  }
}

const now = () => performance.now()
