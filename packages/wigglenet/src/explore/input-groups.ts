// Which of a network's inputs belong together, as the user knows them: a column, its categories, a pixel.
import type { ModelParts } from '../model/types.ts'
import { inputNames } from './input-names.ts'

export interface InputGroup {
  readonly name: string
  readonly first: number
  readonly count: number
}

/** The columns of a model's rows; without a table's preprocessing each input is one. */
export function inputGroups(model: Pick<ModelParts, 'network' | 'preprocessing'>): InputGroup[] {
  const { preprocessing } = model
  if (preprocessing?.kind !== 'table') return inputNames(model).map((name, first) => ({ name, first, count: 1 }))
  let first = 0
  return preprocessing.features.map((recipe) => {
    const count = recipe.kind === 'number' ? 1 : recipe.categories.length
    first += count
    return { name: recipe.name, first: first - count, count }
  })
}
