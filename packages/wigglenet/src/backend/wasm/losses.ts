// The loss of each row of scores, and the gradient of the batch's mean loss along the scores, in one pass over the rows. The losses of
// the rows are added in order, in float64.

import { operationList } from '../../formula/operations.ts'
import type { Loss } from '../../network/types.ts'
import type { Step } from '../../plan/types.ts'
import type { Emitter } from './assembler.ts'
import * as control from './control.ts'
import { elementary, expOfNegative, flush } from './elementary.ts'
import { emitFormulas } from './formulas.ts'
import { eachColumn, eachRow, joinLanes, type Kernel, maskTail, parsed, placeOf, rowsNow } from './kernel.ts'
import type { Place } from './layout.ts'
import * as op from './opcodes.ts'

type LossStep = Extract<Step, { kind: 'loss' }>

/** What the rows add up to, in locals while they are gone through. */
interface Sums {
  /** 1 / rows: the mean over the batch. */
  readonly share: number
  readonly loss: number
  readonly hits: number
}

export function emitLoss(e: Emitter, kernel: Kernel, step: LossStep): void {
  const places = [step.scores, step.slope, step.y].map((name) => placeOf(kernel, name)) as [Place, Place, Place]
  const sums = { share: e.local('f32'), loss: e.local('f64'), hits: e.local('i32') }
  e.f32(1)
  rowsNow(e).op(op.f32ConvertI32U, op.f32Div).set(sums.share)
  e.i32(0).at(op.f64Load, control.lossSum).set(sums.loss).i32(0).at(op.i32Load, control.hits).set(sums.hits)
  if ('formula' in step.loss) emitElementLoss(e, step.loss, places, sums)
  else if (step.loss.kind === 'svm') emitSvm(e, places, sums)
  else emitSoftmax(e, kernel, places, sums)
  e.i32(0).get(sums.loss).at(op.f64Store, control.lossSum).i32(0).get(sums.hits).at(op.i32Store, control.hits)
  e.i32(0).i32(0).at(op.i32Load, control.seen)
  rowsNow(e).op(op.i32Add).at(op.i32Store, control.seen)
}

/** Adds the float32 that `value` leaves to the sum of losses. */
function addLoss(e: Emitter, { loss }: Sums, value: () => void): void {
  e.get(loss)
  value()
  e.op(op.f64PromoteF32, op.f64Add).set(loss)
}

/** Adds the i32 (0 or 1) that `correct` leaves to the number of hits. */
function addHit(e: Emitter, { hits }: Sums, correct: () => void): void {
  e.get(hits)
  correct()
  e.op(op.i32Add).set(hits)
}

interface Row {
  readonly scores: number
  readonly slope: number
  /** The label's number, and its score. */
  readonly label: number
  readonly own: number
}

/** Reads the label of a row and its score. */
function labelled(e: Emitter, [scores, slope, y]: readonly [Place, Place, Place], body: (row: Row) => void): void {
  const [label, own] = [e.local('i32'), e.local('f32')]
  eachRow(e, [scores, slope, y], ([s, d, target]) => {
    e.get(target!).at(op.f32Load).op(op.i32TruncF32U).set(label)
    e.get(s!).get(label).i32(2).op(op.i32Shl, op.i32Add).at(op.f32Load).set(own)
    body({ scores: s!, slope: d!, label, own })
  })
}

const vectorAt = (e: Emitter, pointer: number, offset: number) => e.get(pointer).get(offset).op(op.i32Add)

/** Sets `value` to a vector of scores, the padding of the last one to -∞. */
function loadScores(e: Emitter, pointer: number, offset: number, last: boolean, columns: number, value: number): void {
  vectorAt(e, pointer, offset).at(op.v128Load).set(value)
  if (!last) return
  const word = (lane: number) => (lane < columns % 4 ? 0 : -8388608) // the bits of -∞
  maskTail(e, value, columns % 4, 0)
  e.get(value)
    .constant([word(0), word(1), word(2), word(3)])
    .op(op.v128Or)
    .set(value)
}

/** Leaves a mask that is set where the column is the label. */
function isLabel(e: Emitter, offset: number, label: number): void {
  e.get(offset)
    .i32(2)
    .op(op.i32ShrU, op.i32x4Splat)
    .constant([0, 1, 2, 3])
    .op(op.i32x4Add)
    .get(label)
    .op(op.i32x4Splat, op.i32x4Eq)
}

