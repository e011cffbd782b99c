// Steps on the rows of the batch: gathering, noise, dropout, activations, joins, and their way back.

import { operationList } from '../../formula/operations.ts'
import type { Activation } from '../../network/types.ts'
import { streams } from '../../number/random.ts'
import type { Step } from '../../plan/types.ts'
import type { Emitter } from './assembler.ts'
import * as control from './control.ts'
import { elementary, flush } from './elementary.ts'
import { emitFormulas } from './formulas.ts'
import {
  eachColumn,
  eachRow,
  eachVector,
  type Kernel,
  maskTail,
  parsed,
  placeOf,
  rowsNow,
  vectorsOf,
} from './kernel.ts'
import type { Place } from './layout.ts'
import * as op from './opcodes.ts'
import { eachWord } from './random.ts'

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>
const load = (e: Emitter, pointer: number, offset = 0) => e.get(pointer).at(op.v128Load, offset)
const at = (e: Emitter, pointer: number, offset: number) => e.get(pointer).get(offset).op(op.i32Add)

/** Copies this step's rows of the data set into X and y; bytes become numbers on the way. */
export function emitGather(e: Emitter, kernel: Kernel, { X, y }: StepOf<'gather'>): void {
  const [input, target] = [placeOf(kernel, X), placeOf(kernel, y)]
  const [position, row, source, value] = [e.local('i32'), e.local('i32'), e.local('i32'), e.local('v128')]
  e.i32(control.position).at(op.i32Load).set(position)
  eachRow(e, [input, target], ([into, targets]) => {
    e.i32(control.order).at(op.i32Load)
    e.when(
      () => e.i32(control.order).at(op.i32Load).get(position).i32(2).op(op.i32Shl, op.i32Add).at(op.i32Load).set(row),
      () => e.get(position).set(row),
    )
    const start = (bytes: number) =>
      e.i32(control.X).at(op.i32Load).get(row).i32(bytes).op(op.i32Mul, op.i32Add).set(source)
    const vectors = vectorsOf(input)
    const [offset, left] = [e.local('i32'), e.local('i32')]
    e.i32(0).set(offset).i32(vectors).set(left)
    e.i32(control.bytes).at(op.i32Load)
    e.when(
      () => {
        start(input.storedColumns)
        e.repeat(left, () => {
          e.get(source)
            .at(op.v128Load32Zero)
            .op(op.i16x8ExtendLowI8x16U, op.i32x4ExtendLowI16x8U, op.f32x4ConvertI32x4S)
          e.i32(control.scale).at(op.i32Load).get(offset).op(op.i32Add).at(op.v128Load).op(op.f32x4Mul)
          e.i32(control.shift).at(op.i32Load).get(offset).op(op.i32Add).at(op.v128Load).op(op.f32x4Add).set(value)
          at(e, into!, offset).get(value).at(op.v128Store)
          e.advance(offset, 16).advance(source, 4)
        })
      },
      () => {
        start(16 * vectors)
        e.repeat(left, () => {
          at(e, into!, offset).get(source).at(op.v128Load).at(op.v128Store)
          e.advance(offset, 16).advance(source, 16)
        })
      },
    )
    e.i32(control.y)
      .at(op.i32Load)
      .get(row)
      .i32(4 * target.storedColumns)
      .op(op.i32Mul, op.i32Add)
      .set(source)
    e.i32(0).set(offset).i32(target.storedColumns).set(left)
    e.repeat(left, () => {
      at(e, targets!, offset).get(source).at(op.f32Load).at(op.f32Store)
      e.advance(offset, 4).advance(source, 4)
    })
    e.advance(position, 1)
  })
}

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

/** values[row, unit] ·= mask[unit] */
export function emitMask(e: Emitter, kernel: Kernel, { values, mask }: StepOf<'mask'>): void {
  const [place, on] = [placeOf(kernel, values), placeOf(kernel, mask)]
  eachRow(e, [place], ([row]) =>
    eachColumn(e, 4 * vectorsOf(place), (offset) => {
      at(e, row!, offset)
      at(e, row!, offset).at(op.v128Load).get(offset).at(op.v128Load, on.address).op(op.f32x4Mul).at(op.v128Store)
    }),
  )
}

