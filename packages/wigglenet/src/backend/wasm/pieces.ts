// A large product cut into pieces that threads may take as they come free: columns of the products over rows, since each panel of B is then packed
// once; rows of the weight gradients. An element of C is the same sum in whatever piece it lies.

import * as op from './opcodes.ts'
import { defineProduct } from './products.ts'
import { type Product, packRows, type Workspace } from './tiles.ts'

/** Rows of a batch in a piece, where it has more than that: the packing of B again is then 2 % of the work. */
const rowsOfPiece = 128
/** Rows of a weight gradient come in these, a multiple of the height of every tile. */
const rowsStep = 12

/** How a batch is cut by rows. */
export interface RowParts {
  readonly count: number
  readonly height: number
}

export function rowParts(batch: number): RowParts {
  const count = Math.max(1, Math.floor(batch / rowsOfPiece))
  const height = Math.ceil(batch / count / rowsStep) * rowsStep
  return { count: Math.ceil(batch / height), height }
}

/** A piece of a product; `part` tells which rows of the batch are its own. */
export interface Piece extends Product {
  readonly part: number
}

/** About `wanted` pieces of a product, each of whole panels of `width` vectors. */
export function cut(product: Product, wanted: number, parts: RowParts, width: number): readonly Piece[] {
  const { A, B, C, rows, vectors, bias } = product
  if (rows !== 'rows') {
    const height = Math.ceil(rows / wanted / rowsStep) * rowsStep
    return Array.from({ length: Math.ceil(rows / height) }, (_, i) => ({
      ...product,
      A: { ...A, address: A.address + i * height * A.row },
      C: { ...C, address: C.address + i * height * C.stride },
      rows: Math.min(height, rows - i * height),
      part: 0,
    }))
  }
  const panels = Math.max(1, Math.floor(vectors / width))
  const columns = panels * parts.count <= 2 * wanted ? panels : Math.ceil(wanted / parts.count)
  const edge = (piece: number) => (piece === columns ? vectors : width * Math.floor((piece * panels) / columns))
  return Array.from({ length: columns * parts.count }, (_, i) => {
    const [piece, part] = [Math.floor(i / parts.count), i % parts.count]
    const from = edge(piece)
    return {
      ...product,
      A: { ...A, address: A.address + part * parts.height * A.row },
      B: { ...B, address: B.address + (B.transposed ? 4 * B.stride : 16) * from },
      C: { ...C, address: C.address + part * parts.height * C.stride + 16 * from },
      vectors: edge(piece + 1) - from,
      ...(bias !== undefined && { bias: bias + 16 * from }),
      part,
    }
  })
}

/** Inputs of X that a wide piece takes at a time: four lines of the cache. */
const chunkFloats = 64
/** A matrix A of more bytes than this is read in packed chunks: by columns it would touch a page for each row. */
const wideBytesLeast = 512 * 1024
/** Bytes of scratch memory for a chunk of X. */
export const chunkBytes = (batch: number): number => batch * 4 * chunkFloats

/** Defines a function () that computes a piece, with `chunk` bytes of scratch memory for a wide one. */
export function definePiece(workspace: Workspace, product: Product, chunk: number): number {
  const { assembler, batch, rowsAddress } = workspace
  const { A, C, rows, length } = product
  if (rows === 'rows' || length !== 'rows' || batch * A.column <= wideBytesLeast)
    return defineProduct(workspace, product)
  // dWᵀ = Xᵀ·dZ for a large X: each chunk of its columns is packed, then used for all units while it is in the cache.
  const chunks = Array.from({ length: Math.ceil(rows / chunkFloats) }, (_, i) => {
    const from = i * chunkFloats
    const height = Math.min(chunkFloats, rows - from)
    const vectors = Math.ceil(height / 4)
    const multiply = defineProduct(workspace, {
      ...product,
      A: { address: chunk, row: 4, column: 16 * vectors },
      C: { ...C, address: C.address + from * C.stride },
      rows: height,
    })
    return { source: A.address + 4 * from, pack: packRows(workspace, A.column, vectors), multiply }
  })
  return assembler.define([], [], (e) => {
    for (const { source, pack, multiply } of chunks)
      e.i32(source).i32(rowsAddress).at(op.i32Load).i32(chunk).call(pack).call(multiply)
  })
}
