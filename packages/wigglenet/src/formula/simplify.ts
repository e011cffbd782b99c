// Formulas built with the obvious left out: constants folded, zeros and ones removed. Used by the derivative, and on its own.
// A rule may drop NaN (`0 * z` is 0) or move the last bit (`0.5 * (2 * z)` is z): simplify first, guard against NaN last.
import { deepFreeze } from '../check/check.ts'
import { evaluate } from './evaluate.ts'
import { namesOf, partsOf } from './names.ts'
import type { BinaryOperator, Comparison, Formula, FunctionName } from './types.ts'

/** A number as a formula. */
export const number = (value: number): Formula => ({ kind: 'number', value })

const numberIn = (formula: Formula) => (formula.kind === 'number' ? formula.value : undefined)

// The formula's value where all its parts are numbers and the value is finite, so that it can be written.
function fold(formula: Formula, ...parts: readonly Formula[]): Formula {
  if (!parts.every((part) => part.kind === 'number')) return formula
  const value = evaluate(formula, {})
  return Number.isFinite(value) ? number(value) : formula
}

/** -of, simplified. */
export function negate(of: Formula): Formula {
  if (of.kind === 'number') return number(-of.value)
  if (of.kind === 'negate') return of.of
  if (of.kind === 'binary') {
    const { operator, left, right } = of
    if (operator === '-') return binary('-', right, left)
    if (operator === '*' && left.kind === 'number') return binary('*', number(-left.value), right)
  }
  return { kind: 'negate', of }
}

/** left operator right, simplified. */
export function binary(operator: BinaryOperator, left: Formula, right: Formula): Formula {
  const plain: Formula = { kind: 'binary', operator, left, right }
  const folded = fold(plain, left, right)
  if (folded !== plain) return folded
  const a = numberIn(left)
  const b = numberIn(right)
  switch (operator) {
    case '+':
    case '-': {
      if (b === 0) return left
      if (a === 0) return operator === '+' ? right : negate(right)
      const opposite = operator === '+' ? '-' : '+'
      if (right.kind === 'negate') return binary(opposite, left, right.of)
      if (b !== undefined && b < 0) return binary(opposite, left, number(-b))
      return plain
    }
    case '*':
      return product(left, right, plain)
    case '/':
      if (a === 0) return left
      if (b === 1) return left
      if (b === -1) return negate(left)
      return left.kind === 'negate' ? negate(binary('/', left.of, right)) : plain
    case '^':
      if (b === 0) return number(1)
      return b === 1 ? left : plain
    default:
      return operator satisfies never
  }
}

function product(left: Formula, right: Formula, plain: Formula): Formula {
  const a = numberIn(left)
  if (a === undefined) {
    if (right.kind === 'number') return binary('*', right, left)
    if (left.kind === 'negate') return negate(binary('*', left.of, right))
    if (right.kind === 'negate') return negate(binary('*', left, right.of))
    if (right.kind === 'binary' && right.operator === '/' && numberIn(right.left) === 1) {
      return binary('/', left, right.right)
    }
    return plain
  }
  if (a === 0) return number(0)
  if (a === 1) return right
  if (a === -1) return negate(right)
  if (right.kind === 'negate') return binary('*', number(-a), right.of)
  if (right.kind === 'binary' && (right.operator === '*' || right.operator === '/')) {
    const c = numberIn(right.left)
    if (c !== undefined && Number.isFinite(a * c)) return binary(right.operator, number(a * c), right.right)
  }
  return plain
}

/** left operator right as 0 or 1, simplified. */
export const compare = (operator: Comparison, left: Formula, right: Formula): Formula =>
  fold({ kind: 'compare', operator, left, right }, left, right)

/** name(…of), simplified. */
export const call = (name: FunctionName, ...of: readonly Formula[]): Formula => fold({ kind: 'call', name, of }, ...of)

/** when ? then : otherwise, simplified. */
export function choose(when: Formula, then: Formula, otherwise: Formula): Formula {
  if (when.kind === 'number') return when.value !== 0 ? then : otherwise
  return isSame(then, otherwise) ? then : { kind: 'choose', when, then, otherwise }
}

function isSame(one: Formula, other: Formula): boolean {
  if (one === other) return true
  if (one.kind === 'number') return other.kind === 'number' && Object.is(one.value, other.value)
  const mark = (formula: Formula) =>
    `${formula.kind} ${'name' in formula ? formula.name : 'operator' in formula ? formula.operator : ''}`
  if (mark(one) !== mark(other)) return false
  const others = partsOf(other)
  return partsOf(one).every((part, index) => isSame(part, others[index]!))
}

/** Whether a formula uses no names, so that its value is always the same. */
export const isConstant = (formula: Formula): boolean => namesOf(formula).size === 0

/** The formula with constants folded and zeros and ones removed. Its value may differ in the last bit, and `0 * z` becomes 0
 *  even where z is NaN or infinite. */
export function simplify(formula: Formula): Formula {
  const done = new Map<Formula, Formula>()
  const visit = (part: Formula): Formula => {
    let result = done.get(part)
    if (result === undefined) done.set(part, (result = rebuild(part)))
    return result
  }
  const rebuild = (part: Formula): Formula => {
    switch (part.kind) {
      case 'number':
      case 'name':
        return part
      case 'negate':
        return negate(visit(part.of))
      case 'binary':
        return binary(part.operator, visit(part.left), visit(part.right))
      case 'compare':
        return compare(part.operator, visit(part.left), visit(part.right))
      case 'choose':
        return choose(visit(part.when), visit(part.then), visit(part.otherwise))
      case 'call':
        return call(part.name, ...part.of.map(visit))
      default:
        return part satisfies never
    }
  }
  return deepFreeze(visit(formula))
}
