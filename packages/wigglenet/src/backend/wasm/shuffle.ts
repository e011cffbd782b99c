// The order of an epoch's rows.
import type { Assembler, Emitter } from '../../kernel/assembler.ts'
import * as control from '../../kernel/control.ts'
import * as op from '../../kernel/opcodes.ts'

/** Defines and exports the shuffle of `order[0 … total-1]`: Fisher–Yates from the end on the stream's words, in the epoch's own order. */
export function defineShuffle(assembler: Assembler, philox: number, scratch: number, stream: number): number {
  const write = (e: Emitter) => {
    const [order, i, word, j, held] = e.locals('i32')
    const place = (index: number) => e.get(order).get(index).i32(2).op(op.i32Shl, op.i32Add)
    e.read(control.order).set(order)
    // Each epoch starts from 0, 1, 2 …, so that an epoch's order needs no memory of the one before.
    e.read(control.total).set(i)
    e.repeat(i, () => {
      e.get(i).i32(1).op(op.i32Sub).set(j)
      place(j).get(j).at(op.i32Store)
    })
    e.read(control.total).i32(1).op(op.i32Sub).set(i)
    e.get(i)
    e.when(() =>
      e.repeat(i, () => {
        e.get(word).i32(15).op(op.i32And, op.i32Eqz)
        e.when(() => e.get(word).i32(2).op(op.i32ShrU).i32(stream).read(control.epoch).i32(0).call(philox))
        // j = floor(random word · (i + 1) / 2^32)
        e.get(word).i32(15).op(op.i32And).i32(2).op(op.i32Shl).at(op.i32Load, scratch).op(op.i64ExtendI32U)
        e.get(i).i32(1).op(op.i32Add, op.i64ExtendI32U, op.i64Mul)
        e.code.byte(0x42) // i64.const 32
        e.code.signed(32)
        e.op(op.i64ShrU, op.i32WrapI64).set(j)
        place(i).at(op.i32Load).set(held)
        place(i)
        place(j).at(op.i32Load).at(op.i32Store)
        place(j).get(held).at(op.i32Store)
        e.advance(word, 1)
      }),
    )
  }
  return assembler.define([], [], write, 'shuffle')
}
