// Dropout in the rows of the batch.

import type { Emitter } from '../../kernel/assembler.ts'
import { dropUnits } from '../../kernel/chance.ts'
import { eachVector, type Kernel, load, placeOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepOf } from '../../network/steps.ts'

/** What is kept is divided by the share that is kept. */
export function emitDropout(e: Emitter, kernel: Kernel, step: StepOf<'dropout'>): void {
  dropUnits(e, kernel, step, () => e.read(kernel.layout.dropout + 8 * step.index + 4, op.v128Load32Splat))
}

export function emitDropoutBack(e: Emitter, kernel: Kernel, { slope, mask }: StepOf<'dropout-back'>): void {
  eachVector(e, [placeOf(kernel, slope), placeOf(kernel, mask)], ([d, kept]) => {
    e.get(d!)
    load(e, d!)
    load(e, kept!).op(op.f32x4Mul).at(op.v128Store)
  })
}
