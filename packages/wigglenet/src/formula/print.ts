// Formula → text with no parenthesis more than it needs.
import type { Formula } from './types.ts'

// How tightly a form binds: a part that binds looser than its place allows is put in parentheses.
const levels = { choose: 0, compare: 1, sum: 2, product: 3, unary: 4, power: 5, primary: 6 }

function levelOf(formula: Formula): number {
  switch (formula.kind) {
    case 'number':
      return isNegative(formula.value) ? levels.unary : levels.primary
    case 'name':
    case 'call':
      return levels.primary
    case 'negate':
      return levels.unary
    case 'compare':
      return levels.compare
    case 'choose':
      return levels.choose
    case 'binary':
      if (formula.operator === '^') return levels.power
      return formula.operator === '+' || formula.operator === '-' ? levels.sum : levels.product
    default:
      return formula satisfies never
  }
}

const isNegative = (value: number) => value < 0 || Object.is(value, -0)

/** The text of a formula; parsing it gives the same tree back, as long as it keeps the bounds of `parseFormula`.
 *  Example: printFormula(parseFormula('((a)+b)*c', …))  // (a + b) * c  */
export function printFormula(formula: Formula): string {
  switch (formula.kind) {
    case 'number':
      return Object.is(formula.value, -0) ? '-0' : String(formula.value)
    case 'name':
      return formula.name
    case 'negate':
      return `-${inside(formula.of, levels.unary)}`
    case 'call':
      return `${formula.name}(${formula.of.map(printFormula).join(', ')})`
    case 'compare':
      return `${inside(formula.left, levels.sum)} ${formula.operator} ${inside(formula.right, levels.sum)}`
    case 'choose':
      return `${inside(formula.when, levels.compare)} ? ${printFormula(formula.then)} : ${printFormula(formula.otherwise)}`
    case 'binary': {
      const { operator, left, right } = formula
      if (operator === '^') return `${inside(left, levels.primary)}^${inside(right, levels.unary)}`
      const level = levelOf(formula)
      return `${inside(left, level)} ${operator} ${inside(right, level + 1)}`
    }
    default:
      return formula satisfies never
  }
}

function inside(formula: Formula, level: number): string {
  const text = printFormula(formula)
  return levelOf(formula) < level ? `(${text})` : text
}
