// A table of any number of columns → points to learn from, and which plane of them is drawn.
import type { Table } from 'wigglenet'
import { limits } from '../limits.ts'
import type { OwnData } from '../setup.ts'

/** What a visitor chooses of a table. */
export interface Choice {
  /** The column that tells the class. */
  readonly label: string
  /** The columns that are drawn where there is no projection; and where nothing else is learned from, all that there is. */
  readonly x: string
  readonly y: string
  readonly learn: 'all columns' | 'the two drawn'
  readonly draw: 'two columns' | 'projection'
}

export const numericColumns = (table: Table): string[] =>
  table.columns.filter(({ kind }) => kind === 'number').map(({ name }) => name)

/** The columns that can tell a class: texts, and numbers with few values. */
export function classColumns(table: Table): string[] {
  const few = ({ values }: Table['columns'][number]) => new Set<string | number | null>(values).size <= limits.classes
  return table.columns.filter(few).map(({ name }) => name)
}

/** The last text column with few values, else the last number column with few; all other numbers are learned from. */
export function guessChoice(table: Table): Choice | undefined {
  const candidates = classColumns(table)
  const texts = candidates.filter((name) =>
    table.columns.some((column) => column.name === name && column.kind === 'category'),
  )
  const label = texts.at(-1) ?? candidates.at(-1)
  const inputs = numericColumns(table).filter((name) => name !== label)
  const [x, y] = inputs
  if (label === undefined || x === undefined || y === undefined) return undefined
  return { label, x, y, learn: 'all columns', draw: inputs.length > 2 ? 'projection' : 'two columns' }
}

/** The rows that have a value in all columns that are used, at most as many as the page takes. */
export function pointsOf(table: Table, choice: Choice): { readonly data: OwnData; readonly left: number } {
  const { label, x, y, learn, draw } = choice
  const find = (name: string) => table.columns.find((column) => column.name === name)!
  const others = numericColumns(table).filter((name) => name !== label && name !== x && name !== y)
  // The two that may be drawn come first: they are there however many are left out.
  const names = learn === 'all columns' ? [x, y, ...others].slice(0, limits.columns) : [x, y]
  const inputs = names.map((name) => find(name).values as Float64Array)
  const labels = find(label).values
  const text = (row: number) => {
    const value = labels[row]
    return value === null || Number.isNaN(value) ? undefined : String(value)
  }
  const rows = Array.from({ length: table.rows }, (_, row) => row)
    .filter((row) => text(row) !== undefined && inputs.every((values) => Number.isFinite(values[row])))
    .slice(0, limits.rows)
  const classes = [...new Set(rows.map((row) => text(row)!))].sort()
  const data: OwnData = {
    kind: 'points',
    X: rows.flatMap((row) => inputs.map((values) => values[row]!)),
    y: rows.map((row) => classes.indexOf(text(row)!)),
    names,
    classes,
    drawn: draw === 'projection' && names.length > 2 ? 'projection' : [0, 1],
    testShare: 0.2,
    seed: 1,
  }
  return { data, left: table.rows - rows.length }
}
