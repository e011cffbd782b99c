import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashSplit } from '../../src/data/hash-split.ts'

describe('hashSplit', () => {
  test('shares hold to four deviations, and another seed draws another part', () => {
    const count = 20_000
    const rows = Array.from({ length: count }, (_, i) => [String(i), 'x'])
    const partsOf = (seed: number) => {
      const split = hashSplit({ validation: 0.1, test: 0.2, seed })
      return rows.map((row) => split.part(split.hash(row)))
    }
    const [one, two] = [partsOf(1), partsOf(2)]
    const share = (parts: readonly number[], part: number) => parts.filter((one) => one === part).length / count
    for (const parts of [one, two]) {
      expect(Math.abs(share(parts, 1) - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / count))
      expect(Math.abs(share(parts, 2) - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / count))
    }
    // Drawn apart, a tenth of the one part is in the other.
    const both = one.filter((part, i) => part === 1 && two[i] === 1).length / count
    expect(Math.abs(both - 0.01)).toBeLessThan(4 * Math.sqrt((0.01 * 0.99) / count))
  })

  test('a row has one hash, and a cell more or moved is another row', () => {
    const split = hashSplit({ seed: 3 })
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), (cells) => {
        const hash = split.hash(cells)
        expect(split.hash([...cells])).toBe(hash)
        expect(hash).toBeGreaterThanOrEqual(0)
        expect(hash).toBeLessThan(2 ** 32)
        expect(split.hash([...cells, ''])).not.toBe(hash)
      }),
    )
    expect(split.hash(['ab', 'c'])).not.toBe(split.hash(['a', 'bc']))
    expect(split.hashBytes(Uint8Array.of(1, 2), 3)).not.toBe(split.hashBytes(Uint8Array.of(1, 2), 4))
  })

  test('shares out of range are refused', () => {
    expect(() => hashSplit({ validation: 1 })).toThrow(
      'hashSplit: validation must be a number in [0, 1); got 1. Give validation a value in [0, 1).',
    )
    expect(() => hashSplit({ validation: 0.5, test: 0.5 })).toThrow(
      'hashSplit: validation + test must be below 1, to leave rows to train on; got 0.5 + 0.5. Lower one of them.',
    )
    expect(() => hashSplit({ seed: -1 })).toThrow(
      'hashSplit: seed must be a whole number in [0, 9007199254740991]; got -1.',
    )
  })
})
