// Softmax cross-entropy with label smoothing and class weights. It is a file of its own, so that a page with plain softmax loads none of it.
import { checkNames, checkNumber, deepFreeze, show } from '../../check/check.ts'
import { OptionError, ShapeError } from '../../check/errors.ts'
import type { Emitter } from '../../kernel/assembler.ts'
import { elementary, expOfNegative, flush } from '../../kernel/elementary.ts'
import { at, eachColumn, eachRow, joinLanes, maskTail } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import { exp, log } from '../../number/exponential.ts'
import type { Loss } from '../types.ts'
import { addHit, addLoss, beginRow, type RowCode, type RowLoss, type RowPlaces, type Sums } from './row-code.ts'

/** Options of `crossEntropy`. */
export interface CrossEntropyOptions {
  /** The share of the target that is spread evenly over all classes, in [0, 1), default 0. */
  readonly smoothing?: number
  /** What a row of each class counts, in the order of the classes, each in [0, ∞); default 1. */
  readonly weights?: readonly number[]
}

interface Chosen {
  readonly smoothing: number
  readonly weights: readonly number[] | undefined
}

/** Softmax with softer labels, and with classes that count more or less. Its kind is `softmax`: scores mean what they mean there.
 *  Formula: w[y]·Σ over k of t[k]·(log Σ exp(s[j]) - s[k]), averaged over rows, with t = smoothing/classes, and 1 - smoothing more for the label y.
 *           Rows are counted, not weights: weights whose mean over the training rows is 1, as `classWeights` gives, leave the rate its meaning.
 *  Shapes:  scores (batch, classes), y (batch) class numbers, weights (classes)
 *  Options: smoothing, no unit, in [0, 1), default 0; weights, no unit, in [0, ∞), default 1 each
 *  Throws:  OptionError for an option outside its interval; when a network is compiled, ShapeError for weights that are not one for each class
 *  Source:  Szegedy et al. 2016, arXiv:1512.00567, section 7
 *  Example: crossEntropy({ smoothing: 0.1, weights: classWeights(data) })  */
export function crossEntropy(options: CrossEntropyOptions = {}): Loss & { readonly kind: 'softmax' } {
  const where = 'crossEntropy'
  const { smoothing: share = 0, weights } = checkNames(where, options, ['smoothing', 'weights'])
  const smoothing = checkNumber(where, 'smoothing', share, '[0, 1)')
  const chosen = { smoothing, weights: weights === undefined ? undefined : checkWeights(where, weights) }
  const data = {
    kind: 'softmax',
    target: 'index',
    ...(smoothing > 0 && { smoothing }),
    ...(chosen.weights && { weights: chosen.weights }),
  } as const
  const code: RowCode = {
    reference: referenceOf(chosen),
    wasm: (e, _kernel, places, sums) => emitCrossEntropy(e, places, sums, chosen),
  }
  return deepFreeze(carrying(data, code))
}

function checkWeights(where: string, weights: unknown): readonly number[] {
  if (!Array.isArray(weights) || weights.length < 2) {
    throw new OptionError({
      where,
      expected: 'weights must be a list of 2 or more numbers',
      received: show(weights),
      fix: 'Give a weight for each class.',
    })
  }
  return weights.map((weight, k) => checkNumber(where, `weights[${k}]`, weight, '[0, ∞)'))
}

function checkFit({ weights }: Chosen, outputs: number): void {
  if (!weights || weights.length === outputs) return
  throw new ShapeError({
    where: 'crossEntropy',
    expected: `weights must be ${outputs}, one for each class`,
    received: `${weights.length}`,
    fix: 'Give a weight for each class, in the order of the classes.',
  })
}

/** loss = w·(log Σ exp(s - max) + Σ t·(max - s)); ds = w·(softmax(s) - t) */
function referenceOf(chosen: Chosen): RowLoss {
  const { smoothing, weights } = chosen
  return (s, [label], d) => {
    checkFit(chosen, s.length)
    const weight = weights?.[label!] ?? 1
    const largest = s.reduce((a, b) => Math.max(a, b))
    let sum = 0
    let rest = 0
    for (let k = 0; k < s.length; k++) sum += d[k] = exp(s[k]! - largest)
    for (let k = 0; k < s.length; k++) {
      const target = smoothing / s.length + (k === label ? 1 - smoothing : 0)
      if (target > 0) rest += target * (largest - s[k]!)
      d[k] = weight * (d[k]! / sum - target)
    }
    return weight * (log(sum) + rest)
  }
}

