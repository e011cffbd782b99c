// Products whose A holds many zeros, such as images: blocks of 4 rows of A are packed without the columns where all four are 0, and the sums go
// over what is left, in order. A term of 0 changes no sum of finite numbers, so the bits are those of the whole product.

import type { Emitter } from '../../kernel/assembler.ts'
import { loadColumns } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { type Address, type Product, packRows, packTransposed, shared, store, type Workspace } from './tiles.ts'

/** Rows of A in a block. */
export const blockRows = 4
/** Vectors of C that a tile takes: 4 rows of 2 are 8 sums. */
const width = 2

/** Where packed blocks stand: each has the number of its columns, their four numbers each, then their places k. */
export interface Blocks {
  readonly address: Address
  /** The most columns of a block. */
  readonly length: number
}

const bytesOf = (length: number): number => Math.ceil((16 + 20 * (length + 1)) / 16) * 16
/** Bytes of memory for so many rows of A. */
export const blocksBytes = (rows: number, length: number): number => Math.ceil(rows / blockRows) * bytesOf(length)

const valuesAt = 16
const placesAt = (length: number): number => valuesAt + 16 * (length + 1)
/** The width of a packed panel's row: places are kept in bytes of it. */
const panelStride = 16 * width

/** Leaves nothing; packs `count` blocks of A, the first from row 0 of the product. */
export function emitPack(
  e: Emitter,
  { rowsAddress }: Workspace,
  { A, length }: Product,
  blocks: Blocks,
  count: number,
): void {
  const [a, source, block, value, place] = e.locals('i32')
  const [k, left, steps, kept] = e.locals('i32')
  const square = Array.from({ length: blockRows }, () => e.local('v128'))
  const column = e.local('v128')
  /** Writes the column on the stack, and goes on behind it unless it is 0. */
  const append = () => {
    e.set(column).get(value).get(column).at(op.v128Store).get(place).get(k).at(op.i32Store)
    e.get(column).op(op.v128AnyTrue).set(kept)
    e.get(value).get(kept).i32(4).op(op.i32Shl, op.i32Add).set(value)
    e.get(place).get(kept).i32(2).op(op.i32Shl, op.i32Add).set(place)
    e.advance(k, panelStride)
  }
  /** Appends the first columns of a square of 4 rows and 4 columns. */
  const appendSquare = (columns: number) => {
    loadColumns(e, square, () => e.get(source), A.row)
    for (const local of square.slice(0, columns)) {
      e.get(local)
      append()
    }
    e.advance(source, 16)
  }
  blocks.address(e.i32(A.address).set(a)).set(block).i32(count).set(left)
  e.repeat(left, () => {
    e.get(a).set(source).i32(0).set(k)
    e.get(block).i32(valuesAt).op(op.i32Add).set(value)
    e.get(block).i32(placesAt(blocks.length)).op(op.i32Add).set(place)
    if (length === 'rows') {
      // A is a transpose: each of its columns stands in memory as a vector.
      e.read(rowsAddress).set(steps)
      e.repeat(steps, () => {
        e.get(source).at(op.v128Load)
        append()
        e.advance(source, A.column)
      })
    } else {
      if (length >= 4) {
        e.i32(Math.floor(length / 4)).set(steps)
        e.repeat(steps, () => appendSquare(4))
      }
      if (length % 4 > 0) appendSquare(length % 4)
    }
    e.get(block).get(value).get(block).op(op.i32Sub).i32(valuesAt).op(op.i32Sub).i32(4).op(op.i32ShrU).at(op.i32Store)
    e.advance(a, blockRows * A.row).advance(block, bytesOf(blocks.length))
  })
}

/** Defines (values, places, panel, c, bias, count): one tile of 4 rows from a packed block. */
function defineTile(workspace: Workspace, product: Product, vectors: number): number {
  const { C, bias, flushes } = product
  return shared(workspace, ['packed', C.stride, !bias, flushes, vectors].join(), 6, (e) => {
    const [values, places, panel, c, bias, count] = [0, 1, 2, 3, 4, 5]
    const sums = Array.from({ length: blockRows * vectors }, () => e.local('v128'))
    const right = Array.from({ length: vectors }, () => e.local('v128'))
    const [left, b] = [e.local('v128'), e.local('i32')]
    e.get(count)
    e.when(() =>
      e.repeat(count, () => {
        e.get(panel).get(places).at(op.i32Load).op(op.i32Add).set(b)
        right.forEach((vector, v) =>
          e
            .get(b)
            .at(op.v128Load, 16 * v)
            .set(vector),
        )
        for (let row = 0; row < blockRows; row++) {
          e.get(values)
            .at(op.v128Load32Splat, 4 * row)
            .set(left)
          right.forEach((vector, v) => {
            const sum = sums[row * vectors + v]!
            e.get(left)
              .get(vector)
              .multiplyAdd(() => e.get(sum))
              .set(sum)
          })
        }
        e.advance(values, 16).advance(places, 4)
      }),
    )
    store(e, product, sums, vectors, true, c, bias)
  })
}

/** Leaves nothing; computes the product from blocks that are packed: so many of them, or as many as the rows of this step fill. The panel
 *  of B takes 32 bytes for each k. */
export function emitMultiply(
  e: Emitter,
  workspace: Workspace,
  product: Product,
  blocks: Blocks,
  count: number | 'rows',
): void {
  const { B, C, vectors, length, bias = 0 } = product
  const { panel, rowsAddress } = workspace
  const [column, block, c, left] = e.locals('i32')
  const pack = B.transposed ? packTransposed(workspace, B.stride, width) : packRows(workspace, B.stride, width)
  const rowsNow = () => e.read(rowsAddress)
  e.i32(0).set(column)
  for (const [wide, times] of [
    [width, Math.floor(vectors / width)],
    [1, vectors % width],
  ] as const) {
    if (times === 0) continue
    const multiply = defineTile(workspace, product, wide)
    e.times(times, () => {
      e.i32(B.address).get(column)
      if (B.transposed) e.i32(B.stride / 4).op(op.i32Mul)
      e.op(op.i32Add)
      if (length === 'rows') rowsNow()
      else e.i32(length)
      panel(e).call(pack)
      blocks.address(e).set(block).i32(C.address).get(column).op(op.i32Add).set(c)
      if (count === 'rows')
        rowsNow()
          .i32(blockRows - 1)
          .op(op.i32Add)
          .i32(2)
          .op(op.i32ShrU)
          .set(left)
      else e.i32(count).set(left)
      e.repeat(left, () => {
        e.get(block).i32(valuesAt).op(op.i32Add).get(block).i32(placesAt(blocks.length)).op(op.i32Add)
        panel(e).get(c).get(column).i32(bias).op(op.i32Add).get(block).at(op.i32Load).call(multiply)
        e.advance(block, bytesOf(blocks.length)).advance(c, blockRows * C.stride)
      })
      e.advance(column, 16 * wide)
    })
  }
}
