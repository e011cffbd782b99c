// The rows of this step are taken from the data set.
import type { Emitter } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import { at, eachRow, placeOf, vectorsOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepOf } from '../../network/steps.ts'
import type { PlanKernel } from './plan-kernel.ts'

/** Copies this step's rows of the data set into X and y; bytes become numbers on the way. */
export function emitGather(e: Emitter, kernel: PlanKernel, { X, y }: StepOf<'gather'>): void {
  const [input, target] = [placeOf(kernel, X), placeOf(kernel, y)]
  const [position, row, source, value] = [e.local('i32'), e.local('i32'), e.local('i32'), e.local('v128')]
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
    const start = (bytes: number) => e.read(control.X).get(row).i32(bytes).op(op.i32Mul, op.i32Add).set(source)
    const vectors = vectorsOf(input)
    const [offset, left] = [e.local('i32'), e.local('i32')]
    e.i32(0).set(offset).i32(vectors).set(left)
    e.read(control.bytes)
    e.when(
      () => {
        if (bring === undefined) start(input.storedColumns)
        else e.get(brought).set(source).advance(brought, input.storedColumns)
        e.repeat(left, () => {
          e.get(source)
            .at(op.v128Load32Zero)
            .op(op.i16x8ExtendLowI8x16U, op.i32x4ExtendLowI16x8U, op.f32x4ConvertI32x4S)
          e.read(control.scale).get(offset).op(op.i32Add).at(op.v128Load).op(op.f32x4Mul)
          e.read(control.shift).get(offset).op(op.i32Add).at(op.v128Load).op(op.f32x4Add).set(value)
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
    e.read(control.y)
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
