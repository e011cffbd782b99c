// From a source to the sets that train, stop and judge: every way to split it, each with preprocessing fitted on its own training rows.
import { createHash } from 'node:crypto'
import {
  applyPreprocessing,
  DataError,
  type DataSet,
  type DataStream,
  fitPreprocessing,
  folds as foldsOf,
  guessTask,
  type ImageScaling,
  type ImageSet,
  images,
  labelledRows,
  OptionError,
  type PreprocessingOptions,
  rowWeights,
  scaleImages,
  splitRows,
  type Table,
  takeRows,
  weighted,
} from 'wigglenet'
import { placed } from './failure.ts'
import type { Source } from './source.ts'

/** Rows that train, rows that tell when to stop, and rows that neither has seen. */
export interface Parts {
  readonly train: DataSet | DataStream
  readonly validation?: DataSet
  readonly test?: DataSet
  /** What was chosen, filled in and left out: a sentence each. */
  readonly notes: readonly string[]
}

export interface Shares {
  readonly validation: number
  readonly test: number
  readonly seed: number
}

export interface Task {
  /** Rows that can be trained on or judged. */
  readonly rows: number
  readonly kind: Source['kind']
  /** A hash of everything that was read; another one when the data have changed. */
  readonly hash: string
  /** The column that rows count by. */
  readonly weights?: string
  readonly notes: readonly string[]
  /** One split into three. */
  split(shares: Shares): Parts
  /** k splits, each made when it is called for; every row is tested in one of them. */
  folds(k: number, shares: Omit<Shares, 'test'>): (() => Parts)[]
  /** All rows, to train the model that is kept once folds have told how good it is. */
  whole(): Parts
}

export interface TableTaskOptions extends Omit<PreprocessingOptions, 'target' | 'targetScale' | 'where'> {
  /** Default: the last column. */
  readonly target?: string
  /** The column with what each row counts; it is no input. */
  readonly weights?: string
  /** Whether the loss is one of numbers: where the target holds numbers they are no classes. */
  readonly numbers?: boolean
  /** Whether the target is counts, which are left as they are. */
  readonly counts?: boolean
}

/** The task in a table.
 *  Throws:  OptionError for an unknown column; later, as splits are made, DataError for data that cannot be learned from */
export function tableTask(
  { kind, table }: { kind: 'table' | 'points'; table: Table },
  where: string,
  given: TableTaskOptions,
): Task {
  const { weights, numbers = false, counts = false, ...options } = given
  const { drop = [] } = options
  const kept = table.columns.filter(({ name }) => !drop.includes(name) && name !== weights)
  const target = options.target ?? kept.at(-1)?.name ?? table.columns.at(-1)!.name
  const guessed = options.target === undefined && kind === 'table'
  const notes = guessed ? [`target ${target}, the last column, as no --target was given`] : []
  if (drop.includes(target)) {
    throw new OptionError({
      where: '--drop',
      expected: 'the target must stay',
      received: JSON.stringify(target),
      fix: 'Name another target, or leave it out of --drop.',
    })
  }
  if (!table.columns.some(({ name }) => name === target)) {
    throw new OptionError({
      where: '--target',
      expected: `the target must name a column, one of ${table.columns.map(({ name }) => name).join(', ')}`,
      received: JSON.stringify(target),
      fix: 'Choose a name from the list.',
    })
  }
  // Settled before any split, so that a split with few labels cannot change it.
  const task = options.task ?? taskOf(table, target, options, numbers)
  const rows = labelledRows(table, target)
  refuseConstant(where, table, target, rows)
  if (counts) refuseNegative(where, table, target)
  const weightOf = weights === undefined ? undefined : weightsOf(table, where, { weights, target, rows })
  const labels = task === 'classification' ? labelsOf(table, target, rows) : undefined
  if (options.target === undefined && labels) refuseUnlikely(target, new Set(labels).size, labels.length)
  const make = (train: Uint32Array, validation?: Uint32Array, test?: Uint32Array): Parts => {
    const all = { ...options, target, task, where, drop: weights === undefined ? drop : [...drop, weights] }
    const fitted = fitPreprocessing(table, train, { ...all, targetScale: counts ? 'own' : 'standardized' })
    const apply = (what: string, part: Uint32Array | undefined) => {
      if (!part || part.length === 0) return undefined
      const data = applyPreprocessing(fitted.preprocessing, table, part, where)
      return weightOf ? placed(`${where}, ${what} rows`, () => weighted(data, Array.from(part, weightOf))) : data
    }
    const sets = { validation: apply('validation', validation), test: apply('test', test) }
    return {
      train: apply('training', train)!,
      ...(sets.validation && { validation: sets.validation }),
      ...(sets.test && { test: sets.test }),
      notes: fitted.notes,
    }
  }
  const own = (places: Uint32Array) => places.map((place) => rows[place]!)
  return {
    kind,
    rows: rows.length,
    hash: hashTable(table),
    ...(weights !== undefined && { weights }),
    notes: [
      ...notes,
      ...(rows.length < table.rows
        ? [`${table.rows - rows.length} of ${table.rows} rows have no ${target} and are left out`]
        : []),
      ...(weightOf ? [weightsNote(weights!, Array.from(rows, weightOf))] : []),
    ],
    split({ validation, test, seed }) {
      const parts = placed(where, () =>
        splitRows(rows.length, { validation, test, seed, ...(labels && { by: labels }) }),
      )
      return make(own(parts.train), own(parts.validation), own(parts.test))
    },
    folds: (k, shares) =>
      placed(where, () => innerSplits(rows.length, k, shares, labels)).map(
        (fold) => () => make(own(fold.train), own(fold.validation), own(fold.test)),
      ),
    whole: () => make(rows),
  }
}

