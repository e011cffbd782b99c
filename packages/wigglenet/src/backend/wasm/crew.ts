// A wasm execution whose large products are cut into pieces, which threads take from a board as they come free. The calling thread works
// too, and never waits for a thread that has not taken a piece: a late one only helps less. Where A holds many zeros, they are left out.

import { Assembler } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import { placeOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepOf } from '../../network/steps.ts'
import type { Plan } from '../../plan/types.ts'
import type { Backend, Execution } from '../backend.ts'
import { type Blocks, blockRows, blocksBytes, emitMultiply, emitPack } from './blocks.ts'
import { type Crew, type Help, makeCrew } from './board.ts'
import { fusedFeatures, fusedOpcode } from './fast.ts'
import { outerRows } from './outer-rows.ts'
import { definePackedGradient, packedBytes } from './packed-gradient.ts'
import { cut, type Piece, rowParts } from './pieces.ts'
import type { PlanKernel } from './plan-kernel.ts'
import { defineProduct } from './products.ts'
import { defineSingle } from './single.ts'
import type { Address, Product, Workspace } from './tiles.ts'
import { emitUpdate } from './updates.ts'
import { type Outside, prepareWasm } from './wasm.ts'

/** Products of fewer multiply-adds than this stay as they are: handing one out costs some µs. Tried on 2 cores, Node 20, 2026-11-24. */
export const worthSharing = 500_000
/** An update of a number takes about as long as so many multiply-adds. */
const workOfUpdate = 10
/** Pieces for each thread, so that a slow thread holds up little. */
const piecesEach = 6
/** The least share of zero blocks in A that pays for leaving them out. Tried as above. */
const worthPacking = 0.2
/** Rows of fewer multiply-adds are faster where they lie in WebAssembly: bringing a row takes 0.1 µs. */
const worthBringing = 25_000
/** The zeros of a product are counted once in so many steps. */
const countAgain = 256

export interface CrewOptions {
  /** Threads in all, the calling one among them. */
  readonly count: number
  /** The smallest product that is cut. */
  readonly leastMultiplyAdds?: number
  /** The share of zero blocks in A above which they are left out. */
  readonly leastZeros?: number
  readonly fast: boolean
  /** Starts a thread that runs `helper` with these values. */
  readonly hire: (help: Help) => void
}

/** A backend with the bits of `wasm`, or of `fast()`, on so many threads. */
export function crewBackend(options: CrewOptions): Backend {
  const fused = options.fast ? fusedOpcode() : undefined
  // Its name is that of `wasm`, as its bits are: a run may be resumed on another number of threads.
  return Object.freeze({
    name: 'wasm',
    features: Object.freeze(fusedFeatures(fused)),
    threads: options.count,
    prepare: (plan: Plan) => prepareCrew(plan, options, fused),
  })
}

/** Functions that may run at the same time: one for each piece, which writes it into the module of a thread. */
type Task = readonly ((workspace: Workspace) => number)[]
/** The thread's own memory starts at global 0. */
const own =
  (offset: number): Address =>
  (e) =>
    e.own().i32(offset).op(op.i32Add)

const round = (bytes: number) => Math.ceil(bytes / 64) * 64

