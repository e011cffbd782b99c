// What the generators of all steps share: the module being built, the layout, and loops over buffers.

import type { Assembler, Emitter } from './assembler.ts'
import * as control from './control.ts'
import * as op from './opcodes.ts'
import type { Layout, Place } from './place.ts'

export interface Kernel {
  readonly layout: Layout
  readonly assembler: Assembler
  /** The most rows of a step. */
  readonly batch: number
  /** Index of the function that makes 16 random words. */
  readonly philox: () => number
}

export const placeOf = ({ layout }: Kernel, name: string): Place => layout.places.get(name)!

/** Vectors in a row that hold numbers of the matrix. */
export const vectorsOf = (place: Place): number => Math.ceil(place.storedColumns / 4)

/** Leaves the number of rows of this step on the stack. */
export const rowsNow = (e: Emitter): Emitter => e.read(control.rows)

/** Keeps the lanes of the last vector of a row that hold numbers of the matrix; the padding becomes 0. */
export function maskTail(e: Emitter, local: number, columns: number, vector: number): void {
  const rest = columns - 4 * vector
  if (rest >= 4) return
  const word = (lane: number) => (lane < rest ? -1 : 0)
  e.get(local)
    .constant([word(0), word(1), word(2), word(3)])
    .op(op.v128And)
    .set(local)
}

/** For each vector of the rows of this step, or of the whole buffers: `body` with a pointer local for each. All must have the same stride. Where
 *  four are taken `together`, the last of them may go beyond the rows of this step, where nobody reads. */
export function eachVector(
  e: Emitter,
  places: readonly Place[],
  body: (pointers: readonly number[]) => void,
  whole?: boolean,
  together: 1 | 4 = 1,
): void {
  const { storedRows, stride } = places[0]!
  const count = () =>
    (whole ? e.i32(storedRows) : rowsNow(e))
      .i32(stride / 4)
      .op(op.i32Mul)
      .i32(together - 1)
      .op(op.i32Add)
      .i32(together >> 1)
      .op(op.i32ShrU)
  walk(e, places, count, () => 16 * together, body)
}

/** For each row of this step: `body` with a pointer local for each buffer, at the row's start. */
export function eachRow(e: Emitter, places: readonly Place[], body: (pointers: readonly number[]) => void): void {
  const count = () => rowsNow(e)
  walk(e, places, count, ({ stride }) => 4 * stride, body)
}

/** Runs `body` as often as `count` leaves on the stack, each buffer's pointer going on by its `bytes`. */
export function walk(
  e: Emitter,
  places: readonly Place[],
  count: () => Emitter,
  bytes: (place: Place) => number,
  body: (pointers: readonly number[]) => void,
): void {
  const left = e.local('i32')
  const pointers = places.map(({ address }) => {
    const pointer = e.local('i32')
    e.i32(address).set(pointer)
    return pointer
  })
  count().set(left)
  e.repeat(left, () => {
    body(pointers)
    pointers.forEach((pointer, i) => e.advance(pointer, bytes(places[i]!)))
  })
}

/** For each vector of a row of `columns`: `body` with a local that holds the offset in bytes; the last vector apart if it has padding. */
export function eachColumn(e: Emitter, columns: number, body: (offset: number, last: boolean) => void): void {
  const offset = e.local('i32')
  e.i32(0).set(offset)
  if (columns >= 4) {
    e.times(Math.floor(columns / 4), () => {
      body(offset, false)
      e.advance(offset, 16)
    })
  }
  if (columns % 4 > 0) body(offset, true)
}

/** Joins the four lanes by a scalar operation and leaves the result on the stack: (0, 1) with (2, 3). */
export function joinLanes(e: Emitter, local: number, operation: number): Emitter {
  e.get(local).lane(0).get(local).lane(1).op(operation)
  return e.get(local).lane(2).get(local).lane(3).op(operation, operation)
}

/** The four vectors of a square, in locals, become its columns where they were its rows. */
export function transpose(e: Emitter, square: readonly number[]): void {
  const pairs = square.map((_, i) => {
    const [first, from, pair] = [2 * (i % 2), 2 * (i >> 1), e.local('v128')]
    e.get(square[first]!)
      .get(square[first + 1]!)
      .lanes(from, 4 + from, from + 1, 5 + from)
      .set(pair)
    return pair
  })
  square.forEach((column, i) => {
    const [first, from] = [2 * (i >> 1), 2 * (i % 2)]
    e.get(pairs[first]!)
      .get(pairs[first + 1]!)
      .lanes(from, from + 1, 4 + from, 5 + from)
      .set(column)
  })
}

/** Sets four locals to four columns of the rows from `row` on, that many bytes apart, of which the first is at an address. */
export function loadColumns(
  e: Emitter,
  columns: readonly number[],
  address: () => Emitter,
  bytes: number,
  row = 0,
): void {
  columns.forEach((local, i) =>
    address()
      .at(op.v128Load, bytes * (row + i))
      .set(local),
  )
  transpose(e, columns)
}

/** Leaves the vector at a pointer on the stack. */
export const load = (e: Emitter, pointer: number, offset = 0): Emitter => e.get(pointer).at(op.v128Load, offset)

/** Leaves pointer + offset, both locals, on the stack. */
export const at = (e: Emitter, pointer: number, offset: number): Emitter => e.get(pointer).get(offset).op(op.i32Add)
