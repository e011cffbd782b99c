// The derivative of a formula along one of its names, as a formula. At a kink it is that of the branch taken.
import { deepFreeze } from '../check/check.ts'
import { namesOf } from './names.ts'
import { binary, call, choose, compare, negate, number, simplify } from './simplify.ts'
import type { Formula } from './types.ts'

const add = (left: Formula, right: Formula) => binary('+', left, right)
const subtract = (left: Formula, right: Formula) => binary('-', left, right)
const multiply = (left: Formula, right: Formula) => binary('*', left, right)
const divide = (left: Formula, right: Formula) => binary('/', left, right)
const square = (formula: Formula) => binary('^', formula, number(2))

/** The simplified derivative of a formula along `name`; other names are constants.
 *  Kinks: max(a, b) takes a where a ≥ b, min(a, b) takes a where a ≤ b, so max(0, z) has the derivative 0 at 0; abs has the
 *  derivative sign, sign and comparisons have 0; a choose takes the derivative of its branch.
 *  It shares its parts with the formula, so that `operationList([formula, derivative])` computes them once.
 *  Example: printFormula(derivative(parseFormula('z^3', …), 'z'))  // 3 * z^2  */
export function derivative(formula: Formula, name: string): Formula {
  const done = new Map<Formula, Formula>()
  const visit = (part: Formula): Formula => {
    let result = done.get(part)
    if (result === undefined) done.set(part, (result = differentiate(part)))
    return result
  }
  const differentiate = (part: Formula): Formula => {
    switch (part.kind) {
      case 'number':
      case 'compare':
        return number(0)
      case 'name':
        return number(part.name === name ? 1 : 0)
      case 'negate':
        return negate(visit(part.of))
      case 'binary':
        return differentiateBinary(part)
      case 'choose':
        return choose(part.when, visit(part.then), visit(part.otherwise))
      case 'call':
        return differentiateCall(part)
      default:
        return part satisfies never
    }
  }
  const differentiateBinary = (part: Formula & { kind: 'binary' }): Formula => {
    const { operator, left, right } = part
    switch (operator) {
      case '+':
      case '-':
        return binary(operator, visit(left), visit(right))
      case '*':
        return add(multiply(visit(left), right), multiply(left, visit(right)))
      case '/': // (u' - (u/v) v') / v: the quotient is there already, and v² cannot overflow
        return divide(subtract(visit(left), multiply(part, visit(right))), right)
      case '^': {
        const ofBase = multiply(right, multiply(binary('^', left, subtract(right, number(1))), visit(left)))
        if (!namesOf(right).has(name)) return ofBase
        return add(ofBase, multiply(part, multiply(call('log', left), visit(right))))
      }
      default:
        return operator satisfies never
    }
  }
  const differentiateCall = (part: Formula & { kind: 'call' }): Formula => {
    const [u, v] = part.of as [Formula, Formula]
    const inner = visit(u)
    switch (part.name) {
      case 'max':
        return choose(compare('>=', u, v), inner, visit(v))
      case 'min':
        return choose(compare('<=', u, v), inner, visit(v))
      case 'abs':
        return multiply(call('sign', u), inner)
      case 'sign':
      case 'floor':
        return number(0)
      case 'sqrt':
        return divide(multiply(number(0.5), inner), part)
      case 'exp':
        return multiply(part, inner)
      case 'log':
        return divide(inner, u)
      case 'tanh':
        return multiply(subtract(number(1), square(part)), inner)
      case 'sigmoid':
        return multiply(multiply(part, subtract(number(1), part)), inner)
      case 'erf': {
        const slope = 1.1283791670955126 // 2 / √π
        return multiply(number(slope), multiply(call('exp', negate(square(u))), inner))
      }
      case 'sin':
        return multiply(call('cos', u), inner)
      case 'cos':
        return negate(multiply(call('sin', u), inner))
      default:
        return part.name satisfies never
    }
  }
  return deepFreeze(visit(simplify(formula)))
}
