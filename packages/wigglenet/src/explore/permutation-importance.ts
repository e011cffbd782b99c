import type { Backend } from '../backend/backend.ts'
import { checkNames, checkWhole, deepFreeze } from '../check/check.ts'
import type { DataSet } from '../data/types.ts'
import { evaluate } from '../model/evaluate.ts'
import type { Model } from '../model/types.ts'
import { randomStream, streams } from '../number/random.ts'
import { mean, sampleDeviation } from '../number/statistics.ts'
import { type InputGroup, inputGroups } from './input-groups.ts'

export interface PermutationImportanceOptions {
  /** How often each column is shuffled, whole, in [1, 1000], default 5. */
  readonly repeats?: number
  readonly seed?: number
  /** Which backend computes; default the standard one. */
  readonly device?: Backend
}

/** What a model loses when a column says nothing any more. */
export interface PermutationImportance {
  readonly kind: 'permutation-importance'
  /** Accuracy or R² of the rows as they are, and their loss. */
  readonly score: number
  readonly loss: number
  /** In the order of the columns: how much the score falls and the loss rises, means over the repeats, and the deviation between them (NaN
   *  for one repeat). */
  readonly columns: readonly {
    readonly name: string
    readonly scoreDrop: number
    readonly scoreDeviation: number
    readonly lossRise: number
  }[]
}

/** How much a model relies on each column: its values are shuffled among the rows, and what the model then loses is told. The categories of
 *  a column move together. Of columns that say the same, each seems to matter little. Give rows that the model was not trained on.
 *  Shapes:  data (rows, inputs) → a number for each column
 *  Throws:  OptionError for a bad option; else as `evaluate`
 *  Source:  Breiman 2001, Machine Learning 45, section 10; Fisher et al. 2019, arXiv:1801.01489
 *  Example: permutationImportance(model, test).columns[0].scoreDrop  */
export function permutationImportance(
  model: Model,
  data: DataSet,
  options: PermutationImportanceOptions = {},
): PermutationImportance {
  const where = 'permutationImportance'
  checkNames(where, options, ['repeats', 'seed', 'device'])
  const { repeats = 5, seed = 1, device } = options
  checkWhole(where, 'repeats', repeats, '[1, 1000]')
  const measured = (set: DataSet) => {
    const { accuracy, rSquared, loss } = evaluate(model, set, device === undefined ? {} : { device })
    return { score: accuracy ?? rSquared!, loss }
  }
  const whole = measured(data)
  const random = randomStream(seed, streams.split, 3) // earlier steps split rows
  const columns = inputGroups(model).map((group) => {
    const found = Array.from({ length: repeats }, () => measured(shuffled(data, group, random)))
    const drops = found.map(({ score }) => whole.score - score)
    return {
      name: group.name,
      scoreDrop: mean(drops),
      scoreDeviation: sampleDeviation(drops),
      lossRise: mean(found.map(({ loss }) => loss - whole.loss)),
    }
  })
  return deepFreeze({ kind: 'permutation-importance', ...whole, columns })
}

function shuffled(data: DataSet, { first, count }: InputGroup, random: ReturnType<typeof randomStream>): DataSet {
  const { rows, inputs } = data
  const order = random.shuffle(Uint32Array.from({ length: rows }, (_, row) => row))
  const X = data.X.slice()
  for (let row = 0; row < rows; row++) {
    const from = order[row]! * inputs + first
    X.set(data.X.subarray(from, from + count), row * inputs + first)
  }
  return { ...data, X }
}
