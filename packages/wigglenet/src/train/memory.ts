// What a run on the wasm backend will take, before it takes it.
import { layOut } from '../backend/wasm/layout.ts'
import type { DataSet } from '../data/types.ts'
import type { Network } from '../network/types.ts'
import { compile } from '../plan/compile.ts'
import { settle } from './options.ts'
import type { DataStream } from './stream-types.ts'
import type { TrainerOptions } from './types.ts'

/** Bytes that a run takes. */
export interface TrainingMemory {
  /** Weights, gradients, the optimizer's state, and the values of a batch. */
  readonly network: number
  /** Training rows: of a stream, as many as its buffer has. */
  readonly rows: number
  /** Rows that validate and test. */
  readonly judging: number
  readonly total: number
  /** Of all these, what lies in WebAssembly's memory, which has at most 4 GiB. `threads()` leaves images, which are bytes, outside. */
  readonly wasm: number
}

/** The memory of a training run, as a function of network, batch and rows, or of a stream's buffer; nothing is trained. An engine takes
 *  some more: Node about 60 MB to begin with, and what reading a file leaves behind until it is cleared away.
 *  Options: those of `fit` that count: batch, loss, optimizer, validation
 *  Throws:  as `fit` does
 *  Example: memoryOf(net, stream, { batch: 128 }).total / 1e6  // MB  */
export function memoryOf(network: Network, source: DataSet | DataStream, given: TrainerOptions = {}): TrainingMemory {
  const where = 'memoryOf'
  const stream = source?.kind === 'stream' ? source : undefined
  const { data, options } = stream ? stream.connect(where, given) : { data: source as DataSet, options: given }
  const { training, validation, batch, loss, optimizer } = settle(where, network, data, options)
  const plan = layOut(
    compile(network, { batch, loss, optimizer, weighted: !!(training.weights ?? validation?.weights) }),
  ).end
  const held = { ...training, rows: stream?.buffer ?? training.rows }
  const sum = (sets: readonly (DataSet | undefined)[], bytes: (set: DataSet) => number) =>
    sets.reduce((total, set) => total + (set ? bytes(set) : 0), 0)
  const wasm = plan + sum([held, validation], inWasm)
  const rows = sum([held], inWasm) + sum([held], inArrays)
  const judging = sum([validation], inWasm) + sum([validation, stream?.test], inArrays)
  return { network: plan, rows, judging, total: plan + rows + judging, wasm }
}

/** Rows padded to whole vectors, or bytes; targets; and 4 bytes for each row's place in the order. */
function inWasm({ X, rows, inputs, targets, weights }: DataSet): number {
  const width = X instanceof Uint8Array ? inputs : 16 * Math.ceil(inputs / 4)
  return rows * (width + 4 * targets + (weights ? 8 : 4))
}

function inArrays({ X, rows, inputs, targets, weights }: DataSet): number {
  return rows * (inputs * X.BYTES_PER_ELEMENT + 4 * targets + (weights ? 4 : 0))
}
