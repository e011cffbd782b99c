// Rows of a stream that judge, kept in memory: all of them, or where there are too many, a sample, those with the least hashes.

import { detached } from './column-count.ts'
import { columnTexts } from './columns.ts'
import { hashSample } from './hash-sample.ts'
import { partNames } from './hash-split.ts'
import type { Column, Table, TargetRecipe } from './types.ts'

/** Texts of which one copy is kept for all cells. */
const MOST_SHARED = 65_536

export interface JudgingRows {
  /** Tells that there is a row of this hash. */
  count(hash: number): void
  /** Keeps a row of a block, if it is of the sample; all have been counted. */
  take(hash: number, block: Table, row: number): void
  /** The rows kept whose class training has, and what to say of the others. */
  table(target: TargetRecipe): { readonly table?: Table; readonly note?: string }
}

/** Begins to keep rows of a part, so many at most. */
export function judgingRows(names: readonly string[], part: number, most: number): JudgingRows {
  const sample = hashSample(most)
  const values: (number | string | null)[][] = names.map(() => [])
  const kinds: Column['kind'][] = names.map(() => 'category')
  const lines: number[] = []
  let kept = 0
  const known = new Map<string, string>()
  /** One text for all cells that say the same. */
  const shared = (text: string) => {
    const held = known.get(text) ?? detached(text)
    if (known.size < MOST_SHARED) known.set(held, held)
    return held
  }
  return {
    count: sample.count,
    take(hash, block, row) {
      if (!sample.take(hash)) return
      kept++
      block.columns.forEach((column, index) => {
        const value = column.values[row]!
        kinds[index] = column.kind
        values[index]!.push(typeof value === 'string' ? shared(value) : value)
      })
      if (block.lines) lines.push(block.lines[row]!)
    },
    table(target) {
      if (kept === 0) return {}
      const columns = names.map((name, index): Column => {
        if (kinds[index] === 'category') return { name, kind: 'category', values: values[index] as (string | null)[] }
        return { name, kind: 'number', values: Float64Array.from(values[index] as number[]) }
      })
      const found = sample.found()
      const notes = found > kept ? [`${partNames[part]}: ${kept} of ${found} rows, as many as the buffer has`] : []
      const labels = columnTexts(columns.find(({ name }) => name === target.name)!)
      const classes = target.kind === 'class' ? new Set<string | null>(target.classes) : undefined
      const rows = Array.from({ length: kept }, (_, row) => row).filter((row) => !classes || classes.has(labels[row]!))
      if (rows.length < kept)
        notes.push(`${partNames[part]}: ${kept - rows.length} rows of classes that no training row has left out`)
      const note = notes.length > 0 ? { note: notes.join('; ') } : {}
      if (rows.length === 0) return note
      const take = <T>(list: ArrayLike<T>) => rows.map((row) => list[row]!)
      const table: Table = {
        kind: 'table',
        rows: rows.length,
        columns: columns.map((column) =>
          column.kind === 'number'
            ? { ...column, values: Float64Array.from(take(column.values)) }
            : { ...column, values: take(column.values) },
        ),
        ...(lines.length > 0 && { lines: Uint32Array.from(take(lines)) }),
      }
      return { table, ...note }
    },
  }
}
