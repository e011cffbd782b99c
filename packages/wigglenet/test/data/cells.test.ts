import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMissing, parseNumber } from '../../src/data/cells.ts'

test('a text is a number if it is a decimal one, whichever way it is looked at', () => {
  const pieces = fc.constantFrom(
    '0',
    '1',
    '9',
    '.',
    '+',
    '-',
    'e',
    'E',
    'x',
    'b',
    'o',
    'A',
    '_',
    ',',
    ' ',
    '\u00a0',
    '∞',
    'inf',
    '/',
  )
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 6 }).map((list) => list.join('')),
    fc.double().map(String),
  )
  fc.assert(
    fc.property(text, (text) => {
      const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text.trim())
      const infinite = /^([+-]?)inf(inity)?$/i.exec(text.trim())
      const expected = decimal ? Number(text.trim()) : infinite ? (infinite[1] === '-' ? -Infinity : Infinity) : NaN
      expect(parseNumber(text)).toBe(expected)
    }),
    { numRuns: 5000 },
  )
  expect(['0x10', '0b1', '1_000', '', ' ', '1e400', '-1e400', '5.', '.5e2'].map(parseNumber)).toEqual([
    NaN,
    NaN,
    NaN,
    NaN,
    NaN,
    Infinity,
    -Infinity,
    5,
    50,
  ])
})

test('only what says so is missing', () => {
  expect(['', ' ', '?', 'NA', 'NaN', 'null', '\t'].every(isMissing)).toBe(true)
  expect(['0', '-', 'na', 'none', '0 ', '??'].some(isMissing)).toBe(false)
})
