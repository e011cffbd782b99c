// The run behind `fit` and `trainer`: it holds the execution, its settings, and the last state that was good.
import type { Cursor, Execution, Slot } from '../backend/backend.ts'
import { checkWhole } from '../check/check.ts'
import type { DataSet } from '../data/types.ts'
import type { StepCode } from '../kernel/step.ts'
import { checkTensors } from '../model/check-tensors.ts'
import { drawParameter } from '../network/initializers/draw.ts'
import { strengthsOf } from '../network/parameters.ts'
import { stateOf } from '../network/steps.ts'
import type { Network } from '../network/types.ts'
import { compile } from '../plan/compile.ts'
import type { MaskTerms } from '../plan/masks.ts'
import { explainNumbers } from './first-bad-number.ts'
import type { Settled } from './options.ts'
import { scoreOf } from './score.ts'
import { type StepTable, stepTable } from './table.ts'
import type { Score, Snapshot, Sums } from './types.ts'

/** What `fit` needs of a network being trained; the public `Trainer` has it too. */
export interface Runner {
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
  /** The parameters that a model gets now: those that train, or what the optimizer gives in their place (`averaged`).
   *  Throws:  NumberError, as `snapshot` does */
  learned(): Snapshot['parameters']
  /** How good the network is now, with what it has learned, on all rows of the training or validation data, without dropout and noise. */
  evaluate(slot?: Slot): Score
  /** 0.5·l2·Σw² + l1·Σ|w| now. */
  penalty(): number
  /** A copy of the state of the run.
   *  Throws:  NumberError, as `step` does, when a parameter is NaN or infinite */
  snapshot(): Snapshot
  /** Takes back the state of a snapshot.
   *  Throws:  ShapeError, NumberError or OptionError when it is not one of a run of this network and optimizer */
  restore(snapshot: Snapshot): void
}

/** Values that may change while a run goes on. */
export interface Tuning {
  readonly rate: number
  readonly l2: number
  readonly l1: number
  /** In the order of the plan's streams. */
  readonly noise: readonly number[]
  readonly dropout: readonly number[]
}

/** A runner, and what only `trainer` does with it. */
export interface Controls {
  readonly runner: Runner
  execution(): Execution
  tuning(): Tuning
  /** Sets the values for the next steps. */
  tune(tuning: Tuning): void
  /** The buffer with a parameter's values as the model gets them. */
  learnedIn(parameter: string): string
  /** Tells a schedule that listens the loss of the epoch that has ended. */
  hear(loss: number): void
  /** Writes a buffer between two steps. */
  write(buffer: string, values: ArrayLike<number>): void
  /** Compiles the plan again with steps for masks; parameters, state and cursor move over. */
  addMasks(masks: StepCode<MaskTerms>): void
}

/** Seconds of training between snapshots to go back to when a number goes bad. */
const snapshotSeconds = 1

/** Prepares a network to be trained with settled options. Nothing runs until `step` is called.
 *  Throws:  UnsupportedError when the engine or the memory does not suffice */