/** The same in one pass of rows: Σ t·(max - s) = (1 - smoothing)·(max - s[label]) - smoothing/classes·Σ (s - max). */
function emitCrossEntropy(e: Emitter, places: RowPlaces, sums: Sums, chosen: Chosen): void {
  const columns = places.scores.storedColumns
  checkFit(chosen, columns)
  const { smoothing, weights } = chosen
  const even = smoothing / columns
  const vector = () => e.local('v128')
  const [value, total, below, scaled, wrong, right] = [vector(), vector(), vector(), vector(), vector(), vector()]
  const [largest, sum, weight, share] = e.locals('f32')
  labelled(e, places, sums, ({ scores, slope, label, own }) => {
    e.f32(1).set(weight)
    weights?.forEach((number, k) => {
      if (number === 1) return
      e.get(label).i32(k).op(op.i32Eq)
      e.when(() => e.f32(number).set(weight))
    })
    e.floats(-Infinity).set(total)
    eachColumn(e, columns, (offset, last) => {
      loadScores(e, scores, offset, last, columns, value)
      e.get(total).get(value).op(op.f32x4Max).set(total)
    })
    joinLanes(e, total, op.f32Max).set(largest)
    addHit(e, sums, () => e.get(own).get(largest).op(op.f32Ge))
    e.floats(0).set(total).floats(0).set(below)
    eachColumn(e, columns, (offset, last) => {
      loadScores(e, scores, offset, last, columns, value)
      e.get(value).get(largest).op(op.f32x4Splat, op.f32x4Sub).tee(value)
      expOfNegative(e).set(scaled)
      at(e, slope, offset).get(scaled).at(op.v128Store)
      e.get(total).get(scaled).op(op.f32x4Add).set(total)
      if (last) maskTail(e, value, columns % 4, 0)
      e.get(below).get(value).op(op.f32x4Add).set(below)
    })
    joinLanes(e, total, op.f32Add).set(sum)
    addLoss(e, sums, () => {
      e.get(sum).op(op.f32x4Splat)
      elementary(e, 'log').lane(0)
      e.get(largest)
        .get(own)
        .op(op.f32Sub)
        .f32(1 - smoothing)
        .op(op.f32Mul, op.f32Add)
      joinLanes(e, below, op.f32Add).f32(even).op(op.f32Mul, op.f32Sub).get(weight).op(op.f32Mul)
    })
    e.get(sums.share).get(weight).op(op.f32Mul).tee(share).get(sum).op(op.f32Div, op.f32x4Splat).set(scaled)
    e.get(share).f32(even).op(op.f32Mul, op.f32x4Splat).set(wrong)
    e.get(share)
      .f32(1 - smoothing + even)
      .op(op.f32Mul, op.f32x4Splat)
      .set(right)
    eachColumn(e, columns, (offset) => {
      at(e, slope, offset).at(op.v128Load).get(scaled).op(op.f32x4Mul).get(right).get(wrong)
      isLabel(e, offset, label)
      e.op(op.v128Bitselect, op.f32x4Sub).set(value)
      flush(e, value)
      at(e, slope, offset).get(value).at(op.v128Store)
    })
  })
}

/** A row of a data set with classes. */
interface Row {
  readonly scores: number
  readonly slope: number
  /** The label's number, and its score. */
  readonly label: number
  readonly own: number
}

/** Begins each row and reads its label and the score of that. */
function labelled(e: Emitter, { scores, slope, y }: RowPlaces, sums: Sums, body: (row: Row) => void): void {
  const [label, own] = [e.local('i32'), e.local('f32')]
  eachRow(e, [scores, slope, y], ([s, d, target]) => {
    beginRow(e, sums, target!)
    e.get(target!).at(op.f32Load).op(op.i32TruncF32U).set(label)
    e.get(s!).get(label).i32(2).op(op.i32Shl, op.i32Add).at(op.f32Load).set(own)
    body({ scores: s!, slope: d!, label, own })
  })
}

/** Sets `value` to a vector of scores, the padding of the last one to -∞. */
function loadScores(e: Emitter, pointer: number, offset: number, last: boolean, columns: number, value: number): void {
  at(e, pointer, offset).at(op.v128Load).set(value)
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
