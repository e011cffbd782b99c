// Formulas → vector code: each operation of an operation list becomes one local of four float32.

import { operationList } from '../formula/operations.ts'
import { parseFormula } from '../formula/parse.ts'
import type { OperationList } from '../formula/types.ts'
import type { Emitter } from './assembler.ts'
import { elementary } from './elementary.ts'
import * as op from './opcodes.ts'

const comparisons: Readonly<Record<string, number>> = {
  '<': op.f32x4Lt,
  '<=': op.f32x4Le,
  '>': op.f32x4Gt,
  '>=': op.f32x4Ge,
  '==': op.f32x4Eq,
  '!=': op.f32x4Ne,
}
const arithmetic: Readonly<Record<string, number>> = {
  '+': op.f32x4Add,
  '-': op.f32x4Sub,
  '*': op.f32x4Mul,
  '/': op.f32x4Div,
}

const bounds = {
  max: { exact: op.f32x4Max, fast: op.f32x4Pmax },
  min: { exact: op.f32x4Min, fast: op.f32x4Pmin },
} as const

/** Writes the operations and gives, for each formula of the list, the local that holds its value.
 *  `place(name)` leaves the value of a name on the stack. */
export function emitFormulas(
  e: Emitter,
  { operations, results }: OperationList,
  place: (name: string) => void,
): number[] {
  const locals = operations.map(() => -1)
  const masks: boolean[] = [] // of the operations whose local holds a mask instead of 0 or 1
  const value = (index: number): Emitter => {
    const operation = operations[index]!
    if (operation.kind === 'number') return e.floats(operation.value)
    e.get(locals[index]!)
    return masks[index] ? e.floats(1).op(op.v128And) : e
  }
  operations.forEach((operation, index) => {
    if (operation.kind === 'number') return
    switch (operation.kind) {
      case 'name':
        place(operation.name)
        break
      case 'negate':
        value(operation.of).op(op.f32x4Neg)
        break
      case 'compare':
        value(operation.left)
        value(operation.right).op(comparisons[operation.operator]!)
        masks[index] = true
        break
      case 'choose':
        value(operation.then)
        value(operation.otherwise)
        e.get(locals[operation.when]!).op(op.v128Bitselect) // `when` is a compare: its local is a mask
        break
      case 'binary': {
        value(operation.left)
        value(operation.right)
        if (operation.operator === '^') elementary(e, 'pow')
        else e.op(arithmetic[operation.operator]!)
        break
      }
      case 'call': {
        const [first, second] = operation.of as [number, number]
        switch (operation.name) {
          case 'max':
          case 'min':
            // With a number as one side, the one-instruction form, which keeps NaN if the number is second.
            if (operations[first]!.kind === 'number') {
              value(second)
              value(first).op(bounds[operation.name].fast)
            } else {
              value(first)
              value(second).op(bounds[operation.name][operations[second]!.kind === 'number' ? 'fast' : 'exact'])
            }
            break
          case 'abs':
            value(first).op(op.f32x4Abs)
            break
          case 'sqrt':
            value(first).op(op.f32x4Sqrt)
            break
          case 'floor':
            value(first).op(op.f32x4Floor)
            break
          case 'sign': // ±1 with the sign of the number; 0 and NaN stay themselves
            value(first).words(-2147483648).op(op.v128And).floats(1).op(op.v128Or)
            value(first)
            value(first).floats(0).op(op.f32x4Lt)
            value(first).floats(0).op(op.f32x4Gt, op.v128Or, op.v128Bitselect)
            break
          default:
            value(first)
            elementary(e, operation.name)
        }
        break
      }
      default:
        operation satisfies never
    }
    e.set((locals[index] = e.local('v128')))
  })

  return results.map((index) => {
    if (operations[index]!.kind !== 'number' && !masks[index]) return locals[index]!
    const local = e.local('v128')
    value(index)
    e.set(local)
    return local
  })
}

/** Whether a formula may make tiny numbers of numbers that are not: products and quotients do; ReLU, tanh and sigmoid have none. */
export const shrinks = ({ operations }: OperationList): boolean =>
  operations.some((operation) => operation.kind === 'binary' && /[*/^]/.test(operation.operator))

/** Formulas of a part over the names of `locals`, which hold their values, and over its options: `emit` writes them and gives the locals of their
 *  own values. */
export function partFormulas(
  e: Emitter,
  { kind, options }: { readonly kind: string; readonly options: Readonly<Record<string, number>> },
  texts: readonly string[],
  locals: Readonly<Record<string, number>>,
): { readonly list: OperationList; readonly emit: () => number[] } {
  const names = [...Object.keys(locals), ...Object.keys(options)]
  const list = operationList(texts.map((text) => parseFormula(text, { where: kind, names })))
  const place = (name: string) => {
    if (Object.hasOwn(locals, name)) e.get(locals[name]!)
    else e.floats(options[name]!)
  }
  return { list, emit: () => emitFormulas(e, list, place) }
}
