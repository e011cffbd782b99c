// A model's inputs as axes to draw along, and the row that the others are held at.
import { checkNames, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { flatRows } from '../data/flat-rows.ts'
import type { FeatureRecipe, ImagePreprocessing, Row, TablePreprocessing } from '../data/types.ts'
import type { ModelParts } from '../model/types.ts'

export type Range = readonly [low: number, high: number]

/** An input that can be an axis: x = slope·value + offset. `range` is that of the training rows; beyond `limits` values are clipped. */
export interface Candidate {
  readonly name: string
  readonly input: number
  readonly slope: number
  readonly offset: number
  readonly range?: Range
  readonly limits: Range
}
/** A column of categories is a name alone: it can be no axis. */
export type Candidates = readonly (Candidate | string)[]

/** A model's inputs, in the order in which the user gives them. */
export function candidatesOf({ network, preprocessing, provenance }: ModelParts): Candidates {
  if (preprocessing?.kind === 'table') return tableCandidates(preprocessing)
  if (preprocessing?.kind === 'image') return pixelCandidates(preprocessing, network.inputs)
  return Array.from({ length: network.inputs }, (_, input) => {
    const range = provenance.data.ranges?.[input]
    return { name: `x${input}`, input, slope: 1, offset: 0, ...(range && { range }), limits: [-Infinity, Infinity] }
  })
}

function tableCandidates({ features }: TablePreprocessing): Candidates {
  let input = 0
  return features.map((recipe) => {
    const at = input
    input += recipe.kind === 'number' ? 1 : recipe.categories.length
    if (recipe.kind === 'category') return recipe.name
    const { name, mean, deviation, range } = recipe
    const margin = (range[1] - range[0]) / 2
    const limits = [range[0] - margin, range[1] + margin] as const
    return { name, input: at, slope: 1 / deviation, offset: -mean / deviation, range, limits }
  })
}

function pixelCandidates({ scale, shift }: ImagePreprocessing, inputs: number): Candidate[] {
  return Array.from({ length: inputs }, (_, input) => ({
    name: `pixel ${input}`,
    input,
    slope: scale[input % scale.length]!,
    offset: shift[input % shift.length]!,
    range: [0, 255],
    limits: [0, 255],
  }))
}

/** The input of that name or number.
 *  Throws:  OptionError that lists those that are numbers */
export function candidateOf(where: string, candidates: Candidates, axis: string | number): Candidate {
  const found =
    typeof axis === 'number'
      ? candidates[axis]
      : candidates.find((candidate) => (typeof candidate === 'string' ? candidate : candidate.name) === axis)
  if (found !== undefined && typeof found !== 'string') return found
  throw axesFault(where, found === undefined ? show(axis) : `${show(found)}, which holds categories`, candidates)
}

/** What is said of an axis that is none. */
export function axesFault(where: string, received: string, candidates: Candidates): OptionError {
  const names = candidates.flatMap((candidate) => (typeof candidate === 'string' ? [] : [candidate.name]))
  const listed = names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ')
  return new OptionError({
    where,
    expected: `axes must be two different inputs of ${listed}`,
    received,
    fix: 'Give two names from the list.',
  })
}

/** Where an axis begins and ends: as given, or the range of the training rows, a tenth wider at both ends.
 *  Throws:  OptionError */
export function rangeOf(
  where: string,
  { name, range, limits }: Pick<Candidate, 'name' | 'range' | 'limits'>,
  given: Range | undefined,
): Range {
  if (given === undefined && range && range[0] < range[1]) {
    const margin = (range[1] - range[0]) / 10
    return [Math.max(limits[0], range[0] - margin), Math.min(limits[1], range[1] + margin)]
  }
  const [low, high] = given ?? range ?? []
  const fits = Number.isFinite(low) && Number.isFinite(high) && low! < high! && low! >= limits[0] && high! <= limits[1]
  if (fits) return [low!, high!]
  const bounded = Number.isFinite(limits[0])
  throw new OptionError({
    where,
    expected: `the window of ${show(name)} must be two numbers, the lower one first${
      bounded ? `, in [${limits[0]}, ${limits[1]}], beyond which values are clipped` : ''
    }`,
    received:
      given === undefined && range === undefined ? 'none, and the training data are not known' : show(given ?? range),
    fix: 'Give the window as in { window: [[-1, 1], [-1, 1]] }.',
  })
}

/** The network's inputs for the row that is held: what `at` says of it, and means for the rest.
 *  Throws:  OptionError, ShapeError or DataError for a bad `at` */
export function baseOf(
  where: string,
  { network, preprocessing, provenance }: ModelParts,
  at: Row | undefined,
): Float64Array {
  if (preprocessing?.kind === 'table') {
    const held = { ...Object.fromEntries(preprocessing.features.map(standIn)), ...heldCells(where, preprocessing, at) }
    return Float64Array.from(preprocessing.encode([held], where))
  }
  if (preprocessing?.kind === 'image') {
    if (at !== undefined) return Float64Array.from(preprocessing.encode([at], where))
    throw new OptionError({
      where,
      expected: 'at must be the pixels of an image, in which two vary',
      received: 'none',
      fix: 'Give an image as at, or a plane through some.',
    })
  }
  if (at !== undefined) return Float64Array.from(flatRows(where, 'at', [at as ArrayLike<number>], network.inputs))
  const { ranges } = provenance.data
  return Float64Array.from({ length: network.inputs }, (_, i) => (ranges ? (ranges[i]![0] + ranges[i]![1]) / 2 : 0))
}

function standIn(recipe: FeatureRecipe): [name: string, cell: number | string] {
  if (recipe.kind === 'number') return [recipe.name, recipe.mean]
  return [recipe.name, 'category' in recipe.missing ? recipe.missing.category : recipe.categories[0]!]
}

function heldCells(where: string, { features }: TablePreprocessing, at: Row = {}): Record<string, unknown> {
  const names = features.map(({ name }) => name)
  if (!Array.isArray(at) && !ArrayBuffer.isView(at)) return { ...checkNames(`${where}.at`, at, names) }
  const cells = at as ArrayLike<unknown>
  if (cells.length === names.length) return Object.fromEntries(names.map((name, i) => [name, cells[i]]))
  throw new OptionError({
    where,
    expected: `at must have ${names.length} values, one for each column`,
    received: `${cells.length}`,
    fix: 'Give an object with some columns, as in { at: { age: 30 } }.',
  })
}
