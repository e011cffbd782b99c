// Values → rows of X, by a fitted preprocessing, whoever reads them: encode.ts from a table, encode-rows.ts from rows of a program.
import { show } from '../check/check.ts'
import type { DataError } from '../check/errors.ts'
import { listNames } from './labels.ts'
import type { FeatureRecipe, PreprocessingData, TablePreprocessing } from './types.ts'

type NumberRecipe = Extract<FeatureRecipe, { kind: 'number' }>
type CategoryRecipe = Extract<FeatureRecipe, { kind: 'category' }>

/** The width of X: one for a number, one for each category. */
export function inputsOf(preprocessing: PreprocessingData): number {
  if (preprocessing.kind === 'image') return preprocessing.shape.reduce((product, size) => product * size, 1)
  return preprocessing.features.reduce((width, recipe) => width + widthOf(recipe), 0)
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
