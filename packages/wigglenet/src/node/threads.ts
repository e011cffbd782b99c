// The `threads` device: the wasm backend, its large matrix products cut into pieces that threads take from a board as they come free.
// Each piece is some rows of a product, and each element of it is the same sum in the same order: the bits are those of one thread.
// The calling thread works too, and never waits for a thread that has not taken a piece: a late one only helps less.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Backend, Execution } from '../backend/backend.ts'
import { Assembler } from '../backend/wasm/assembler.ts'
import * as control from '../backend/wasm/control.ts'
import { defineProduct, panelBytes, wideBytes } from '../backend/wasm/products.ts'
import type { Product } from '../backend/wasm/tiles.ts'
import { type Multiply, prepareWasm } from '../backend/wasm/wasm.ts'
import { checkNames, checkWhole } from '../check/check.ts'
import type { Plan } from '../plan/types.ts'

/** Products of fewer multiply-adds than this stay on one thread: handing one out costs some µs. Tried on 2 cores, Node 20, 2026-11-24. */
const worthSharing = 500_000
/** Rows of X that a piece of a forward product takes at least, and inputs that a piece of a weight gradient takes: multiples of a tile. */
const [leastRows, leastInputs] = [32, 64]
/** Pieces for each thread, so that a slow thread holds up little. */
const piecesEach = 4

// The board: next piece under the number of the job, pieces done, then for even and odd jobs their product and their pieces.
const [NEXT, DONE, JOBS, STOP, ALIVE, BOARD] = [0, 1, 2, 6, 7, 8]
/** What STOP holds when a thread has failed, in place of 1 for an end in peace. */
const FAILED = 2

/** The wasm backend on several threads, with the bits of one.
 *  Options: count, threads in all, whole, in [1, 64], default the processors of the machine
 *  Throws:  OptionError when count is outside its interval
 *  Example: fit(net, data, { device: threads() })  */
export function threads(options: { readonly count?: number; readonly leastMultiplyAdds?: number } = {}): Backend {
  checkNames('threads', options, ['count', 'leastMultiplyAdds'])
  const count = checkWhole('threads', 'count', options.count ?? Math.min(64, availableParallelism()), '[1, 64]')
  const least = checkWhole(
    'threads',
    'leastMultiplyAdds',
    options.leastMultiplyAdds ?? worthSharing,
    `[0, ${Number.MAX_SAFE_INTEGER}]`,
  )
  // The bits are those of `wasm`, and so is the name: a run may be resumed on another number of threads.
  return Object.freeze({
    name: 'wasm',
    features: Object.freeze(['simd128']),
    prepare: (plan: Plan) => prepare(plan, count, least),
  })
}

interface Job {
  readonly pieces: readonly Product[]
  /** Rows of C in a piece. */
  readonly height: number
  readonly rows: number | 'rows'
}

const released = new FinalizationRegistry<Int32Array>(dismiss)

function prepare(plan: Plan, count: number, least: number): Execution {
  const { batch } = plan
  const largest = Math.max(...plan.network.nodes.map(({ inputs, units }) => batch * inputs * units))
  if (count < 2 || largest < least) return prepareWasm(plan)
  const widest = Math.max(...plan.network.nodes.map(({ inputs, units }) => Math.max(inputs, units)))
  const jobs: Job[] = []
  const rowCounts = Math.ceil(batch / leastRows)
  const scratchBytes = Math.ceil((Math.max(panelBytes(widest), 48 * (batch + 4)) + wideBytes(batch, widest)) / 64) * 64
  const board = new Int32Array(new SharedArrayBuffer(4 * BOARD))
  let table = 0
  let crew: Crew | undefined

  const outside = (product: Product): Multiply | undefined => {
    const size = (value: number | 'rows') => (value === 'rows' ? batch : value)
    const work = size(product.rows) * 4 * product.vectors * size(product.length)
    if (work < least) return undefined
    const step = product.rows === 'rows' ? leastRows : leastInputs
    const height = Math.max(1, Math.ceil(size(product.rows) / (count * piecesEach) / step)) * step
    const total = Math.ceil(size(product.rows) / height)
    const pieces = Array.from({ length: total }, (_, i) => ({
      ...product,
      A: { ...product.A, address: product.A.address + i * height * product.A.row },
      C: { ...product.C, address: product.C.address + i * height * product.C.stride },
      rows: product.rows === 'rows' ? ('rows' as const) : Math.min(height, product.rows - i * height),
    }))
    const index = jobs.push({ pieces, height, rows: product.rows }) - 1
    return (memory, now) => {
      const wanted = product.rows === 'rows' ? Math.ceil(now / height) : total
      // How many rows each piece has in this step; only the last one may be short.
      if (product.rows === 'rows') {
        const counts = new Uint32Array(memory.buffer, table, rowCounts)
        for (let i = 0; i < wanted; i++) counts[i] = Math.min(height, now - i * height)
      }
      crew!.run(index, wanted)
    }
  }
  const share = (memory: WebAssembly.Memory, spare: number) => {
    table = spare
    const modules = Array.from({ length: count }, (_, thread) => {
      const scratch = Math.ceil((spare + 4 * rowCounts) / 64) * 64 + thread * scratchBytes
      return new WebAssembly.Module(
        crewModule(jobs, batch, table, scratch, scratch + scratchBytes - wideBytes(batch, widest)),
      )
    })
    crew = makeCrew(memory, board, modules)
  }
  const execution = prepareWasm(plan, { outside, share, spareBytes: 4 * rowCounts + 64 + count * scratchBytes })
  released.register(execution, board)
  return execution
}

