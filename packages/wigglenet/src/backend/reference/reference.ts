// The `reference` backend: the definition of every step, in float64. Slow, and the oracle of every test.
import type { DataSet } from '../../data/types.ts'
import type { Matrix } from '../../kernel/machine.ts'
import { randomStream, streams } from '../../number/random.ts'
import type { Plan } from '../../plan/types.ts'
import type { Backend, Cursor, Execution, Settings, Slot, Totals } from '../backend.ts'
import { targetsFor } from '../targets.ts'
import type { PlanMachine } from './machine.ts'
import { interpret } from './steps.ts'

export const reference: Backend = /* @__PURE__ */ Object.freeze({
  name: 'reference',
  features: /* @__PURE__ */ Object.freeze([]),
  prepare,
})

const nothing: Settings = { seed: 0, batch: 1, l2: 0, l1: 0, shuffle: false, noise: [], dropout: [] }

function prepare(plan: Plan): Execution {
  const buffers = new Map<string, Matrix>()
  for (const { name, role, rows, columns } of plan.buffers.values()) {
    const values = new Float64Array(rows * columns).fill(role === 'mask' ? 1 : 0)
    buffers.set(name, { rows, columns, values })
  }
  const data = new Map<Slot, DataSet>()
  let slot: Slot = 'training'
  let order: Uint32Array | undefined
  let position = 0
  let epoch = 0

  const rowOf = (row: number) => (machine.training && order ? order[position + row]! : position + row)
  const machine: PlanMachine = {
    plan,
    buffers,
    settings: nothing,
    step: 0,
    rows: 0,
    training: false,
    table: [],
    loss: 0,
    hits: 0,
    seen: 0,
    feature(row, k) {
      const { X, inputs, scaling } = data.get(slot)!
      const value = X[rowOf(row) * inputs + k]!
      return scaling && X instanceof Uint8Array ? scaling.scale[k]! * value + scaling.shift[k]! : value
    },
    target(row, k) {
      const { y, targets } = data.get(slot)!
      return y[rowOf(row) * targets + k]!
    },
  }
  const phases = {
    forward: plan.forward.map((step) => interpret(machine, step)),
    backward: plan.backward.map((step) => interpret(machine, step)),
    update: plan.update.map((step) => interpret(machine, step)),
  }
  const all = (steps: readonly (() => void)[]) => steps.forEach((run) => run())
  const clear = ({ loss, hits, rows }: Totals = { loss: 0, hits: 0, rows: 0 }) =>
    Object.assign(machine, { loss, hits, seen: rows })
  const totals = () => ({ loss: machine.loss, hits: machine.hits, rows: machine.seen })
  const shuffle = () => {
    if (!machine.settings.shuffle) {
      order = undefined
      return
    }
    order = Uint32Array.from({ length: data.get('training')!.rows }, (_, i) => i)
    randomStream(machine.settings.seed, streams.shuffle, epoch).shuffle(order)
  }
  const takeRows = () => {
    machine.rows = Math.min(machine.settings.batch, data.get(slot)!.rows - position)
  }
  const inOrder = (which: Slot, batch: number, body: (from: number) => void) => {
    const held = { slot, position, training: machine.training }
    slot = which
    machine.training = false
    for (position = 0; position < data.get(which)!.rows; position += batch) {
      machine.rows = Math.min(batch, data.get(which)!.rows - position)
      body(position)
    }
    slot = held.slot
    position = held.position
    machine.training = held.training
  }
  const read = (name: string, rows?: number) => {
    const { values, columns } = buffers.get(name)!
    return values.slice(0, rows === undefined ? values.length : rows * columns)
  }

  return {
    plan,
    stepsAtOnce: 1024,
    configure(settings) {
      machine.settings = settings
      order = undefined
    },
    setData(which, set) {
      data.set(which, { ...set, ...targetsFor(plan, set) })
      if (which === 'training') order = undefined
    },
    cursor: (): Cursor => ({ step: machine.step, epoch, position }),
    seek(cursor) {
      machine.step = cursor.step
      epoch = cursor.epoch
      position = cursor.position
      order = undefined
    },
    train(steps, table, from) {
      const width = table.length / steps
      clear(from)
      slot = 'training'
      machine.training = true
      for (let i = 0; i < steps; i++) {
        if (position === 0 || !order) shuffle()
        takeRows()
        machine.table = table.subarray(i * width, (i + 1) * width)
        all(phases.forward)
        all(phases.backward)
        all(phases.update)
        machine.step++
        position += machine.rows
        if (position === data.get(slot)!.rows) {
          position = 0
          epoch++
        }
      }
      return totals()
    },
    evaluate(which) {
      clear()
      inOrder(which, machine.settings.batch, () => {
        all(phases.forward)
        phases.backward[0]!()
      })
      return totals()
    },
    scores(X, rows) {
      const { inputs, outputs } = plan.network
      const out = new Float64Array(rows * outputs)
      const x = buffers.get('x')!
      machine.training = false
      for (let from = 0; from < rows; from += plan.batch) {
        machine.rows = Math.min(plan.batch, rows - from)
        for (let i = 0; i < machine.rows * inputs; i++) x.values[i] = X[from * inputs + i]!
        all(phases.forward.slice(1))
        out.set(read(plan.scores, machine.rows), from * outputs)
      }
      return out
    },
    scoresOf(which) {
      const { outputs } = plan.network
      const out = new Float64Array(data.get(which)!.rows * outputs)
      inOrder(which, plan.batch, (from) => {
        all(phases.forward)
        out.set(read(plan.scores, machine.rows), from * outputs)
      })
      return out
    },
    begin(which, training, table) {
      slot = which
      machine.training = training
      if (training && (position === 0 || !order)) shuffle()
      clear()
      if (table) machine.table = table
      takeRows()
    },
    run: (phase, index) => phases[phase][index]!(),
    totals,
    read,
    write(name, values) {
      buffers.get(name)!.values.set(values)
    },
  }
}
