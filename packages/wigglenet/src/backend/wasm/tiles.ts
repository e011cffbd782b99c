// Register tiles: small functions that compute some rows and vectors of a matrix product, and the packing of what they read.
// Tile sizes follow measurements on 2-core machines of 3.5 GHz, Node 20, 2026-11-23.

import type { Assembler, Emitter } from '../../kernel/assembler.ts'
import { flush } from '../../kernel/elementary.ts'
import { loadColumns } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'

/** Heights of the tiles of a width in vectors, the tallest first. Sums, all vectors that are read and a product stay within 15 registers: one
 *  height more has half the speed. A fused multiply-add needs none for the product. */
export const tileHeights = (width: number, fused?: number): readonly number[] =>
  [[], [6, 2, 1], [4, 2, 1], fused ? [3, 2, 1] : [2, 1]][width] ?? [1]

/** One matrix in memory: float32, strides in bytes. */
interface Operand {
  readonly address: number
  readonly stride: number
}

export interface Product {
  /** A[i, k] stands at address + i·row + k·column. */
  readonly A: { readonly address: number; readonly row: number; readonly column: number }
  readonly B: Operand & { /** B[k, j] stands at address + j·stride + 4·k instead. */ readonly transposed?: boolean }
  readonly C: Operand
  /** Rows of C; `'rows'` reads the number of rows of this step from memory. */
  readonly rows: number | 'rows'
  /** Vectors in a row of C. */
  readonly vectors: number
  /** Length of the sums. */
  readonly length: number | 'rows'
  /** C += instead of C =. */
  readonly accumulate?: boolean
  /** Address of a row that is added to each row of the finished C. */
  readonly bias?: number
  /** Whether numbers below 1e-30 become 0 in the finished C. */
  readonly flushes?: boolean
}

/** Leaves an address on the stack. */
export type Address = (e: Emitter) => Emitter

/** Where the kernels find what changes from step to step, and their scratch memory. */
export interface Workspace {
  readonly assembler: Assembler
  /** Address of the number of rows in this step. */
  readonly rowsAddress: number
  /** `panelBytes` of scratch memory for one packed panel of B. */
  readonly panel: Address
  /** The most rows of a step. */
  readonly batch: number
  readonly functions: Map<string, number>
  /** Defines a function for a product that is not computed by tiles. */
  readonly instead?: ((workspace: Workspace, product: Product) => number | undefined) | undefined
}

/** The widths of the column blocks of a matrix, in vectors: twos, and one three where the number is odd; with fused multiply-adds, which
 *  leave more registers, threes and up to two twos. A single row is taken in eights, so that its sums do not wait for each other. */
export function columnBlocks(vectors: number, single: boolean, fused: boolean): { width: number; count: number }[] {
  const wide = single ? 8 : fused ? 3 : 2
  const [rest, rests] = single || vectors < 3 ? [vectors % 8, 1] : fused ? [2, (2 * vectors) % 3] : [3, vectors % 2]
  return [
    { width: wide, count: (vectors - rests * rest) / wide },
    { width: rest, count: rests },
  ].filter(({ width, count }) => width * count > 0)
}

export interface Tile {
  readonly height: number
  readonly width: number
  readonly panelStride: number
  /** Starts from what C holds instead of 0. */
  readonly load: boolean
  /** Whether this is the last pass over k. */
  readonly last: boolean
}

