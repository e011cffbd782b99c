// The rows of this step are taken from the data set.
import type { Emitter } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import { at, eachRow, load, placeOf, vectorsOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepOf } from '../../network/steps.ts'
import type { PlanKernel } from './plan-kernel.ts'

/** Copies this step's rows of the data set into X and y; bytes become numbers on the way. */
export function emitGather(e: Emitter, kernel: PlanKernel, { X, y }: StepOf<'gather'>): void {
  const [input, target] = [placeOf(kernel, X), placeOf(kernel, y)]
  const [position, row, source] = e.locals('i32')
  const { bring } = kernel
  const brought = e.local('i32')
  if (bring !== undefined) e.call(bring).i32(kernel.layout.end).set(brought)
  e.read(control.position).set(position)
  eachRow(e, [input, target], ([into, targets]) => {
    e.read(control.order)
    e.when(
      () => e.read(control.order).get(position).i32(2).op(op.i32Shl, op.i32Add).at(op.i32Load).set(row),
      () => e.get(position).set(row),
    )
    const offset = e.local('i32')
    const start = (address: number, bytes: number) =>
      e.read(address).get(row).i32(bytes).op(op.i32Mul, op.i32Add).set(source)
    /** Fills the vectors of a row by what `value` leaves. */
    const fill = (pointer: number, vectors: number, bytes: number, value: () => Emitter) => {
      e.i32(0)
        .set(offset)
        .times(vectors, () => {
          at(e, pointer, offset)
          value().at(op.v128Store)
          e.advance(offset, 16).advance(source, bytes)
        })
    }
    const vectors = vectorsOf(input)
    e.read(control.bytes)
    e.when(
      () => {
        if (bring === undefined) start(control.X, input.storedColumns)
        else e.get(brought).set(source).advance(brought, input.storedColumns)
        fill(into!, vectors, 4, () => {
          e.get(source).at(op.v128Load32Zero)
          e.op(op.i16x8ExtendLowI8x16U, op.i32x4ExtendLowI16x8U, op.f32x4ConvertI32x4S)
          e.read(control.scale).get(offset).op(op.i32Add).at(op.v128Load).op(op.f32x4Mul)
          return e.read(control.shift).get(offset).op(op.i32Add).at(op.v128Load).op(op.f32x4Add)
        })
      },
      () => {
        start(control.X, 16 * vectors)
        fill(into!, vectors, 16, () => load(e, source))
      },
    )
    // Targets stand one behind the other: their padding is what comes next.
    start(control.y, 4 * target.storedColumns)
    fill(targets!, vectorsOf(target), 16, () => load(e, source))
    e.advance(position, 1)
  })
}
