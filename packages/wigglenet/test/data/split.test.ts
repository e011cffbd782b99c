import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folds, splitRows } from '../../src/data/split.ts'

const labelsOf = (...counts: number[]) => counts.flatMap((count, label) => new Array<string>(count).fill(`c${label}`))

test('150 rows of three even classes split into 90, 30 and 30, each even too', () => {
  const by = labelsOf(50, 50, 50)
  const { train, validation, test: held } = splitRows(150, { validation: 0.2, test: 0.2, seed: 1, by })
  expect([train.length, validation.length, held.length]).toEqual([90, 30, 30])
  for (const label of ['c0', 'c1', 'c2']) expect(Array.from(held).filter((row) => by[row] === label)).toHaveLength(10)
})

test('the parts of a split are disjoint, sorted, and hold every row and every class', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 3, max: 40 }), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0.01, max: 0.45, noNaN: true }),
      fc.double({ min: 0.01, max: 0.45, noNaN: true }),
      fc.nat(1000),
      (counts, validation, held, seed) => {
        const by = labelsOf(...counts)
        const split = splitRows(by.length, { validation, test: held, seed, by })
        const parts = [split.train, split.validation, split.test]
        expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual(by.map((_, row) => row))
        for (const part of parts) {
          expect(new Set(Array.from(part, (row) => by[row])).size).toBe(counts.length)
          expect([...part]).toEqual([...part].sort((a, b) => a - b))
        }
      },
    ),
  )
})

test('the same seed gives the same split, another seed another', () => {
  const test1 = (seed: number) => [...splitRows(100, { test: 0.3, seed }).test]
  expect(test1(5)).toEqual(test1(5))
  expect(test1(5)).not.toEqual(test1(6))
})

test('without shares all rows train', () => {
  expect(splitRows(3, { seed: 0 })).toEqual({
    train: Uint32Array.of(0, 1, 2),
    validation: new Uint32Array(),
    test: new Uint32Array(),
  })
})

test('many small classes keep the shares of the whole', () => {
  const by = labelsOf(...new Array<number>(40).fill(7))
  expect(Math.abs(splitRows(280, { test: 0.2, seed: 3, by }).test.length - 56)).toBeLessThanOrEqual(1)
})

test('five folds test every row once and spread each class within one row', () => {
  const by = labelsOf(52, 23, 2)
  const all = folds(77, 5, { seed: 2, by })
  expect(all.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual(by.map((_, row) => row))
  for (const { train, test: held } of all) {
    expect(train.length + held.length).toBe(77)
    expect([15, 16]).toContain(held.length)
    expect([10, 11]).toContain(Array.from(held).filter((row) => by[row] === 'c0').length)
    expect(new Set(Array.from(train, (row) => by[row])).size).toBe(3)
  }
})

const bad: [string, () => unknown, string][] = [
  [
    'a class with fewer rows than parts',
    () => splitRows(7, { validation: 0.2, test: 0.2, seed: 1, by: labelsOf(5, 2) }),
    'splitRows: class "c1" must have at least 3 rows, one for each part; got 2. Add rows of the class, or leave it out.',
  ],
  [
    'too few rows',
    () => splitRows(1, { test: 0.2, seed: 1 }),
    'splitRows: there must be at least 2 rows; got 1. Give more rows.',
  ],
  [
    'shares without training',
    () => splitRows(10, { validation: 0.5, test: 0.5, seed: 1 }),
    'splitRows: validation + test must be below 1, to leave rows to train on; got 0.5 + 0.5. Lower one of them.',
  ],
  [
    'a negative share',
    () => splitRows(10, { test: -0.1, seed: 1 }),
    'splitRows: test must be a number in [0, 1); got -0.1. Give test a value in [0, 1).',
  ],
  [
    'labels of another length',
    () => splitRows(10, { test: 0.1, seed: 1, by: [1] }),
    'splitRows: by must have 10 labels, one for each row; got 1. Give each row one label.',
  ],
  [
    'a class that one fold could not train on',
    () => folds(6, 2, { seed: 1, by: labelsOf(5, 1) }),
    'folds: class "c1" must have at least 2 rows, so that every fold can train on it; got 1. Add rows of the class, or leave it out.',
  ],
  [
    'more folds than rows',
    () => folds(3, 4, { seed: 1 }),
    'folds: k must be a whole number in [2, 3]; got 4. Give k a whole number in [2, 3].',
  ],
]
test.each(bad)('%s is refused', (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }))
})
