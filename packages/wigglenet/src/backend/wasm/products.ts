// Matrix products as register tiles: C[i, j] = Σ_k A[i, k]·B[k, j], vectors along j, one running sum for each element, k in order.
// The order of a sum never depends on the tile, so the tiles may change without changing a bit.
// All three products of a layer have this form, since weights are kept transposed, as (inputs, units):
//   forward   Z  = X·Wᵀ    A = X,  B = Wᵀ                       dW   dWᵀ = Xᵀ·dZ    A = Xᵀ (strides swapped), B = dZ
//   backward  dX = dZ·W    A = dZ, B = W (Wᵀ transposed while it is packed)
// Tile sizes and packing follow measurements on a 2-core 3.5 GHz AVX-512 machine, Node 20, 2026-11-23.
import type { Assembler, Emitter } from './assembler.ts'

/** Rows of a tile by its width in vectors: tile + row + column vectors stay within 15 registers. */
const tileRows: Record<number, readonly number[]> = { 1: [8, 4, 2, 1], 2: [4, 2, 1], 3: [3, 2, 1] }
/** The longest run of k in one pass: a packed panel of 2 vectors then takes 16 kB of the first cache. */
const passLength = 512

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
  /** What becomes of each vector of C before it is stored: the local holds it; `column` holds j in bytes. */
  readonly finish?: (e: Emitter, value: number, column: number) => void
}

/** Where the kernels find what changes from step to step, and their scratch memory. */
export interface Workspace {
  readonly assembler: Assembler
  /** Address of the number of rows in this step. */
  readonly rowsAddress: number
  /** Address of `panelBytes` of scratch memory for packed panels of B. */
  readonly panel: number
  readonly functions: Map<string, number>
}

/** Bytes of scratch memory that the products of a plan need. `longest` is the longest sum. */
export const panelBytes = (longest: number): number => (Math.min(longest, passLength) + 4) * 48

/** The widths of the column blocks of a matrix, in vectors: twos, and one three where the number is odd. */
function columnBlocks(vectors: number): { width: number; count: number }[] {
  if (vectors === 1) return [{ width: 1, count: 1 }]
  const threes = vectors % 2
  const twos = (vectors - 3 * threes) / 2
  return [
    { width: 2, count: twos },
    { width: 3, count: threes },
  ].filter(({ count }) => count > 0)
}

