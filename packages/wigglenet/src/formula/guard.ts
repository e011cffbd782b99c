// "NaN in gives NaN out", made sure of by looking at the formula.
import type { Formula } from './types.ts'

// What is known of a part when the name is NaN: that it is NaN, that it is this number, or nothing.
type Known = 'NaN' | 0 | 1 | undefined

/** The formula, if its structure shows that it is NaN wherever `name` is; else `name == name ? formula : name`.
 *  Simplify before, never after: `0 * z` is NaN for z = NaN, but its simplified form is not.
 *  Example: printFormula(guardNaN(parseFormula('z > 0 ? z : 0', …), 'z'))  // z == z ? z > 0 ? z : 0 : z  */
export function guardNaN(formula: Formula, name: string): Formula {
  const done = new Map<Formula, Known>()
  const visit = (part: Formula): Known => {
    if (!done.has(part)) done.set(part, judge(part))
    return done.get(part)
  }
  const judge = (part: Formula): Known => {
    switch (part.kind) {
      case 'number':
        return undefined
      case 'name':
        return part.name === name ? 'NaN' : undefined
      case 'negate':
        return visit(part.of) === 'NaN' ? 'NaN' : undefined
      case 'compare': // NaN compares as false, and as different
        if (visit(part.left) !== 'NaN' && visit(part.right) !== 'NaN') return undefined
        return part.operator === '!=' ? 1 : 0
      case 'choose': {
        const when = visit(part.when)
        if (when !== undefined) return visit(when === 0 ? part.otherwise : part.then) // a NaN condition counts as true
        return visit(part.then) === 'NaN' && visit(part.otherwise) === 'NaN' ? 'NaN' : undefined
      }
      case 'binary': // a literal exponent 0 gives 1 for every base
        if (part.operator === '^' && part.right.kind === 'number' && part.right.value === 0) return undefined
        return visit(part.left) === 'NaN' || visit(part.right) === 'NaN' ? 'NaN' : undefined
      case 'call':
        return part.of.some((argument) => visit(argument) === 'NaN') ? 'NaN' : undefined
      default:
        return part satisfies never
    }
  }
  if (visit(formula) === 'NaN') return formula
  const self: Formula = Object.freeze({ kind: 'name', name })
  const when: Formula = Object.freeze({ kind: 'compare', operator: '==', left: self, right: self })
  // biome-ignore lint/suspicious/noThenProperty: a branch is called `then` in the formula's tree
  return Object.freeze({ kind: 'choose', when, then: formula, otherwise: self })
}
