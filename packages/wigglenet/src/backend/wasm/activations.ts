// Activations and their way back, element by element, from their formulas.
import { operationList } from '../../formula/operations.ts'
import type { Activation } from '../../network/types.ts'
import type { Emitter } from './assembler.ts'
import { flush } from './elementary.ts'
import { emitFormulas } from './formulas.ts'
import {
  at,
  eachColumn,
  eachRow,
  eachVector,
  type Kernel,
  load,
  maskTail,
  parsed,
  placeOf,
  rowsNow,
  type StepOf,
  vectorsOf,
} from './kernel.ts'
import * as op from './opcodes.ts'

/** The names of an activation's formulas, and code that leaves each on the stack. */
function scope(e: Emitter, kernel: Kernel, activation: Activation, learned: Readonly<Record<string, string>>) {
  const names = ['z', 'h', ...Object.keys(activation.options), ...Object.keys(learned)]
  const place = (locals: Record<string, number>, offset: number) => (name: string) => {
    if (name in locals) e.get(locals[name]!)
    else if (name in activation.options) e.floats(activation.options[name]!)
    else {
      const { address } = placeOf(kernel, learned[name]!)
      if (activation.learned[name]!.per === 'unit') e.get(offset).at(op.v128Load, address)
      else e.i32(address).at(op.v128Load32Splat)
    }
  }
  return { names, place }
}

export function emitActivate(e: Emitter, kernel: Kernel, { z, h, activation, learned }: StepOf<'activate'>): void {
  const [sums, values] = [placeOf(kernel, z), placeOf(kernel, h)]
  const { names, place } = scope(e, kernel, activation, learned)
  const list = operationList([parsed(activation.formula.value, activation.kind, names)])
  // Products and quotients of numbers that are not tiny can be; ReLU, tanh and sigmoid give none.
  const shrinks = list.operations.some((operation) => operation.kind === 'binary' && /[*/^]/.test(operation.operator))
  const sum = e.local('v128')
  const body = (from: () => void, to: () => void, offset: number) => {
    from()
    e.set(sum)
    const [result] = emitFormulas(e, list, place({ z: sum }, offset))
    if (shrinks) flush(e, result!)
    to()
    e.get(result!).at(op.v128Store)
  }
  if (Object.keys(learned).length === 0) {
    eachVector(e, [sums, values], ([a, b]) =>
      body(
        () => load(e, a!),
        () => e.get(b!),
        -1,
      ),
    )
  } else {
    eachRow(e, [sums, values], ([a, b]) =>
      eachColumn(e, 4 * vectorsOf(sums), (offset) =>
        body(
          () => at(e, a!, offset).at(op.v128Load),
          () => at(e, b!, offset),
          offset,
        ),
      ),
    )
  }
}

/** slope ·= dh/dz; where something is learned, its gradient is the sum over rows of slope · dh/d(learned), rows in order. */
export function emitActivateBack(e: Emitter, kernel: Kernel, step: StepOf<'activate-back'>): void {
  const { slope, z, h, activation, learned, gradients } = step
  const [d, sums, values] = [placeOf(kernel, slope), placeOf(kernel, z), placeOf(kernel, h)]
  const { names, place } = scope(e, kernel, activation, learned)
  const learnedNames = Object.keys(learned)
  const texts = [activation.formula.derivative, ...learnedNames.map((name) => activation.learned[name]!.derivative)]
  const list = operationList(texts.map((text) => parsed(text, activation.kind, names)))
  const [zValue, hValue, dValue] = [e.local('v128'), e.local('v128'), e.local('v128')]
  const body = (pointers: readonly number[], offset: number, totals: readonly number[]) => {
    load(e, pointers[0]!).set(dValue)
    load(e, pointers[1]!).set(zValue)
    load(e, pointers[2]!).set(hValue)
    const [along, ...others] = emitFormulas(e, list, place({ z: zValue, h: hValue }, offset))
    others.forEach((other, i) => e.get(totals[i]!).get(dValue).get(other).op(op.f32x4Mul, op.f32x4Add).set(totals[i]!))
    e.get(dValue).get(along!).op(op.f32x4Mul).set(dValue)
    flush(e, dValue)
    e.get(pointers[0]!).get(dValue).at(op.v128Store)
  }
  if (learnedNames.length === 0) {
    eachVector(e, [d, sums, values], (pointers) => body(pointers, -1, []))
    return
  }
  const totals = learnedNames.map(() => e.local('v128'))
  const shared = learnedNames.map((name) => (activation.learned[name]!.per === 'layer' ? e.local('f32') : -1))
  shared.forEach((total) => total >= 0 && e.f32(0).set(total))
  const column = e.local('i32')
  const pointers = [e.local('i32'), e.local('i32'), e.local('i32')]
  eachColumn(e, d.storedColumns, (offset, last) => {
    e.get(offset).set(column)
    for (const total of totals) e.floats(0).set(total)
    ;[d, sums, values].forEach((from, i) => e.i32(from.address).get(column).op(op.i32Add).set(pointers[i]!))
    const left = e.local('i32')
    rowsNow(e).set(left)
    e.repeat(left, () => {
      body(pointers, column, totals)
      ;[d, sums, values].forEach((from, i) => e.advance(pointers[i]!, 4 * from.stride))
    })
    totals.forEach((total, i) => {
      if (last) maskTail(e, total, d.storedColumns % 4, 0)
      const into = placeOf(kernel, gradients[learnedNames[i]!]!).address
      if (shared[i]! < 0) {
        e.get(column).get(total).at(op.v128Store, into)
      } else {
        for (let lane = 0; lane < 4; lane++) e.get(shared[i]!).get(total).lane(lane).op(op.f32Add).set(shared[i]!)
        e.i32(into).get(shared[i]!).at(op.f32Store)
      }
    })
  })
}
