// Losses of whole rows carry how they are computed; here is what their code shares. The losses of the rows are added in order, in float64.
import type { Emitter } from '../../kernel/assembler.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { checkCarrying } from '../../kernel/part.ts'
import type { Place } from '../../kernel/place.ts'
import type { Loss } from '../types.ts'

/** The loss of a row of scores `s` for its targets `y`; `d` becomes its gradient along the scores. */
export type RowLoss = (s: Float64Array, y: Float64Array, d: Float64Array) => number

/** What a loss of whole rows carries. */
export interface RowCode {
  /** The definition, in float64. Left out where the reference backend has it: of softmax and svm, which every page carries. */
  readonly reference?: RowLoss
  /** Writes, for each row of the step: its loss and whether it was right to the sums; the gradient, divided by the rows, to `slope`. */
  wasm(e: Emitter, kernel: Kernel, places: RowPlaces, sums: Sums): void
}

export interface RowPlaces {
  readonly scores: Place
  readonly slope: Place
  readonly y: Place
}

/** The code of a loss of whole rows, or of another that must carry some.
 *  Throws:  OptionError for a copy that has lost it */
export const rowCodeOf = <Code = RowCode>(loss: Loss): Code =>
  checkCarrying<Code>('loss', 'the loss', loss, ['softmax() or its like', 'lossFromData'])

/** What the rows add up to, in locals while they are gone through. */
export interface Sums {
  /** 1 / rows: the mean over the batch. Where rows have weights, times that of the row begun. */
  readonly share: number
  readonly loss: number
  readonly hits: number
  /** Where rows have weights: that of the row begun, 1 / rows, and where it stands in a row of targets. */
  readonly weight?: { readonly value: number; readonly even: number; readonly offset: number } | undefined
}

/** Begins a row whose targets `y` points at: what is added from here on is its own. */
export function beginRow(e: Emitter, { share, weight }: Sums, y: number): void {
  if (weight) e.get(y).at(op.f32Load, weight.offset).tee(weight.value).get(weight.even).op(op.f32Mul).set(share)
}

/** Adds the float32 that `value` leaves to the sum of losses. */
export function addLoss(e: Emitter, sums: Sums, value: () => void): void {
  e.get(sums.loss)
  value()
  weigh(e.op(op.f64PromoteF32), sums).op(op.f64Add).set(sums.loss)
}

/** Adds the i32 (0 or 1) that `correct` leaves to the number of hits. */
export function addHit(e: Emitter, sums: Sums, correct: () => void): void {
  e.get(sums.hits)
  correct()
  weigh(e.op(op.f64ConvertI32U), sums).op(op.f64Add).set(sums.hits)
}

const weigh = (e: Emitter, { weight }: Sums) => (weight ? e.get(weight.value).op(op.f64PromoteF32, op.f64Mul) : e)