function prepareCrew(plan: Plan, options: CrewOptions, fused: number | undefined): Execution {
  const { batch } = plan
  const { leastMultiplyAdds: least = worthSharing, leastZeros = worthPacking } = options
  const { nodes } = plan.network
  const inOneRounding = fused === undefined ? {} : { fused }
  const largest = Math.max(...nodes.map(({ inputs, units }) => batch * inputs * units))
  const perRow = nodes.reduce((sum, { inputs, units }) => sum + inputs * units, 0)
  const outerOf = (outside: Outside, address: number) =>
    perRow < worthBringing ? undefined : outerRows(plan, outside, address)
  if (largest < least) {
    return prepareWasm(plan, (outside, spare) => {
      const outer = outerOf(outside, spare)
      return { ...inOneRounding, instead: defineSingle, ...(outer && { outer, spareBytes: outer.size }) }
    })
  }

  // Each thread gets two products' worth of work at least, and takes some 10 MB.
  const count = Math.min(options.count, Math.max(1, Math.floor(largest / (2 * least))))
  const widest = Math.max(...nodes.map(({ inputs, units }) => Math.max(inputs, units)))
  const panelBytes = round(48 * (Math.max(widest, batch) + 4))
  const inputsOfPiece = Math.ceil(widest / (count * piecesEach)) + 12
  const ownBytes = panelBytes + round(Math.max(blocksBytes(inputsOfPiece, batch), packedBytes(batch)))
  /** Behind the panel of a thread. */
  const packed = own(panelBytes)
  const parts = rowParts(batch)
  const sharedBytes = round(4 * parts.count) + round(blocksBytes(batch, widest))
  /** Address of the rows of each part in this step, then of the blocks that all threads read. */
  let spare = 0
  const rowsOf = (piece: Piece) => (piece.rows === 'rows' ? spare + 4 * piece.part : control.rows)
  const sharedBlocks = (length: number, skip = 0): Blocks => ({
    address: (e) => e.i32(spare + round(4 * parts.count) + skip),
    length,
  })

  const tasks: Task[] = []
  /** Pieces that are taken at the same time lie far apart, so that threads do not write to the same lines of the cache. */
  const addTask = (task: Task) => {
    const half = Math.ceil(task.length / 2)
    const spread = task.map((_, i) => task[(i % 2) * half + (i >> 1)]!)
    return { index: tasks.push(spread) - 1, pieces: task.length }
  }
  let crew: Crew | undefined
  const width = fused === undefined ? 2 : 3

  const instead = (outside: Outside, workspace: Workspace, product: Product): number | undefined => {
    const { rows, vectors, length } = product
    const size = (value: number | 'rows', now: number) => (value === 'rows' ? now : value)
    const work = (now: number) => size(rows, now) * 4 * vectors * size(length, now)
    if (work(batch) < least) return defineSingle(workspace, product)
    const pieces = cut(product, count * piecesEach, parts, width)
    const whole = addTask(
      pieces.map((piece) => (workspace) => {
        const mine = { ...workspace, rowsAddress: rowsOf(piece) }
        return definePackedGradient(mine, piece, packed) ?? defineProduct(mine, piece)
      }),
    )
    const sparse = product.accumulate ? [whole] : sparseTasks(product).map(addTask)
    let zeros = false
    let calls = 0
    return outside(workspace.assembler, (memory, now) => {
      const table = new Uint32Array(memory.buffer, spare, parts.count)
      for (let i = 0; i < parts.count; i++) table[i] = Math.max(0, Math.min(parts.height, now - i * parts.height))
      if (calls++ % countAgain === 0) zeros = shareOfZeros(memory, product, now) > leastZeros
      const alone = work(now) < least
      for (const { index, pieces } of zeros ? sparse : [whole]) crew!.run(index, pieces, alone)
    })
  }
  /** First all blocks of A, then columns of C. */
  const sparseRows = (product: Product): Task[] => {
    const length = product.length as number
    const blocksOfPiece = Math.ceil(batch / blockRows / (count * piecesEach))
    const total = Math.ceil(batch / blockRows)
    const firsts = Array.from({ length: Math.ceil(total / blocksOfPiece) }, (_, i) => i * blocksOfPiece)
    const pack: Task = firsts.map((first) => (workspace) => {
      const { A } = product
      const piece = { ...product, A: { ...A, address: A.address + first * blockRows * A.row } }
      const blocks = sharedBlocks(length, blocksBytes(first * blockRows, length))
      const some = Math.min(blocksOfPiece, total - first)
      return workspace.assembler.define([], [], (e) => emitPack(e, workspace, piece, blocks, some))
    })
    const multiply: Task = cut(product, count * piecesEach, { count: 1, height: batch }, 2).map(
      (piece) => (workspace) =>
        workspace.assembler.define([], [], (e) => emitMultiply(e, workspace, piece, sharedBlocks(length), 'rows')),
    )
    return [pack, multiply]
  }
  /** Each piece packs its own rows of A. */
  const sparseGradient = (product: Product): Task[] => [
    cut(product, count * piecesEach, parts, 2).map((piece) => (workspace) => {
      const blocks = { address: packed, length: batch }
      const some = Math.ceil((piece.rows as number) / blockRows)
      return workspace.assembler.define([], [], (e) => {
        emitPack(e, workspace, piece, blocks, some)
        emitMultiply(e, workspace, piece, blocks, some)
      })
    }),
  ]
  const sparseTasks = (product: Product) => (product.rows === 'rows' ? sparseRows(product) : sparseGradient(product))
  /** A large parameter is updated in pieces of its rows. */
  const updates = (
    outside: Outside,
    kernel: PlanKernel,
    step: StepOf<'update'>,
    regularized?: StepOf<'regularize'>,
  ) => {
    const { storedRows, stride } = placeOf(kernel, step.parameter)
    if (count === 1 || storedRows * stride * workOfUpdate < least) return undefined
    const height = Math.ceil(storedRows / (2 * count))
    const task: Task = Array.from({ length: Math.ceil(storedRows / height) }, (_, i) => ({ assembler }) => {
      const places = new Map(kernel.layout.places)
      for (const name of [step.parameter, step.gradient, ...step.state]) {
        const place = placeOf(kernel, name)
        const rows = Math.min(height, storedRows - i * height)
        places.set(name, { ...place, address: place.address + 4 * i * height * stride, storedRows: rows })
      }
      const piece = { ...kernel, layout: { ...kernel.layout, places } }
      return assembler.define([], [], (e) => emitUpdate(e, piece, step, regularized))
    })
    const { index, pieces } = addTask(task)
    return outside(kernel.assembler, () => crew!.run(index, pieces, false))
  }
  const lend = (memory: WebAssembly.Memory) => {
    const module = new WebAssembly.Module(crewModule(tasks, batch, fused, count > 1))
    crew = makeCrew(
      { module, memory, first: spare + sharedBytes, bytes: ownBytes, count },
      tasks.map((task) => task.length),
      options.hire,
    )
  }
  return prepareWasm(plan, (outside, address) => {
    const outer = outerOf(outside, address)
    const brought = outer?.size ?? 0
    spare = address + brought
    return {
      ...inOneRounding,
      instead: (...of) => instead(outside, ...of),
      updates: (...of) => updates(outside, ...of),
      lend,
      shared: count > 1,
      spareBytes: brought + sharedBytes + count * ownBytes,
      ...(outer && { outer }),
    }
  })
}

