import { describe, expect, test } from 'vitest'
import type { ElementaryName } from '../../src/kernel/elementary.ts'
import { erf } from '../../src/number/erf.ts'
import { elementaryFunction } from './elementary-module.ts'

const sigmoid = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)))

/** Distance of float32 numbers at y: one unit in the last place; not below the smallest normal number's. */
const ulp = (y: number) => 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(y)))) - 23)

/** 65,536 numbers: even steps over the range, or over the sizes from `low` to `high` in even ratios with both signs. */
const spread = (low: number, high: number) =>
  Float32Array.from({ length: 65536 }, (_, i) => low + ((high - low) * i) / 65535)
const sizes = (low: number, high: number) =>
  Float32Array.from({ length: 65536 }, (_, i) => (i % 2 === 0 ? 1 : -1) * low * (high / low) ** (i / 65535))
const positive = (low: number, high: number) => sizes(low, high).map(Math.abs)

function worst(name: ElementaryName, exact: (x: number) => number, xs: Float32Array): { ulps: number; x: number } {
  const ys = elementaryFunction(name)(xs)
  let found = { ulps: 0, x: 0 }
  xs.forEach((x, i) => {
    const must = exact(x)
    const ulps = Math.abs(ys[i]! - must) / ulp(must)
    if (!(ulps <= found.ulps)) found = { ulps, x }
  })
  return found
}

describe('errors against float64, in units of the last place', () => {
  test.each([
    ['exp', Math.exp, spread(-69, 88.7), 1],
    ['exp', Math.exp, spread(-1, 1), 1],
    ['exp', Math.exp, sizes(1e-30, 10), 1],
    ['log', Math.log, positive(1.2e-38, 3.4e38), 1],
    ['log', Math.log, positive(1e-45, 1e-38), 1],
    ['log', Math.log, spread(0.5, 2), 1],
    ['tanh', Math.tanh, spread(-12, 12), 6.5],
    ['tanh', Math.tanh, spread(0.6, 0.7), 6.5],
    ['tanh', Math.tanh, sizes(1e-37, 1000), 6.5],
    ['sigmoid', sigmoid, spread(-69, 69), 2.5],
    ['sigmoid', sigmoid, spread(-8, 2), 2.5],
    ['sigmoid', sigmoid, sizes(1e-30, 69), 2.5],
    ['erf', erf, spread(-5, 5), 3.5],
    ['erf', erf, spread(0.9, 1.7), 3.5],
    ['erf', erf, sizes(1e-37, 1000), 3.5],
    ['sin', Math.sin, spread(-3.2, 3.2), 1.5],
    ['sin', Math.sin, spread(-100, 100), 1.5],
    ['cos', Math.cos, spread(-3.2, 3.2), 1.5],
    ['cos', Math.cos, spread(-100, 100), 1.5],
  ] as const)('%s, case %#', (name, exact, xs, most) => {
    const { ulps, x } = worst(name, exact, xs)
    expect(ulps, `at ${x}`).toBeLessThanOrEqual(most)
    expect(ulps).toBeGreaterThan(most / 20) // the numbers were compared
  })

  test.each([
    ['sin', Math.sin],
    ['cos', Math.cos],
  ] as const)('%s up to 8192 is off by at most 1e-7', (name, exact) => {
    const xs = spread(-8192, 8192)
    const ys = elementaryFunction(name)(xs)
    const largest = xs.reduce((most, x, i) => Math.max(most, Math.abs(ys[i]! - exact(x))), 0)
    expect(largest).toBeLessThan(1e-7)
  })

  test('powers are off by at most 1.2e-7·(1 + |log of the result|) of the result', () => {
    const run = elementaryFunction('pow')
    for (let exponent = -8; exponent <= 8; exponent += 0.59375) {
      const xs = positive(1e-4, 1e4)
      const ys = run(xs, new Float32Array(xs.length).fill(exponent))
      let most = 0
      xs.forEach((x, i) => {
        const exact = x ** exponent
        if (exact < 1e-29 || exact > 3e38) return
        most = Math.max(most, Math.abs(ys[i]! - exact) / exact / (1 + Math.abs(Math.log(exact))))
      })
      expect(most, `exponent ${exponent}`).toBeLessThan(1.2e-7)
    }
  })
})