/** (a, b, c, bias, length, rows): tiles of `height` rows and `width` vectors, one below the other, as long as there are that many rows left. */
export function tile(workspace: Workspace, product: Product, { height, width, panelStride, load, last }: Tile): number {
  const { A, C, bias, flushes } = product
  const key = [A.row, A.column, C.stride, !bias, flushes, height, width, panelStride, load, last].join()
  return shared(workspace, key, 6, (e) => {
    const [a, b, c, row, length, rows] = [0, 1, 2, 3, 4, 5]
    const [from, panel, left] = e.locals('i32')
    const sums = Array.from({ length: height * width }, () => e.local('v128'))
    const right = Array.from({ length: width }, () => e.local('v128'))
    const factor = e.local('v128')
    e.eachBlock(rows, height, () => {
      sums.forEach((sum, i) =>
        load
          ? e
              .get(c)
              .at(op.v128Load, Math.floor(i / width) * C.stride + 16 * (i % width))
              .set(sum)
          : e.floats(0).set(sum),
      )
      e.get(a).set(from).get(b).set(panel).get(length).set(left)
      e.repeat(left, () => {
        right.forEach((vector, v) =>
          e
            .get(panel)
            .at(op.v128Load, 16 * v)
            .set(vector),
        )
        for (let i = 0; i < height; i++) {
          e.get(from)
            .at(op.v128Load32Splat, i * A.row)
            .set(factor)
          right.forEach((vector, v) => {
            const sum = sums[i * width + v]!
            e.get(factor)
              .get(vector)
              .multiplyAdd(() => e.get(sum))
              .set(sum)
          })
        }
        e.advance(from, A.column).advance(panel, panelStride)
      })
      store(e, product, sums, width, last, c, row)
      e.advance(a, height * A.row).advance(c, height * C.stride)
    })
  })
}

/** Stores the sums of a tile at the pointer `c`; those of a last pass are finished by the biases at the pointer `row`, and by the flush. */
export function store(
  e: Emitter,
  { C, bias, flushes }: Product,
  sums: readonly number[],
  width: number,
  last: boolean,
  c: number,
  row: number,
): void {
  sums.forEach((sum, i) => {
    const offset = 16 * (i % width)
    if (last && bias !== undefined) {
      e.get(sum).get(row).at(op.v128Load, offset).op(op.f32x4Add).set(sum)
    }
    if (last && flushes) flush(e, sum)
    e.get(c)
      .get(sum)
      .at(op.v128Store, Math.floor(i / width) * C.stride + offset)
  })
}

/** Whether so many rows of B are packed, panel by panel: where they do not fit into the first cache as they are. */
export const packsPanels = (vectors: number, rows: number, stride: number): boolean =>
  vectors > 2 && rows * stride > 8192

/** (source, rows, target): copies `width` vectors of each row of B, one behind the other, into the panel. */
export function packRows(workspace: Workspace, stride: number, width: number): number {
  return shared(workspace, `rows ${stride} ${width}`, 3, (e) => {
    const [source, rows, target] = [0, 1, 2]
    e.repeat(rows, () => {
      for (let v = 0; v < width; v++)
        e.get(target)
          .get(source)
          .at(op.v128Load, 16 * v)
          .at(op.v128Store, 16 * v)
      e.advance(source, stride).advance(target, 16 * width)
    })
  })
}

/** (source, columns, target): 4·width rows of the source become the columns of the panel, in squares of 4. */
export function packTransposed(workspace: Workspace, stride: number, width: number): number {
  return shared(workspace, `transposed ${stride} ${width}`, 3, (e) => {
    const [source, columns, target] = [0, 1, 2]
    const square = [0, 1, 2, 3].map(() => e.local('v128'))
    e.get(columns).i32(3).op(op.i32Add).i32(2).op(op.i32ShrU).set(columns)
    e.repeat(columns, () => {
      for (let v = 0; v < width; v++) {
        loadColumns(e, square, () => e.get(source), stride, 4 * v)
        square.forEach((column, c) =>
          e
            .get(target)
            .get(column)
            .at(op.v128Store, 16 * (c * width + v)),
        )
      }
      e.advance(source, 16).advance(target, 64 * width)
    })
  })
}

/** Defines a function of some i32, unless there is one of this key. */
export function shared(
  { assembler, functions }: Workspace,
  key: string,
  parameters: number,
  write: (e: Emitter) => void,
): number {
  let index = functions.get(key)
  if (index === undefined) {
    index = assembler.define(
      Array.from({ length: parameters }, () => 'i32' as const),
      [],
      write,
    )
    functions.set(key, index)
  }
  return index
}
