// The loss of each row of scores, and the gradient of the batch's mean loss along the scores, in one pass over the rows. The losses of
// the rows are added in order, in float64.
import { operationList } from '../../formula/operations.ts'
import type { Loss } from '../../network/types.ts'
import type { Step } from '../../plan/types.ts'
import type { Emitter } from './assembler.ts'
import { elementary, expOfNegative } from './elementary.ts'
import { emitFormulas } from './formulas.ts'
import {
  eachColumn,
  eachRow,
  flush,
  type Kernel,
  largestLane,
  maskTail,
  parsed,
  placeOf,
  rowsNow,
  sumLanes,
} from './kernel.ts'
import { control, type Place } from './layout.ts'

type LossStep = Extract<Step, { kind: 'loss' }>

export function emitLoss(e: Emitter, kernel: Kernel, step: LossStep): void {
  const places = [step.scores, step.slope, step.y].map((name) => placeOf(kernel, name)) as [Place, Place, Place]
  const share = e.local('f32') // 1 / rows: the mean over the batch
  e.f32(1)
  rowsNow(e).op('f32.convert_i32_u', 'f32.div').set(share)
  if ('formula' in step.loss) emitElementLoss(e, step.loss, places, share)
  else if (step.loss.kind === 'softmax') emitSoftmax(e, kernel, places, share)
  else emitSvm(e, places, share)
  e.i32(0)
  e.i32(0).at('i32.load', control.seen)
  rowsNow(e).op('i32.add').at('i32.store', control.seen)
}

/** Adds the float32 on the stack to the float64 sum of losses, through a local. */
function addLoss(e: Emitter, loss: number): void {
  e.i32(0)
  e.i32(0).at('f64.load', control.lossSum).get(loss).op('f64.promote_f32', 'f64.add').at('f64.store', control.lossSum)
}

/** Adds the i32 (0 or 1) that `correct` leaves to the number of hits. */
function addHit(e: Emitter, correct: () => void): void {
  e.i32(0)
  e.i32(0).at('i32.load', control.hits)
  correct()
  e.op('i32.add').at('i32.store', control.hits)
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
    e.get(target!).at('f32.load').op('i32.trunc_f32_u').set(label)
    e.get(s!).get(label).i32(2).op('i32.shl', 'i32.add').at('f32.load').set(own)
    body({ scores: s!, slope: d!, label, own })
  })
}

const vectorAt = (e: Emitter, pointer: number, offset: number) => e.get(pointer).get(offset).op('i32.add')

/** Sets `value` to a vector of scores, the padding of the last one to -∞. */
function loadScores(e: Emitter, pointer: number, offset: number, last: boolean, columns: number, value: number): void {
  vectorAt(e, pointer, offset).at('v128.load').set(value)
  if (!last) return
  const word = (lane: number) => (lane < columns % 4 ? 0 : -8388608) // the bits of -∞
  maskTail(e, value, columns % 4, 0)
  e.get(value)
    .constant([word(0), word(1), word(2), word(3)])
    .op('v128.or')
    .set(value)
}

/** Leaves a mask that is set where the column is the label. */
function isLabel(e: Emitter, offset: number, label: number): void {
  e.get(offset)
    .i32(2)
    .op('i32.shr_u', 'i32x4.splat')
    .constant([0, 1, 2, 3])
    .op('i32x4.add')
    .get(label)
    .op('i32x4.splat', 'i32x4.eq')
}