/** The names of an activation's formulas, and code that leaves each on the stack. */
function scope(e: Emitter, kernel: Kernel, activation: Activation, learned: Readonly<Record<string, string>>) {
  const names = ['z', 'h', ...Object.keys(activation.options), ...Object.keys(learned)]
  const place = (locals: Record<string, number>, offset: number) => (name: string) => {
    if (name in locals) e.get(locals[name]!)
    else if (name in activation.options) e.floats(activation.options[name]!)
    else {
      const { address } = placeOf(kernel, learned[name]!)
      if (activation.learned[name]!.per === 'unit') e.get(offset).at(op.v128Load, address)
      else e.i32(address).at(op.v128Load32Splat)
    }
  }
  return { names, place }
}

export function emitActivate(e: Emitter, kernel: Kernel, { z, h, activation, learned }: StepOf<'activate'>): void {
  const [sums, values] = [placeOf(kernel, z), placeOf(kernel, h)]
  const { names, place } = scope(e, kernel, activation, learned)
  const list = operationList([parsed(activation.formula.value, activation.kind, names)])
  // Products and quotients of numbers that are not tiny can be; ReLU, tanh and sigmoid give none.
  const shrinks = list.operations.some((operation) => operation.kind === 'binary' && /[*/^]/.test(operation.operator))
  const sum = e.local('v128')
  const body = (from: () => void, to: () => void, offset: number) => {
    from()
    e.set(sum)
    const [result] = emitFormulas(e, list, place({ z: sum }, offset))
    if (shrinks) flush(e, result!)
    to()
    e.get(result!).at(op.v128Store)
  }
  if (Object.keys(learned).length === 0) {
    eachVector(e, [sums, values], ([a, b]) =>
      body(
        () => load(e, a!),
        () => e.get(b!),
        -1,
      ),
    )
  } else {
    eachRow(e, [sums, values], ([a, b]) =>
      eachColumn(e, 4 * vectorsOf(sums), (offset) =>
        body(
          () => at(e, a!, offset).at(op.v128Load),
          () => at(e, b!, offset),
          offset,
        ),
      ),
    )
  }
}

/** slope ·= dh/dz; where something is learned, its gradient is the sum over rows of slope · dh/d(learned), rows in order. */
export function emitActivateBack(e: Emitter, kernel: Kernel, step: StepOf<'activate-back'>): void {
  const { slope, z, h, activation, learned, gradients } = step
  const [d, sums, values] = [placeOf(kernel, slope), placeOf(kernel, z), placeOf(kernel, h)]
  const { names, place } = scope(e, kernel, activation, learned)
  const learnedNames = Object.keys(learned)
  const texts = [activation.formula.derivative, ...learnedNames.map((name) => activation.learned[name]!.derivative)]
  const list = operationList(texts.map((text) => parsed(text, activation.kind, names)))
  const [zValue, hValue, dValue] = [e.local('v128'), e.local('v128'), e.local('v128')]
  const body = (pointers: readonly number[], offset: number, totals: readonly number[]) => {
    load(e, pointers[0]!).set(dValue)
    load(e, pointers[1]!).set(zValue)
    load(e, pointers[2]!).set(hValue)
    const [along, ...others] = emitFormulas(e, list, place({ z: zValue, h: hValue }, offset))
    others.forEach((other, i) => e.get(totals[i]!).get(dValue).get(other).op(op.f32x4Mul, op.f32x4Add).set(totals[i]!))
    e.get(dValue).get(along!).op(op.f32x4Mul).set(dValue)
    flush(e, dValue)
    e.get(pointers[0]!).get(dValue).at(op.v128Store)
  }
  if (learnedNames.length === 0) {
    eachVector(e, [d, sums, values], (pointers) => body(pointers, -1, []))
    return
  }
  const totals = learnedNames.map(() => e.local('v128'))
  const shared = learnedNames.map((name) => (activation.learned[name]!.per === 'layer' ? e.local('f32') : -1))
  shared.forEach((total) => total >= 0 && e.f32(0).set(total))
  const column = e.local('i32')
  const pointers = [e.local('i32'), e.local('i32'), e.local('i32')]
  eachColumn(e, d.storedColumns, (offset, last) => {
    e.get(offset).set(column)
    for (const total of totals) e.floats(0).set(total)
    ;[d, sums, values].forEach((from, i) => e.i32(from.address).get(column).op(op.i32Add).set(pointers[i]!))
    const left = e.local('i32')
    rowsNow(e).set(left)
    e.repeat(left, () => {
      body(pointers, column, totals)
      ;[d, sums, values].forEach((from, i) => e.advance(pointers[i]!, 4 * from.stride))
    })
    totals.forEach((total, i) => {
      if (last) maskTail(e, total, d.storedColumns % 4, 0)
      const into = placeOf(kernel, gradients[learnedNames[i]!]!).address
      if (shared[i]! < 0) {
        e.get(column).get(total).at(op.v128Store, into)
      } else {
        for (let lane = 0; lane < 4; lane++) e.get(shared[i]!).get(total).lane(lane).op(op.f32Add).set(shared[i]!)
        e.i32(into).get(shared[i]!).at(op.f32Store)
      }
    })
  })
}

