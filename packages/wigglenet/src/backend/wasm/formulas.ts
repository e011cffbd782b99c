// Formulas → vector code: each operation of an operation list becomes one local of four float32.
import type { OperationList } from '../../formula/types.ts'
import type { Emitter, Opcode } from './assembler.ts'
import { elementary } from './elementary.ts'

const comparisons: Record<string, Opcode> = {
  '<': 'f32x4.lt',
  '<=': 'f32x4.le',
  '>': 'f32x4.gt',
  '>=': 'f32x4.ge',
  '==': 'f32x4.eq',
  '!=': 'f32x4.ne',
}
const arithmetic: Record<string, Opcode> = { '+': 'f32x4.add', '-': 'f32x4.sub', '*': 'f32x4.mul', '/': 'f32x4.div' }

/** Writes the operations and gives, for each formula of the list, the local that holds its value.
 *  `place(name)` leaves the value of a name on the stack. */
export function emitFormulas(
  e: Emitter,
  { operations, results }: OperationList,
  place: (name: string) => void,
): number[] {
  const locals = operations.map(() => -1)
  const masks = new Set<number>() // operations whose local holds a mask instead of 0 or 1
  const value = (index: number): Emitter => {
    const operation = operations[index]!
    if (operation.kind === 'number') return e.floats(operation.value)
    e.get(locals[index]!)
    return masks.has(index) ? e.floats(1).op('v128.and') : e
  }
  operations.forEach((operation, index) => {
    if (operation.kind === 'number') return
    switch (operation.kind) {
      case 'name':
        place(operation.name)
        break
      case 'negate':
        value(operation.of).op('f32x4.neg')
        break
      case 'compare':
        value(operation.left)
        value(operation.right).op(comparisons[operation.operator]!)
        masks.add(index)
        break
      case 'choose':
        value(operation.then)
        value(operation.otherwise)
        e.get(locals[operation.when]!).op('v128.bitselect') // `when` is a compare: its local is a mask
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
              value(first).op(`f32x4.p${operation.name}`)
            } else {
              value(first)
              value(second).op(`f32x4.${operations[second]!.kind === 'number' ? 'p' : ''}${operation.name}`)
            }
            break
          case 'abs':
          case 'sqrt':
            value(first).op(`f32x4.${operation.name}`)
            break
          case 'sign': // ±1 with the sign of the number; 0 and NaN stay themselves
            value(first).words(-2147483648).op('v128.and').floats(1).op('v128.or')
            value(first)
            value(first).floats(0).op('f32x4.lt')
            value(first).floats(0).op('f32x4.gt', 'v128.or', 'v128.bitselect')
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
    if (operations[index]!.kind !== 'number' && !masks.has(index)) return locals[index]!
    const local = e.local('v128')
    value(index)
    e.set(local)
    return local
  })
}
