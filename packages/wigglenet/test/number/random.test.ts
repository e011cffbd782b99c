import { describe, expect, test } from 'vitest'
import { philox } from '../../src/number/philox.ts'
import { type RandomStream, randomStream, streams } from '../../src/number/random.ts'
import { deviation, mean } from '../../src/number/statistics.ts'

// A stream whose words are known: seed 0, stream 0, step 0 starts with Random123's first answer.
const known = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
const draw = (count: number, next: (stream: RandomStream) => number, seed = 1) => {
  const stream = randomStream(seed, streams.data)
  return Array.from({ length: count }, () => next(stream))
}

test('the first words of stream 0 are those of counter 0', () => {
  const stream = randomStream(0, 0)
  expect([0, 1, 2, 3].map(() => stream.nextWord())).toEqual(known)
  expect([3, 2, 1, 0].map((i) => stream.word(i))).toEqual(known.toReversed())
})

test('word i is lane i mod 4 of the block whose counter is the block number, the stream and the two words of the step', () => {
  const out = new Uint32Array(4)
  philox([5, streams.dropout + 2, 7, 3], [9, 1], out)
  const stream = randomStream(2 ** 32 + 9, streams.dropout + 2, 3 * 2 ** 32 + 7)
  expect([20, 21, 22, 23].map((i) => stream.word(i))).toEqual([...out])
})

test('looking at a word does not move the stream', () => {
  const stream = randomStream(0, 0)
  stream.word(1000)
  expect(stream.nextWord()).toBe(known[0])
})

test('a uniform number is the middle of its word', () => {
  expect(randomStream(0, 0).uniform()).toBe((0x6627e8d5 + 0.5) / 2 ** 32)
})

test('two words give two normal numbers by Box–Muller', () => {
  const [u1, u2] = known.map((word) => (word + 0.5) / 2 ** 32) as [number, number]
  const radius = Math.sqrt(-2 * Math.log(u1))
  const stream = randomStream(0, 0)
  expect(stream.normal()).toBeCloseTo(radius * Math.cos(2 * Math.PI * u2), 14)
  expect(stream.normal()).toBeCloseTo(radius * Math.sin(2 * Math.PI * u2), 14)
  expect(stream.nextWord()).toBe(known[2])
})

test('10,000 normal numbers have mean 0 and deviation 1 within four standard errors', () => {
  const values = draw(10000, (stream) => stream.normal())
  expect(Math.abs(mean(values))).toBeLessThan(0.04)
  expect(Math.abs(deviation(values) - 1)).toBeLessThan(0.0283)
})

test('10,000 uniform numbers lie inside (0, 1) with mean 1/2 within four standard errors', () => {
  const values = draw(10000, (stream) => stream.uniform())
  expect(Math.min(...values)).toBeGreaterThan(0)
  expect(Math.max(...values)).toBeLessThan(1)
  expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.01155)
})

describe('below', () => {
  test('scales the word exactly, also where the product has 64 bits', () => {
    expect(randomStream(0, 0).below(10)).toBe(3) // 0x6627e8d5 / 2^32 = 0.399…
    expect(randomStream(0, 0).below(2 ** 32 - 1)).toBe(Number((0x6627e8d5n * 0xffffffffn) >> 32n))
  })

  test('gives each of six numbers its share of 6,000 draws', () => {
    const counts = [0, 0, 0, 0, 0, 0]
    for (const value of draw(6000, (stream) => stream.below(6))) counts[value]!++
    const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chiSquared).toBeLessThan(20.5) // five degrees of freedom, one in a thousand
  })
})

describe('shuffle', () => {
  test('swaps from the end with the next words', () => {
    // below(4), below(3), below(2) of the known words: 0.399·4 → 1, 0.880·3 → 2, 0.735·2 → 1
    expect(randomStream(0, 0).shuffle(['a', 'b', 'c', 'd'])).toEqual(['a', 'd', 'c', 'b'])
  })

  test('keeps every item, in typed arrays too, and leaves lists of 0 and 1 alone', () => {
    const list = Uint32Array.from({ length: 100 }, (_, i) => i)
    const shuffled = randomStream(3, streams.shuffle).shuffle(list.slice())
    expect(shuffled).not.toEqual(list)
    expect(shuffled.sort()).toEqual(list)
    expect(randomStream(3, streams.shuffle).shuffle([])).toEqual([])
    expect(randomStream(3, streams.shuffle).shuffle([7])).toEqual([7])
  })
})

test('another seed, stream or step gives other words', () => {
  const first = (seed: number, stream: number, step: number) => randomStream(seed, stream, step).nextWord()
  const words = [first(1, 1, 1), first(2, 1, 1), first(1, 2, 1), first(1, 1, 2), first(2 ** 32 + 1, 1, 1)]
  expect(new Set(words).size).toBe(5)
})

test.each([-1, 0.5, 2 ** 53, NaN])('seed %d is refused', (seed) => {
  expect(() => randomStream(seed, 0)).toThrow(
    `randomStream: seed must be a whole number in [0, 9007199254740991]; got ${seed}. Give seed a whole number in [0, 9007199254740991].`,
  )
})