/** The task in a folder of images. Its own test images are the test set; without them, a share of the training images. */
export function imageTask(
  source: { train: ImageSet; test?: ImageSet; notes: readonly string[] },
  where: string,
  scaling: ImageScaling,
): Task {
  const { train, test } = source
  const every = Uint32Array.from({ length: train.rows }, (_, row) => row)
  const make = (rows: Uint32Array, validation?: Uint32Array, judged?: Uint32Array): Parts => {
    const scaled = scaleImages(train, scaling, rows)
    const take = (part: Uint32Array) => (part.length === train.rows ? scaled : takeRows(scaled, part))
    const tested =
      judged && judged.length > 0 ? take(judged) : judged && test && withScaling(test, scaled.preprocessing)
    return {
      train: take(rows),
      ...(validation && validation.length > 0 && { validation: take(validation) }),
      ...(tested && { test: tested }),
      notes: [],
    }
  }
  return {
    kind: 'images',
    rows: train.rows,
    hash: hashOf(train.X, train.y, ...(test ? [test.X, test.y] : [])),
    notes: source.notes,
    split({ validation, test: share, seed }) {
      const shares = { validation, test: test ? 0 : share, seed }
      const parts = placed(where, () => splitRows(train.rows, { ...shares, by: train.y }))
      return make(parts.train, parts.validation, parts.test)
    },
    folds: (k, shares) =>
      placed(where, () => innerSplits(train.rows, k, shares, train.y)).map(
        (fold) => () => make(fold.train, fold.validation, fold.test),
      ),
    whole: () => make(every),
  }
}

/** Images as a model's preprocessing scales them. */
export function withScaling(set: ImageSet, scaling: ImageSet['preprocessing']): ImageSet {
  const { shape } = set.preprocessing
  return images({ pixels: set.X as Uint8Array, labels: Uint8Array.from(set.y), shape, scaling })
}

/** Folds, each with validation rows out of those that it trains on. */
function innerSplits(
  count: number,
  k: number,
  { validation, seed }: Omit<Shares, 'test'>,
  by: ArrayLike<string | number> | undefined,
): { train: Uint32Array; validation: Uint32Array; test: Uint32Array }[] {
  return foldsOf(count, k, { seed, ...(by && { by }) }).map(({ train, test }) => {
    const labels = by && Array.from(train, (row) => by[row]!)
    const inner = splitRows(train.length, { validation, seed, ...(labels && { by: labels }) })
    return {
      train: inner.train.map((place) => train[place]!),
      validation: inner.validation.map((place) => train[place]!),
      test,
    }
  })
}

