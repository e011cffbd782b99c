// Matrix products as register tiles: C[i, j] = Σ_k A[i, k]·B[k, j], vectors along j, one running sum for each element, k in order.
// The order of a sum never depends on the tile, so the tiles may change without changing a bit.
// All three products of a layer have this form, since weights are kept transposed, as (inputs, units):
//   forward   Z  = X·Wᵀ    A = X,  B = Wᵀ                       dW   dWᵀ = Xᵀ·dZ    A = Xᵀ (strides swapped), B = dZ
//   backward  dX = dZ·W    A = dZ, B = W (Wᵀ transposed while it is packed)

import * as op from '../../kernel/opcodes.ts'
import {
  columnBlocks,
  type Product,
  packRows,
  packsPanels,
  packTransposed,
  tile,
  tileHeights,
  type Workspace,
} from './tiles.ts'

/** The longest run of k in one pass: a packed panel of 2 vectors then takes 16 kB of the first cache. Fused multiply-adds gain more from longer runs
 *  than they lose by a panel that is read from the second. */
const passLength = (fused: unknown): number => (fused ? 1024 : 512)

/** Bytes of scratch memory that the products of a plan need. `longest` is the longest sum. */
export const panelBytes = (longest: number): number => (Math.min(longest, passLength(true)) + 4) * 48

/** Defines a function () that computes the whole product, and gives its index. */
export function defineProduct(workspace: Workspace, product: Product): number {
  const instead = workspace.instead?.(workspace, product)
  if (instead !== undefined) return instead
  const { A, B, C, rows, length, vectors, bias = 0, accumulate } = product
  const { assembler, batch } = workspace
  const { fused } = assembler
  const single = rows === 'rows' && batch === 1 && !B.transposed // a panel holds 3 vectors, not 8
  const most = length === 'rows' ? batch : length
  const step = length === 'rows' ? most : passLength(fused)
  const packs = B.transposed || (!single && packsPanels(vectors, most, B.stride))

  return assembler.define([], [], (e) => {
    const [a, b, c, left, done] = e.locals('i32')
    const column = e.local('i32')
    const size = (value: number | 'rows') => (value === 'rows' ? e.read(workspace.rowsAddress) : e.i32(value))
    for (let from = 0; from < most; from += step) {
      const part = length === 'rows' ? length : Math.min(step, length - from)
      e.i32(0).set(column)
      for (const { width, count } of columnBlocks(vectors, single, !!fused)) {
        e.times(count, () => {
          e.i32(B.address + from * (B.transposed ? 4 : B.stride)).get(column)
          if (B.transposed) e.i32(B.stride / 4).op(op.i32Mul)
          e.op(op.i32Add).set(b)
          // Packing and tiles are functions of their own: V8 reaches full speed by the third call.
          if (packs) {
            e.get(b)
            workspace.panel(size(part)).call((B.transposed ? packTransposed : packRows)(workspace, B.stride, width))
            workspace.panel(e).set(b)
          }
          e.i32(A.address + from * A.column).set(a)
          e.i32(C.address).get(column).op(op.i32Add).set(c)
          size(rows).set(left)
          for (const height of tileHeights(width, fused)) {
            const tiles = tile(workspace, product, {
              height,
              width,
              panelStride: packs ? 16 * width : B.stride,
              load: from > 0 || !!accumulate,
              last: from + step >= most,
            })
            e.get(left).get(left).i32(height).op(op.i32RemU, op.i32Sub).set(done)
            e.get(a).get(b).get(c).get(column).i32(bias).op(op.i32Add)
            size(part).get(done).call(tiles)
            e.get(a).get(done).i32(A.row).op(op.i32Mul, op.i32Add).set(a)
            e.get(c).get(done).i32(C.stride).op(op.i32Mul, op.i32Add).set(c)
            e.get(left).get(done).op(op.i32Sub).set(left)
          }
          e.advance(column, 16 * width)
        })
      }
    }
  })
}
