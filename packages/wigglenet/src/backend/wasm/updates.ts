// Steps on parameters: regularization and the optimizer's update rule, one pass over a parameter, its gradient and its state.

import type { Emitter } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import { flush } from '../../kernel/elementary.ts'
import { partFormulas } from '../../kernel/formulas.ts'
import { eachVector, placeOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepOf } from '../../network/steps.ts'
import type { PlanKernel } from './plan-kernel.ts'

/** Reads the strengths of the run and the layer; what it gives writes, and leaves nothing: `g` += l2·w + l1·sign(w). */
function regularizer(e: Emitter, own: StepOf<'regularize'>): (g: number, w: number) => void {
  const strength = (address: number, more: number) => {
    const sum = e.local('v128')
    e.read(address, op.v128Load32Splat).floats(more).op(op.f32x4Add).set(sum)
    return sum
  }
  const [l2, l1] = [strength(control.l2, own.l2), strength(control.l1, own.l1)]
  return (g, w) => {
    e.get(g).get(l2).get(w).op(op.f32x4Mul, op.f32x4Add)
    e.get(w).floats(0).op(op.f32x4Ne).get(l1).op(op.v128And) // sign(0) is 0
    e.get(w).words(-2147483648).op(op.v128And, op.v128Xor, op.f32x4Add).set(g)
  }
}

export function emitRegularize(e: Emitter, kernel: PlanKernel, step: StepOf<'regularize'>): void {
  const { parameter, gradient } = step
  const [w, g] = e.locals('v128')
  const regularize = regularizer(e, step)
  eachVector(
    e,
    [placeOf(kernel, parameter), placeOf(kernel, gradient)],
    ([wp, gp]) => {
      e.get(wp!).at(op.v128Load).set(w).get(gp!).at(op.v128Load).set(g)
      regularize(g, w)
      e.get(gp!).get(g).at(op.v128Store)
    },
    true,
  )
}

/** The update rule; with `regularized`, regularization is added to the gradient on the way, without storing it. */
export function emitUpdate(
  e: Emitter,
  kernel: PlanKernel,
  { parameter, gradient, state }: StepOf<'update'>,
  regularized?: StepOf<'regularize'>,
): void {
  const { kind, options, perStep, state: slots, update } = kernel.plan.optimizer!
  const locals: Record<string, number> = { w: e.local('v128'), g: e.local('v128') }
  const { w, g } = locals as { w: number; g: number }
  ;['rate', 't', ...Object.keys(perStep)].forEach((name, i) => {
    locals[name] = e.local('v128')
    e.read(control.table)
      .at(op.v128Load32Splat, 4 * i)
      .set(locals[name])
  })
  const places = [parameter, gradient, ...state].map((name) => placeOf(kernel, name))
  const held = Object.keys(slots).map((slot) => (locals[slot] = e.local('v128')))
  const part = { kind, options: { ...options, decays: places[0]!.role === 'weights' ? 1 : 0 } }
  const compute = (text: string) => partFormulas(e, part, [text], locals).emit()[0]!

  const regularize = regularized && regularizer(e, regularized)

  const updateVector = ([wp, gp, ...sp]: readonly number[]) => {
    e.get(wp!).at(op.v128Load).set(w).get(gp!).at(op.v128Load).set(g)
    regularize?.(g, w)
    flush(e, g)
    sp.forEach((pointer, i) => e.get(pointer).at(op.v128Load).set(held[i]!))
    Object.values(slots).forEach((text, i) => {
      e.get(compute(text)).set(held[i]!)
      flush(e, held[i]!)
      e.get(sp[i]!).get(held[i]!).at(op.v128Store)
    })
    const next = compute(update)
    flush(e, next)
    e.get(wp!).get(next).at(op.v128Store)
  }
  eachVector(e, places, updateVector, true)
}