/** The largest of the pieces, or the sum of the inputs: element by element. */
export function emitFold(
  e: Emitter,
  kernel: Kernel,
  inputs: readonly string[],
  output: string,
  operation: typeof op.f32x4Max | typeof op.f32x4Add,
): void {
  eachVector(
    e,
    [output, ...inputs].map((name) => placeOf(kernel, name)),
    ([to, first, ...rest]) => {
      e.get(to!)
      load(e, first!)
      for (const pointer of rest) load(e, pointer).op(operation)
      e.at(op.v128Store)
    },
  )
}

export function emitLargestBack(
  e: Emitter,
  kernel: Kernel,
  { slope, pieces, h, slopes }: StepOf<'largest-back'>,
): void {
  const places = [slope, h, ...pieces, ...slopes].map((name) => placeOf(kernel, name))
  const [open, won] = [e.local('v128'), e.local('v128')]
  eachVector(e, places, ([d, largest, ...rest]) => {
    e.words(-1).set(open)
    pieces.forEach((_, i) => {
      load(e, rest[i]!)
      load(e, largest!).op(op.f32x4Eq).get(open).op(op.v128And).set(won)
      e.get(open).get(won).op(op.v128Andnot).set(open)
      e.get(rest[pieces.length + i]!)
      load(e, d!).get(won).op(op.v128And).at(op.v128Store)
    })
  })
}

/** Copies each input behind the one before. A vector may run over into what the next copy writes. */
export function emitConcat(e: Emitter, kernel: Kernel, { inputs, output }: StepOf<'concat'>): void {
  const places = [output, ...inputs].map((name) => placeOf(kernel, name))
  eachRow(e, places, ([to, ...from]) => {
    let start = 0
    from.forEach((pointer, i) => {
      eachColumn(e, 4 * vectorsOf(places[i + 1]!), (offset) => {
        at(e, to!, offset)
        at(e, pointer, offset)
          .at(op.v128Load)
          .at(op.v128Store, 4 * start)
      })
      start += places[i + 1]!.storedColumns
    })
  })
}

export function emitPassBack(
  e: Emitter,
  kernel: Kernel,
  { slope, from, output, accumulate }: StepOf<'pass-back'>,
): void {
  const [d, to] = [placeOf(kernel, slope), placeOf(kernel, output)]
  const value = e.local('v128')
  eachRow(e, [d, to], ([source, target]) =>
    eachColumn(e, to.storedColumns, (offset, last) => {
      at(e, source!, offset)
        .at(op.v128Load, 4 * from)
        .set(value)
      if (last) maskTail(e, value, to.storedColumns % 4, 0)
      at(e, target!, offset)
      if (accumulate) at(e, target!, offset).at(op.v128Load).get(value).op(op.f32x4Add)
      else e.get(value)
      e.at(op.v128Store)
    }),
  )
}
