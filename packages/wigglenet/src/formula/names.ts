// What a formula is made of: its parts one level down, and its names.
import type { Formula } from './types.ts'

/** The formulas that a formula is made of, one level down. */
export function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'number':
    case 'name':
      return []
    case 'negate':
      return [formula.of]
    case 'binary':
    case 'compare':
      return [formula.left, formula.right]
    case 'choose':
      return [formula.when, formula.then, formula.otherwise]
    case 'call':
      return formula.of
    default:
      return formula satisfies never
  }
}

/** The names that a formula uses, each once, in the order of their first use. */
export function namesOf(formula: Formula): ReadonlySet<string> {
  const names = new Set<string>()
  const seen = new Set<Formula>()
  const visit = (part: Formula): void => {
    if (seen.has(part)) return
    seen.add(part)
    if (part.kind === 'name') names.add(part.name)
    partsOf(part).forEach(visit)
  }
  visit(formula)
  return names
}
