// Matrix products as register tiles: C[i, j] = Σ_k A[i, k]·B[k, j], vectors along j, one running sum for each element, k in order.
// The order of a sum never depends on the tile, so the tiles may change without changing a bit.
// All three products of a layer have this form, since weights are kept transposed, as (inputs, units):
//   forward   Z  = X·Wᵀ    A = X,  B = Wᵀ                       dW   dWᵀ = Xᵀ·dZ    A = Xᵀ (strides swapped), B = dZ
//   backward  dX = dZ·W    A = dZ, B = W (Wᵀ transposed while it is packed)

import * as op from '../../kernel/opcodes.ts'
import { columnBlocks, type Product, packRows, packTransposed, tile, tileHeights, type Workspace } from './tiles.ts'

/** The longest run of k in one pass: a packed panel of 2 vectors then takes 16 kB of the first cache. */
const passLength = 512

/** Bytes of scratch memory that the products of a plan need. `longest` is the longest sum. */
export const panelBytes = (longest: number): number => (Math.min(longest, passLength) + 4) * 48

/** Defines a function () that computes the whole product, and gives its index. */
export function defineProduct(workspace: Workspace, product: Product): number {
  const instead = workspace.instead?.(workspace, product)
  if (instead !== undefined) return instead
  const { A, B, C, rows, length, vectors, bias = 0 } = product
  // The tiles, and the packing, are functions of their own: V8 reaches full speed by the third call.
  const passes: { from: number; length: number | 'rows'; first: boolean; last: boolean }[] = []
  if (length === 'rows') passes.push({ from: 0, length, first: true, last: true })
  else {
    for (let from = 0; from < length; from += passLength) {
      passes.push({
        from,
        length: Math.min(passLength, length - from),
        first: from === 0,
        last: from + passLength >= length,
      })
    }
  }
  const single = rows === 'rows' && workspace.batch === 1 && !B.transposed // a panel holds 3 vectors, not 8
  const blocks = columnBlocks(vectors, single, workspace.assembler.fused !== undefined)
  const packs =
    B.transposed === true || (vectors > 2 && !single && !(typeof length === 'number' && length * B.stride <= 8192))
  const define = (width: number, first: boolean, last: boolean) =>
    tileHeights(width).map((height) => {
      const panelStride = packs ? 16 * width : B.stride
      return tile(workspace, product, {
        height,
        width,
        panelStride,
        load: !first || product.accumulate === true,
        last,
      })
    })
  const plans = passes.map((pass) => blocks.map(({ width }) => define(width, pass.first, pass.last)))
  const packers = blocks.map(({ width }) =>
    packs ? (B.transposed ? packTransposed(workspace, B.stride, width) : packRows(workspace, B.stride, width)) : -1,
  )

  return workspace.assembler.define([], [], (e) => {
    const [a, b, c, left, column, count] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'].map((type) =>
      e.local(type as 'i32'),
    ) as [number, number, number, number, number, number]
    const size = (value: number | 'rows') =>
      value === 'rows' ? e.i32(workspace.rowsAddress).at(op.i32Load) : e.i32(value)
    passes.forEach((pass, p) => {
      e.i32(0).set(column)
      blocks.forEach(({ width, count: blockCount }, block) => {
        e.i32(blockCount).set(count)
        e.repeat(count, () => {
          if (B.transposed)
            e.i32(B.address + 4 * pass.from)
              .get(column)
              .i32(B.stride / 4)
              .op(op.i32Mul, op.i32Add)
              .set(b)
          else
            e.i32(B.address + pass.from * B.stride)
              .get(column)
              .op(op.i32Add)
              .set(b)
          if (packs) {
            e.get(b)
            workspace.panel(size(pass.length)).call(packers[block]!)
            workspace.panel(e).set(b)
          }
          e.i32(A.address + pass.from * A.column).set(a)
          e.i32(C.address).get(column).op(op.i32Add).set(c)
          size(rows).set(left)
          tileHeights(width).forEach((height, t) => {
            e.eachBlock(left, height, () => {
              e.get(a).get(b).get(c).get(column).i32(bias).op(op.i32Add)
              size(pass.length).call(plans[p]![block]![t]!)
              e.advance(a, height * A.row).advance(c, height * C.stride)
            })
          })
          e.advance(column, 16 * width)
        })
      })
    })
  })
}