describe('edges', () => {
  const { NaN: nan } = Number
  const inputs = [0, -0, Infinity, -Infinity, nan, 1000, -1000, 1e-40, -1e-40]
  const zeros = (values: ArrayLike<number>) => Array.from(values, (value) => (Math.abs(value) < 1e-37 ? 0 : value))

  test.each([
    ['exp', [1, 1, Infinity, 0, nan, Infinity, 0, 1, 1]],
    [
      'log',
      [-Infinity, -Infinity, Infinity, nan, nan, Math.fround(Math.log(1000)), nan, Math.fround(Math.log(1e-40)), nan],
    ],
    ['tanh', [0, 0, 1, -1, nan, 1, -1, 0, 0]],
    ['sigmoid', [0.5, 0.5, 1, 0, nan, 1, 0, 0.5, 0.5]],
    ['erf', [0, 0, 1, -1, nan, 1, -1, 0, 0]],
    ['sin', [0, 0, nan, nan, nan, Math.fround(Math.sin(1000)), Math.fround(Math.sin(-1000)), 0, 0]],
    ['cos', [1, 1, nan, nan, nan, Math.fround(Math.cos(1000)), Math.fround(Math.cos(1000)), 1, 1]],
  ] as const)('%s of ±0, ±∞, NaN, ±1000 and subnormal numbers', (name, expected) => {
    const actual = zeros(elementaryFunction(name)(Float32Array.from(inputs)))
    actual.forEach((value, i) => {
      if (Number.isFinite(expected[i]))
        expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1e-6 + 1e-7 * Math.abs(expected[i]!))
      else expect(value, `${name}(${inputs[i]})`).toBe(expected[i])
    })
  })

  test('sin and cos of any finite number stay within ±1', () => {
    for (const name of ['sin', 'cos'] as const) {
      for (const y of elementaryFunction(name)(sizes(1, 3.4e38))) expect(Math.abs(y)).toBeLessThanOrEqual(1)
    }
  })

  test('tanh, erf and sigmoid never leave their range, where a slope such as 1 - h² would turn negative', () => {
    for (const xs of [spread(-12, 12), spread(3.5, 9.5), sizes(1e-37, 3e38)]) {
      for (const name of ['tanh', 'erf', 'sigmoid'] as const) {
        const ys = elementaryFunction(name)(xs)
        expect(Math.max(...ys), name).toBeLessThanOrEqual(1)
        expect(Math.min(...ys), name).toBeGreaterThanOrEqual(name === 'sigmoid' ? 0 : -1)
      }
    }
  })

  test('a power of 0 is 0, 1 or ∞, one of a negative number or of NaN is NaN, and u^0 is 1', () => {
    const pairs = [
      [0, 2.5, 0],
      [0, 0, 1],
      [0, -1, Infinity],
      [-0, 3, 0],
      [Infinity, 0.5, Infinity],
      [Infinity, -2, 0],
      [Infinity, 0, 1],
      [-1, 2, nan],
      [nan, 2, nan],
      [2, nan, nan],
      [nan, 0, nan],
      [1, 7, 1],
      [2, 200, Infinity],
      [0.5, 200, 0],
      [2, Infinity, Infinity],
      [0.5, Infinity, 0],
    ] as const
    const values = elementaryFunction('pow')(
      Float32Array.from(pairs, ([u]) => u),
      Float32Array.from(pairs, ([, v]) => v),
    )
    expect(Array.from(values)).toEqual(pairs.map(([, , power]) => power))
  })

  test('no result is subnormal where the argument is not', () => {
    const subnormal = (y: number) => y !== 0 && Math.abs(y) < 2 ** -126
    const xs = [sizes(1.2e-38, 3.4e38), spread(-110, 110)]
    for (const name of ['exp', 'log', 'tanh', 'sigmoid', 'erf', 'sin', 'cos'] as const) {
      for (const x of xs) expect(elementaryFunction(name)(x).some(subnormal), name).toBe(false)
    }
    const powers = elementaryFunction('pow')
    for (const exponent of [0.3, 1, 1.7, 5, -1.1, -6]) {
      expect(
        powers(positive(1.2e-38, 3.4e38), new Float32Array(65536).fill(exponent)).some(subnormal),
        `^${exponent}`,
      ).toBe(false)
    }
  })
})
