// Rows of a program, as arrays or objects → rows of X, by a fitted preprocessing. Every error names the row and the column.
import { deepFreeze, show } from '../check/check.ts'
import { DataError, ShapeError } from '../check/errors.ts'
import { isMissing, parseNumber } from './cells.ts'
import { encodeFeatures, type Fail, inputsOf } from './encode-features.ts'
import { listNames } from './labels.ts'
import type { ImagePreprocessing, PreprocessingData, Row, TablePreprocessing } from './types.ts'

const NUMBER_FIX = 'Give a number, or null for a missing value.'

/** Rows of a program, encoded: `null`, '' and NA are missing values; more fields than needed are passed over.
 *  Shapes:  rows → (rows, inputs)
 *  Throws:  ShapeError for a row of another width; DataError for a missing column, text or NaN in a number column, a refused category
 *  Example: encodeRows(model.preprocessing, [{ sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 }])  */
export function encodeRows(preprocessing: PreprocessingData, rows: readonly Row[], where = 'predict'): Float32Array {
  if (preprocessing.kind === 'image') return encodePixels(preprocessing, rows, where)
  const names = preprocessing.features.map((recipe) => recipe.name)
  for (let index = 0; index < rows.length; index++) checkRow(where, rows[index], index, names)
  const fail: Fail = (index, name, expected, received, fix) =>
    new DataError({ where, expected: `${show(name)} of rows[${index}] ${expected}`, received, fix })
  return encodeFeatures(preprocessing, rows.length, fail, (recipe, feature) => {
    const cell = (index: number): unknown => {
      const row = rows[index]!
      return isList(row) ? row[feature] : (row as Record<string, unknown>)[recipe.name]
    }
    if (recipe.kind === 'category') return (index) => textCell(cell(index))
    return (index) =>
      numberCell(cell(index), () => fail(index, recipe.name, 'must be a finite number', show(cell(index)), NUMBER_FIX))
  })
}

/** The preprocessing with these data, frozen, and with `encode`. */
export function withEncoder(data: Omit<TablePreprocessing, 'encode'>): TablePreprocessing
export function withEncoder(data: Omit<ImagePreprocessing, 'encode'>): ImagePreprocessing
export function withEncoder(data: PreprocessingData): PreprocessingData {
  const result = { ...data }
  const encode = (rows: readonly Row[], where?: string) => encodeRows(result, rows, where)
  return deepFreeze(Object.defineProperty(result, 'encode', { value: encode }))
}

function encodePixels(
  preprocessing: Omit<ImagePreprocessing, 'encode'>,
  rows: readonly Row[],
  where: string,
): Float32Array {
  const inputs = inputsOf(preprocessing)
  const scale = Float32Array.from(preprocessing.scale)
  const shift = Float32Array.from(preprocessing.shift)
  const X = new Float32Array(rows.length * inputs)
  rows.forEach((row, index) => {
    if (!isList(row) || row.length !== inputs) {
      throw new ShapeError({
        where,
        expected: `rows[${index}] must have ${inputs} pixels, ${preprocessing.shape.join(' x ')}`,
        received: isList(row) ? String(row.length) : show(row),
        fix: 'Give pixels of 0 to 255: channels, then rows, then columns.',
      })
    }
    for (let k = 0; k < inputs; k++) {
      const pixel = row[k]
      if (typeof pixel !== 'number' || !(pixel >= 0 && pixel <= 255)) {
        throw new DataError({
          where,
          expected: `pixel ${k} of rows[${index}] must be a number in [0, 255]`,
          received: show(pixel),
          fix: 'Give pixels as they are in an image file, not scaled.',
        })
      }
      // Two roundings to 32 bits, as where a batch of bytes is gathered.
      X[index * inputs + k] = Math.fround(scale[k % scale.length]! * pixel) + shift[k % shift.length]!
    }
  })
  return X
}

function checkRow(where: string, row: unknown, index: number, names: readonly string[]): void {
  if (isList(row)) {
    if (row.length === names.length) return
    throw new ShapeError({
      where,
      expected: `rows[${index}] must have ${names.length} values, ${listNames(names)}`,
      received: String(row.length),
      fix: 'Give the features of training in their order, without the target, or an object by column name.',
    })
  }
  if (typeof row !== 'object' || row === null) {
    throw new ShapeError({
      where,
      expected: `rows[${index}] must be an array or an object by column name`,
      received: show(row),
      fix: 'Give a list of rows, even for a single one.',
    })
  }
  const absent = names.find((name) => (row as Record<string, unknown>)[name] === undefined)
  if (absent === undefined) return
  throw new DataError({
    where,
    expected: `rows[${index}] must have the column ${show(absent)}`,
    received: show(row),
    fix: `Give ${show(absent)} a value, or null where it is missing.`,
  })
}

function numberCell(value: unknown, fail: () => DataError): number {
  const text = textCell(value)
  if (text === null) return Number.NaN
  const number = typeof value === 'number' ? value : typeof value === 'string' ? parseNumber(value) : Number.NaN
  if (!Number.isFinite(number)) throw fail()
  return number
}

function textCell(value: unknown): string | null {
  if (value === null || value === undefined || (typeof value === 'string' && isMissing(value))) return null
  return String(value)
}

function isList(row: unknown): row is ArrayLike<unknown> {
  return Array.isArray(row) || ArrayBuffer.isView(row)
}