export function prepareRunner(where: string, network: Network, settled: Settled): Controls {
  const { training, validation, seed, loss, optimizer, batch, shuffle, schedule, epochs, device } = settled
  const stepsPerEpoch = Math.ceil(training.rows / batch)
  let execution = prepare()
  const { plan } = execution
  const { l2, l1 } = settled
  let tuning: Tuning = { rate: optimizer.options.rate!, l2, l1, noise: plan.noise, dropout: plan.dropout }
  const table: StepTable = stepTable(optimizer, schedule, epochs * stepsPerEpoch, epochs, () => tuning.rate)

  plan.parameters.forEach((shape, i) =>
    execution.write(shape.name, settled.parameters?.[shape.name] ?? drawParameter(shape, seed, i)),
  )
  configure()
  execution.seek({ step: 0, epoch: 0, position: 0 })

  function prepare(masks?: StepCode<MaskTerms>): Execution {
    const made = device.prepare(
      compile(network, { batch, loss, optimizer, weighted: !!(training.weights ?? validation?.weights), masks }),
    )
    made.setData('training', training)
    if (validation) made.setData('validation', validation)
    return made
  }
  function configure(): void {
    const { l2, l1, noise, dropout } = tuning
    execution.configure({ seed, batch, l2, l1, shuffle, noise, dropout })
  }
  const slots = Object.keys(optimizer.state).flatMap((slot) =>
    plan.parameters
      .map(({ name, shape }) => ({ name: stateOf(name, slot), shape }))
      .filter(({ name }) => plan.buffers.has(name)),
  )
  const { memory } = table
  const copy = (list: readonly { readonly name: string }[], from = (name: string) => name) =>
    Object.fromEntries(list.map(({ name }) => [name, execution.read(from(name))]))
  const read = (): Snapshot => ({
    cursor: execution.cursor(),
    parameters: copy(plan.parameters),
    state: copy(slots),
    ...(memory && { schedule: memory.save() }),
  })
  const snapshot = (): Snapshot => {
    const taken = read()
    return isSound(taken) ? taken : explain()
  }
  const writeAll = (values: Snapshot['state']) => {
    for (const [name, numbers] of Object.entries(values)) execution.write(name, numbers)
  }
  const restore = ({ cursor, parameters, state, schedule }: Snapshot) => {
    memory?.load(where, schedule)
    writeAll({ ...parameters, ...state })
    execution.seek(cursor)
  }
  const learnedIn = (name: string) => {
    const other = stateOf(name, optimizer.result ?? '')
    return plan.buffers.has(other) && execution.cursor().step > 0 ? other : name // what is locked has no state
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
  const explain = (): never =>
    explainNumbers(where, {
      execution,
      advance,
      rewind: () => restore(good),
      isSound: () => isSound(read()),
      table: (step) => table.rows(step, 1, epochOf),
      batch,
      rows: training.rows,
    })

  const runner: Runner = {
    network,
    training,
    validation,
    options: settled,
    stepsPerEpoch,
    cursor: () => execution.cursor(),
    rate() {
      const { step, epoch } = execution.cursor()
      return table.rate(step, epoch)
    },
    step(count = 1, from = { loss: 0, hits: 0, rows: 0 }) {
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
    learned: () => snapshot() && copy(plan.parameters, learnedIn),
    evaluate(slot = 'training') {
      const held = copy(optimizer.result ? plan.parameters : [])
      writeAll(optimizer.result ? copy(plan.parameters, learnedIn) : {})
      const totals = execution.evaluate(slot)
      writeAll(held)
      return scoreOf(totals, loss, slot === 'training' ? training : validation)
    },
    penalty() {
      let sum = 0
      for (const shape of plan.parameters) {
        const { l2, l1 } = strengthsOf(shape, tuning)
        if (l2 > 0 || l1 > 0) for (const w of execution.read(shape.name)) sum += 0.5 * l2 * w * w + l1 * Math.abs(w)
      }
      return sum
    },
    snapshot,
    restore(held) {
      const { cursor, parameters, state } = held
      checkTensors(where, 'parameters', plan.parameters, parameters)
      checkTensors(where, 'state', slots, state)
      checkWhole(where, 'position', cursor.position, `[0, ${training.rows})`)
      restore(held)
      changed = true
    },
  }
  return {
    runner,
    execution: () => execution,
    tuning: () => tuning,
    tune(next) {
      tuning = next
      configure()
      changed = true
    },
    learnedIn,
    hear(loss) {
      const { step, epoch } = execution.cursor()
      memory?.hear(loss, step, epoch)
      changed ||= !!memory
    },
    write(buffer, values) {
      execution.write(buffer, values)
      changed = true
    },
    addMasks(masks) {
      const held = snapshot()
      execution = prepare(masks)
      configure()
      restore(held)
    },
  }
}

const isSound = ({ parameters }: Snapshot) => Object.values(parameters).every((values) => values.every(Number.isFinite))
/** Milliseconds, to measure spans of time by. */
export const now = () => performance.now()
