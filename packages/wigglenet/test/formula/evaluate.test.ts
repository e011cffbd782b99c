import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, evaluator } from '../../src/formula/evaluate.ts'
import { guardNaN } from '../../src/formula/guard.ts'
import { operationList } from '../../src/formula/operations.ts'
import { printFormula } from '../../src/formula/print.ts'
import { anyFormula, parse } from './formula.ts'

const at = (text: string, z: number, a = 0) => evaluate(parse(text), { z, a, y: 0 })

describe('operation lists', () => {
  test('a repeated subexpression stands once, after its arguments', () => {
    expect(operationList([parse('exp(z) / (1 + exp(z))'), parse('exp(z)')])).toEqual({
      operations: [
        { kind: 'name', name: 'z' },
        { kind: 'call', name: 'exp', of: [0] },
        { kind: 'number', value: 1 },
        { kind: 'binary', operator: '+', left: 2, right: 1 },
        { kind: 'binary', operator: '/', left: 1, right: 3 },
      ],
      results: [4, 1],
    })
  })

  test('0 and -0 are two numbers', () => {
    expect(operationList([parse('0'), parse('-0')]).results).toEqual([0, 1])
  })

  test('z^-3 is one over two multiplications', () => {
    expect(operationList([parse('z^-3')]).operations).toEqual([
      { kind: 'name', name: 'z' },
      { kind: 'binary', operator: '*', left: 0, right: 0 },
      { kind: 'binary', operator: '*', left: 1, right: 0 },
      { kind: 'number', value: 1 },
      { kind: 'binary', operator: '/', left: 3, right: 2 },
    ])
  })

  test('a condition that is no comparison is compared with 0', () => {
    expect(operationList([parse('z ? a : y')]).operations).toContainEqual({
      kind: 'compare',
      operator: '!=',
      left: 0,
      right: 1,
    })
  })
})

describe('powers', () => {
  test.each([
    ['z^2', -3, 9],
    ['z^3', -3, -27],
    ['z^4', -3, 81],
    ['z^10', -2, 1024],
    ['z^-1', 4, 0.25],
    ['z^0', NaN, 1],
    ['z^0.5', 9, 3],
    ['z^-0.5', 4, 0.5],
    ['z^0.5', -1, NaN],
    ['z^1.5', 4, 8],
    ['z^1.5', 0, 0],
    ['z^1.5', -0, 0],
    ['z^-1.5', 0, Infinity],
    ['z^1.5', -1, NaN],
  ])('%s at %d is %d', (text, z, expected) => {
    expect(at(text, z)).toBe(expected)
  })

  test('with a varying exponent the base must not be negative', () => {
    expect(at('z^a', 3, 4)).toBe(81)
    expect(at('z^a', 0, 0)).toBe(1)
    expect(at('z^a', -3, 4)).toBe(NaN)
    expect(at('z^a', NaN, 0)).toBe(NaN)
    expect(at('z^a', 1, NaN)).toBe(NaN)
  })
})

test('comparisons with NaN give 0, and != gives 1', () => {
  for (const operator of ['<', '<=', '>', '>=', '==']) {
    expect(at(`z ${operator} 1`, NaN)).toBe(0)
    expect(at(`z ${operator} z`, NaN)).toBe(0)
  }
  expect(at('z != z', NaN)).toBe(1)
})

test('max, min and sign give NaN for NaN, and sign keeps the zero it is given', () => {
  expect(at('max(0, z)', NaN)).toBe(NaN)
  expect(at('min(z, 0)', NaN)).toBe(NaN)
  expect(at('sign(z)', NaN)).toBe(NaN)
  expect(at('sign(z)', -0)).toBe(-0)
})

test('the branch that is not taken may be NaN without harm', () => {
  expect(at('z > 0 ? log(z) : 0', -1)).toBe(0)
})

test('an evaluator takes values in the order of its names and gives results in the order of its formulas', () => {
  const both = evaluator([parse('z - a'), parse('z * a')], ['a', 'z'])
  expect([...both([2, 5])]).toEqual([3, 10])
  expect([...both(new Float64Array([3, 5]))]).toEqual([2, 15])
})

test('a name without a value is refused', () => {
  expect(() => evaluate(parse('z + a'), { z: 1 })).toThrow(
    'evaluator: the names in a formula must be among z; got a. Give that name a value.',
  )
})

describe('guardNaN', () => {
  const propagating = [
    'z',
    '-z * a',
    'max(0, z)',
    'a + tanh(z)^2',
    'z^a',
    'a^z',
    'a > 0 ? z : z + 1',
    'z > 0 ? a : z',
    'z != z ? z : a',
    'a == z ? 1 : exp(z)',
    'z ? z : a',
    '(z < 1 ? a : z) * 2',
  ]
  test.each(propagating)('%s is left as it is, and is NaN for NaN', (text) => {
    expect(guardNaN(parse(text), 'z')).toEqual(parse(text))
    expect(at(text, NaN, 0.5)).toBe(NaN)
  })

  const swallowing = [
    '1',
    'a',
    'z > 0',
    'z > 0 ? z : 0',
    'z != 0 ? a : z',
    'z^0',
    'a < 0 ? z : a',
    'z ? a : z',
    '(z == z) * a',
  ]
  test.each(swallowing)('%s is wrapped, and then NaN for NaN alone', (text) => {
    const guarded = guardNaN(parse(text), 'z')
    expect(printFormula(guarded)).toBe(printFormula(parse(`z == z ? ${text} : z`)))
    expect(evaluate(guarded, { z: NaN, a: 0.5 })).toBe(NaN)
    expect(evaluate(guarded, { z: 2, a: 0.5 })).toBe(at(text, 2, 0.5))
    expect(at(text, NaN, 0.5)).not.toBe(NaN)
  })
  test('any formula, guarded, is NaN for NaN whatever the other names are', () => {
    fc.assert(
      fc.property(anyFormula, fc.constantFrom(-1.5, 0, 1, Infinity), (formula, a) => {
        expect(evaluate(guardNaN(formula, 'z'), { z: NaN, a, y: 2 })).toBe(NaN)
      }),
      { numRuns: 1000 },
    )
  })
})
