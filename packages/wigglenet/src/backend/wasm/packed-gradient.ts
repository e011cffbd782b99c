// Weight gradients of a wide input or of many rows: dWᵀ = Xᵀ·dZ, whose A is read by columns, a page of memory for each row of the batch.
// A is packed first, so that the tiles read it in order: blocks of 12 of its rows, as many at once as stay in the second cache.

import type { Emitter } from '../../kernel/assembler.ts'
import * as op from '../../kernel/opcodes.ts'
import { defineProduct } from './products.ts'
import {
  type Address,
  columnBlocks,
  type Product,
  packRows,
  packsPanels,
  tile,
  tileHeights,
  type Workspace,
} from './tiles.ts'

/** Rows of A in a block: 3 vectors, a multiple of the height of the tallest tiles. */
const blockRows = 12
const vectorsOfBlock = blockRows / 4
/** Blocks that are packed at once. */
const chunkBlocks = 8
/** The longest run of k in one pass: a block and a panel of 3 vectors then take 12 kB each of the first cache. */
const passLength = 256
/** An A of so many bytes is packed, and every A of more rows of the batch than two passes take. Tried on 2 cores, Node 20, 2026-11-26. */
const wideBytes = 256 * 1024

/** Bytes of scratch memory for the packed blocks. */
export const packedBytes = (batch: number): number => chunkBlocks * 4 * blockRows * Math.min(batch, passLength)

/** Whether packing pays. */
const pays = (batch: number, { A, rows, length }: Product): boolean =>
  length === 'rows' && (rows as number) >= blockRows && (batch > 2 * passLength || batch * A.column >= wideBytes)

/** Defines a function () that computes a weight gradient, and gives its index, if packing pays. */
export function definePackedGradient(workspace: Workspace, product: Product, packed: Address): number | undefined {
  const { assembler, batch, rowsAddress } = workspace
  if (!pays(batch, product)) return undefined
  const { A, B, C } = product
  const rows = product.rows as number
  const rest = rows % blockRows
  const first = definePass(workspace, product, packed, false)
  const further = batch > passLength && definePass(workspace, product, packed, true)
  const last =
    rest > 0 &&
    defineProduct(workspace, {
      ...product,
      A: { ...A, address: A.address + (rows - rest) * A.row },
      C: { ...C, address: C.address + (rows - rest) * C.stride },
      rows: rest,
    })
  return assembler.define([], [], (e) => {
    const [a, b, left, now] = e.locals('i32')
    const pass = (index: number) => {
      atMost(e, left, passLength).set(now)
      e.get(a).get(b).get(now).call(index)
      e.advance(a, passLength * A.column).advance(b, passLength * B.stride)
      e.get(left).get(now).op(op.i32Sub).set(left)
    }
    e.i32(A.address).set(a).i32(B.address).set(b).read(rowsAddress).set(left)
    pass(first)
    if (further !== false)
      e.get(left).when(() =>
        e.loop(() => {
          pass(further)
          e.get(left)
        }),
      )
    if (last !== false) e.call(last)
  })
}

/** Defines (a, b, length): the terms of so many k, the first at the column `a` of A and the row `b` of B, for all whole blocks of rows; `load` adds them
 *  to what C holds. */
function definePass(workspace: Workspace, product: Product, packed: Address, load: boolean): number {
  const { A, B, C, vectors } = product
  const { assembler, panel, batch } = workspace
  const blocks = Math.floor((product.rows as number) / blockRows)
  const packsB = packsPanels(vectors, Math.min(batch, passLength), B.stride)
  const pitch = 16 * vectorsOfBlock
  const packA = packRows(workspace, A.column, vectorsOfBlock)
  return assembler.define(['i32', 'i32', 'i32'], [], (e) => {
    const [a, b, length] = [0, 1, 2]
    const [c, left, now, count, block, into, column, right, target] = e.locals('i32')
    /** Runs the body for each packed block. */
    const eachBlock = (body: () => void) => {
      packed(e).set(block)
      e.get(now).set(count)
      e.repeat(count, () => {
        body()
        e.get(block).get(length).i32(pitch).op(op.i32Mul, op.i32Add).set(block)
      })
    }
    e.i32(C.address).set(c).i32(blocks).set(left)
    e.loop(() => {
      atMost(e, left, chunkBlocks).set(now)
      e.get(a).set(into)
      eachBlock(() => {
        e.get(into).get(length).get(block).call(packA)
        e.advance(into, 4 * blockRows)
      })
      e.i32(0).set(column)
      for (const { width, count: times } of columnBlocks(vectors, false, !!assembler.fused)) {
        const height = tileHeights(width, assembler.fused)[0]!
        const tiles = tile(
          workspace,
          { ...product, A: { ...A, column: pitch } },
          { height, width, panelStride: packsB ? 16 * width : B.stride, load, last: true },
        )
        e.times(times, () => {
          e.get(b).get(column).op(op.i32Add).set(right)
          if (packsB) {
            e.get(right).get(length)
            panel(e).call(packRows(workspace, B.stride, width))
            panel(e).set(right)
          }
          e.get(c).get(column).op(op.i32Add).set(target)
          eachBlock(() => {
            e.get(block).get(right).get(target).i32(0).get(length).i32(blockRows).call(tiles)
            e.advance(target, blockRows * C.stride)
          })
          e.advance(column, 16 * width)
        })
      }
      e.advance(a, chunkBlocks * 4 * blockRows).advance(c, chunkBlocks * blockRows * C.stride)
      e.get(left).get(now).op(op.i32Sub).tee(left)
    })
  })
}

/** Leaves the smaller of a local and a number. */
const atMost = (e: Emitter, local: number, most: number): Emitter =>
  e.get(local).i32(most).get(local).i32(most).op(op.i32LtU, op.select)
