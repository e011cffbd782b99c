// A table of any number of columns → rows to learn from, and which plane of them is drawn.
import { guessTask, type Table } from 'wigglenet'
import { limits } from '../limits.ts'
import type { OwnData, ValueData } from '../setup.ts'

/** What a visitor chooses of a table. */
export interface Choice {
  /** The column that is predicted. */
  readonly target: string
  readonly as: 'classes' | 'a number'
  /** The columns that are drawn where there is no projection; and where nothing else is learned from, all that there is. */
  readonly x: string
  /** The same column where there is a single one. */
  readonly y: string
  readonly learn: 'all columns' | 'two columns' | 'one column'
  readonly draw: 'two columns' | 'projection'
}

const namesOf = (columns: Table['columns']) => columns.map(({ name }) => name)

/** How many different values a column has. */
function different({ values }: Table['columns'][number]): number {
  const all = new Set<string | number | null>(values)
  return all.size - Number(all.has(null)) - Number(all.has(Number.NaN))
}

/** The columns of numbers that differ: one that is always the same tells nothing, and cannot be drawn. */
export const numericColumns = (table: Table): string[] =>
  namesOf(table.columns.filter((column) => column.kind === 'number' && different(column) > 1))

/** The columns that can tell a class: texts, and numbers with few values. */
function classColumns(table: Table): string[] {
  const few = (column: Table['columns'][number]) => different(column) > 1 && different(column) <= limits.classes
  return namesOf(table.columns.filter(few))
}

/** The columns that can be predicted. */
export function targetColumns(table: Table): string[] {
  const [classes, numbers] = [classColumns(table), numericColumns(table)]
  return namesOf(table.columns).filter((name) => classes.includes(name) || numbers.includes(name))
}

/** As what a column can be predicted. */
export function meaningsOf(table: Table, target: string): Choice['as'][] {
  return [
    ...(classColumns(table).includes(target) ? ['classes' as const] : []),
    ...(numericColumns(table).includes(target) ? ['a number' as const] : []),
  ]
}

/** What can be learned from beside a target. */
export const inputsOf = (table: Table, target: string): string[] =>
  numericColumns(table).filter((name) => name !== target)

/** What stays of a choice when a part of it is another one: the target is never drawn, two axes are never the same column, and classes are
 *  learned from two columns at least. Undefined where the table has too few for it. */
export function settled(table: Table, choice: Choice): Choice | undefined {
  const { target } = choice
  const inputs = inputsOf(table, target)
  const meanings = meaningsOf(table, target)
  const as = meanings.includes(choice.as) ? choice.as : meanings[0]!
  const x = inputs.includes(choice.x) ? choice.x : inputs.find((name) => name !== choice.y)
  const others = inputs.filter((name) => name !== x)
  const y = others.includes(choice.y) ? choice.y : others[0]
  if (x === undefined || (y === undefined && as === 'classes')) return undefined
  if (y === undefined) return { target, as, x, y: x, learn: 'one column', draw: 'two columns' }
  const narrow = choice.learn === 'all columns' ? inputs.length <= 2 : as === 'classes'
  const learn = narrow ? 'two columns' : choice.learn
  const draw = learn === 'all columns' && inputs.length > 2 ? choice.draw : 'two columns'
  return { target, as, x, y, learn, draw }
}

/** The last text column with few values, else the last number column: classes where it looks like them. All other numbers are learned from.
 *  Undefined where the table has no such columns. */
export function guessChoice(table: Table): Choice | undefined {
  const classes = classColumns(table)
  const isText = (name: string) => !numericColumns(table).includes(name)
  const choiceOf = (target: string, as: Choice['as']) =>
    settled(table, { target, as, x: '', y: '', learn: 'all columns', draw: 'projection' })
  const text = classes.findLast(isText)
  if (text !== undefined) {
    const choice = choiceOf(text, 'classes')
    if (choice) return choice
  }
  const target = classes.findLast((name) => !isText(name)) ?? numericColumns(table).at(-1)
  if (target === undefined) return undefined
  const isClasses = classes.includes(target) && guessTask(table, target) === 'classification'
  return (isClasses ? choiceOf(target, 'classes') : undefined) ?? choiceOf(target, 'a number')
}

/** The rows that have a value in all columns that are used, at most as many as the page takes. */
export function rowsOf(table: Table, choice: Choice): { readonly data: OwnData | ValueData; readonly left: number } {
  const { target, as, x, y, learn, draw } = choice
  const find = (name: string) => table.columns.find((column) => column.name === name)!
  const others = inputsOf(table, target).filter((name) => name !== x && name !== y)
  // Those that may be drawn come first: they are there however many are left out.
  const shown = learn === 'one column' ? [x] : [x, y]
  const names = learn === 'all columns' ? [...shown, ...others].slice(0, limits.columns) : shown
  const inputs = names.map((name) => find(name).values as Float64Array)
  const told = find(target).values
  const isThere = (row: number) => told[row] !== null && !Number.isNaN(told[row])
  const rows = Array.from({ length: table.rows }, (_, row) => row)
    .filter((row) => isThere(row) && inputs.every((values) => Number.isFinite(values[row])))
    .slice(0, limits.rows)
  const common = {
    X: rows.flatMap((row) => inputs.map((values) => values[row]!)),
    names,
    ...{ testShare: 0.2, seed: 1 },
  }
  const left = table.rows - rows.length
  const drawn = draw === 'projection' && names.length > 2 ? 'projection' : ([0, 1] as const)
  if (as === 'a number') {
    const own = names.length === 1 ? 'target' : drawn
    return { data: { kind: 'values', ...common, y: rows.map((row) => Number(told[row])), target, drawn: own }, left }
  }
  const texts = rows.map((row) => String(told[row]))
  const classes = [...new Set(texts)].sort()
  const numbers = new Map(classes.map((name, label) => [name, label]))
  return { data: { kind: 'points', ...common, y: texts.map((text) => numbers.get(text)!), classes, drawn }, left }
}