/** The share of 4 numbers of A, those that a block takes at once, that are all 0; counted on some of them. */
function shareOfZeros(memory: Float32Array, { A, rows, length }: Product, now: number): number {
  const [height, columns] = [rows === 'rows' ? now : rows, length === 'rows' ? now : length]
  let [zeros, seen] = [0, 0]
  const [rowStep, columnStep] = [
    Math.max(1, Math.floor(height / 64)) * blockRows,
    Math.max(1, Math.floor(columns / 64)),
  ]
  for (let row = 0; row + blockRows <= height; row += rowStep) {
    for (let column = (row / blockRows) % columnStep; column < columns; column += columnStep, seen++) {
      const at = (A.address + row * A.row + column * A.column) / 4
      const step = A.row / 4
      if (memory[at] === 0 && memory[at + step] === 0 && memory[at + 2 * step] === 0 && memory[at + 3 * step] === 0)
        zeros++
    }
  }
  return seen === 0 ? 0 : zeros / seen
}

/** The module of all threads: a function `task.piece` for each piece. Each thread gives it the address of scratch memory of its own. */
function crewModule(
  tasks: readonly Task[],
  batch: number,
  fused: number | undefined,
  shared: boolean,
): Uint8Array<ArrayBuffer> {
  const assembler = new Assembler('s', fused)
  const workspace = { assembler, rowsAddress: control.rows, panel: own(0), batch, functions: new Map() }
  tasks.forEach((task, t) => {
    task.forEach((write, piece) => {
      const index = write(workspace)
      assembler.define([], [], (e) => e.call(index), `${t}.${piece}`)
    })
  })
  return assembler.assemble(shared)
}
