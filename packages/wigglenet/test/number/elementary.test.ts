// Compared with the engine's own functions, whose error is under 1 ulp, hence one more ulp than the promised bound is allowed.
import { describe, expect, test } from 'vitest'
import { cos, sin } from '../../src/number/circular.ts'
import { erf } from '../../src/number/erf.ts'
import { exp, expm1, log, sigmoid, tanh } from '../../src/number/exponential.ts'
import { pow } from '../../src/number/pow.ts'
import { randomStream, streams } from '../../src/number/random.ts'
import { ulpDistance } from '../../src/number/statistics.ts'

type Unary = (x: number) => number

function largestDistance(own: Unary, other: Unary, low: number, high: number): number {
  const stream = randomStream(1, streams.data)
  let largest = 0
  for (let i = 0; i < 3000; i++) {
    const x = low + (high - low) * stream.uniform()
    largest = Math.max(largest, ulpDistance(own(x), other(x)))
  }
  return largest
}

test.each<[string, number, number, number, Unary, Unary]>([
  ['exp', -750, 715, 3, exp, Math.exp],
  ['exp', -1, 1, 3, exp, Math.exp],
  ['expm1', -45, 45, 3, expm1, Math.expm1],
  ['expm1', -1, 1, 3, expm1, Math.expm1],
  ['expm1', 600, 715, 3, expm1, Math.expm1],
  ['log', 0.3, 3, 3, log, Math.log],
  ['log', 0, 1e9, 3, log, Math.log],
  ['log of tiny numbers', 1, 1e6, 3, (x) => log(x * 5e-324), (x) => Math.log(x * 5e-324)],
  ['tanh', -1, 1, 5, tanh, Math.tanh],
  ['tanh', -25, 25, 5, tanh, Math.tanh],
  ['sigmoid', -30, 40, 5, sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  ['sin', -4, 4, 3, sin, Math.sin],
  ['sin', -1e5, 1e5, 3, sin, Math.sin],
  ['cos', -4, 4, 3, cos, Math.cos],
  ['cos', -1e5, 1e5, 3, cos, Math.cos],
  ['sqrt as a power', 0, 100, 4, (x) => pow(x, 0.5), Math.sqrt],
  ['cube as a power', -100, 100, 5, (x) => pow(x, 3), (x) => x ** 3],
  ['power of 2', -1080, 1025, 5, (x) => pow(2, x), (x) => 2 ** x],
  ['power of 0.999', 0, 7e5, 5, (x) => pow(0.999, x), (x) => 0.999 ** x],
])('%s is within its bound of the engine from %d to %d', (_name, low, high, bound, own, other) => {
  expect(largestDistance(own, other, low, high)).toBeLessThanOrEqual(bound)
})

test('whole powers of two are exact', () => {
  for (let k = -1074; k <= 1023; k += 13) expect(pow(2, k)).toBe(k < -1022 ? 5e-324 * 2 ** (k + 1074) : 2 ** k)
})

test('sin and cos keep their precision where the angle is nearly a multiple of π/2', () => {
  // From a computation with 75 digits, for the float64 numbers nearest to π/2, π and 10,000·π.
  expect(ulpDistance(cos(Math.PI / 2), 6.123233995736766e-17)).toBeLessThanOrEqual(2)
  expect(ulpDistance(sin(Math.PI), 1.2246467991473532e-16)).toBeLessThanOrEqual(2)
  expect(ulpDistance(sin(10000 * Math.PI), -4.85682353956849e-13)).toBeLessThanOrEqual(2)
})

test('sin and cos of huge numbers stay a point of the circle', () => {
  for (const x of [1e7, 1e15, 1e22, 1e300]) expect(sin(x) * sin(x) + cos(x) * cos(x)).toBeCloseTo(1, 12)
})

// From the series with 75 digits.
test.each([
  [1e-300, 1.1283791670955126e-300],
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.25, 0.27632639016823696],
  [0.3, 0.3286267594591274],
  [0.7, 0.6778011938374184],
  [0.75, 0.7111556336535151],
  [1, 0.8427007929497149],
  [1.3, 0.9340079449406524],
  [1.9, 0.9927904292352575],
  [2.5, 0.999593047982555],
  [3.2, 0.9999939742388483],
  [4.4, 0.999999999510829],
  [5.8, 0.9999999999999998],
])('erf(%d) is %d', (x, expected) => {
  expect(ulpDistance(erf(x), expected)).toBeLessThanOrEqual(4)
  expect(erf(-x)).toBe(-erf(x))
})

describe('special values are those of the engine', () => {
  const values = [0, -0, Infinity, -Infinity, NaN, 5e-324, -5e-324]
  test.each<[string, Unary, Unary]>([
    ['exp', exp, Math.exp],
    ['expm1', expm1, Math.expm1],
    ['log', log, Math.log],
    ['tanh', tanh, Math.tanh],
    ['sin', sin, Math.sin],
    ['cos', cos, Math.cos],
  ])('%s', (_name, own, other) => {
    for (const x of values) expect(own(x)).toBe(other(x))
  })

  test('pow', () => {
    const bases = [...values, 1, -1, 4, -4, 0.25]
    const exponents = [0, -0, 1, -1, 2, 3, -3, 1.5, NaN, Infinity, -Infinity, 1e300]
    for (const x of bases) for (const y of exponents) expect(pow(x, y)).toBe(x ** y)
  })

  test('sigmoid and erf run from end to end without NaN', () => {
    expect([-Infinity, -800, 0, 800, Infinity].map(sigmoid)).toEqual([0, 0, 0.5, 1, 1])
    expect([-Infinity, -0, 0, 5e-324, 6, Infinity].map(erf)).toEqual([-1, -0, 0, 5e-324, 1, 1])
    expect([sigmoid(NaN), erf(NaN)]).toEqual([NaN, NaN])
  })

  test('exp overflows and underflows at the last number that it can hold', () => {
    expect(exp(709.782712893384)).toBeLessThan(Infinity)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(5e-324)
    expect(exp(-745.1332191019412)).toBe(0)
  })
})

test('the bits of the functions are the ones saved here, on every machine', () => {
  const bits = (value: number) => {
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value)
    return view.getBigUint64(0).toString(16)
  }
  const results = [exp(0.7), expm1(0.3), log(0.7), tanh(0.7), sigmoid(0.7), sin(0.7), cos(0.7), erf(0.7), pow(0.7, 0.3)]
  expect(results.map(bits)).toMatchInlineSnapshot(`
    [
      "40001c2a61268987",
      "3fd6641632306a56",
      "bfd6d3c324e13f50",
      "3fe356fb17af2e91",
      "3fe561cb52a19476",
      "3fe49d6e694619b8",
      "3fe87996529f9d93",
      "3fe5b08c21171646",
      "3fecc0b43ba5c3da",
    ]
  `)
})
