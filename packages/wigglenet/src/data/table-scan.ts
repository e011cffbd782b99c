// Fits the preprocessing of rows that come block by block and are never together in memory. Two looks at each block: the first tells
// kinds, means, ranges and categories, the second deviations, and takes along the rows that judge. But for medians of many rows, the
// recipes are, to the bit, those of `fitPreprocessing` for the same training rows.
import { randomStream, streams } from '../number/random.ts'
import { applyPreprocessing } from './apply-preprocessing.ts'
import { columnCount } from './column-count.ts'
import { checkLabelled, fitColumns } from './fit-columns.ts'
import { askedTask, checkPreprocessingOptions, type PreprocessingOptions } from './fit-preprocessing.ts'
import type { HashSplit } from './hash-split.ts'
import { judgingRows } from './judging-rows.ts'
import { type ColumnKinds, placeOf } from './table-from-texts.ts'
import type { Column, DataSet, Table, TablePreprocessing } from './types.ts'

/** Different texts that are told apart in the target and in columns asked for as categories, and in others. */
const MOST_CLASSES = 10_000
const MOST_TEXTS = 1000
/** Rows drawn for medians, and numbers kept of them. */
const MOST_DRAWN = 65_536
const MOST_NUMBERS = 2 ** 20

export interface TableScanOptions extends PreprocessingOptions {
  readonly split: HashSplit
  /** Of the rows drawn for medians. */
  readonly seed: number
  /** Rows of each part that judges, at most: of more, those with the least hashes. */
  readonly judging: number
}

export interface ScannedTable {
  readonly preprocessing: TablePreprocessing
  readonly notes: readonly string[]
  readonly validation?: DataSet
  readonly test?: DataSet
  /** Of the training targets, as they stand in y; 0 for classes. */
  readonly variance: number
}

export interface TableScan {
  /** The first look at a block, all columns as texts, with a hash for each row.  Gives: how many of its rows train
   *  Options: where, the file that errors name */
  first(block: Table, hashes: ArrayLike<number>, where: string): number
  /** What each column is, when all blocks have been seen.
   *  Throws:  DataError for text in a number column, no value of the target, too many categories */
  kinds(): Required<ColumnKinds>
  /** The second look at the same blocks, their columns of these kinds. */
  second(block: Table, hashes: ArrayLike<number>): void
  /** The rows of a block that train, in order. */
  training(block: Table, hashes: ArrayLike<number>): Uint32Array
  /** What was found.
   *  Throws:  DataError for a single class, no feature left, a missing value that is refused, numbers too large */
  finish(): ScannedTable
}

/** Begins to look at a table in blocks.
 *  Throws:  OptionError for an unknown option or column */
export function tableScan(names: readonly string[], options: TableScanOptions): TableScan {
  const { split, seed, judging, ...asked } = options
  const where = options.where ?? 'tableScan'
  const choices = checkPreprocessingOptions(where, names, asked)
  const { category = [], number = [], drop = [] } = choices
  const targetIndex = names.indexOf(options.target)
  const seats = Math.max(1024, Math.min(MOST_DRAWN, Math.floor(MOST_NUMBERS / names.length)))
  const columns = names.map((name, index) => {
    // What stands in a column that is dropped does not matter.
    const dropped = drop.includes(name) && index !== targetIndex
    const kind = category.includes(name) || dropped ? 'category' : number.includes(name) ? 'number' : undefined
    const most = index === targetIndex || kind === 'category' ? MOST_CLASSES : MOST_TEXTS
    return columnCount(name, { where, asked: kind, most, seats })
  })
  const target = columns[targetIndex]!
  const random = randomStream(seed, streams.split, 1) // step 0 splits tables in memory
  const judges = [1, 2].map((part) => judgingRows(names, part, judging))
  let labelled = 0
  let unlabelled = 0

  /** The rows that train; `judged` is told of those that judge. */
  const training = (block: Table, hashes: ArrayLike<number>, judged?: (part: number, row: number) => void) => {
    const { values } = block.columns[targetIndex]!
    const rows: number[] = []
    for (let row = 0; row < block.rows; row++) {
      const value = values[row]!
      if (value === null || Number.isNaN(value)) continue
      const part = split.part(hashes[row]!)
      if (part === 0) rows.push(row)
      else judged?.(part, row)
    }
    return Uint32Array.from(rows)
  }
  const taskOf = () =>
    askedTask(asked) ?? (target.kind() === 'category' || target.looksLikeClasses() ? 'classification' : 'regression')

  return {
    training: (block, hashes) => training(block, hashes),
    first(block, hashes, file) {
      let judged = 0
      const rows = training(block, hashes, (part, row) => {
        judged++
        judges[part - 1]!.count(hashes[row]!)
      })
      // Each row has the same chance to be among the rows drawn (Vitter's algorithm R).
      const places = Int32Array.from(rows, (_, i) => {
        const place = labelled + i < seats ? labelled + i : random.below(labelled + i + 1)
        return place < seats ? place : -1
      })
      const place = (row: number) => placeOf(block.lines, row)
      columns.forEach((column, index) => {
        const texts = block.columns[index]!.values as readonly (string | null)[]
        column.first({ texts, training: rows, seats: places, where: file, place })
      })
      labelled += rows.length
      unlabelled += block.rows - rows.length - judged
      return rows.length
    },
    kinds() {
      checkLabelled(where, options.target, labelled, labelled + unlabelled)
      const named = (kind: Column['kind']) => columns.filter((column) => column.kind() === kind).map(({ name }) => name)
      for (const column of columns) if (category.includes(column.name)) column.checkTexts()
      if (taskOf() === 'classification') target.checkTexts()
      return { category: named('category'), number: named('number') }
    },
    second(block, hashes) {
      const rows = training(block, hashes, (part, row) => judges[part - 1]!.take(hashes[row]!, block, row))
      block.columns.forEach((column, index) => {
        if (column.kind === 'number') columns[index]!.second(column.values, rows)
      })
    },
    finish() {
      const summaries = columns.map((column) => column.summary(labelled))
      const task = taskOf()
      const fitted = fitColumns(summaries, summaries[targetIndex]!, {
        ...choices,
        where,
        rows: labelled,
        unlabelled,
        task,
      })
      const { preprocessing } = fitted
      const recipe = preprocessing.target
      const notes = [...fitted.notes]
      const sets = judges.map((judge) => {
        const { table, note } = judge.table(recipe)
        if (note) notes.push(note)
        return table && applyPreprocessing(preprocessing, table, undefined, where)
      })
      const [validation, test] = sets
      return {
        preprocessing,
        notes,
        ...(validation && { validation }),
        ...(test && { test }),
        variance: recipe.kind === 'number' && recipe.range[0] < recipe.range[1] ? 1 : 0,
      }
    },
  }
}
