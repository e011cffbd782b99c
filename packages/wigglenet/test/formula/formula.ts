// Formulas for tests: `parse` allows the names below; `anyFormula` makes random trees that the parser can give.
import fc from 'fast-check'
import { functionNames } from '../../src/formula/meaning.ts'
import { parseFormula } from '../../src/formula/parse.ts'
import type { Formula } from '../../src/formula/types.ts'
import { withErf } from '../../src/kernel/erf.ts'

withErf()

export const names = ['z', 'a', 'y']
export const parse = (text: string): Formula => parseFormula(text, { where: 'test', names })

const operators = ['+', '-', '*', '/', '^'] as const
const comparisons = ['<', '<=', '>', '>=', '==', '!='] as const

export const anyFormula = fc.letrec<{ tree: Formula }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(...names).map((name): Formula => ({ kind: 'name', name })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): Formula => ({ kind: 'number', value })),
    fc.integer({ min: -3, max: 5 }).map((value): Formula => ({ kind: 'number', value })),
    tie('tree').map((of): Formula => (of.kind === 'number' ? of : { kind: 'negate', of })),
    fc
      .tuple(fc.constantFrom(...operators), tie('tree'), tie('tree'))
      .map(([operator, left, right]): Formula => ({ kind: 'binary', operator, left, right })),
    fc
      .tuple(fc.constantFrom(...comparisons), tie('tree'), tie('tree'))
      .map(([operator, left, right]): Formula => ({ kind: 'compare', operator, left, right })),
    fc
      .tuple(tie('tree'), tie('tree'), tie('tree'))
      .map(([when, then, otherwise]): Formula => ({ kind: 'choose', when, then, otherwise })),
    fc.tuple(fc.constantFrom(...functionNames()), tie('tree'), tie('tree')).map(
      ([name, one, two]): Formula => ({
        kind: 'call',
        name,
        of: name === 'max' || name === 'min' ? [one, two] : [one],
      }),
    ),
  ),
})).tree
