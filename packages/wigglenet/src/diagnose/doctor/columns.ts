// A data set by columns, as people know them: the inputs that one column of a table became are one column again.
import type { DataSet } from '../../data/types.ts'

export interface DataColumn {
  readonly name: string
  /** The inputs that it became. */
  readonly from: number
  readonly width: number
}

/** The columns of a data set: of its table, its pixels, or its inputs by number. */
export function columnsOf({ preprocessing, inputs }: DataSet): DataColumn[] {
  if (preprocessing?.kind === 'table') {
    let from = 0
    return preprocessing.features.map((feature) => {
      const width = feature.kind === 'number' ? 1 : feature.categories.length
      from += width
      return { name: feature.name, from: from - width, width }
    })
  }
  const word = preprocessing?.kind === 'image' ? 'pixel' : 'input'
  return Array.from({ length: inputs }, (_, k) => ({ name: `${word} ${k + 1}`, from: k, width: 1 }))
}

/** Input k of a row, as the network sees it. */
export function inputAt({ X, inputs, scaling }: DataSet, row: number, k: number): number {
  const value = X[row * inputs + k]!
  return scaling ? scaling.scale[k]! * value + scaling.shift[k]! : value
}

/** At most so many rows, evenly spaced. */
export function someRows(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most)
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count))
}
