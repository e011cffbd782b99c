// Counter-based random numbers in vector code: Philox 4x32-10 (Salmon et al. 2011), the same words as number/philox. Word i of a
// stream comes from the counter [i >> 2, stream, step, step's high word]; four blocks are made at once.
import type { Assembler, Emitter } from './assembler.ts'
import { control } from './layout.ts'

const multipliers = [0xd2511f53, 0xcd9e8d57] as const
const increments = [0x9e3779b9, 0xbb67ae85] as const

/** Defines (block, stream, step, stepHigh) → 16 words of blocks block … block + 3, in order, as four vectors at `scratch`. */
export function definePhilox(assembler: Assembler, scratch: number): number {
  return assembler.define(['i32', 'i32', 'i32', 'i32'], [], (e) => {
    const counter = [0, 1, 2, 3].map(() => e.local('v128')) as [number, number, number, number]
    const key = [e.local('v128'), e.local('v128')] as const
    const [low, high] = [e.local('v128'), e.local('v128')]
    e.get(0).op('i32x4.splat').constant([0, 1, 2, 3]).op('i32x4.add').set(counter[0])
    for (const i of [1, 2, 3] as const) e.get(i).op('i32x4.splat').set(counter[i])
    e.i32(0).at('v128.load32_splat', control.seedLow).set(key[0])
    e.i32(0).at('v128.load32_splat', control.seedHigh).set(key[1])
    const product = (value: number, multiplier: number) => {
      e.get(value).words(multiplier).op('i64x2.extmul_low_i32x4_u').set(low)
      e.get(value).words(multiplier).op('i64x2.extmul_high_i32x4_u').set(high)
    }
    const highWords = () => e.get(low).get(high).lanes(1, 3, 5, 7)
    const lowWords = () => e.get(low).get(high).lanes(0, 2, 4, 6)
    const [next0, next1] = [e.local('v128'), e.local('v128')]
    for (let round = 0; round < 10; round++) {
      if (round > 0) key.forEach((k, i) => e.get(k).words(increments[i]!).op('i32x4.add').set(k))
      product(counter[2], multipliers[1])
      highWords().get(counter[1]).op('v128.xor').get(key[0]).op('v128.xor').set(next0)
      lowWords().set(next1)
      product(counter[0], multipliers[0])
      highWords().get(counter[3]).op('v128.xor').get(key[1]).op('v128.xor').set(counter[2])
      lowWords().set(counter[3])
      e.get(next0).set(counter[0]).get(next1).set(counter[1])
    }
    // counter[w] holds word w of four blocks: transpose, so that the words stand in order.
    const [a, b, c, d] = counter
    for (const half of [0, 2]) {
      e.get(a)
        .get(b)
        .lanes(half, 4 + half, half + 1, 5 + half)
        .set(low)
      e.get(c)
        .get(d)
        .lanes(half, 4 + half, half + 1, 5 + half)
        .set(high)
      e.i32(scratch)
        .get(low)
        .get(high)
        .lanes(0, 1, 4, 5)
        .at('v128.store', 16 * half)
      e.i32(scratch)
        .get(low)
        .get(high)
        .lanes(2, 3, 6, 7)
        .at('v128.store', 16 * (half + 1))
    }
  })
}

/** Calls `each` for every vector of words 0, 1, 2 … of a stream, `vectors` of them; `each` finds the four words in the local. */
export function eachWord(
  e: Emitter,
  philox: number,
  scratch: number,
  stream: number,
  vectors: () => void,
  each: (words: number) => void,
): void {
  const [block, left, index, words] = [e.local('i32'), e.local('i32'), e.local('i32'), e.local('v128')]
  e.i32(0).set(block)
  vectors()
  e.set(left)
  e.repeat(left, () => {
    e.get(block).i32(3).op('i32.and').tee(index).op('i32.eqz')
    e.when(() =>
      e.get(block).i32(stream).i32(0).at('i32.load', control.step).i32(0).at('i32.load', control.stepHigh).call(philox),
    )
    e.get(index).i32(4).op('i32.shl').at('v128.load', scratch).set(words)
    each(words)
    e.advance(block, 1)
  })
}

/** Defines the shuffle of `order[0 … total-1]`: Fisher–Yates from the end on the stream's words, in the epoch's own order. */
export function defineShuffle(assembler: Assembler, philox: number, scratch: number, stream: number): number {
  return assembler.define([], [], (e) => {
    const [order, i, word, j, held] = ['i32', 'i32', 'i32', 'i32', 'i32'].map((type) => e.local(type as 'i32')) as [
      number,
      number,
      number,
      number,
      number,
    ]
    const place = (index: number) => e.get(order).get(index).i32(2).op('i32.shl', 'i32.add')
    e.i32(0).at('i32.load', control.order).set(order)
    // Each epoch starts from 0, 1, 2 …, so that an epoch's order needs no memory of the one before.
    e.i32(0).at('i32.load', control.total).set(i)
    e.repeat(i, () => {
      e.get(i).i32(1).op('i32.sub').set(j)
      place(j).get(j).at('i32.store')
    })
    e.i32(0).at('i32.load', control.total).i32(1).op('i32.sub').set(i)
    e.i32(0).set(word)
    e.get(i)
    e.when(() =>
      e.repeat(i, () => {
        e.get(word).i32(15).op('i32.and', 'i32.eqz')
        e.when(() =>
          e.get(word).i32(2).op('i32.shr_u').i32(stream).i32(0).at('i32.load', control.epoch).i32(0).call(philox),
        )
        // j = floor(random word · (i + 1) / 2^32)
        e.get(word).i32(15).op('i32.and').i32(2).op('i32.shl').at('i32.load', scratch).op('i64.extend_i32_u')
        e.get(i).i32(1).op('i32.add', 'i64.extend_i32_u', 'i64.mul')
        e.code.byte(0x42) // i64.const 32
        e.code.signed(32)
        e.op('i64.shr_u', 'i32.wrap_i64').set(j)
        place(i).at('i32.load').set(held)
        place(i)
        place(j).at('i32.load').at('i32.store')
        place(j).get(held).at('i32.store')
        e.advance(word, 1)
      }),
    )
  })
}
