import type { Emitter } from '../../kernel/assembler.ts'
import { elementary, expOfNegative, flush } from '../../kernel/elementary.ts'
import { at, eachColumn, eachRow, joinLanes, type Kernel } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import type { Loss } from '../types.ts'
import {
  addHit,
  addLoss,
  beginRow,
  isLabel,
  labelled,
  loadScores,
  type RowCode,
  type RowPlaces,
  type Sums,
} from './row-code.ts'

/** Softmax cross-entropy over the scores of a row, of which one class is right. The largest score is subtracted first, so that nothing overflows.
 *  Formula: -log(exp(s[y]) / Σ exp(s[j])), averaged over rows
 *  Shapes:  scores (batch, classes), y (batch) class numbers
 *  Source:  CS231n Linear Classification, "Softmax classifier"  */
export function softmax(): Loss & { readonly kind: 'softmax' } {
  return Object.freeze(carrying({ kind: 'softmax', target: 'index' } as const, code))
}

/** Softmax cross-entropy from the scores, their maximum subtracted: loss = log Σ exp(s - max) + max - s[label]. */
function emitSoftmax(e: Emitter, kernel: Kernel, places: RowPlaces, sums: Sums): void {
  const columns = places.scores.storedColumns
  const [value, total, one, scaled] = [e.local('v128'), e.local('v128'), e.local('v128'), e.local('v128')]
  const [largest, sum] = [e.local('f32'), e.local('f32')]
  const totals = kernel.layout.rowScratch
  const rests = totals + 4 * (kernel.batch + 4)
  const pointer = e.local('i32')
  e.i32(0).set(pointer)
  labelled(e, places, sums, ({ scores, slope, label, own }) => {
    e.floats(-Infinity).set(total)
    eachColumn(e, columns, (offset, last) => {
      loadScores(e, scores, offset, last, columns, value)
      e.get(total).get(value).op(op.f32x4Max).set(total)
    })
    joinLanes(e, total, op.f32Max).set(largest)
    addHit(e, sums, () => e.get(own).get(largest).op(op.f32Ge))
    e.floats(0).set(total)
    eachColumn(e, columns, (offset, last) => {
      loadScores(e, scores, offset, last, columns, value)
      e.get(value).get(largest).op(op.f32x4Splat, op.f32x4Sub)
      expOfNegative(e).set(value)
      at(e, slope, offset).get(value).at(op.v128Store)
      e.get(total).get(value).op(op.f32x4Add).set(total)
    })
    joinLanes(e, total, op.f32Add).set(sum)
    e.get(pointer).get(sum).at(op.f32Store, totals)
    e.get(pointer).get(largest).get(own).op(op.f32Sub).at(op.f32Store, rests)
    e.advance(pointer, 4)
    e.get(sums.share).get(sum).op(op.f32Div, op.f32x4Splat).set(scaled)
    e.get(sums.share).op(op.f32x4Splat).set(one)
    eachColumn(e, columns, (offset) => {
      at(e, slope, offset).at(op.v128Load).get(scaled).op(op.f32x4Mul).get(one)
      isLabel(e, offset, label)
      e.op(op.v128And, op.f32x4Sub).set(value)
      flush(e, value)
      at(e, slope, offset).get(value).at(op.v128Store)
    })
  })
  // The logarithms of four rows at once, then their losses in order.
  e.i32(0).set(pointer)
  eachRow(e, [places.y], ([y]) => {
    beginRow(e, sums, y!)
    e.get(pointer).i32(12).op(op.i32And, op.i32Eqz)
    e.when(() => {
      e.get(pointer)
      e.get(pointer).at(op.v128Load, totals)
      elementary(e, 'log').get(pointer).at(op.v128Load, rests).op(op.f32x4Add)
      e.at(op.v128Store, totals)
    })
    addLoss(e, sums, () => e.get(pointer).at(op.f32Load, totals))
    e.advance(pointer, 4)
  })
}

const code: RowCode = { wasm: emitSoftmax }
