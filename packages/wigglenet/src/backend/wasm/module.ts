// A plan → one WebAssembly module: a function for each step, `forward`, `backward` and `update` that call them in order, and `train`,
// which runs many whole steps, shuffling included, in one call.

import { Assembler, type Emitter } from '../../kernel/assembler.ts'
import { addNoise } from '../../kernel/chance.ts'
import * as control from '../../kernel/control.ts'
import { eachColumn, placeOf, rowsNow, vectorsOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { Layout } from '../../kernel/place.ts'
import { definePhilox } from '../../kernel/random.ts'
import type { Step, StepOf } from '../../network/steps.ts'
import { streams } from '../../number/random.ts'
import type { Plan } from '../../plan/types.ts'
import { emitActivate, emitActivateBack } from './activations.ts'
import { emitDropout, emitDropoutBack } from './dropout.ts'
import { emitGather } from './gather.ts'
import { emitLoss } from './losses.ts'
import type { PlanKernel } from './plan-kernel.ts'
import { defineProduct } from './products.ts'
import { defineShuffle } from './shuffle.ts'
import type { Product, Workspace } from './tiles.ts'
import { emitRegularize, emitUpdate } from './updates.ts'

/** Rows of bytes that are brought into the memory, behind all else of the plan, as a step needs them. */
export interface OuterRows {
  /** Gives the number that stands for the address of a data set's rows. */
  readonly hold: () => number
  /** Keeps rows at hand under that number. */
  readonly put: (place: number, X: Uint8Array) => void
  /** Defines the function that brings the rows of a step. */
  readonly bring: (assembler: Assembler) => number
}

/** What may make the code another one, with the same bits but for `fused`. */
export interface CodeAid extends Pick<Workspace, 'instead'>, Pick<PlanKernel, 'updates'> {
  /** The opcode of a multiply-add in one rounding, where it may be used. */
  readonly fused?: number
  /** Whether the memory is shared with other threads. */
  readonly shared?: boolean
  /** Where rows of bytes are, if not in the memory. */
  readonly outer?: OuterRows
}

/** The bytes of the module that runs a plan. Exports: `forward0` … `backward0` … `update0` … (each step alone), `forward`, `backward`,
 *  `update`, `infer` (forward without gathering), `train(steps)`, `shuffle` and
 *  `spread(to, step, count)`, which writes words of the panel apart. */
export function buildModule(
  plan: Plan,
  layout: Layout,
  { instead, updates, fused, shared, outer }: CodeAid = {},
): Uint8Array<ArrayBuffer> {
  const assembler = new Assembler(instead && 'p', fused)
  let philox = -1
  const kernel: PlanKernel = {
    plan,
    batch: plan.batch,
    layout,
    updates,
    bring: outer?.bring(assembler),
    assembler,
    workspace: {
      assembler,
      rowsAddress: control.rows,
      panel: (e) => e.i32(layout.panel),
      batch: plan.batch,
      functions: new Map(),
      instead,
    },
    philox: () => (philox < 0 ? (philox = definePhilox(assembler, layout.words)) : philox),
  }
  const steps = (list: readonly Step[], phase: string) =>
    list.map((step, i) => defineStep(kernel, step, `${phase}${i}`))
  const sequence = (name: string, indices: readonly number[]) =>
    assembler.define([], [], (e) => indices.forEach((index) => e.call(index)), name)
  const forwardSteps = steps(plan.forward, 'forward')
  const forward = sequence('forward', forwardSteps)
  sequence('infer', forwardSteps.slice(1))
  const backwardSteps = steps(plan.backward, 'backward')
  const backward = sequence('backward', backwardSteps)
  const update = sequence('update', fusedUpdates(kernel, steps(plan.update, 'update')))

  // Puts `count` words of the panel where they belong: from an address on, one every `step` bytes.
  assembler.define(
    ['i32', 'i32', 'i32'],
    [],
    (e) => {
      const [to, step, count, from] = [0, 1, 2, e.local('i32')]
      e.repeat(count, () => {
        e.get(to).get(from).at(op.i32Load, layout.panel).at(op.i32Store)
        e.get(to).get(step).op(op.i32Add).set(to)
        e.advance(from, 4)
      })
    },
    'spread',
  )

  const add = (e: Emitter, address: number, amount: () => void) => {
    e.i32(0).read(address)
    amount()
    e.op(op.i32Add).at(op.i32Store, address)
  }
  if (plan.optimizer) {
    // It is also called alone: when a run is resumed inside an epoch, the order of that epoch is made again.
    const shuffle = defineShuffle(assembler, kernel.philox(), layout.words, streams.shuffle)
    assembler.define(
      ['i32'],
      [],
      (e) => {
        const rest = e.local('i32')
        e.repeat(0, () => {
          e.read(control.position).op(op.i32Eqz).read(control.shuffle).op(op.i32And)
          e.when(() => e.call(shuffle))
          // rows = min(batch, total - position)
          e.read(control.total).read(control.position).op(op.i32Sub).set(rest)
          e.i32(0)
          e.get(rest).read(control.batch)
          e.get(rest).read(control.batch).op(op.i32LtU, op.select).at(op.i32Store, control.rows)
          e.call(forward).call(backward).call(update)
          add(e, control.position, () => rowsNow(e))
          add(e, control.table, () => e.i32(4 * layout.tableStride))
          add(e, control.step, () => e.i32(1))
          e.read(control.step).op(op.i32Eqz)
          e.when(() => add(e, control.stepHigh, () => e.i32(1)))
          e.read(control.position).read(control.total).op(op.i32Eq)
          e.when(() => {
            e.i32(0).i32(0).at(op.i32Store, control.position)
            add(e, control.epoch, () => e.i32(1))
          })
        })
      },
      'train',
    )
  }
  return assembler.assemble(shared)
}

/** The updates with their regularization in the same pass: fewer trips through memory, the same bits. `alone` are all steps by themselves. */
function fusedUpdates(kernel: PlanKernel, alone: readonly number[]): number[] {
  const { update } = kernel.plan
  return update.flatMap((step, i) => {
    if (step.kind === 'regularize' && update[i + 1]?.kind === 'update') return []
    if (step.kind !== 'update') return [alone[i]!]
    const before = update[i - 1]
    const regularized = before?.kind === 'regularize' ? before : undefined
    const instead = kernel.updates?.(kernel, step, regularized)
    return [instead ?? kernel.assembler.define([], [], (e) => emitUpdate(e, kernel, step, regularized))]
  })
}

function defineStep(kernel: PlanKernel, step: Step, name: string): number {
  const { assembler } = kernel
  const alone = (write: (e: Emitter) => void) => assembler.define([], [], write, name)
  const multiply = (product: Product, after?: (e: Emitter) => void) => {
    const index = defineProduct(kernel.workspace, product)
    return alone((e) => {
      e.call(index)
      after?.(e)
    })
  }
  switch (step.kind) {
    case 'affine':
      return multiply(affine(kernel, step))
    case 'affine-input':
      return multiply(inputGradient(kernel, step))
    case 'affine-parameters':
      return multiply(weightGradient(kernel, step), (e) => emitColumnSums(e, kernel, step))
    case 'own':
      return alone((e) => step.code.wasm(e, kernel, step.of))
    default: {
      const emit = emitters[step.kind] as (e: Emitter, kernel: PlanKernel, step: Step) => void
      return alone((e) => emit(e, kernel, step))
    }
  }
}

/** The generators of the steps that every page may need, but for products. */
const emitters: {
  readonly [Kind in Exclude<Step['kind'], 'own' | `affine${string}`>]: (
    e: Emitter,
    kernel: PlanKernel,
    step: StepOf<Kind>,
  ) => void
} = {
  gather: emitGather,
  noise: addNoise,
  activate: emitActivate,
  dropout: emitDropout,
  loss: emitLoss,
  'dropout-back': emitDropoutBack,
  'activate-back': emitActivateBack,
  regularize: emitRegularize,
  update: emitUpdate,
}

const bytes = (stride: number) => 4 * stride

function affine(kernel: PlanKernel, { input, W, b, output }: StepOf<'affine'>): Product {
  const [X, weights, biases, Z] = [
    placeOf(kernel, input),
    placeOf(kernel, W),
    placeOf(kernel, b),
    placeOf(kernel, output),
  ]
  return {
    A: { address: X.address, row: bytes(X.stride), column: 4 },
    B: { address: weights.address, stride: bytes(weights.stride) },
    C: { address: Z.address, stride: bytes(Z.stride) },
    rows: 'rows',
    vectors: vectorsOf(Z),
    length: X.storedColumns,
    bias: biases.address,
  }
}

function weightGradient(kernel: PlanKernel, { input, slope, dW }: StepOf<'affine-parameters'>): Product {
  const [X, dZ, gradient] = [placeOf(kernel, input), placeOf(kernel, slope), placeOf(kernel, dW)]
  return {
    A: { address: X.address, row: 4, column: bytes(X.stride) },
    B: { address: dZ.address, stride: bytes(dZ.stride) },
    C: { address: gradient.address, stride: bytes(gradient.stride) },
    rows: X.storedColumns,
    vectors: vectorsOf(dZ),
    length: 'rows',
  }
}

function inputGradient(kernel: PlanKernel, { slope, W, output, accumulate }: StepOf<'affine-input'>): Product {
  const [dZ, weights, dX] = [placeOf(kernel, slope), placeOf(kernel, W), placeOf(kernel, output)]
  const activated = kernel.plan.backward.some((step) => step.kind === 'activate-back' && step.slope === output)
  return {
    A: { address: dZ.address, row: bytes(dZ.stride), column: 4 },
    B: { address: weights.address, stride: bytes(weights.stride), transposed: true },
    C: { address: dX.address, stride: bytes(dX.stride) },
    rows: 'rows',
    vectors: vectorsOf(dX),
    length: dZ.storedColumns,
    accumulate,
    // Through layers without an activation a gradient shrinks unflushed; the others flush it in their own pass.
    flushes: !activated,
  }
}

/** db = column sums of dZ, rows in order. */
function emitColumnSums(e: Emitter, kernel: PlanKernel, { slope, db }: StepOf<'affine-parameters'>): void {
  const [dZ, gradient] = [placeOf(kernel, slope), placeOf(kernel, db)]
  const [sum, row, left] = [e.local('v128'), e.local('i32'), e.local('i32')]
  eachColumn(e, 4 * vectorsOf(dZ), (offset) => {
    e.floats(0).set(sum).i32(dZ.address).get(offset).op(op.i32Add).set(row)
    rowsNow(e).set(left)
    e.repeat(left, () => {
      e.get(sum).get(row).at(op.v128Load).op(op.f32x4Add).set(sum)
      e.advance(row, bytes(dZ.stride))
    })
    e.get(offset).get(sum).at(op.v128Store, gradient.address)
  })
}