/** Softmax cross-entropy from the scores, their maximum subtracted: loss = log Σ exp(s - max) + max - s[label]. */
function emitSoftmax(e: Emitter, kernel: Kernel, places: readonly [Place, Place, Place], share: number): void {
  const columns = places[0].storedColumns
  const [value, total, one, scaled] = [e.local('v128'), e.local('v128'), e.local('v128'), e.local('v128')]
  const [largest, sum, loss] = [e.local('f32'), e.local('f32'), e.local('f32')]
  const [sums, rests, left, pointer] = [
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
      e.get(total).get(value).op('f32x4.max').set(total)
    })
    largestLane(e, total).set(largest)
    addHit(e, () => e.get(own).get(largest).op('f32.ge'))
    e.floats(0).set(total)
    eachColumn(e, columns, (offset, last) => {
      loadScores(e, scores, offset, last, columns, value)
      e.get(value).get(largest).op('f32x4.splat', 'f32x4.sub')
      expOfNegative(e).set(value)
      vectorAt(e, slope, offset).get(value).at('v128.store')
      e.get(total).get(value).op('f32x4.add').set(total)
    })
    sumLanes(e, total).set(sum)
    e.get(pointer).get(sum).at('f32.store', sums)
    e.get(pointer).get(largest).get(own).op('f32.sub').at('f32.store', rests)
    e.advance(pointer, 4)
    e.get(share).get(sum).op('f32.div', 'f32x4.splat').set(scaled)
    e.get(share).op('f32x4.splat').set(one)
    eachColumn(e, columns, (offset) => {
      vectorAt(e, slope, offset).at('v128.load').get(scaled).op('f32x4.mul').get(one)
      isLabel(e, offset, label)
      e.op('v128.and', 'f32x4.sub').set(value)
      flush(e, value)
      vectorAt(e, slope, offset).get(value).at('v128.store')
    })
  })
  // The logarithms of four rows at once, then their losses in order.
  e.i32(0).set(pointer)
  rowsNow(e).set(left)
  const body = () => {
    e.get(pointer).i32(12).op('i32.and', 'i32.eqz')
    e.when(() => {
      e.get(pointer)
      e.get(pointer).at('v128.load', sums)
      elementary(e, 'log').get(pointer).at('v128.load', rests).op('f32x4.add')
      e.at('v128.store', sums)
    })
    e.get(pointer).at('f32.load', sums).set(loss)
    addLoss(e, loss)
    e.advance(pointer, 4)
  }
  e.repeat(left, body)
}

/** The notes' multiclass hinge: loss = Σ over wrong classes of max(0, s - s[label] + 1). */
function emitSvm(e: Emitter, places: readonly [Place, Place, Place], share: number): void {
  const columns = places[0].storedColumns
  const [value, total, violations, best] = [e.local('v128'), e.local('v128'), e.local('v128'), e.local('v128')]
  const [loss, count] = [e.local('f32'), e.local('f32')]
  labelled(e, places, ({ scores, slope, label, own }) => {
    e.floats(0).set(total).floats(0).set(violations).floats(-Infinity).set(best)
    eachColumn(e, columns, (offset, last) => {
      loadScores(e, scores, offset, last, columns, value)
      e.get(best).get(value).op('f32x4.max').set(best)
      e.get(value).get(own).op('f32x4.splat', 'f32x4.sub').floats(1).op('f32x4.add').floats(0).op('f32x4.pmax')
      isLabel(e, offset, label)
      e.op('v128.andnot').set(value)
      e.get(total).get(value).op('f32x4.add').set(total)
      e.get(value).floats(0).op('f32x4.gt').floats(1).op('v128.and').set(value)
      e.get(violations).get(value).op('f32x4.add').set(violations)
      vectorAt(e, slope, offset).get(value).get(share).op('f32x4.splat', 'f32x4.mul').at('v128.store')
    })
    largestLane(e, best)
    const largest = loss
    e.set(largest)
    addHit(e, () => e.get(own).get(largest).op('f32.ge'))
    sumLanes(e, total).set(loss)
    addLoss(e, loss)
    sumLanes(e, violations).set(count)
    e.get(slope)
      .get(label)
      .i32(2)
      .op('i32.shl', 'i32.add')
      .get(count)
      .op('f32.neg')
      .get(share)
      .op('f32.mul')
      .at('f32.store')
  })
}

/** An element-wise loss: averaged over rows and outputs. */
function emitElementLoss(
  e: Emitter,
  loss: Extract<Loss, { formula: object }>,
  [scores, slope, y]: readonly [Place, Place, Place],
  share: number,
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
      vectorAt(e, s!, offset).at('v128.load').set(score)
      vectorAt(e, t!, offset).at('v128.load').set(target)
      const [value, along] = emitFormulas(e, list, place) as [number, number]
      if (last) for (const local of [value, along]) maskTail(e, local, columns % 4, 0)
      e.get(total).get(value).op('f32x4.add').set(total)
      e.get(along)
        .get(share)
        .f32(1 / columns)
        .op('f32.mul', 'f32x4.splat', 'f32x4.mul')
        .set(target)
      flush(e, target)
      vectorAt(e, d!, offset).get(target).at('v128.store')
    })
    sumLanes(e, total)
      .f32(1 / columns)
      .op('f32.mul')
      .set(sum)
    addLoss(e, sum)
    if (loss.target !== 'number') {
      addHit(e, () => {
        e.get(s!).at('f32.load').f32(0).op('f32.gt').get(t!).at('f32.load').f32(0).op('f32.gt', 'i32.eq')
      })
    }
  })
}
