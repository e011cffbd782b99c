// Matrix products as register tiles: C[i, j] = Σ_k A[i, k]·B[k, j], vectors along j, one running sum for each element, k in order.
// The order of a sum never depends on the tile, so the tiles may change without changing a bit.
// All three products of a layer have this form, since weights are kept transposed, as (inputs, units):
//   forward   Z  = X·Wᵀ    A = X,  B = Wᵀ                       dW   dWᵀ = Xᵀ·dZ    A = Xᵀ (strides swapped), B = dZ
//   backward  dX = dZ·W    A = dZ, B = W (Wᵀ transposed while it is packed)

import type { Emitter } from './assembler.ts'
import * as op from './opcodes.ts'
import { columnBlocks, type Product, packRows, packTransposed, tile, tileRows, type Workspace } from './tiles.ts'

/** The longest run of k in one pass: a packed panel of 2 vectors then takes 16 kB of the first cache. */
const passLength = 512

/** Bytes of scratch memory that the products of a plan need. `longest` is the longest sum. */
export const panelBytes = (longest: number): number => (Math.min(longest, passLength) + 4) * 48

/** Defines a function that computes the whole product, and gives its index. */
export function defineProduct(workspace: Workspace, product: Product): number {
  const { A, B, C, rows, length, vectors } = product
  if (isWide(workspace, product)) return defineWideProduct(workspace, product)
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
  const blocks = columnBlocks(vectors)
  const packs =
    B.transposed === true || (vectors > 2 && rows !== 1 && !(typeof length === 'number' && length * B.stride <= 8192))
  const define = (width: number, first: boolean, last: boolean) =>
    tileRows[width]!.map((height) => {
      const panelStride = packs ? 16 * width : B.stride
      return tile(workspace, product, {
        height,
        width,
        panelStride,
        load: !first || product.accumulate === true,
        finish: last,
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
            size(pass.length).i32(workspace.panel).call(packers[block]!)
            e.i32(workspace.panel).set(b)
          }
          e.i32(A.address + pass.from * A.column).set(a)
          e.i32(C.address).get(column).op(op.i32Add).set(c)
          size(rows).set(left)
          tileRows[width]!.forEach((height, t) => {
            e.eachBlock(left, height, () => {
              e.get(a).get(b).get(c).get(column)
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

/** Floats of A that a wide product packs side by side: one line of the cache. */
const blockFloats = 16
/** A matrix A of more bytes than this is read in packed blocks: by columns it would touch a page for each row. */
const wideBytesLeast = 512 * 1024

/** Whether a weight gradient reads so much of X that blocks of it are worth packing. */
const isWide = ({ batch }: Workspace, { A, rows, length }: Product): boolean =>
  length === 'rows' && rows !== 'rows' && batch * A.column > wideBytesLeast

/** Bytes of scratch memory for a wide product: all panels of B, and a block of A. */
export const wideBytes = (batch: number, inputs: number, units: number): number =>
  batch * inputs * 4 > wideBytesLeast / 2 ? batch * 4 * (units + 32 + blockFloats) : 0

/** dWᵀ = Xᵀ·dZ for a large X: dZ is packed once, then X block by block, each used for all columns while it is in the cache. */
function defineWideProduct(workspace: Workspace, product: Product): number {
  const { A, B, C, vectors } = product
  const rows = product.rows as number
  const blocks = columnBlocks(vectors)
  const packedA = { ...product, A: { address: 0, row: 4, column: 4 * blockFloats } }
  const tiles = blocks.map(({ width }) =>
    tileRows[width]!.map((height) =>
      tile(workspace, packedA, { height, width, panelStride: 16 * width, load: false, finish: true }),
    ),
  )
  const packers = blocks.map(({ width }) => packRows(workspace, B.stride, width))
  const packBlock = packRows(workspace, A.column, blockFloats / 4)
  const panels = workspace.wide + workspace.batch * 4 * blockFloats

  return workspace.assembler.define([], [], (e) => {
    const [size, source, target, chunk, result] = locals(e, 5)
    const [a, c, left, column, count] = locals(e, 5)
    const eachPanel = (body: (block: number, width: number) => void) => {
      e.i32(panels).set(target).i32(0).set(column)
      blocks.forEach(({ width, count: panelsOfBlock }, block) => {
        e.i32(panelsOfBlock).set(count)
        e.repeat(count, () => {
          body(block, width)
          e.get(target)
            .get(size)
            .i32(16 * width)
            .op(op.i32Mul, op.i32Add)
            .set(target)
          e.advance(column, 16 * width)
        })
      })
    }
    const takeBlock = (height: number) => {
      e.get(source).get(size).i32(workspace.wide).call(packBlock)
      eachPanel((block, width) => {
        e.i32(workspace.wide).set(a).get(result).get(column).op(op.i32Add).set(c).i32(height).set(left)
        tileRows[width]!.forEach((tileHeight, t) => {
          e.eachBlock(left, tileHeight, () => {
            e.get(a).get(target).get(c).get(column).get(size).call(tiles[block]![t]!)
            e.advance(a, 4 * tileHeight).advance(c, tileHeight * C.stride)
          })
        })
      })
    }
    e.i32(workspace.rowsAddress).at(op.i32Load).set(size)
    eachPanel((block) => e.i32(B.address).get(column).op(op.i32Add).get(size).get(target).call(packers[block]!))
    e.i32(A.address).set(source).i32(C.address).set(result)
    const whole = Math.floor(rows / blockFloats)
    if (whole > 0) {
      e.i32(whole).set(chunk)
      e.repeat(chunk, () => {
        takeBlock(blockFloats)
        e.advance(source, 4 * blockFloats).advance(result, blockFloats * C.stride)
      })
    }
    if (rows % blockFloats > 0) takeBlock(rows % blockFloats)
  })
}

const locals = (e: Emitter, count: 5) =>
  Array.from({ length: count }, () => e.local('i32')) as [number, number, number, number, number]
