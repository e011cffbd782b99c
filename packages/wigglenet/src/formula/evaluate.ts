// Formulas → functions in float64, by closures over the operation list; nothing is ever compiled from text.
import { refuse } from '../check/errors.ts'
import { binaryMeaning, chooseMeaning, compareMeaning, functionMeaning } from './meaning.ts'
import { operationList } from './operations.ts'
import type { Formula } from './types.ts'

type Apply = (a: number, b: number, c: number) => number

/** A function that computes several formulas at once.
 *  `values` holds one number for each of `names`, in their order; the results stand in the order of `formulas`, in an array that
 *  the next call overwrites.
 *  Throws:  OptionError when a formula uses a name that is not in `names`
 *  Example: evaluator([f, slope], ['z'])([0.5])  // Float64Array [ f, slope ]  */
export function evaluator(
  formulas: readonly Formula[],
  names: readonly string[],
): (values: ArrayLike<number>) => Float64Array {
  const { operations, results } = operationList(formulas)
  const slots = new Float64Array(operations.length)
  const output = new Float64Array(results.length)
  const steps: ((values: ArrayLike<number>) => void)[] = []
  const compute = (slot: number, apply: Apply, a: number, b = a, c = a) =>
    steps.push(() => {
      slots[slot] = apply(slots[a]!, slots[b]!, slots[c]!)
    })
  operations.forEach((operation, slot) => {
    switch (operation.kind) {
      case 'number':
        slots[slot] = operation.value
        break
      case 'name': {
        const index = names.indexOf(operation.name)
        if (index < 0) {
          refuse(
            'evaluator',
            `the names in a formula must be among ${names.join(', ') || 'none'}`,
            operation.name,
            'Give that name a value.',
          )
        }
        steps.push((values) => {
          slots[slot] = values[index]!
        })
        break
      }
      case 'negate':
        compute(slot, (value) => -value, operation.of)
        break
      case 'binary':
        compute(slot, binaryMeaning[operation.operator], operation.left, operation.right)
        break
      case 'compare':
        compute(slot, compareMeaning[operation.operator], operation.left, operation.right)
        break
      case 'choose':
        compute(slot, chooseMeaning, operation.when, operation.then, operation.otherwise)
        break
      case 'call':
        compute(slot, functionMeaning[operation.name] as Apply, ...(operation.of as [number, number?]))
        break
      default:
        operation satisfies never
    }
  })
  return (values) => {
    for (let step = 0; step < steps.length; step++) steps[step]!(values)
    for (let result = 0; result < results.length; result++) output[result] = slots[results[result]!]!
    return output
  }
}

/** The value of one formula; for many points, make an `evaluator` once instead.
 *  Throws:  OptionError when the formula uses a name that has no value
 *  Example: evaluate(parseFormula('a^2', …), { a: 3 })  // 9  */
export function evaluate(formula: Formula, values: Readonly<Record<string, number>>): number {
  return evaluator([formula], Object.keys(values))(Object.values(values))[0]!
}
