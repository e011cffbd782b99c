// Activations and their way back, element by element, from their formulas. Those that learn bring code of their own.
import { operationList } from '../../formula/operations.ts'
import type { Emitter } from '../../kernel/assembler.ts'
import { flush } from '../../kernel/elementary.ts'
import { emitFormulas, shrinks } from '../../kernel/formulas.ts'
import { eachVector, type Kernel, load, parsed, placeOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carriedBy } from '../../kernel/part.ts'
import type { LearnedCode } from '../../network/activations/learned-code.ts'
import type { StepOf } from '../../network/steps.ts'
import type { Activation } from '../../network/types.ts'

/** The operations of a formula of an activation, and code that leaves each name on the stack. */
function scope(e: Emitter, { kind, options }: Activation, text: string, locals: Record<string, number>) {
  const list = operationList([parsed(text, kind, ['z', 'h', ...Object.keys(options)])])
  const place = (name: string) => {
    if (name in locals) e.get(locals[name]!)
    else e.floats(options[name]!)
  }
  return { list, place }
}

export function emitActivate(e: Emitter, kernel: Kernel, step: StepOf<'activate'>): void {
  const { z, h, activation } = step
  const own = carriedBy(activation) as LearnedCode | undefined
  if (own) {
    own.activate(e, kernel, step)
    return
  }
  const sum = e.local('v128')
  const { list, place } = scope(e, activation, activation.formula.value, { z: sum })
  const flushes = shrinks(list)
  eachVector(e, [placeOf(kernel, z), placeOf(kernel, h)], ([a, b]) => {
    load(e, a!).set(sum)
    const [result] = emitFormulas(e, list, place)
    if (flushes) flush(e, result!)
    e.get(b!).get(result!).at(op.v128Store)
  })
}

/** slope ·= dh/dz */
export function emitActivateBack(e: Emitter, kernel: Kernel, step: StepOf<'activate-back'>): void {
  const { slope, z, h, activation } = step
  const own = carriedBy(activation) as LearnedCode | undefined
  if (own) {
    own.back(e, kernel, step)
    return
  }
  const locals = { z: e.local('v128'), h: e.local('v128') }
  const along = e.local('v128')
  const { list, place } = scope(e, activation, activation.formula.derivative, locals)
  const places = [slope, z, h].map((name) => placeOf(kernel, name))
  eachVector(e, places, (pointers) => {
    ;[along, locals.z, locals.h].forEach((value, i) => load(e, pointers[i]!).set(value))
    const [derivative] = emitFormulas(e, list, place)
    e.get(along).get(derivative!).op(op.f32x4Mul).set(along)
    flush(e, along)
    e.get(pointers[0]!).get(along).at(op.v128Store)
  })
}
