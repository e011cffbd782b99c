import type { Backend } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkOneOf, checkWhole, deepFreeze } from '../check/check.ts'
import type { DataSet } from '../data/types.ts'
import { checkData } from '../model/check-data.ts'
import { inUnit } from '../model/outputs.ts'
import type { Model } from '../model/types.ts'
import { encodedOf, runnerOf } from './activations-of.ts'
import { inputGroups } from './input-groups.ts'
import { type Candidate, candidatesOf, type Range, rangeOf } from './inputs.ts'
import { probabilitiesFrom } from './probabilities.ts'

export interface PartialDependenceOptions {
  /** From where to where a number goes; default the range of the training rows, a tenth wider at both ends. */
  readonly window?: Range
  /** Of a number, whole, in [2, 1000], default 40; the ends are among them. */
  readonly points?: number
  /** Which backend computes; default the standard one. */
  readonly device?: Backend
}

/** What a model says on the mean over all rows, by the value of one column. */
export interface PartialDependence {
  readonly kind: 'partial-dependence'
  readonly column: string
  /** Numbers, or names of categories. */
  readonly values: readonly number[] | readonly string[]
  /** Probabilities where the loss gives some, else scores; in regression predictions in the unit of the target.
   *  Shapes:  (values, outputs), a list for each value; of binary-softmax both classes */
  readonly means: readonly (readonly number[])[]
}

/** How a model's answer depends on one column, the others staying as they are in the rows: each row is given each value, and the answers are
 *  averaged. Where columns hang together, rows that never occur are among those averaged.
 *  Options: column, a name, `x0` and so on without names; window, points and device: see PartialDependenceOptions
 *  Throws:  OptionError for an unknown column or a bad option; else as `evaluate`
 *  Source:  Friedman 2001, Annals of Statistics 29, section 8.2
 *  Example: partialDependence(model, data, 'weight').means  */
export function partialDependence(
  model: Model,
  data: DataSet,
  column: string,
  options: PartialDependenceOptions = {},
): PartialDependence {
  const where = 'partialDependence'
  checkNames(where, options, ['window', 'points', 'device'])
  const { window, points = 40, device } = options
  checkWhole(where, 'points', points, '[2, 1000]')
  checkData(where, model.network, data)
  const groups = inputGroups(model)
  const names = groups.map(({ name }) => name)
  const place = names.indexOf(checkOneOf(where, 'column', column, names))
  const { first, count } = groups[place]!
  const candidate = candidatesOf(model)[place]!
  const values =
    typeof candidate === 'string' ? categoriesOf(model, place) : numbersIn(where, candidate, window, points)
  const X = encodedOf(data).slice()
  const runner = runnerOf(where, model, model.network.nodes.at(-1)!.name, resolveDevice(where, device))
  const means = values.map((value, index) => {
    for (let row = 0; row < data.rows; row++) {
      const at = row * data.inputs + first
      if (typeof candidate === 'string') for (let k = 0; k < count; k++) X[at + k] = k === index ? 1 : 0
      else X[at] = candidate.slope * (value as number) + candidate.offset
    }
    return meanOf(model, runner, X, data.rows)
  })
  return deepFreeze({ kind: 'partial-dependence', column, values: values as number[], means })
}

function numbersIn(where: string, candidate: Candidate, window: Range | undefined, points: number): number[] {
  const [low, high] = rangeOf(where, candidate, window)
  return Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1))
}

function categoriesOf({ preprocessing }: Model, place: number): readonly string[] {
  const recipe = preprocessing?.kind === 'table' ? preprocessing.features[place] : undefined
  return recipe?.kind === 'category' ? recipe.categories : []
}

function meanOf(model: Model, { run, units }: ReturnType<typeof runnerOf>, X: Float32Array, rows: number): number[] {
  const scores = new Float32Array(rows * units)
  run(X, scores)
  const answers =
    model.task === 'regression'
      ? inUnit(model.preprocessing, scores, model.loss, units)
      : (probabilitiesFrom(model.loss, scores, units) ?? scores)
  const width = answers.length / rows
  const sums = new Array<number>(width).fill(0)
  for (let i = 0; i < answers.length; i++) sums[i % width]! += answers[i]!
  return sums.map((sum) => sum / rows)
}
