// Data of the visitor's own: points added and erased by hand, and two columns of a file.
import type { Table } from 'wigglenet'
import { limits } from '../limits.ts'
import type { Opened } from '../session/messages.ts'
import type { DataSetup, OwnData } from '../setup.ts'

/** What is shown, as points that can be edited. */
export function ownPoints(data: DataSetup, { train, test, classes, names }: Opened): OwnData | undefined {
  if (data.kind === 'points') return data
  if (!classes || names.length !== 2) return undefined
  const { testShare, seed } = data
  const X = [...train.X, ...test.X]
  return { kind: 'points', X, y: [...train.y, ...test.y], names, classes, testShare, seed }
}

/** With one more point; a class beyond the last one is a new class. */
export function withPoint(data: OwnData, x: number, y: number, label: number): OwnData {
  const classes = label < data.classes.length ? data.classes : [...data.classes, `class ${label + 1}`]
  return { ...data, X: [...data.X, Math.fround(x), Math.fround(y)], y: [...data.y, label], classes }
}

/** The row of the point nearest to a place, if one lies within a fortieth of the picture. */
export function nearestRow(data: OwnData, x: number, y: number, window: Opened['window']): number | undefined {
  const [width, height] = window.map(([low, high]) => high - low) as [number, number]
  let nearest: number | undefined
  let least = 1 / 40
  for (let row = 0; row < data.y.length; row++) {
    const distance = Math.hypot((data.X[2 * row]! - x) / width, (data.X[2 * row + 1]! - y) / height)
    if (distance < least) [nearest, least] = [row, distance]
  }
  return nearest
}

/** Without the point nearest to a place, if there is one. */
export function withoutPoint(data: OwnData, x: number, y: number, window: Opened['window']): OwnData {
  const row = nearestRow(data, x, y, window)
  return row === undefined ? data : { ...data, X: data.X.toSpliced(2 * row, 2), y: data.y.toSpliced(row, 1) }
}

/** With one point at another place. */
export const withMoved = (data: OwnData, row: number, x: number, y: number): OwnData => ({
  ...data,
  X: data.X.toSpliced(2 * row, 2, Math.fround(x), Math.fround(y)),
})

/** Which columns of a table are drawn, and which one tells the class. */
export interface Choice {
  readonly x: string
  readonly y: string
  readonly label: string
}

export const numericColumns = (table: Table): string[] =>
  table.columns.filter(({ kind }) => kind === 'number').map(({ name }) => name)

/** The columns that can tell a class: texts, and numbers with few values. */
export function classColumns(table: Table): string[] {
  const few = ({ values }: Table['columns'][number]) => new Set<string | number | null>(values).size <= limits.classes
  return table.columns.filter(few).map(({ name }) => name)
}

/** The last text column with few values, else the last number column with few; drawn are the first two other numbers. */
export function guessChoice(table: Table): Choice | undefined {
  const candidates = classColumns(table)
  const texts = candidates.filter((name) =>
    table.columns.some((column) => column.name === name && column.kind === 'category'),
  )
  const label = texts.at(-1) ?? candidates.at(-1)
  const [x, y] = numericColumns(table).filter((name) => name !== label)
  return label === undefined || x === undefined || y === undefined ? undefined : { x, y, label }
}

/** The rows that have a value in all three columns, at most as many as the page takes. */
export function pointsOf(table: Table, choice: Choice): { readonly data: OwnData; readonly left: number } {
  const find = (name: string) => table.columns.find((column) => column.name === name)!
  const [first, second, labels] = [find(choice.x), find(choice.y), find(choice.label)]
  const text = (row: number) => {
    const value = labels.values[row]
    return value === null || Number.isNaN(value) ? undefined : String(value)
  }
  const rows = Array.from({ length: table.rows }, (_, row) => row)
    .filter(
      (row) => text(row) !== undefined && Number.isFinite(first.values[row]) && Number.isFinite(second.values[row]),
    )
    .slice(0, limits.rows)
  const classes = [...new Set(rows.map((row) => text(row)!))].sort()
  const data: OwnData = {
    kind: 'points',
    X: rows.flatMap((row) => [Number(first.values[row]), Number(second.values[row])]),
    y: rows.map((row) => classes.indexOf(text(row)!)),
    names: [choice.x, choice.y],
    classes,
    testShare: 0.2,
    seed: 1,
  }
  return { data, left: table.rows - rows.length }
}
