// A preprocessing from JSON that may come from anywhere, checked field by field.
import { checkNames, checkNumber, checkObject, checkOneOf, checkWhole, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { withEncoder } from '../data/encode-rows.ts'
import type { Preprocessing, TablePreprocessing } from '../data/types.ts'

/** A preprocessing from its JSON, as a model file holds it. Nothing in it is taken on trust.
 *  Throws:  OptionError that says what is wrong with the data */
export function preprocessingFromData(data: unknown, where = 'preprocessing'): Preprocessing {
  const fields = checkObject(where, 'a preprocessing', data)
  const kind = checkOneOf(where, 'kind', fields.kind, ['table', 'image'])
  if (kind === 'image') checkImage(where, fields)
  else {
    checkNames(where, fields, ['kind', 'features', 'target'])
    const features = checkList(where, 'features', fields.features)
    const names = features.map((recipe, i) => checkFeature(`${where}.features[${i}]`, recipe))
    checkTexts(where, 'the names of features and target', [...names, checkTarget(`${where}.target`, fields.target)])
  }
  return withEncoder(data as TablePreprocessing) // or of images, as checked
}

function checkFeature(where: string, data: unknown): unknown {
  const recipe = checkObject(where, 'a feature', data)
  if (checkOneOf(where, 'kind', recipe.kind, ['number', 'category']) === 'number') {
    checkNames(where, recipe, ['kind', 'name', 'mean', 'deviation', 'range', 'missing'])
    checkSpread(where, recipe)
    if (recipe.missing !== 'refuse') checkNumber(where, 'missing', recipe.missing, '(-∞, ∞)')
    return recipe.name
  }
  checkNames(where, recipe, ['kind', 'name', 'categories', 'unseen', 'missing'])
  const categories = checkTexts(where, 'categories', recipe.categories)
  checkOneOf(where, 'unseen', recipe.unseen, ['zeros', 'refuse'])
  const missing = checkObject(where, 'missing', recipe.missing)
  checkNames(`${where}.missing`, missing, Object.hasOwn(missing, 'refuse') ? ['refuse'] : ['category'])
  if (missing.refuse !== true && !categories.includes(missing.category as string)) {
    fail(where, 'missing must be { refuse: true }, or name one of the categories', missing.category ?? missing)
  }
  return recipe.name
}

function checkTarget(where: string, data: unknown): unknown {
  const recipe = checkObject(where, 'a target', data)
  if (checkOneOf(where, 'kind', recipe.kind, ['class', 'number']) === 'class') {
    checkNames(where, recipe, ['kind', 'name', 'classes'])
    checkTexts(where, 'classes', recipe.classes)
  } else {
    checkNames(where, recipe, ['kind', 'name', 'mean', 'deviation', 'range'])
    checkSpread(where, recipe)
  }
  return recipe.name
}

function checkSpread(where: string, { mean, deviation, range }: Readonly<Record<string, unknown>>): void {
  checkNumber(where, 'mean', mean, '(-∞, ∞)')
  checkNumber(where, 'deviation', deviation, '(0, ∞)')
  const [low, high] = checkNumbers(where, 'range', range, [2]) as [number, number]
  if (low > high) fail(where, 'range must be the smallest and the largest value', range)
}

function checkImage(where: string, fields: Readonly<Record<string, unknown>>): void {
  checkNames(where, fields, ['kind', 'shape', 'scale', 'shift', 'classes'])
  const shape = checkNumbers(where, 'shape', fields.shape, [3])
  for (const size of shape) checkWhole(where, 'every size of shape', size, '[1, 16777216]')
  const pixels = shape.reduce((product, size) => product * size)
  checkNumbers(where, 'scale', fields.scale, [1, pixels])
  checkNumbers(where, 'shift', fields.shift, [1, pixels])
  checkTexts(where, 'classes', fields.classes)
}

function checkNumbers(where: string, name: string, value: unknown, lengths: readonly number[]): readonly number[] {
  const list = checkList(where, name, value)
  if (!lengths.includes(list.length)) fail(where, `${name} must have ${lengths.join(' or ')} numbers`, value)
  for (const number of list) checkNumber(where, `every number of ${name}`, number, '(-∞, ∞)')
  return list as number[]
}

/** The value, if it is a list of texts that differ.
 *  Throws:  OptionError otherwise */
export function checkTexts(where: string, name: string, value: unknown): readonly string[] {
  const list = checkList(where, name, value)
  const seen = new Set<unknown>()
  for (const text of list) {
    if (typeof text !== 'string' || seen.has(text)) fail(where, `${name} must be texts that differ`, text)
    seen.add(text)
  }
  return list as string[]
}

function checkList(where: string, name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value
  return fail(where, `${name} must be a list that is not empty`, value)
}

function fail(where: string, expected: string, received: unknown): never {
  throw new OptionError({ where, expected, received: show(received), fix: 'Save the model again.' })
}
