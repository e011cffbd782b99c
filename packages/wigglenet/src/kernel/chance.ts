// What chance does to numbers in training, as vector code: Gaussian noise, and units that are kept or not.

import { streams } from '../number/random.ts'
import type { Emitter } from './assembler.ts'
import * as control from './control.ts'
import { elementary } from './elementary.ts'
import { eachVector, type Kernel, load, placeOf } from './kernel.ts'
import * as op from './opcodes.ts'
import type { Place } from './place.ts'

/** For each vector of the rows of this step, or of the whole buffers: in training `drawn`, with words 0, 1, 2 … of a stream in a local and a pointer
 *  to each buffer; otherwise `still`. */
function byChance(
  e: Emitter,
  { philox, layout }: Kernel,
  stream: number,
  places: readonly Place[],
  drawn: (words: number, pointers: readonly number[]) => void,
  still: (pointers: readonly number[]) => void,
  whole?: boolean,
): void {
  const draw = philox()
  const [block, index, words] = [e.local('i32'), e.local('i32'), e.local('v128')]
  e.read(control.training)
  e.when(
    () => {
      e.i32(0).set(block)
      const each = (pointers: readonly number[]) => {
        e.get(block).i32(3).op(op.i32And).tee(index).op(op.i32Eqz)
        e.when(() => e.get(block).i32(stream).read(control.step).read(control.stepHigh).call(draw))
        e.get(index).i32(4).op(op.i32Shl).at(op.v128Load, layout.words).set(words)
        drawn(words, pointers)
        e.advance(block, 1)
      }
      eachVector(e, places, each, whole)
    },
    () => eachVector(e, places, still, whole),
  )
}

/** To the rows of this step, or to the whole buffer: output = input + deviation · Gaussian numbers, by Box and Muller on pairs of words (23 bits each,
 *  exact in float32); outside training a copy. `index` is that of the stream and its deviation. */
export function addNoise(
  e: Emitter,
  kernel: Kernel,
  { input, output, index }: { readonly input: string; readonly output: string; readonly index: number },
  whole?: boolean,
): void {
  const uniform = e.local('v128')
  byChance(
    e,
    kernel,
    streams.noise + index,
    [placeOf(kernel, input), placeOf(kernel, output)],
    (words, [source, target]) => {
      e.get(words)
        .i32(9)
        .op(op.i32x4ShrU, op.f32x4ConvertI32x4S)
        .floats(0.5)
        .op(op.f32x4Add)
        .floats(1 / 8388608)
        .op(op.f32x4Mul)
        .set(uniform)
      e.get(target!)
      load(e, source!)
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
      e.read(kernel.layout.noise + 4 * index, op.v128Load32Splat)
        .op(op.f32x4Mul, op.f32x4Add)
        .at(op.v128Store)
    },
    ([source, target]) => load(e.get(target!), source!).at(op.v128Store),
    whole,
  )
}

/** What a step of dropout works on: `index` is that of the stream and its share. */
export type DropoutTerms = {
  readonly input: string
  readonly mask: string
  readonly output: string
  readonly index: number
}

/** mask = what `factor` leaves where a random word reaches the threshold, else 0; output = input·mask, and what `more` adds to it. Outside
 *  training the mask is 1. */
export function dropUnits(
  e: Emitter,
  kernel: Kernel,
  { input, mask, output, index }: DropoutTerms,
  factor: () => void,
  more?: (mask: number) => void,
): void {
  byChance(
    e,
    kernel,
    streams.dropout + index,
    [input, mask, output].map((name) => placeOf(kernel, name)),
    (words, [source, kept, target]) => {
      e.get(kept!)
      factor()
      e.get(words)
        .read(kernel.layout.dropout + 8 * index, op.v128Load32Splat)
        .op(op.i32x4LtU, op.v128Andnot)
        .tee(words)
        .at(op.v128Store)
      load(e.get(target!), source!).get(words).op(op.f32x4Mul)
      more?.(words)
      e.at(op.v128Store)
    },
    ([source, kept, target]) => {
      e.get(kept!).floats(1).at(op.v128Store)
      load(e.get(target!), source!).at(op.v128Store)
    },
  )
}
