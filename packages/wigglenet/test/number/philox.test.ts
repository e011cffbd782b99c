import fc from 'fast-check'
import { expect, test } from 'vitest'
import { multiplyHigh, philox, seedKey } from '../../src/number/philox.ts'

const all = 0xffffffff

// The known answers of the authors' library Random123, file kat_vectors, philox4x32 with 10 rounds.
test.each([
  [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  [[all, all, all, all], [all, all], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
])('counter %j under key %j gives the published words', (counter, key, words) => {
  const out = new Uint32Array(4)
  philox(counter, key, out)
  expect([...out].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(words)
})

test('the upper half of a product is that of whole-number arithmetic', () => {
  const word = fc.integer({ min: 0, max: all })
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(multiplyHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
    }),
    {
      examples: [
        [all, all],
        [all, 1],
        [0x10000, 0x10000],
      ],
    },
  )
})

test('a seed becomes its low and its high word', () => {
  expect(seedKey(1)).toEqual([1, 0])
  expect(seedKey(2 ** 32 + 5)).toEqual([5, 1])
  expect(seedKey(Number.MAX_SAFE_INTEGER)).toEqual([all, 0x1fffff])
})
