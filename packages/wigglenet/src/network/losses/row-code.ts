// Losses of whole rows carry how they are computed; here is what their code shares. The losses of the rows are added in order, in float64.
import type { Emitter } from '../../kernel/assembler.ts'
import { at, eachRow, type Kernel, maskTail } from '../../kernel/kernel.ts'
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

/** A row of a data set with classes. */
export interface Row {
  readonly scores: number
  readonly slope: number
  /** The label's number, and its score. */
  readonly label: number
  readonly own: number
}

/** Begins each row and reads its label and the score of that. */
export function labelled(e: Emitter, { scores, slope, y }: RowPlaces, sums: Sums, body: (row: Row) => void): void {
  const [label, own] = [e.local('i32'), e.local('f32')]
  eachRow(e, [scores, slope, y], ([s, d, target]) => {
    beginRow(e, sums, target!)
    e.get(target!).at(op.f32Load).op(op.i32TruncF32U).set(label)
    e.get(s!).get(label).i32(2).op(op.i32Shl, op.i32Add).at(op.f32Load).set(own)
    body({ scores: s!, slope: d!, label, own })
  })
}

/** Sets `value` to a vector of scores, the padding of the last one to -∞. */
export function loadScores(
  e: Emitter,
  pointer: number,
  offset: number,
  last: boolean,
  columns: number,
  value: number,
): void {
  at(e, pointer, offset).at(op.v128Load).set(value)
  if (!last) return
  const word = (lane: number) => (lane < columns % 4 ? 0 : -8388608) // the bits of -∞
  maskTail(e, value, columns % 4, 0)
  e.get(value)
    .constant([word(0), word(1), word(2), word(3)])
    .op(op.v128Or)
    .set(value)
}

/** Leaves a mask that is set where the column is the label. */
export function isLabel(e: Emitter, offset: number, label: number): void {
  e.get(offset)
    .i32(2)
    .op(op.i32ShrU, op.i32x4Splat)
    .constant([0, 1, 2, 3])
    .op(op.i32x4Add)
    .get(label)
    .op(op.i32x4Splat, op.i32x4Eq)
}
