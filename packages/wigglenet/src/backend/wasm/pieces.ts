// A large product cut into pieces that threads may take as they come free: columns of the products over rows, since each panel of B is then packed
// once; rows of the weight gradients. An element of C is the same sum in whatever piece it lies.

import type { Product } from './tiles.ts'

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