/** The module of one thread: a function `job.piece` for each piece, with scratch memory of its own. */
function crewModule(
  jobs: readonly Job[],
  batch: number,
  table: number,
  panel: number,
  wide: number,
): Uint8Array<ArrayBuffer> {
  const assembler = new Assembler()
  jobs.forEach(({ pieces, rows }, job) => {
    const functions = new Map<string, number>()
    pieces.forEach((piece, i) => {
      const rowsAddress = rows === 'rows' ? table + 4 * i : control.rows
      const product = defineProduct(
        { assembler, rowsAddress, panel, wide, batch, functions, outside: undefined },
        piece,
      )
      assembler.define([], [], (e) => e.i32(0).call(product), `${job}.${i}`)
    })
  })
  return assembler.assemble(true)
}

interface Crew {
  run(job: number, pieces: number): void
}

function makeCrew(memory: WebAssembly.Memory, board: Int32Array, modules: readonly WebAssembly.Module[]): Crew {
  const [own, ...others] = modules
  const functions = new WebAssembly.Instance(own!, { e: { m: memory } }).exports as Record<string, () => void>
  let generation = 0
  const hire = () => {
    for (const module of others) {
      Atomics.add(board, ALIVE, 1)
      new Worker(worker, { eval: true, execArgv: [], workerData: { module, memory, board } }).unref()
    }
  }
  return {
    run(job, pieces) {
      if (Atomics.load(board, ALIVE) === 0) hire()
      generation = (generation + 1) & 0x7fff
      const slot = JOBS + 2 * (generation & 1)
      board[slot] = job
      board[slot + 1] = pieces
      Atomics.store(board, DONE, 0)
      Atomics.store(board, NEXT, generation << 16)
      Atomics.notify(board, NEXT)
      for (;;) {
        const piece = Atomics.add(board, NEXT, 1) & 0xffff
        if (piece >= pieces) break
        functions[`${job}.${piece}`]!()
        Atomics.add(board, DONE, 1)
      }
      while (Atomics.load(board, DONE) < pieces) {
        // A piece that another thread has taken is nearly done.
      }
      if (Atomics.load(board, STOP) === FAILED) throw new Error('threads: a thread has failed in its part of a product')
    },
  }
}

function dismiss(board: Int32Array): void {
  Atomics.store(board, STOP, 1)
  Atomics.notify(board, NEXT)
}

/** What the other threads run: look for pieces, work, spin for a while, sleep; after ten idle seconds, end. The thread is hired again when
 *  there is work. A piece number from the board counts only while its job is still the one on the board. */
const worker = `
const { workerData: { module, memory, board } } = require('node:worker_threads')
const functions = new WebAssembly.Instance(module, { e: { m: memory } }).exports
let seen = -1
for (;;) {
  let spins = 0
  let idle = false
  for (let now = Atomics.load(board, ${NEXT}); now >>> 16 === seen; now = Atomics.load(board, ${NEXT})) {
    if (Atomics.load(board, ${STOP})) { idle = true; break }
    if (++spins < 20000) continue
    if (Atomics.wait(board, ${NEXT}, now, 10000) === 'timed-out') { idle = true; break }
    spins = 0
  }
  if (idle) break
  for (;;) {
    const word = Atomics.add(board, ${NEXT}, 1)
    const generation = word >>> 16
    const piece = word & 0xffff
    const slot = ${JOBS} + 2 * (generation & 1)
    const job = Atomics.load(board, slot)
    const pieces = Atomics.load(board, slot + 1)
    const current = Atomics.load(board, ${NEXT}) >>> 16 === generation
    if (!current || piece >= pieces) { if (current) seen = generation; break }
    try {
      functions[job + '.' + piece]()
    } catch {
      Atomics.store(board, ${STOP}, ${FAILED})
    }
    Atomics.add(board, ${DONE}, 1)
  }
}
Atomics.sub(board, ${ALIVE}, 1)
`
