// What chance does to the rows of the batch: input noise and dropout.

import type { Emitter } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import { elementary } from '../../kernel/elementary.ts'
import { eachVector, type Kernel, load, placeOf, rowsNow } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { Place } from '../../kernel/place.ts'
import { eachWord } from '../../kernel/random.ts'
import type { StepOf } from '../../network/steps.ts'
import { streams } from '../../number/random.ts'

const wordVectors = (e: Emitter, place: Place) => () =>
  rowsNow(e)
    .i32(place.stride / 4)
    .op(op.i32Mul)

/** output = input + deviation · Gaussian numbers, by Box and Muller on pairs of words (23 bits each, exact in float32). */
export function emitNoise(e: Emitter, kernel: Kernel, { input, output, index }: StepOf<'noise'>): void {
  const [from, to] = [placeOf(kernel, input), placeOf(kernel, output)]
  const [source, target, uniform] = [e.local('i32'), e.local('i32'), e.local('v128')]
  const copy = () => eachVector(e, [from, to], ([a, b]) => e.get(b!).get(a!).at(op.v128Load).at(op.v128Store))
  e.i32(control.training).at(op.i32Load)
  e.when(() => {
    e.i32(from.address).set(source).i32(to.address).set(target)
    eachWord(e, kernel.philox(), kernel.layout.words, streams.noise + index, wordVectors(e, from), (words) => {
      e.get(words)
        .i32(9)
        .op(op.i32x4ShrU, op.f32x4ConvertI32x4S)
        .floats(0.5)
        .op(op.f32x4Add)
        .floats(1 / 8388608)
        .op(op.f32x4Mul)
        .set(uniform)
      e.get(target)
      load(e, source)
      e.get(uniform).get(uniform).lanes(0, 0, 2, 2)
      elementary(e, 'log').floats(-2).op(op.f32x4Mul, op.f32x4Sqrt)
      e.get(uniform)
        .get(uniform)
        .lanes(1, 1, 3, 3)
        .floats(2 * Math.PI)
        .op(op.f32x4Mul)
        .set(uniform)
      e.get(uniform)
      elementary(e, 'cos').get(uniform)
      elementary(e, 'sin').lanes(0, 5, 2, 7).op(op.f32x4Mul)
      e.i32(0)
        .at(op.v128Load32Splat, kernel.layout.noise + 4 * index)
        .op(op.f32x4Mul, op.f32x4Add)
        .at(op.v128Store)
      e.advance(source, 16).advance(target, 16)
    })
  }, copy)
}

/** mask = factor where a random word reaches the threshold, else 0; output = input·mask. Outside training the mask is 1. */
export function emitDropout(e: Emitter, kernel: Kernel, { input, mask, output, index }: StepOf<'dropout'>): void {
  const [from, kept, to] = [placeOf(kernel, input), placeOf(kernel, mask), placeOf(kernel, output)]
  const [source, factor, target] = [e.local('i32'), e.local('i32'), e.local('i32')]
  const values = kernel.layout.dropout + 8 * index
  const copy = () =>
    eachVector(e, [from, kept, to], ([a, on, b]) => {
      e.get(on!).floats(1).at(op.v128Store)
      e.get(b!).get(a!).at(op.v128Load).at(op.v128Store)
    })
  e.i32(control.training).at(op.i32Load)
  e.when(() => {
    e.i32(from.address).set(source).i32(kept.address).set(factor).i32(to.address).set(target)
    eachWord(e, kernel.philox(), kernel.layout.words, streams.dropout + index, wordVectors(e, from), (words) => {
      e.get(factor)
        .i32(0)
        .at(op.v128Load32Splat, values + 4)
      e.get(words).i32(0).at(op.v128Load32Splat, values).op(op.i32x4LtU, op.v128Andnot).tee(words).at(op.v128Store)
      e.get(target)
      load(e, source).get(words).op(op.f32x4Mul).at(op.v128Store)
      e.advance(source, 16).advance(factor, 16).advance(target, 16)
    })
  }, copy)
}

export function emitDropoutBack(e: Emitter, kernel: Kernel, { slope, mask }: StepOf<'dropout-back'>): void {
  eachVector(e, [placeOf(kernel, slope), placeOf(kernel, mask)], ([d, kept]) => {
    e.get(d!)
    load(e, d!)
    load(e, kept!).op(op.f32x4Mul).at(op.v128Store)
  })
}
