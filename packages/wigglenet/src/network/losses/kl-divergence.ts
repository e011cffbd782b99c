import { DataError } from '../../check/errors.ts'
import { elementary, expOfNegative, flush } from '../../kernel/elementary.ts'
import { at, joinLanes } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import { exp, log } from '../../number/exponential.ts'
import type { Loss } from '../types.ts'
import type { TargetCheck } from './counts.ts'
import { type EmitPart, eachVectorOf, emitParts, fill, loadPart, type PartCode, storePart } from './part-code.ts'
import type { RowLoss } from './row-code.ts'

/** How far the sum of a row of targets may be from 1: probabilities rounded to 2 or 3 places are welcome. */
const ROUNDING = 0.01

/** Kullback-Leibler divergence from the softmax of a row's scores to the row of targets, which is a distribution itself, as another model's
 *  probabilities are, or the shares of several opinions. The data are of regression, with as many targets as outputs; a model predicts probabilities.
 *  Formula: Σ y·log(y / softmax(s)), averaged over rows, with 0·log 0 = 0; along s: softmax(s)·Σy - y
 *  Shapes:  scores (batch, outputs), y (batch, outputs) of numbers ≥ 0, each row with the sum 1 ± 0.01
 *  Throws:  when it meets the data, DataError for a row of targets that is no distribution
 *  Source:  Kullback and Leibler 1951, On information and sufficiency, section 2
 *  Example: fit(net, examples({ X, y: teacher.probabilities(X), task: 'regression' }), { loss: klDivergence() })  */
export function klDivergence(): Loss & { readonly kind: 'kl-divergence' } {
  return Object.freeze(carrying({ kind: 'kl-divergence', target: 'number', link: 'softmax' } as const, code))
}

/** d becomes softmax(s), whose logarithm is s - largest - log(sum). */
function softmaxOf(s: ArrayLike<number>, d: Float64Array): { readonly largest: number; readonly sum: number } {
  let [largest, sum] = [-Infinity, 0]
  for (let k = 0; k < s.length; k++) largest = Math.max(largest, s[k]!)
  for (let k = 0; k < s.length; k++) sum += d[k] = exp(s[k]! - largest)
  for (let k = 0; k < s.length; k++) d[k]! /= sum
  return { largest, sum }
}

/** loss = Σ y·(log y + log Σ exp(s - max) + max - s); ds = softmax(s)·Σy - y */
const klRow: RowLoss = (s, y, d) => {
  const { largest, sum } = softmaxOf(s, d)
  const total = y.reduce((a, b) => a + b)
  let loss = 0
  for (let k = 0; k < s.length; k++) {
    if (y[k]! > 0) loss += y[k]! * (log(y[k]!) + log(sum) + (largest - s[k]!))
    d[k] = d[k]! * total - y[k]!
  }
  return loss
}

const emitKl: EmitPart = (e, { scores, slope, y, share }, columns) => {
  const vector = () => e.local('v128')
  const [value, target, total, shares, rest, scaled, each] = [
    vector(),
    vector(),
    vector(),
    vector(),
    vector(),
    vector(),
    vector(),
  ]
  const [largest, sum, all] = e.locals('f32')
  e.floats(-Infinity).set(total)
  eachVectorOf(e, columns, (offset, lanes) => {
    loadPart(e, scores, offset, lanes, -Infinity, value)
    e.get(total).get(value).op(op.f32x4Max).set(total)
  })
  joinLanes(e, total, op.f32Max).set(largest)
  e.floats(0).set(total).floats(0).set(shares).floats(0).set(rest)
  eachVectorOf(e, columns, (offset, lanes) => {
    loadPart(e, scores, offset, lanes, -Infinity, value)
    e.get(value).get(largest).op(op.f32x4Splat, op.f32x4Sub).tee(value)
    expOfNegative(e).set(scaled)
    storePart(e, slope, offset, lanes, scaled)
    e.get(total).get(scaled).op(op.f32x4Add).set(total)
    fill(e, value, lanes, 0)
    loadPart(e, y, offset, lanes, 0, target)
    e.get(shares).get(target).op(op.f32x4Add).set(shares)
    e.get(rest).get(target).get(target).floats(1.1754944e-38).op(op.f32x4Max) // 0·log 0 = 0
    elementary(e, 'log').get(value).op(op.f32x4Sub, op.f32x4Mul, op.f32x4Add).set(rest)
  })
  joinLanes(e, total, op.f32Add).set(sum)
  joinLanes(e, shares, op.f32Add).set(all)
  e.get(share).get(all).op(op.f32Mul).get(sum).op(op.f32Div, op.f32x4Splat).set(scaled)
  e.get(share).op(op.f32x4Splat).set(each)
  eachVectorOf(e, columns, (offset, lanes) => {
    at(e, slope, offset).at(op.v128Load).get(scaled).op(op.f32x4Mul)
    at(e, y, offset).at(op.v128Load).get(each).op(op.f32x4Mul, op.f32x4Sub).set(value)
    flush(e, value)
    storePart(e, slope, offset, lanes, value)
  })
  joinLanes(e, rest, op.f32Add).get(sum).op(op.f32x4Splat)
  elementary(e, 'log').lane(0).get(all).op(op.f32Mul, op.f32Add)
}

function checkTargets(where: string, { y, targets }: { readonly y: Float32Array; readonly targets: number }): void {
  for (let row = 0; row < y.length / targets; row++) {
    const own = y.subarray(row * targets, (row + 1) * targets)
    const sum = own.reduce((a, b) => a + b)
    if (own.every((target) => target >= 0) && Math.abs(sum - 1) <= ROUNDING) continue
    const received = `the sum ${sum} with the smallest number ${own.reduce((a, b) => Math.min(a, b))} in row ${row}`
    throw new DataError({
      where,
      expected: 'every row of targets must be probabilities, each 0 or more, with the sum 1',
      received,
      fix: 'Divide each row by its sum.',
    })
  }
}

const code: PartCode & TargetCheck = {
  reference: klRow,
  wasm: (e, _kernel, places, sums) => {
    emitParts(e, places, sums, [{ first: 0, count: places.scores.storedColumns, weight: 1, emit: emitKl }])
  },
  emit: emitKl,
  checkTargets,
  predicted(scores, outputs) {
    const result = new Float64Array(scores.length)
    for (let i = 0; i < scores.length; i += outputs) {
      softmaxOf(scores.subarray(i, i + outputs), result.subarray(i, i + outputs))
    }
    return result
  },
}