/** Defines a function that computes the whole product, and gives its index. */
export function defineProduct(workspace: Workspace, product: Product): number {
  const { A, B, C, rows, length, vectors } = product
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
      value === 'rows' ? e.i32(workspace.rowsAddress).at('i32.load') : e.i32(value)
    passes.forEach((pass, p) => {
      e.i32(0).set(column)
      blocks.forEach(({ width, count: blockCount }, block) => {
        e.i32(blockCount).set(count)
        e.repeat(count, () => {
          if (B.transposed)
            e.i32(B.address + 4 * pass.from)
              .get(column)
              .i32(B.stride / 4)
              .op('i32.mul', 'i32.add')
              .set(b)
          else
            e.i32(B.address + pass.from * B.stride)
              .get(column)
              .op('i32.add')
              .set(b)
          if (packs) {
            e.get(b)
            size(pass.length).call(packers[block]!)
            e.i32(workspace.panel).set(b)
          }
          e.i32(A.address + pass.from * A.column).set(a)
          e.i32(C.address).get(column).op('i32.add').set(c)
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

interface Tile {
  readonly height: number
  readonly width: number
  readonly panelStride: number
  /** Starts from what C holds instead of 0. */
  readonly load: boolean
  readonly finish: boolean
}

/** (a, b, c, column, length): one tile of `height` rows and `width` vectors. */
function tile(
  workspace: Workspace,
  { A, C, finish }: Product,
  { height, width, panelStride, load, finish: last }: Tile,
): number {
  return workspace.assembler.define(['i32', 'i32', 'i32', 'i32', 'i32'], [], (e) => {
    const [a, b, c, column, length] = [0, 1, 2, 3, 4]
    const sums = Array.from({ length: height * width }, () => e.local('v128'))
    const right = Array.from({ length: width }, () => e.local('v128'))
    const left = e.local('v128')
    if (load)
      sums.forEach((sum, i) =>
        e
          .get(c)
          .at('v128.load', Math.floor(i / width) * C.stride + 16 * (i % width))
          .set(sum),
      )
    e.repeat(length, () => {
      right.forEach((vector, v) =>
        e
          .get(b)
          .at('v128.load', 16 * v)
          .set(vector),
      )
      for (let row = 0; row < height; row++) {
        e.get(a)
          .at('v128.load32_splat', row * A.row)
          .set(left)
        right.forEach((vector, v) => {
          const sum = sums[row * width + v]!
          e.get(sum).get(left).get(vector).op('f32x4.mul', 'f32x4.add').set(sum)
        })
      }
      e.advance(a, A.column).advance(b, panelStride)
    })
    sums.forEach((sum, i) => {
      const v = i % width
      if (last && finish) {
        if (v > 0) e.advance(column, 16)
        finish(e, sum, column)
        if (v > 0 && v === width - 1) e.advance(column, -16 * v)
      }
      e.get(c)
        .get(sum)
        .at('v128.store', Math.floor(i / width) * C.stride + 16 * v)
    })
  })
}

/** (source, rows): copies `width` vectors of each row of B, one behind the other, into the panel. */
function packRows(workspace: Workspace, stride: number, width: number): number {
  return shared(workspace, `rows ${stride} ${width}`, (e) => {
    const [source, rows, target] = [0, 1, e.local('i32')]
    e.i32(workspace.panel).set(target)
    e.repeat(rows, () => {
      for (let v = 0; v < width; v++)
        e.get(target)
          .get(source)
          .at('v128.load', 16 * v)
          .at('v128.store', 16 * v)
      e.advance(source, stride).advance(target, 16 * width)
    })
  })
}

/** (source, columns): 4·width rows of the source become the columns of the panel, in squares of 4. */
function packTransposed(workspace: Workspace, stride: number, width: number): number {
  return shared(workspace, `transposed ${stride} ${width}`, (e) => {
    const [source, columns, target] = [0, 1, e.local('i32')]
    const rows = [0, 1, 2, 3].map(() => e.local('v128')) as [number, number, number, number]
    const [low, high] = [e.local('v128'), e.local('v128')]
    e.i32(workspace.panel).set(target)
    e.get(columns).i32(3).op('i32.add').i32(2).op('i32.shr_u').set(columns)
    e.repeat(columns, () => {
      for (let v = 0; v < width; v++) {
        rows.forEach((row, r) =>
          e
            .get(source)
            .at('v128.load', (4 * v + r) * stride)
            .set(row),
        )
        for (const half of [0, 2]) {
          const lane = half // columns half and half + 1 of the four rows
          e.get(rows[0])
            .get(rows[1])
            .lanes(lane, 4 + lane, lane + 1, 5 + lane)
            .set(low)
          e.get(rows[2])
            .get(rows[3])
            .lanes(lane, 4 + lane, lane + 1, 5 + lane)
            .set(high)
          e.get(target)
            .get(low)
            .get(high)
            .lanes(0, 1, 4, 5)
            .at('v128.store', half * 16 * width + 16 * v)
          e.get(target)
            .get(low)
            .get(high)
            .lanes(2, 3, 6, 7)
            .at('v128.store', (half + 1) * 16 * width + 16 * v)
        }
      }
      e.advance(source, 16).advance(target, 64 * width)
    })
  })
}

function shared(workspace: Workspace, key: string, write: (e: Emitter) => void): number {
  let index = workspace.functions.get(key)
  if (index === undefined) {
    index = workspace.assembler.define(['i32', 'i32'], [], write)
    workspace.functions.set(key, index)
  }
  return index
}
