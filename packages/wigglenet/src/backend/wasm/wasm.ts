// The `wasm` backend: a plan compiled to WebAssembly with 128-bit vectors, in one memory that also holds the data.
import { refuse, UnsupportedError } from '../../check/errors.ts'
import type { DataSet } from '../../data/types.ts'
import type { Assembler } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import { seedKey } from '../../number/philox.ts'
import type { Plan } from '../../plan/types.ts'
import type { Backend, Cursor, Execution, Settings, Slot, Totals } from '../backend.ts'
import { targetsFor } from '../targets.ts'
import { layOut } from './layout.ts'
import { buildModule, type CodeAid } from './module.ts'

const pageBytes = 65536

interface DataPlace {
  readonly X: number
  readonly y: number
  readonly order: number
  readonly scale: number
  readonly shift: number
  readonly rows: number
  /** Rows that there is room for. */
  readonly room: number
  readonly bytes: boolean
}

/** Computes a product in the module's memory, for so many rows of the batch. */
export type Multiply = (memory: Float32Array, rows: number) => void

/** Defines a function of the module that calls one outside of it. */
export type Outside = (assembler: Assembler, multiply: Multiply) => number

/** Help for a module and its memory. */
export interface Aid extends CodeAid {
  /** Bytes of the memory that are kept for the helpers, from the address on that they are told of. */
  readonly spareBytes?: number
  /** Is told of the memory. */
  readonly lend?: (memory: WebAssembly.Memory) => void
}

export const wasm: Backend = Object.freeze({
  name: 'wasm',
  features: Object.freeze(['simd128']),
  prepare: (plan: Plan) => prepareWasm(plan),
})

