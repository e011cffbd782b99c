// Where values meet: the pieces of maxout, sums and rows of columns, and their way back.
import type { Emitter } from './assembler.ts'
import {
  at,
  eachColumn,
  eachRow,
  eachVector,
  type Kernel,
  load,
  maskTail,
  placeOf,
  type StepOf,
  vectorsOf,
} from './kernel.ts'
import * as op from './opcodes.ts'

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