/** Softmax cross-entropy from the scores, their maximum subtracted: loss = log Σ exp(s - max) + max - s[label]. */
function emitSoftmax(e: Emitter, kernel: Kernel, places: readonly [Place, Place, Place], sums: Sums): void {
  const columns = places[0].storedColumns
  const [value, total, one, scaled] = [e.local('v128'), e.local('v128'), e.local('v128'), e.local('v128')]
  const [largest, sum] = [e.local('f32'), e.local('f32')]
  const [totals, rests, left, pointer] = [
    kernel.layout.rowScratch,
    kernel.layout.rowScratch + 4 * (kernel.plan.batch + 4),
    e.local('i32'),
    e.local('i32'),
  ]
  e.i32(0).set(pointer)
  labelled(e, places, ({ scores, slope, label, own }) => {
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
      vectorAt(e, slope, offset).get(value).at(op.v128Store)
      e.get(total).get(value).op(op.f32x4Add).set(total)
    })
    joinLanes(e, total, op.f32Add).set(sum)
    e.get(pointer).get(sum).at(op.f32Store, totals)
    e.get(pointer).get(largest).get(own).op(op.f32Sub).at(op.f32Store, rests)
    e.advance(pointer, 4)
    e.get(sums.share).get(sum).op(op.f32Div, op.f32x4Splat).set(scaled)
    e.get(sums.share).op(op.f32x4Splat).set(one)
    eachColumn(e, columns, (offset) => {
      vectorAt(e, slope, offset).at(op.v128Load).get(scaled).op(op.f32x4Mul).get(one)
      isLabel(e, offset, label)
      e.op(op.v128And, op.f32x4Sub).set(value)
      flush(e, value)
      vectorAt(e, slope, offset).get(value).at(op.v128Store)
    })
  })
  // The logarithms of four rows at once, then their losses in order.
  e.i32(0).set(pointer)
  rowsNow(e).set(left)
  const body = () => {
    e.get(pointer).i32(12).op(op.i32And, op.i32Eqz)
    e.when(() => {
      e.get(pointer)
      e.get(pointer).at(op.v128Load, totals)
      elementary(e, 'log').get(pointer).at(op.v128Load, rests).op(op.f32x4Add)
      e.at(op.v128Store, totals)
    })
    addLoss(e, sums, () => e.get(pointer).at(op.f32Load, totals))
    e.advance(pointer, 4)
  }
  e.repeat(left, body)
}

/** The notes' multiclass hinge: loss = Σ over wrong classes of max(0, s - s[label] + 1). */
function emitSvm(e: Emitter, places: readonly [Place, Place, Place], sums: Sums): void {
  const columns = places[0].storedColumns
  const [value, total, violations, best] = [e.local('v128'), e.local('v128'), e.local('v128'), e.local('v128')]
  const [loss, count] = [e.local('f32'), e.local('f32')]
  labelled(e, places, ({ scores, slope, label, own }) => {
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
      vectorAt(e, slope, offset).get(value).get(sums.share).op(op.f32x4Splat, op.f32x4Mul).at(op.v128Store)
    })
    joinLanes(e, best, op.f32Max)
    const largest = loss
    e.set(largest)
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

/** An element-wise loss: averaged over rows and outputs. */
function emitElementLoss(
  e: Emitter,
  loss: Extract<Loss, { formula: object }>,
  [scores, slope, y]: readonly [Place, Place, Place],
  sums: Sums,
): void {
  const columns = scores.storedColumns
  const names = ['s', 'y', ...Object.keys(loss.options)]
  const list = operationList(
    [loss.formula.value, loss.formula.derivative].map((text) => parsed(text, loss.kind, names)),
  )
  const [score, target, total, sum] = [e.local('v128'), e.local('v128'), e.local('v128'), e.local('f32')]
  const place = (name: string) => {
    if (name === 's') e.get(score)
    else if (name === 'y') e.get(target)
    else e.floats(loss.options[name]!)
  }
  eachRow(e, [scores, slope, y], ([s, d, t]) => {
    e.floats(0).set(total)
    eachColumn(e, columns, (offset, last) => {
      vectorAt(e, s!, offset).at(op.v128Load).set(score)
      vectorAt(e, t!, offset).at(op.v128Load).set(target)
      const [value, along] = emitFormulas(e, list, place) as [number, number]
      if (last) for (const local of [value, along]) maskTail(e, local, columns % 4, 0)
      e.get(total).get(value).op(op.f32x4Add).set(total)
      e.get(along)
        .get(sums.share)
        .f32(1 / columns)
        .op(op.f32Mul, op.f32x4Splat, op.f32x4Mul)
        .set(target)
      flush(e, target)
      vectorAt(e, d!, offset).get(target).at(op.v128Store)
    })
    joinLanes(e, total, op.f32Add)
      .f32(1 / columns)
      .op(op.f32Mul)
      .set(sum)
    addLoss(e, sums, () => e.get(sum))
    if (loss.target !== 'number') {
      addHit(e, sums, () => {
        e.get(s!).at(op.f32Load).f32(0).op(op.f32Gt).get(t!).at(op.f32Load).f32(0).op(op.f32Gt, op.i32Eq)
      })
    }
  })
}
