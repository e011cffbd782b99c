// Activations and their way back, element by element, from their formulas. Those that learn bring code of their own.
import type { Emitter } from '../../kernel/assembler.ts'
import { flush } from '../../kernel/elementary.ts'
import { partFormulas, shrinks } from '../../kernel/formulas.ts'
import { eachVector, type Kernel, load, placeOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carriedBy } from '../../kernel/part.ts'
import type { LearnedCode } from '../../network/activations/learned-code.ts'
import type { StepOf } from '../../network/steps.ts'

export function emitActivate(e: Emitter, kernel: Kernel, step: StepOf<'activate'>): void {
  const { z, h, activation } = step
  const own = carriedBy(activation) as LearnedCode | undefined
  if (own) {
    own.activate(e, kernel, step)
    return
  }
  const sum = e.local('v128')
  const { list, emit } = partFormulas(e, activation, [activation.formula.value], { z: sum })
  const flushes = shrinks(list)
  const emitFour = ([from, to]: readonly number[]) => {
    // All four before the first is stored: operations wait for those before them, and V8 stores in order.
    const results = [0, 16, 32, 48].map((offset) => {
      load(e, from!, offset).set(sum)
      const [result] = emit()
      if (flushes) flush(e, result!)
      return result!
    })
    results.forEach((result, i) =>
      e
        .get(to!)
        .get(result)
        .at(op.v128Store, 16 * i),
    )
  }
  eachVector(e, [placeOf(kernel, z), placeOf(kernel, h)], emitFour, false, 4)
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
  const { emit } = partFormulas(e, activation, [activation.formula.derivative], locals)
  const places = [slope, z, h].map((name) => placeOf(kernel, name))
  eachVector(e, places, (pointers) => {
    ;[along, locals.z, locals.h].forEach((value, i) => load(e, pointers[i]!).set(value))
    const [derivative] = emit()
    e.get(along).get(derivative!).op(op.f32x4Mul).set(along)
    flush(e, along)
    e.get(pointers[0]!).get(along).at(op.v128Store)
  })
}