/** An execution on WebAssembly, perhaps with help. */
export function prepareWasm(plan: Plan, help?: (outside: Outside, spare: number) => Aid): Execution {
  const layout = layOut(plan)
  const multiplies: Multiply[] = []
  const aid = help?.(
    (assembler, multiply) => assembler.define([], [], (e) => e.i32(multiplies.push(multiply) - 1).call(0)),
    layout.end,
  )
  let end = layout.end + (aid?.spareBytes ?? 0)
  const shared = !!aid?.shared
  const memory = attempt(end, () => new WebAssembly.Memory({ initial: pagesFor(end), maximum: 65536, shared }))
  const code = buildModule(plan, layout, aid)
  aid?.lend?.(memory)
  const imports = { e: { m: memory, p: (index: number) => multiplies[index]!(floats, word(control.rows)) } }
  const instance = attempt(end, () => new WebAssembly.Instance(new WebAssembly.Module(code), imports))
  const exported = instance.exports as Record<string, (...of: number[]) => void>
  let words = new Uint32Array(memory.buffer)
  let floats = new Float32Array(memory.buffer)
  let doubles = new Float64Array(memory.buffer)
  const data = new Map<Slot, DataPlace>()
  let current: Slot | undefined

  const setWord = (address: number, value: number) => {
    words[address / 4] = value
  }
  const word = (address: number) => words[address / 4]!
  /** Takes bytes from the end of the memory, which grows by them and by what will be asked for next, or by nothing at all. */
  const reserve = (bytes: number, next = 0) => {
    const address = end
    end = Math.ceil((end + bytes) / 64) * 64
    const missing = pagesFor(end + next) - memory.buffer.byteLength / pageBytes
    if (missing > 0) {
      attempt(end + next, () => memory.grow(missing))
      words = new Uint32Array(memory.buffer)
      floats = new Float32Array(memory.buffer)
      doubles = new Float64Array(memory.buffer)
    }
    return address
  }
  const place = (name: string) => layout.places.get(name)!

  const write = (name: string, values: ArrayLike<number>) => {
    const { address, stride, columns, transposed } = place(name)
    if (stride === columns && !transposed) {
      floats.set(values, address / 4)
      return
    }
    const numbers = new Float32Array(values)
    for (let row = 0, i = 0; i < numbers.length; row++, i += columns) {
      floats.set(numbers.subarray(i, i + columns), (transposed ? layout.panel : address + 4 * row * stride) / 4)
      // A loop over numbers in JavaScript takes ten times as long until the engine has compiled it.
      if (transposed) exported.spread!(address + 4 * row, 4 * stride, columns)
    }
  }
  const read = (name: string, wanted?: number) => {
    const { address, stride, rows, columns, transposed } = place(name)
    const base = address / 4
    const out = new Float32Array((wanted ?? rows) * columns)
    const [down, right] = transposed ? [1, stride] : [stride, 1]
    for (let row = 0, i = 0; i < out.length; row++) {
      let at = base + row * down
      for (const end = i + columns; i < end; i++, at += right) out[i] = floats[at]!
    }
    return out
  }
  for (const { name, role, columns } of plan.buffers.values())
    if (role === 'mask') write(name, new Float32Array(columns).fill(1))

  const use = (slot: Slot, training: boolean) => {
    const { X, y, order, scale, shift, rows, bytes } = data.get(slot)!
    setWord(control.X, X)
    setWord(control.y, y)
    setWord(control.order, training && word(control.shuffle) === 1 ? order : 0)
    setWord(control.scale, scale)
    setWord(control.shift, shift)
    setWord(control.bytes, bytes ? 1 : 0)
    setWord(control.total, rows)
    setWord(control.training, training ? 1 : 0)
    current = slot
  }
  const clear = ({ loss, hits, rows }: Totals = { loss: 0, hits: 0, rows: 0 }) => {
    doubles[control.lossSum / 8] = loss
    doubles[control.hits / 8] = hits
    setWord(control.seen, rows)
  }
  const totals = (): Totals => ({
    loss: doubles[control.lossSum / 8]!,
    hits: doubles[control.hits / 8]!,
    rows: word(control.seen),
  })
  const cursor = (): Cursor => ({
    step: word(control.stepHigh) * 4294967296 + word(control.step),
    epoch: word(control.epoch),
    position: word(control.position),
  })
  let orderKnown = false
  const seek = ({ step, epoch, position }: Cursor) => {
    setWord(control.step, step >>> 0)
    setWord(control.stepHigh, Math.floor(step / 4294967296))
    setWord(control.epoch, epoch)
    setWord(control.position, position)
    orderKnown = false
  }
  /** Inside an epoch the order of its rows must be the one that its start made. */
  const restoreOrder = () => {
    if (!orderKnown && word(control.shuffle) === 1 && word(control.position) > 0) exported.shuffle!()
    orderKnown = true
  }
  const putTable = (table: Float64Array) => {
    floats.set(table, layout.table / 4)
    setWord(control.table, layout.table)
  }
  /** Runs all rows of a data set forward, batch by batch and in order; `each` sees what they gave. The cursor stays. */
  const inOrder = (slot: Slot, each: (from: number, count: number) => void) => {
    const before = cursor()
    const held = current
    use(slot, false)
    const { rows } = data.get(slot)!
    for (let from = 0; from < rows; from += plan.batch) {
      const count = Math.min(plan.batch, rows - from)
      setWord(control.position, from)
      setWord(control.rows, count)
      exported.forward!()
      each(from, count)
    }
    setWord(control.position, before.position)
    if (held !== undefined) use(held, true)
  }

  return {
    plan,
    stepsAtOnce: layout.tableRows,
    configure({ seed, batch, l2, l1, shuffle, noise, dropout }: Settings) {
      const [low, high] = seedKey(seed)
      setWord(control.seedLow, low)
      setWord(control.seedHigh, high)
      setWord(control.batch, batch)
      floats[control.l2 / 4] = l2
      floats[control.l1 / 4] = l1
      setWord(control.shuffle, shuffle ? 1 : 0)
      noise.forEach((deviation, i) => {
        floats[layout.noise / 4 + i] = deviation
      })
      dropout.forEach((share, i) => {
        setWord(layout.dropout + 8 * i, Math.floor(share * 4294967296))
        floats[layout.dropout / 4 + 2 * i + 1] = 1 / (1 - share)
      })
      // Seed and shuffling may be others now, and with them the order of the rows.
      current = undefined
      orderKnown = false
    },
    setData(slot, set) {
      data.set(slot, storeData(set, data.get(slot)))
      if (current === slot) current = undefined
      orderKnown = false
    },
    cursor,
    seek,
    train(steps, table, from) {
      if (current !== 'training' || word(control.training) === 0) use('training', true)
      restoreOrder()
      clear(from)
      putTable(table)
      exported.train!(steps)
      return totals()
    },
    evaluate(slot) {
      clear()
      inOrder(slot, () => exported.backward0!())
      return totals()
    },
    scores(X, rows) {
      const { inputs, outputs } = plan.network
      const out = new Float32Array(rows * outputs)
      setWord(control.training, 0)
      for (let from = 0; from < rows; from += plan.batch) {
        const count = Math.min(plan.batch, rows - from)
        write('x', X.subarray(from * inputs, (from + count) * inputs))
        setWord(control.rows, count)
        exported.infer!()
        out.set(read(plan.scores, count), from * outputs)
      }
      return out
    },
    scoresOf(slot) {
      const { outputs } = plan.network
      const out = new Float32Array(data.get(slot)!.rows * outputs)
      inOrder(slot, (from, count) => out.set(read(plan.scores, count), from * outputs))
      return out
    },
    begin(slot, training, table) {
      use(slot, training)
      if (training) {
        if (word(control.position) === 0 && word(control.shuffle) === 1) exported.shuffle!()
        else restoreOrder()
      }
      clear()
      if (table) putTable(table)
      setWord(control.rows, Math.min(word(control.batch), word(control.total) - word(control.position)))
    },
    run: (phase, index) => exported[`${phase}${index}`]!(),
    totals,
    read,
    write,
  }

  /** Copies a data set behind the plan's buffers, or into the place of one of as many rows: rows of numbers padded to whole vectors,
   *  bytes as they are, if they are not to stay outside. */
  function storeData(set: DataSet, old?: DataPlace): DataPlace {
    const { X, rows, inputs, scaling } = set
    const { y } = targetsFor(plan, set)
    const padded = Math.ceil(inputs / 4) * 4
    const bytes = X instanceof Uint8Array
    const outer = bytes ? aid?.outer : undefined
    const fits = old && old.room >= rows
    const place = fits
      ? { ...old, rows }
      : {
          X:
            outer?.hold() ??
            reserve(bytes ? X.length + 16 : 4 * padded * rows, 4 * (y.length + rows + 2 * padded + 68)),
          y: reserve(4 * y.length + 16), // rows are read in whole vectors
          order: plan.optimizer ? reserve(4 * rows) : 0,
          scale: bytes ? reserve(4 * padded) : 0,
          shift: bytes ? reserve(4 * padded) : 0,
          rows,
          room: rows,
          bytes,
        }
    if (bytes) {
      if (outer) outer.put(place.X, X)
      else new Uint8Array(memory.buffer).set(X, place.X)
      floats.set(scaling!.scale, place.scale / 4)
      floats.set(scaling!.shift, place.shift / 4)
    } else if (padded === inputs) {
      floats.set(X, place.X / 4)
    } else {
      for (let row = 0; row < rows; row++)
        floats.set(X.subarray(row * inputs, (row + 1) * inputs), place.X / 4 + row * padded)
    }
    floats.set(y, place.y / 4)
    return place
  }
}

const pagesFor = (bytes: number): number => Math.ceil(bytes / pageBytes)

/** What an engine may refuse: WebAssembly, its vectors, or so much memory. */
function attempt<Result>(bytes: number, body: () => Result): Result {
  try {
    return body()
  } catch (error) {
    refuse(
      'wasm',
      `the engine must have WebAssembly with 128-bit vectors, and ${(bytes / 1073741824).toFixed(2)} GiB (at most 4) for network, batch and data`,
      String(error),
      'Use a smaller batch, stream the rows (streamCsv), or pass { device: reference }, imported from wigglenet.',
      UnsupportedError,
    )
  }
}
