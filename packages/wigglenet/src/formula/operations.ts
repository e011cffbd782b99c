// Formulas → one straight list of operations, which every backend compiles. Two things are settled here once, for all of them:
//   powers      a literal whole exponent up to 1024 in size becomes multiplications by repeated squaring (and one division if
//               negative), 0.5 and -0.5 become a square root; so a `^` that is left is the general power of meaning.ts
//   conditions  the `when` of a choose is always a compare: another condition c stands for `c != 0`
import type { Formula, Operation, OperationList } from './types.ts'

/** The largest whole exponent, in size, that is computed by multiplication. */
const largestWholePower = 1024

/** Several formulas as one list in which nothing is computed twice; each operation stands after its arguments.
 *  Formulas that share parts, such as a value and its derivative, share their operations. */
export function operationList(formulas: readonly Formula[]): OperationList {
  const operations: Operation[] = []
  const keys: string[] = []
  const indexOfFormula = new Map<Formula, number>()

  const emit = (operation: Operation): number => {
    const isNegativeZero = operation.kind === 'number' && Object.is(operation.value, -0)
    const key = isNegativeZero ? '-0' : JSON.stringify(operation)
    const index = keys.indexOf(key)
    if (index >= 0) return index
    keys.push(key)
    return operations.push(operation) - 1
  }
  const multiply = (left: number, right: number) => emit({ kind: 'binary', operator: '*', left, right })
  const invert = (index: number) =>
    emit({ kind: 'binary', operator: '/', left: emit({ kind: 'number', value: 1 }), right: index })

  const wholePower = (base: number, exponent: number): number => {
    if (exponent === 1) return base
    if (exponent % 2 === 1) return multiply(wholePower(base, exponent - 1), base)
    const root = wholePower(base, exponent / 2)
    return multiply(root, root)
  }
  const power = (left: Formula, right: Formula): number => {
    const exponent = right.kind === 'number' ? right.value : NaN
    const size = Math.abs(exponent)
    if (size === 0) return emit({ kind: 'number', value: 1 })
    if (size === 0.5 || (size <= largestWholePower && Number.isInteger(size))) {
      const base = visit(left)
      const raised = size === 0.5 ? emit({ kind: 'call', name: 'sqrt', of: [base] }) : wholePower(base, size)
      return exponent < 0 ? invert(raised) : raised
    }
    return emit({ kind: 'binary', operator: '^', left: visit(left), right: visit(right) })
  }

  const lower = (formula: Formula): number => {
    switch (formula.kind) {
      case 'number':
      case 'name':
        return emit(formula)
      case 'negate':
        return emit({ ...formula, of: visit(formula.of) })
      case 'binary': {
        const { operator, left, right } = formula
        if (operator === '^') return power(left, right)
        return emit({ ...formula, left: visit(left), right: visit(right) })
      }
      case 'compare':
        return emit({ ...formula, left: visit(formula.left), right: visit(formula.right) })
      case 'choose': {
        const value = visit(formula.when)
        const zero = () => emit({ kind: 'number', value: 0 })
        const isCompare = operations[value]!.kind === 'compare'
        const when = isCompare ? value : emit({ kind: 'compare', operator: '!=', left: value, right: zero() })
        // biome-ignore lint/suspicious/noThenProperty: a branch is called `then` in the formula's tree
        return emit({ kind: 'choose', when, then: visit(formula.then), otherwise: visit(formula.otherwise) })
      }
      case 'call':
        return emit({ ...formula, of: formula.of.map(visit) })
      default:
        return formula satisfies never
    }
  }
  const visit = (formula: Formula): number => {
    let index = indexOfFormula.get(formula)
    if (index === undefined) indexOfFormula.set(formula, (index = lower(formula)))
    return index
  }

  const results = formulas.map(visit)
  return { operations, results }
}