/** What each row counts.
 *  Throws:  OptionError for a column that is not there, or the target; DataError, with the line, for a weight that is none */
function weightsOf(
  table: Table,
  where: string,
  { weights, target, rows }: { weights: string; target: string; rows: Uint32Array },
): (row: number) => number {
  const names = table.columns.map(({ name }) => name)
  if (!names.includes(weights) || weights === target) {
    throw new OptionError({
      where: '--weights',
      expected: `the weights must stand in a column of their own, one of ${names.filter((name) => name !== target).join(', ')}`,
      received: `${JSON.stringify(weights)}${weights === target ? ', the target' : ''}`,
      fix: 'Choose a name from the list.',
    })
  }
  const values = new Float64Array(table.rows)
  const own = rowWeights(table, weights, rows, where)
  rows.forEach((row, i) => {
    values[row] = own[i]!
  })
  return (row) => values[row]!
}

function weightsNote(name: string, weights: readonly number[]): string {
  const none = weights.filter((weight) => weight === 0).length
  return `each row counts by its ${name}, in scores too${none > 0 ? `; ${none} of ${weights.length} count nothing` : ''}`
}

/** Throws:  DataError, with the line, for a count below 0 */
function refuseNegative(where: string, table: Table, target: string): void {
  const { kind, values } = table.columns.find(({ name }) => name === target)!
  const wrong = kind === 'number' ? values.findIndex((value) => value < 0) : -1
  if (wrong < 0) return
  throw new DataError({
    where,
    expected: `the target ${JSON.stringify(target)} must hold counts, 0 or more, for a loss of counts`,
    received: `${values[wrong]}${table.lines ? ` in line ${table.lines[wrong]}` : ''}`,
    fix: 'Correct it, or choose another loss, such as huber.',
  })
}

function taskOf(
  table: Table,
  target: string,
  { category, number }: TableTaskOptions,
  numbers: boolean,
): 'classification' | 'regression' {
  if (category?.includes(target)) return 'classification'
  const holdsNumbers = table.columns.some(({ name, kind }) => name === target && kind === 'number')
  return number?.includes(target) || (numbers && holdsNumbers) ? 'regression' : guessTask(table, target)
}

/** Throws:  DataError when no row has a target, or a number to predict is always the same one */
function refuseConstant(where: string, table: Table, target: string, rows: Uint32Array): void {
  const { kind, values } = table.columns.find(({ name }) => name === target)!
  const constant = kind === 'number' && rows.every((row) => values[row] === values[rows[0]!])
  if (rows.length > 0 && !constant) return
  throw new DataError({
    where,
    expected: `the target ${JSON.stringify(target)} must have ${rows.length === 0 ? 'values' : 'different values'}`,
    received: rows.length === 0 ? `none in ${table.rows} rows` : `${values[rows[0]!]} in all ${rows.length} rows`,
    fix: 'Choose another target with --target.',
  })
}

/** The last column is only a guess: names or numbers of the rows are hardly meant.
 *  Throws:  OptionError when most of its texts are different ones */
export function refuseUnlikely(target: string, different: number, rows: number): void {
  if (different <= 20 || different * 2 <= rows) return
  throw new OptionError({
    where: '--target',
    expected: `the last column, ${JSON.stringify(target)}, is taken where no target is named, and must have classes or numbers`,
    received: `${different} different texts in ${rows} rows`,
    fix: 'Name the column to predict with --target.',
  })
}

function labelsOf(table: Table, target: string, rows: Uint32Array): string[] {
  const { values } = table.columns.find(({ name }) => name === target)!
  return Array.from(rows, (row) => String(values[row]))
}

function hashTable({ columns }: Table): string {
  const parts = columns.flatMap(({ name, values }) => [
    JSON.stringify(name),
    values instanceof Float64Array ? values : JSON.stringify(values),
  ])
  return hashOf(...parts)
}

function hashOf(...parts: readonly (string | ArrayBufferView)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) {
    hash.update(typeof part === 'string' ? part : new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  }
  return hash.digest('hex')
}
