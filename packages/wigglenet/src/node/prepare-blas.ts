// An execution of the wasm backend whose large products are done by a BLAS, on the memory of the module itself. Two things more need no pass through
// that memory: rows to predict are read where they are, and plain gradient descent is part of the product that is the gradient.
import type { Execution } from '../backend/backend.ts'
import { layOut } from '../backend/wasm/layout.ts'
import type { PlanKernel } from '../backend/wasm/plan-kernel.ts'
import { defineSingle } from '../backend/wasm/single.ts'
import type { Product, Workspace } from '../backend/wasm/tiles.ts'
import { emitUpdate } from '../backend/wasm/updates.ts'
import { type Multiply, type Outside, prepareWasm } from '../backend/wasm/wasm.ts'
import * as control from '../kernel/control.ts'
import * as op from '../kernel/opcodes.ts'
import type { Plan } from '../plan/types.ts'
import type { OpenBlas } from './blas-library.ts'
import { namesIn, plainDescents } from './plain-descents.ts'

const [ROW_MAJOR, PLAIN, TRANSPOSED] = [101, 111, 112]

/** Prepares a plan; products of fewer multiply-adds than `least` stay in WebAssembly, and so does a single row, which is as fast there. */
export function prepareBlas(plan: Plan, { sgemm, koffi }: OpenBlas, least: number): Execution {
  const { batch, network, forward, scores } = plan
  const { places } = layOut(plan)
  const input = places.get('x')!.address
  const descents = plainDescents(plan)
  const descentAt = new Map([...descents].map(([gradient, step]) => [places.get(gradient)!.address, step]))
  /** What changes a parameter by the product that is its gradient. */
  const descends = new Map<string, Multiply>()
  /** Products that read the rows of the input. */
  let readers = 0
  /** Rows that are read where they are: the array itself, which is thereby kept while its address is in use. */
  let rowsOutside: Float32Array | undefined
  /** Whether whole steps run, so that nobody looks at gradients. */
  let whole = false

  let memory: WebAssembly.Memory
  let words = new Uint32Array()
  let base = 0
  /** The memory's words; where it begins may change when it grows. */
  const look = () => {
    if (words.buffer !== memory.buffer) {
      words = new Uint32Array(memory.buffer)
      base = Number(koffi.address(words))
    }
    return words
  }
  const isPlain = () => look()[control.l2 / 4] === 0 && words[control.l1 / 4] === 0

  /** C = A·B, or C += factor·A·B. */
  const multiplier = ({ A, B, C, rows, vectors, length, bias, accumulate }: Product, factor?: Factor): Multiply => {
    const columns = 4 * vectors
    const transA = A.column === 4 ? PLAIN : TRANSPOSED
    const lda = (A.column === 4 ? A.row : A.column) / 4
    const transB = B.transposed ? TRANSPOSED : PLAIN
    const [ldb, ldc] = [B.stride / 4, C.stride / 4]
    const beta = bias !== undefined || accumulate ? 1 : 0
    const readsRows = rows === 'rows' && A.address === input
    if (readsRows) readers++
    return (floats, now) => {
      const height = rows === 'rows' ? now : rows
      if (bias !== undefined) repeatRow(floats, bias / 4, columns, C.address / 4, ldc, height)
      const alpha = factor ? factor(floats, look()) : 1
      look()
      const outside = readsRows && rowsOutside
      const [a, leading] = outside ? [Number(koffi.address(outside)), network.inputs] : [base + A.address, lda]
      const [b, c, terms] = [base + B.address, base + C.address, length === 'rows' ? now : length]
      sgemm(ROW_MAJOR, transA, transB, height, columns, terms, alpha, a, leading, b, ldb, beta, c, ldc)
    }
  }

  const instead = (outside: Outside, workspace: Workspace, product: Product): number | undefined => {
    const { rows, vectors, length, flushes, C } = product
    const most = (value: number | 'rows') => (value === 'rows' ? batch : value)
    const work = most(rows) * 4 * vectors * most(length)
    if (flushes || batch === 1 || work < least) return defineSingle(workspace, product)
    const multiply = multiplier(product)
    const update = descentAt.get(C.address)
    if (!update) return outside(workspace.assembler, multiply)
    const { address, stride } = places.get(update.parameter)!
    const parameter = { ...product, C: { address, stride: 4 * stride }, accumulate: true }
    descends.set(
      update.parameter,
      multiplier(parameter, (floats, words) => -floats[words[control.table / 4]! / 4]!),
    )
    return outside(workspace.assembler, (floats, now) => {
      if (!whole || !isPlain()) multiply(floats, now)
    })
  }
  const updates = (outside: Outside, ...[kernel, step, regularized]: Updating) => {
    const descend = descends.get(step.parameter)
    if (!descend) return undefined
    const { assembler } = kernel
    const product = outside(assembler, descend)
    return assembler.define([], [], (e) => {
      e.read(control.l2).op(op.i32Eqz).read(control.l1).op(op.i32Eqz, op.i32And)
      e.when(
        () => e.call(product),
        () => emitUpdate(e, kernel, step, regularized),
      )
    })
  }
  const execution = prepareWasm(plan, (outside) => ({
    instead: (...of) => instead(outside, ...of),
    updates: (...of) => updates(outside, ...of),
    lend(own) {
      memory = own
    },
  }))

  const readsOutside = readers > 0 && forward.slice(1).filter((step) => namesIn(step).includes('x')).length === readers
  return {
    ...execution,
    train(...of) {
      whole = true
      try {
        return execution.train(...of)
      } finally {
        whole = false
      }
    },
    run(phase, index) {
      const step = plan[phase][index]!
      const descend = step.kind === 'update' && isPlain() ? descends.get(step.parameter) : undefined
      if (descend) descend(new Float32Array(memory.buffer), words[control.rows / 4]!)
      else execution.run(phase, index)
    },
    scores(X, rows) {
      if (!readsOutside || !(X instanceof Float32Array) || rows === 0) return execution.scores(X, rows)
      const { inputs, outputs } = network
      const out = new Float32Array(rows * outputs)
      look()[control.training / 4] = 0
      try {
        for (let from = 0; from < rows; from += batch) {
          const count = Math.min(batch, rows - from)
          rowsOutside = X.subarray(from * inputs)
          words[control.rows / 4] = count
          for (let i = 1; i < forward.length; i++) execution.run('forward', i)
          out.set(execution.read(scores, count), from * outputs)
        }
      } finally {
        rowsOutside = undefined
      }
      return out
    },
  }
}

type Updating = Parameters<NonNullable<PlanKernel['updates']>>

/** A factor on a product, from what stands in the memory. */
type Factor = (floats: Float32Array, words: Uint32Array) => number

/** Copies a row into each of `rows` rows, which stand `stride` apart, twice as many at each go. */
function repeatRow(
  memory: Float32Array,
  row: number,
  columns: number,
  into: number,
  stride: number,
  rows: number,
): void {
  memory.copyWithin(into, row, row + columns)
  for (let done = 1; done < rows; done *= 2)
    memory.copyWithin(into + done * stride, into, into + (Math.min(done, rows - done) - 1) * stride + columns)
}
