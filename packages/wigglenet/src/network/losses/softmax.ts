import type { Emitter } from '../../kernel/assembler.ts'
import { elementary, expOfNegative } from '../../kernel/elementary.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import type { Loss } from '../types.ts'
import { emitClasses } from './class-rows.ts'
import type { RowCode, RowPlaces, Sums } from './row-code.ts'

/** Softmax cross-entropy over the scores of a row, of which one class is right. The largest score is subtracted first, so that nothing overflows.
 *  Formula: -log(exp(s[y]) / Σ exp(s[j])), averaged over rows
 *  Shapes:  scores (batch, classes), y (batch) class numbers
 *  Source:  CS231n Linear Classification, "Softmax classifier"  */
export function softmax(): Loss & { readonly kind: 'softmax' } {
  return Object.freeze(carrying({ kind: 'softmax', target: 'index' } as const, code))
}

/** Softmax cross-entropy from the scores, their maximum subtracted: loss = log Σ exp(s - max) + max - s[label]. */
function emitSoftmax(e: Emitter, kernel: Kernel, places: RowPlaces, sums: Sums): void {
  const scaled = e.local('v128')
  emitClasses(e, kernel, places, sums, {
    term(value, { largest }) {
      e.get(value).get(largest).op(op.f32x4Sub)
      expOfNegative(e).set(value)
    },
    summed({ share, total }) {
      e.get(share).get(total).op(op.f32x4Div).set(scaled)
    },
    slope(value, { share, isLabel }) {
      e.get(value).get(scaled).op(op.f32x4Mul).get(share)
      isLabel().op(op.v128And, op.f32x4Sub).set(value)
    },
    losses(behind) {
      elementary(e, 'log')
      behind()
      e.op(op.f32x4Add)
    },
  })
}

const code: RowCode = { wasm: emitSoftmax }
