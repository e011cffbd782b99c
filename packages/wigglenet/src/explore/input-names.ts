import type { ModelParts } from '../model/types.ts'

/** What a network's inputs are called: columns, `colour = red` for a category, pixels, or x0, x1, … */
export function inputNames({ network, preprocessing }: Pick<ModelParts, 'network' | 'preprocessing'>): string[] {
  if (preprocessing?.kind === 'table') {
    return preprocessing.features.flatMap((recipe) =>
      recipe.kind === 'number' ? [recipe.name] : recipe.categories.map((category) => `${recipe.name} = ${category}`),
    )
  }
  const name = preprocessing?.kind === 'image' ? 'pixel ' : 'x'
  return Array.from({ length: network.inputs }, (_, k) => `${name}${k}`)
}
