// Cells → rows of X, by a fitted preprocessing, for rows of a table; encode-rows.ts does it for rows of a program.
import { show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'
import { columnNumbers, columnTexts } from './columns.ts'
import { listNames } from './labels.ts'
import { placeOf } from './table-from-texts.ts'
import type { FeatureRecipe, PreprocessingData, Table, TablePreprocessing } from './types.ts'

type NumberRecipe = Extract<FeatureRecipe, { kind: 'number' }>
type CategoryRecipe = Extract<FeatureRecipe, { kind: 'category' }>

/** The width of X: one for a number, one for each category. */
export function inputsOf(preprocessing: PreprocessingData): number {
  if (preprocessing.kind === 'image') return preprocessing.shape.reduce((product, size) => product * size, 1)
  return preprocessing.features.reduce((width, recipe) => width + widthOf(recipe), 0)
}

/** Rows of a table, encoded.
 *  Shapes:  (chosen rows) → (chosen rows, inputs)
 *  Throws:  DataError for a missing column, text in a number column, a refused category or missing value, naming column and line */
export function encodeTable(
  preprocessing: TablePreprocessing,
  table: Table,
  rows: ArrayLike<number>,
  where: string,
): Float32Array {
  const place = (index: number) => placeOf(table.lines, rows[index]!)
  const fail = (index: number, name: string, expected: string, received: string, fix: string) =>
    new DataError({
      where,
      expected: `column ${show(name)} ${expected}`,
      received: `${received} in ${place(index)}`,
      fix,
    })
  const columns = new Map(table.columns.map((column) => [column.name, column]))
  return encodeFeatures(preprocessing, rows.length, fail, (recipe) => {
    const column = columns.get(recipe.name)
    if (!column) {
      throw new DataError({
        where,
        expected: `there must be a column ${show(recipe.name)}, as in training`,
        received: `the columns ${listNames([...columns.keys()])}`,
        fix: 'Add the column; its cells may be empty if its missing values are filled in.',
      })
    }
    const values = recipe.kind === 'number' ? columnNumbers(where, table, column) : columnTexts(column)
    return (index) => values[rows[index]!]!
  })
}

export type Cell = number | string | null
export type Fail = (index: number, name: string, expected: string, received: string, fix: string) => DataError

/** Every feature of `count` rows, read by `reader`, as rows of X. */
export function encodeFeatures(
  preprocessing: Omit<TablePreprocessing, 'encode'>,
  count: number,
  fail: Fail,
  reader: (recipe: FeatureRecipe, feature: number) => (index: number) => Cell,
): Float32Array {
  const width = inputsOf(preprocessing)
  const X = new Float32Array(count * width)
  let offset = 0
  preprocessing.features.forEach((recipe, feature) => {
    const read = reader(recipe, feature)
    if (recipe.kind === 'number')
      encodeNumbers(recipe, X, offset, width, count, read as (index: number) => number, fail)
    else encodeCategories(recipe, X, offset, width, count, read as (index: number) => string | null, fail)
    offset += widthOf(recipe)
  })
  return X
}

/** x = (value - mean) / deviation; the value is first clipped to the training range, widened by half of its width at each end. */
function encodeNumbers(
  recipe: NumberRecipe,
  X: Float32Array,
  offset: number,
  width: number,
  count: number,
  read: (index: number) => number,
  fail: Fail,
): void {
  const [low, high] = recipe.range
  const margin = (high - low) / 2
  for (let index = 0; index < count; index++) {
    let value = read(index)
    if (Number.isNaN(value)) {
      if (recipe.missing === 'refuse') throw fail(index, recipe.name, 'must have a value', 'none', 'Fill in the value.')
      value = recipe.missing
    }
    value = Math.min(Math.max(value, low - margin), high + margin)
    X[index * width + offset] = (value - recipe.mean) / recipe.deviation
  }
}

function encodeCategories(
  recipe: CategoryRecipe,
  X: Float32Array,
  offset: number,
  width: number,
  count: number,
  read: (index: number) => string | null,
  fail: Fail,
): void {
  const places = new Map(recipe.categories.map((category, place) => [category, place]))
  for (let index = 0; index < count; index++) {
    let text = read(index)
    if (text === null) {
      if (!('category' in recipe.missing)) {
        throw fail(index, recipe.name, 'must have a value', 'none', 'Fill in the value.')
      }
      text = recipe.missing.category
    }
    const place = places.get(text)
    if (place !== undefined) X[index * width + offset + place] = 1
    else if (recipe.unseen === 'refuse') {
      const known = listNames(recipe.categories)
      throw fail(index, recipe.name, `must be one of ${known}`, show(text), 'Give a category seen in training.')
    }
  }
}

function widthOf(recipe: FeatureRecipe): number {
  return recipe.kind === 'number' ? 1 : recipe.categories.length
}
