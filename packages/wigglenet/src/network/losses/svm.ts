import type { Emitter } from '../../kernel/assembler.ts'
import { at, eachColumn, joinLanes, type Kernel } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import type { Loss } from '../types.ts'
import { addHit, addLoss, isLabel, labelled, loadScores, type RowCode, type RowPlaces, type Sums } from './row-code.ts'

/** Multiclass support vector machine: each wrong class is to score at least 1 below the right one. The notes' sum, divided by rows only.
 *  Formula: Σ over j ≠ y of max(0, s[j] - s[y] + 1), averaged over rows; the derivative of a term that is 0 is 0
 *  Shapes:  scores (batch, classes), y (batch) class numbers
 *  Source:  CS231n Linear Classification, "Multiclass Support Vector Machine loss"  */
export function svm(): Loss & { readonly kind: 'svm' } {
  return Object.freeze(carrying({ kind: 'svm', target: 'index' } as const, code))
}

/** The notes' multiclass hinge: loss = Σ over wrong classes of max(0, s - s[label] + 1). */
function emitSvm(e: Emitter, _kernel: Kernel, places: RowPlaces, sums: Sums): void {
  const columns = places.scores.storedColumns
  const [value, total, violations, best] = [e.local('v128'), e.local('v128'), e.local('v128'), e.local('v128')]
  const [largest, count] = [e.local('f32'), e.local('f32')]
  labelled(e, places, sums, ({ scores, slope, label, own }) => {
    e.floats(0).set(total).floats(0).set(violations).floats(-Infinity).set(best)
    eachColumn(e, columns, (offset, last) => {
      loadScores(e, scores, offset, last, columns, value)
      e.get(best).get(value).op(op.f32x4Max).set(best)
      e.get(value).get(own).op(op.f32x4Splat, op.f32x4Sub).floats(1).op(op.f32x4Add).floats(0).op(op.f32x4Pmax)
      isLabel(e, offset, label)
      e.op(op.v128Andnot).set(value)
      e.get(total).get(value).op(op.f32x4Add).set(total)
      e.get(value).floats(0).op(op.f32x4Gt).floats(1).op(op.v128And).set(value)
      e.get(violations).get(value).op(op.f32x4Add).set(violations)
      at(e, slope, offset).get(value).get(sums.share).op(op.f32x4Splat, op.f32x4Mul).at(op.v128Store)
    })
    joinLanes(e, best, op.f32Max).set(largest)
    addHit(e, sums, () => e.get(own).get(largest).op(op.f32Ge))
    addLoss(e, sums, () => joinLanes(e, total, op.f32Add))
    joinLanes(e, violations, op.f32Add).set(count)
    e.get(slope)
      .get(label)
      .i32(2)
      .op(op.i32Shl, op.i32Add)
      .get(count)
      .op(op.f32Neg)
      .get(sums.share)
      .op(op.f32Mul)
      .at(op.f32Store)
  })
}

const code: RowCode = { wasm: emitSvm }
