// Activations that learn carry the vector code for it: their parameters differ from unit to unit, and gather gradients over the rows.
import { operationList } from '../../formula/operations.ts'
import { parseFormula } from '../../formula/parse.ts'
import type { Emitter } from '../../kernel/assembler.ts'
import { flush } from '../../kernel/elementary.ts'
import { emitFormulas, shrinks } from '../../kernel/formulas.ts'
import {
  at,
  eachColumn,
  eachRow,
  type Kernel,
  load,
  maskTail,
  placeOf,
  rowsNow,
  vectorsOf,
} from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepOf } from '../steps.ts'
import type { Activation, ParameterShape } from '../types.ts'

/** A layer with an activation. */
export interface ActivatedNode {
  readonly activation: Activation
  readonly units: number
  readonly locked?: true
}

/** What an activation that learns carries. */
export interface LearnedCode {
  /** What it learns in a layer. */
  tensors(node: ActivatedNode): readonly LearnedTensor[]
  activate(e: Emitter, kernel: Kernel, step: StepOf<'activate'>): void
  back(e: Emitter, kernel: Kernel, step: StepOf<'activate-back'>): void
}

type LearnedTensor = Omit<ParameterShape, 'node'>

export const learnedCode: LearnedCode = { tensors, activate: emitActivate, back: emitBack }

function tensors({ activation, units, locked }: ActivatedNode): readonly LearnedTensor[] {
  return Object.entries(activation.learned).map(([name, { per, initial: value }]) => ({
    name,
    role: 'learned',
    shape: [per === 'unit' ? units : 1],
    initializer: { kind: 'constant', value },
    ...(locked && { locked }),
  }))
}

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

function emitActivate(e: Emitter, kernel: Kernel, { z, h, activation, learned }: StepOf<'activate'>): void {
  const [sums, values] = [placeOf(kernel, z), placeOf(kernel, h)]
  const { names, place } = scope(e, kernel, activation, learned)
  const list = operationList([parseFormula(activation.formula.value, { where: activation.kind, names })])
  const flushes = shrinks(list)
  const sum = e.local('v128')
  eachRow(e, [sums, values], ([a, b]) =>
    eachColumn(e, 4 * vectorsOf(sums), (offset) => {
      at(e, a!, offset).at(op.v128Load).set(sum)
      const [result] = emitFormulas(e, list, place({ z: sum }, offset))
      if (flushes) flush(e, result!)
      at(e, b!, offset).get(result!).at(op.v128Store)
    }),
  )
}

/** slope ·= dh/dz; the gradient of what is learned is the sum over rows of slope · dh/d(learned), rows in order. */
function emitBack(e: Emitter, kernel: Kernel, step: StepOf<'activate-back'>): void {
  const { slope, z, h, activation, learned, gradients } = step
  const places = [slope, z, h].map((name) => placeOf(kernel, name))
  const { names, place } = scope(e, kernel, activation, learned)
  const learnedNames = Object.keys(learned)
  const texts = [activation.formula.derivative, ...learnedNames.map((name) => activation.learned[name]!.derivative)]
  const list = operationList(texts.map((text) => parseFormula(text, { where: activation.kind, names })))
  const [zValue, hValue, dValue] = e.locals('v128')
  const totals = learnedNames.map(() => e.local('v128'))
  const shared = learnedNames.map((name) => (activation.learned[name]!.per === 'layer' ? e.local('f32') : -1))
  shared.forEach((total) => total >= 0 && e.f32(0).set(total))
  const column = e.local('i32')
  const pointers = places.map(() => e.local('i32'))
  const { storedColumns } = places[0]!
  eachColumn(e, storedColumns, (offset, last) => {
    e.get(offset).set(column)
    for (const total of totals) e.floats(0).set(total)
    places.forEach((from, i) => e.i32(from.address).get(column).op(op.i32Add).set(pointers[i]!))
    const left = e.local('i32')
    rowsNow(e).set(left)
    e.repeat(left, () => {
      ;[dValue, zValue, hValue].forEach((value, i) => load(e, pointers[i]!).set(value))
      const [along, ...others] = emitFormulas(e, list, place({ z: zValue, h: hValue }, column))
      others.forEach((other, i) => {
        e.get(totals[i]!).get(dValue).get(other).op(op.f32x4Mul, op.f32x4Add).set(totals[i]!)
      })
      e.get(dValue).get(along!).op(op.f32x4Mul).set(dValue)
      flush(e, dValue)
      e.get(pointers[0]!).get(dValue).at(op.v128Store)
      places.forEach((from, i) => e.advance(pointers[i]!, 4 * from.stride))
    })
    totals.forEach((total, i) => {
      if (last) maskTail(e, total, storedColumns % 4, 0)
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
