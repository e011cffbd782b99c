// Which part a row belongs to, by a hash of what it holds: the same row is on the same side wherever it stands, and so are its copies.
import { checkNumber, checkWhole } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { seedKey } from '../number/philox.ts'

export interface HashSplitOptions {
  /** Share of the rows, in [0, 1), default 0. */
  readonly validation?: number
  /** Share of the rows, in [0, 1), default 0. */
  readonly test?: number
  /** Default 1. */
  readonly seed?: number
}

/** Parts of a data set, in the order of their numbers. */
export const partNames = ['train', 'validation', 'test'] as const

export interface HashSplit {
  /** Where the hashes of test rows end, and those of validation rows; the others train. */
  readonly bounds: readonly [test: number, validation: number]
  /** The hash of a row as texts, uniform in [0, 2^32). */
  hash(cells: readonly string[]): number
  /** The hash of a row of bytes and its label. */
  hashBytes(bytes: Uint8Array, label: number): number
  /** The number of the part: 0 trains, 1 validates, 2 tests. */
  part(hash: number): 0 | 1 | 2
}

/** A split by the contents of rows. Its shares hold on average, not to the row.
 *  Throws:  OptionError when a share is outside [0, 1), or the shares leave no row to train on
 *  Source:  FNV-1a (Fowler, Noll and Vo) over the characters, then the finalizer of MurmurHash3 (Appleby) with the seed
 *  Example: hashSplit({ validation: 0.1, seed: 1 }).hash(['5.1', 'setosa'])  */
export function hashSplit({ validation = 0, test = 0, seed = 1 }: HashSplitOptions, where = 'hashSplit'): HashSplit {
  checkNumber(where, 'validation', validation, '[0, 1)')
  checkNumber(where, 'test', test, '[0, 1)')
  checkWhole(where, 'seed', seed, `[0, ${Number.MAX_SAFE_INTEGER}]`)
  if (validation + test >= 1) {
    throw new OptionError({
      where,
      expected: 'validation + test must be below 1, to leave rows to train on',
      received: `${validation} + ${test}`,
      fix: 'Lower one of them.',
    })
  }
  const [low, high] = seedKey(seed)
  const key = mixed(low ^ mixed(high))
  const bounds = [Math.round(test * 4294967296), Math.round((test + validation) * 4294967296)] as const
  return {
    bounds,
    hash(cells) {
      let hash = 0x811c9dc5
      for (const cell of cells) {
        for (let i = 0; i < cell.length; i++) hash = Math.imul(hash ^ cell.charCodeAt(i), 0x1000193)
        hash = Math.imul(hash ^ 0x10000, 0x1000193) // an end that no character is
      }
      return mixed(mixed(hash) ^ key)
    },
    hashBytes(bytes, label) {
      let hash = Math.imul(0x811c9dc5 ^ label, 0x1000193)
      for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x1000193)
      return mixed(mixed(hash) ^ key)
    },
    part: (hash) => (hash < bounds[0] ? 2 : hash < bounds[1] ? 1 : 0),
  }
}

/** Every bit of the word in every bit of the result. */
function mixed(word: number): number {
  let bits = word
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
