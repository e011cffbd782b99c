import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derivative } from '../../src/formula/derivative.ts'
import { evaluate } from '../../src/formula/evaluate.ts'
import { namesOf } from '../../src/formula/names.ts'
import { operationList } from '../../src/formula/operations.ts'
import { printFormula } from '../../src/formula/print.ts'
import { isConstant, simplify } from '../../src/formula/simplify.ts'
import { parse } from './formula.ts'

const slope = (text: string) => printFormula(derivative(parse(text), 'z'))
const at = (text: string, z: number, a = 0) => evaluate(parse(text), { z, a, y: 0 })
const slopeAt = (text: string, z: number, a = 0) => evaluate(derivative(parse(text), 'z'), { z, a, y: 0 })

test.each([
  ['3', '0'],
  ['a', '0'],
  ['z', '1'],
  ['a * z + y', 'a'],
  ['0.5 * (z - y)^2', 'z - y'],
  ['z^3', '3 * z^2'],
  ['z^-2', '-2 * z^-3'],
  ['z^a', 'a * z^(a - 1)'],
  ['a^z', 'a^z * log(a)'],
  ['1 / z', '-(1 / z / z)'],
  ['z / a', '1 / a'],
  ['sqrt(z^2 + 1)', 'z / sqrt(z^2 + 1)'],
  ['z * floor(z)', 'floor(z)'],
  ['exp(-z)', '-exp(-z)'],
  ['log(z)', '1 / z'],
  ['tanh(z)', '1 - tanh(z)^2'],
  ['sigmoid(z)', 'sigmoid(z) * (1 - sigmoid(z))'],
  ['erf(z)', '1.1283791670955126 * exp(-z^2)'],
  ['sin(2 * z)', '2 * cos(2 * z)'],
  ['cos(z)', '-sin(z)'],
  ['abs(z)', 'sign(z)'],
  ['sign(z) + (z > 0)', '0'],
  ['z > 0 ? z : a * (exp(z) - 1)', 'z > 0 ? 1 : a * exp(z)'],
  ['z > 0 ? z + 1 : z', '1'],
])('the derivative of %s is %s', (text, expected) => {
  expect(slope(text)).toBe(expected)
})

test('at a kink the derivative is that of the branch taken', () => {
  expect(slopeAt('max(0, z)', 0)).toBe(0)
  expect(slopeAt('max(z, 0)', 0)).toBe(1)
  expect(slopeAt('min(0, z)', 0)).toBe(0)
  expect(slopeAt('min(z, 0)', 0)).toBe(1)
  expect(slopeAt('z > 0 ? z : a * z', 0, 0.25)).toBe(0.25)
  expect(slopeAt('abs(z)', 0)).toBe(0)
})

describe('the derivative agrees with central differences', () => {
  const smooth = [
    'z * sigmoid(z)',
    '0.5 * z * (1 + erf(z / sqrt(2)))',
    'log(1 + exp(z))',
    'z / (1 + abs(z))',
    'tanh(z^3 - z) * cos(3 * z)',
    'z^4 - 2 * z^-3',
    '(z^2 + 1)^1.5',
    '(z^2 + 1)^(z / 2)',
    '2^sin(z)',
    'max(z, a, z^2) * min(z, 3 * z)',
    '(exp(z) - exp(-z)) / (exp(z) + exp(-z))',
    '(z + 9)^0.5 / (z + 9)^-0.5',
  ]
  test.each(smooth)('%s', (text) => {
    for (const z of [-2.3, -1.1, -0.4, 0.3, 0.9, 1.7]) {
      const numeric = (at(text, z + 1e-5, 0.2) - at(text, z - 1e-5, 0.2)) / 2e-5
      expect(Math.abs(slopeAt(text, z, 0.2) - numeric)).toBeLessThan(1e-8 * Math.max(1, Math.abs(numeric)))
    }
  })
})

test('a value and its derivative share their subexpressions', () => {
  const value = parse('z * sigmoid(z)')
  const { operations } = operationList([value, derivative(value, 'z')])
  expect(operations.filter((operation) => operation.kind === 'call')).toHaveLength(1)
})

test('thirty nested squares, differentiated twice, stay under 3,000 operations', () => {
  const deep = parse(`${'('.repeat(30)}z${'^2)'.repeat(30)}`)
  const twice = derivative(derivative(deep, 'z'), 'z')
  expect(operationList([deep, twice]).operations.length).toBeLessThan(3000)
})

test.each([
  ['0 * z + 1 * a - 0', 'a'],
  ['z * 2 * 3 + (2 - 2)', '6 * z'],
  ['0 - z', '-z'],
  ['z / 1 + 0 / z', 'z'],
  ['z^1 * z^0', 'z'],
  ['--z', 'z'],
  ['z - -2', 'z + 2'],
  ['z + -a', 'z - a'],
  ['-(a - z)', 'z - a'],
  ['-a * -z', 'a * z'],
  ['1 < 2 ? z : a', 'z'],
  ['a < 2 ? z : z', 'z'],
  ['max(1, 2) * z', '2 * z'],
  ['1 / 0', '1 / 0'],
  ['z * (1 / a)', 'z / a'],
  ['log(0) * z', 'log(0) * z'],
])('%s simplifies to %s', (text, expected) => {
  expect(printFormula(simplify(parse(text)))).toBe(expected)
})

test('simplifying keeps the value, up to rounding, of sums, products and functions', () => {
  const leaf = fc.constantFrom('z', 'a', 'y', '0', '1', '-1', '2', '0.5')
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*'), tie('tree')).map((parts) => `(${parts.join(' ')})`),
      tie('tree').map((of) => `-tanh(${of})`),
      tie('tree')
        .map((of) => `${of} / (2 + sin(${of}))`)
        .map((text) => `(${text})`),
      tie('tree').map((of) => `(z > a ? ${of} : -(${of})^2)`),
    ),
  }))
  fc.assert(
    fc.property(tree, fc.double({ min: -2, max: 2, noNaN: true }), (text, z) => {
      fc.pre(text.length <= 2000)
      const values = { z, a: 0.3, y: 1.7 }
      const plain = evaluate(parse(text), values)
      expect(Math.abs(evaluate(simplify(parse(text)), values) - plain)).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(plain)),
      )
    }),
  )
})

test('the names of a formula are listed once and a formula without any is constant', () => {
  expect([...namesOf(parse('y + z * y'))]).toEqual(['y', 'z'])
  expect(isConstant(parse('2 * sqrt(3)'))).toBe(true)
  expect(isConstant(parse('0 * z'))).toBe(false)
})
