// Losses over some columns of a row: as a loss of its own over all of them, or as a part of `joint`.
import type { Emitter } from '../../kernel/assembler.ts'
import { at, eachColumn, eachRow } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { addLoss, beginRow, type RowCode, type RowPlaces, type Sums } from './row-code.ts'

/** Columns of a row: `count` of them, from `first` on. */
export interface Columns {
  readonly first: number
  readonly count: number
}

/** Locals while a row is gone through: pointers at its start, and the part's weight / rows. */
export interface PartRow {
  readonly scores: number
  readonly slope: number
  readonly y: number
  readonly share: number
}

/** Writes the gradient along the columns, times `share`, to `slope`; leaves the loss of the row, a float32, on the stack. */
export type EmitPart = (e: Emitter, row: PartRow, columns: Columns) => void

/** What a loss of whole rows carries that can be a part of `joint`. */
export interface PartCode extends RowCode {
  readonly emit: EmitPart
}

export interface WeightedPart extends Columns {
  readonly weight: number
  readonly emit: EmitPart
}

/** All rows of the step: the loss of a row is the weighted sum of its parts. */
export function emitParts(e: Emitter, places: RowPlaces, sums: Sums, parts: readonly WeightedPart[]): void {
  const share = e.local('f32')
  const value = e.local('f32')
  eachRow(e, [places.scores, places.slope, places.y], ([scores, slope, y]) => {
    beginRow(e, sums, y!)
    eachColumn(e, places.slope.storedColumns, (offset) => {
      at(e, slope!, offset).floats(0).at(op.v128Store) // the padding too
    })
    for (const { emit, weight, ...columns } of parts) {
      e.get(sums.share).f32(weight).op(op.f32Mul).set(share)
      emit(e, { scores: scores!, slope: slope!, y: y!, share }, columns)
      e.f32(weight).op(op.f32Mul).set(value)
      addLoss(e, sums, () => e.get(value))
    }
  })
}

/** A mask of the lanes of a vector that belong to the columns; nothing where all do. */
export type Lanes = readonly [number, number, number, number] | undefined

/** For each vector with some of the columns: `body` with a local that holds its offset in bytes; whole vectors in a loop. */
export function eachVectorOf(
  e: Emitter,
  { first, count }: Columns,
  body: (offset: number, lanes: Lanes) => void,
): void {
  const [offset, left] = e.locals('i32')
  const end = first + count
  const [from, to] = [Math.ceil(first / 4), Math.floor(end / 4)]
  const word = (column: number) => (column >= first && column < end ? -1 : 0)
  const edge = (vector: number) => {
    const column = 4 * vector
    e.i32(16 * vector).set(offset)
    body(offset, [word(column), word(column + 1), word(column + 2), word(column + 3)])
  }
  if (first % 4 > 0) edge(from - 1)
  if (to > from) {
    e.i32(16 * from).set(offset)
    e.i32(to - from).set(left)
    e.repeat(left, () => {
      body(offset, undefined)
      e.advance(offset, 16)
    })
  }
  if (end % 4 > 0 && to >= from) edge(to)
}

/** Sets the lanes of other columns to a number. */
export function fill(e: Emitter, value: number, lanes: Lanes, number: number): void {
  if (lanes) e.get(value).floats(number).constant(lanes).op(op.v128Bitselect).set(value)
}

/** Sets `value` to a vector of a row, the lanes of other columns to a number. */
export function loadPart(
  e: Emitter,
  pointer: number,
  offset: number,
  lanes: Lanes,
  other: number,
  value: number,
): void {
  at(e, pointer, offset).at(op.v128Load).set(value)
  fill(e, value, lanes, other)
}

/** Writes the lanes of the columns; the others stay as they are. */
export function storePart(e: Emitter, pointer: number, offset: number, lanes: Lanes, value: number): void {
  at(e, pointer, offset).get(value)
  if (lanes) {
    at(e, pointer, offset).at(op.v128Load)
    e.constant(lanes).op(op.v128Bitselect)
  }
  e.at(op.v128Store)
}
