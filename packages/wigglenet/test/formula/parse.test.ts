import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OptionError } from '../../src/check/errors.ts'
import { evaluate } from '../../src/formula/evaluate.ts'
import { parseFormula } from '../../src/formula/parse.ts'
import { printFormula } from '../../src/formula/print.ts'
import { anyFormula, names, parse } from './formula.ts'

const value = (text: string, z = 0) => evaluate(parse(text), { z, a: 0, y: 0 })
const refusal = (text: string): string => {
  try {
    parse(text)
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError)
    return (error as Error).message
  }
  return 'no error'
}

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['10 - 4 - 3', 3],
  ['48 / 4 / 2', 6],
  ['2^3^2', 512],
  ['-2^2', -4],
  ['(-2)^2', 4],
  ['2^-1', 0.5],
  ['--3', 3],
  ['2 * -3', -6],
  ['.5 + 1.e1 + 2E-1', 10.7],
  ['1 + 1 < 3', 1],
  ['1 == 2', 0],
  ['1 ? 2 : 0 ? 3 : 4', 2],
  ['0 ? 2 : 0 ? 3 : 4', 4],
  ['1 ? 0 ? 5 : 6 : 7', 6],
  ['max(1, 4, 2) + min(3, 0, 2)', 4],
  ['abs(-3) + sign(-2) + sqrt(16)', 6],
  ['floor(2.9) + 10 * floor(-2.1) + 100 * floor(5)', 472],
  ['\n 1\t+ 1 ', 2],
])('%s is %d', (text, expected) => {
  expect(value(text)).toBe(expected)
})

describe('a wrong formula is refused with its column', () => {
  const functions = 'max, min, abs, sign, sqrt, exp, log, tanh, sigmoid, sin, cos, floor, erf'
  const needPart = (column: number) => `test: column ${column} must be a number, a name, "-" or "("`
  test.each([
    ['', `${needPart(1)}; got the end. Correct the formula.`],
    ['z +', `${needPart(4)}; got the end. Correct the formula.`],
    ['z + * 2', `${needPart(5)}; got "*". Correct the formula.`],
    ['2 z', 'test: column 3 must be an operator or the end; got "z". Correct the formula.'],
    ['z < a < y', 'test: column 7 must be an operator or the end; got "<". Correct the formula.'],
    ['(z', 'test: column 3 must be ")"; got the end. Correct the formula.'],
    ['z ? 1', 'test: column 6 must be ":"; got the end. Correct the formula.'],
    ['1 + q', 'test: the name at column 5 must be one of z, a, y; got "q". Correct the name.'],
    [
      '1 + soft(z)',
      `test: the function at column 5 must be one of ${functions}; got "soft". Choose a name from the list.`,
    ],
    ['max(z)', 'test: max at column 1 must have two or more arguments; got 1. Correct the arguments.'],
    ['exp(z, 1)', 'test: exp at column 1 must have one argument; got 2. Correct the arguments.'],
    ['1 + 1e999', 'test: the number at column 5 must be finite; got 1e999. Write a smaller number.'],
    ['z  😀', 'test: column 4 must be a number, a name or an operator; got "😀". Correct the formula.'],
    ['z = 1', 'test: column 3 must be a number, a name or an operator; got "=". Correct the formula.'],
    ['z.constructor', 'test: column 2 must be a number, a name or an operator; got ".". Correct the formula.'],
  ])('%j', (text, message) => {
    expect(refusal(text)).toBe(message)
  })

  test('a name where none are allowed', () => {
    expect(() => parseFormula('z', { where: 'rate', names: [] })).toThrow(
      'rate: the name at column 1 must be none, since no names are allowed here; got "z". Correct the name.',
    )
  })

  test('a value that is no text', () => {
    expect(() => parseFormula(3 as unknown as string, { where: 'rate', names })).toThrow(
      "rate: a formula must be a text; got 3. Write it as a text, such as 'max(0, z)'.",
    )
  })
})

describe('bounds', () => {
  const tooDeep = (column: number) =>
    `test: a formula must be at most 64 levels deep; got a deeper one at column ${column}. Use fewer nested parts.`

  test('2,000 characters are taken and 2,001 are not', () => {
    expect(value('1'.padEnd(2000))).toBe(1)
    expect(refusal('1'.padEnd(2001))).toBe(
      'test: a formula must have at most 2000 characters; got 2001 characters. Shorten it.',
    )
  })

  test('a sum of 64 terms is taken and one of 65 is not', () => {
    expect(value(Array(64).fill('1').join('+'))).toBe(64)
    expect(refusal(Array(65).fill('1').join('+'))).toBe(tooDeep(128))
  })

  test('a tree 64 deep is taken whichever way it is nested', () => {
    expect(value(`${'abs('.repeat(63)}z${')'.repeat(63)}`, -1)).toBe(1)
    expect(value(`${'-'.repeat(63)}z`, 1)).toBe(-1)
    expect(value(`${'z?1:'.repeat(63)}z`)).toBe(0)
    expect(value(`${'1^'.repeat(63)}1`)).toBe(1)
    expect(value(`${'-abs('.repeat(31)}-z${')'.repeat(31)}`, 1)).toBe(-1)
    expect(refusal(`${'abs('.repeat(64)}z${')'.repeat(64)}`)).toBe(tooDeep(1))
  })

  test.each(['(', '-', 'z^', 'z?', 'z?1:', 'exp(', 'max(1,', '-('])(
    '2,000 characters of %j end in one clear error',
    (part) => {
      expect(refusal(part.repeat(2000 / part.length))).toMatch(
        /^test: a formula must be at most 64 levels deep; got a deeper one at column \d+\. Use fewer nested parts\.$/,
      )
    },
  )

  test('any text either parses or is refused by an OptionError', () => {
    const piece = fc.constantFrom(
      'z',
      '1',
      '+',
      '-',
      '^',
      '(',
      ')',
      '?',
      ':',
      ',',
      'max',
      'exp',
      ' ',
      '<',
      '=',
      '.',
      'e',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const message = refusal(pieces.join(''))
        expect(message === 'no error' || message.startsWith('test: ')).toBe(true)
      }),
    )
  })
})

test('a printed formula parses to the same tree', () => {
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const text = printFormula(formula)
      fc.pre(text.length <= 2000)
      expect(parse(text)).toStrictEqual(formula)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['((a)+z)*y', '(a + z) * y'],
  ['a-(z-y)', 'a - (z - y)'],
  ['(a-z)-y', 'a - z - y'],
  ['(a^z)^y', '(a^z)^y'],
  ['a^(z^y)', 'a^z^y'],
  ['(-a)^2', '(-a)^2'],
  ['-(a^2)', '-a^2'],
  ['(-2)^2', '(-2)^2'],
  ['2^(-z)', '2^-z'],
  ['-(a*z)', '-(a * z)'],
  ['(a<z)<y', '(a < z) < y'],
  ['(a?z:y)?1:(z?2:3)', '(a ? z : y) ? 1 : z ? 2 : 3'],
  ['max(a,z,y)', 'max(max(a, z), y)'],
  ['1e21*-0', '1e+21 * -0'],
])('%s prints as %s', (text, printed) => {
  expect(printFormula(parse(text))).toBe(printed)
})

test('a parsed formula is frozen through and through', () => {
  const formula = parse('max(0, z) + 1')
  expect(formula.kind === 'binary' && Object.isFrozen(formula) && Object.isFrozen(formula.left)).toBe(true)
})
