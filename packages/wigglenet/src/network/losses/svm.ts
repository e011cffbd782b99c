import type { Emitter } from '../../kernel/assembler.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import type { Loss } from '../types.ts'
import { emitClasses } from './class-rows.ts'
import type { RowCode, RowPlaces, Sums } from './row-code.ts'

/** Multiclass support vector machine: each wrong class is to score at least 1 below the right one. The notes' sum, divided by rows only.
 *  Formula: Σ over j ≠ y of max(0, s[j] - s[y] + 1), averaged over rows; the derivative of a term that is 0 is 0
 *  Shapes:  scores (batch, classes), y (batch) class numbers
 *  Source:  CS231n Linear Classification, "Multiclass Support Vector Machine loss"  */
export function svm(): Loss & { readonly kind: 'svm' } {
  return Object.freeze(carrying({ kind: 'svm', target: 'index' } as const, code))
}

/** The notes' multiclass hinge: loss = Σ over wrong classes of max(0, s - s[label] + 1). */
function emitSvm(e: Emitter, kernel: Kernel, places: RowPlaces, sums: Sums): void {
  const [violations, taken] = e.locals('v128')
  const violated = (term: number) => e.get(term).floats(0).op(op.f32x4Gt).floats(1).op(op.v128And)
  emitClasses(e, kernel, places, sums, {
    term(value, { own, isLabel }) {
      e.get(value).get(own).op(op.f32x4Sub).floats(1).op(op.f32x4Add).floats(0).op(op.f32x4Pmax)
      isLabel().op(op.v128Andnot).set(value)
      e.get(violations)
      violated(value).op(op.f32x4Add).set(violations)
    },
    summed() {
      e.get(violations).op(op.f32x4Neg).set(taken).floats(0).set(violations)
    },
    slope(value, { share, isLabel }) {
      e.get(taken)
      violated(value)
      isLabel().op(op.v128Bitselect).get(share).op(op.f32x4Mul).set(value)
    },
  })
}

const code: RowCode = { wasm: emitSvm }
