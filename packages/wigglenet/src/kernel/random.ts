// Counter-based random numbers in vector code: Philox 4x32-10 (Salmon et al. 2011), the same words as number/philox. Word i of a
// stream comes from the counter [i >> 2, stream, step, step's high word]; four blocks are made at once.

import type { Assembler } from './assembler.ts'
import * as control from './control.ts'
import { transpose } from './kernel.ts'
import * as op from './opcodes.ts'

const multipliers = [0xd2511f53, 0xcd9e8d57] as const
const increments = [0x9e3779b9, 0xbb67ae85] as const

/** Defines (block, stream, step, stepHigh) → 16 words of blocks block … block + 3, in order, as four vectors at `scratch`. */
export function definePhilox(assembler: Assembler, scratch: number): number {
  return assembler.define(['i32', 'i32', 'i32', 'i32'], [], (e) => {
    const counter = [0, 1, 2, 3].map(() => e.local('v128')) as [number, number, number, number]
    const key = [e.local('v128'), e.local('v128')] as const
    const [low, high] = e.locals('v128')
    e.get(0).op(op.i32x4Splat).constant([0, 1, 2, 3]).op(op.i32x4Add).set(counter[0])
    for (const i of [1, 2, 3] as const) e.get(i).op(op.i32x4Splat).set(counter[i])
    e.read(control.seedLow, op.v128Load32Splat).set(key[0])
    e.read(control.seedHigh, op.v128Load32Splat).set(key[1])
    const product = (value: number, multiplier: number) => {
      e.get(value).words(multiplier).op(op.i64x2ExtmulLowI32x4U).set(low)
      e.get(value).words(multiplier).op(op.i64x2ExtmulHighI32x4U).set(high)
    }
    const highWords = () => e.get(low).get(high).lanes(1, 3, 5, 7)
    const lowWords = () => e.get(low).get(high).lanes(0, 2, 4, 6)
    const [next0, next1] = e.locals('v128')
    for (let round = 0; round < 10; round++) {
      if (round > 0) key.forEach((k, i) => e.get(k).words(increments[i]!).op(op.i32x4Add).set(k))
      product(counter[2], multipliers[1])
      highWords().get(counter[1]).op(op.v128Xor).get(key[0]).op(op.v128Xor).set(next0)
      lowWords().set(next1)
      product(counter[0], multipliers[0])
      highWords().get(counter[3]).op(op.v128Xor).get(key[1]).op(op.v128Xor).set(counter[2])
      lowWords().set(counter[3])
      e.get(next0).set(counter[0]).get(next1).set(counter[1])
    }
    // counter[w] holds word w of four blocks: transpose, so that the words stand in order.
    transpose(e, counter)
    counter.forEach((words, i) =>
      e
        .i32(scratch)
        .get(words)
        .at(op.v128Store, 16 * i),
    )
  })
}
