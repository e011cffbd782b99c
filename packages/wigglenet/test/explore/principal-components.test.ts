import { expect, test } from 'vitest'
import { examples } from '../../src/data/examples.ts'
import { eigenOf } from '../../src/explore/eigen.ts'
import { principalComponents } from '../../src/explore/principal-components.ts'
import { randomStream, streams } from '../../src/number/random.ts'

/** Rows of a normal distribution with these deviations along a fixed set of axes turned by Householder's reflection. */
function turned(rows: number, deviations: readonly number[]) {
  const inputs = deviations.length
  const random = randomStream(5, streams.data)
  const v = Array.from({ length: inputs }, (_, j) => 1 + j / inputs)
  const square = v.reduce((sum, value) => sum + value * value, 0)
  const X = Array.from({ length: rows }, () => {
    const z = deviations.map((deviation) => deviation * random.normal())
    const along = z.reduce((sum, value, j) => sum + value * v[j]!, 0)
    return z.map((value, j) => 7 + value - (2 * along * v[j]!) / square)
  })
  return { data: examples({ X, y: X.map((_, i) => i % 2) }), X }
}

/** The covariance of rows, by its definition. */
function covariance(X: readonly number[][]) {
  const inputs = X[0]!.length
  const mean = X[0]!.map((_, j) => X.reduce((sum, x) => sum + Math.fround(x[j]!), 0) / X.length)
  const C = new Float64Array(inputs * inputs)
  for (const x of X)
    for (let i = 0; i < inputs; i++)
      for (let j = 0; j < inputs; j++) {
        C[i * inputs + j]! += ((Math.fround(x[i]!) - mean[i]!) * (Math.fround(x[j]!) - mean[j]!)) / X.length
      }
  return { C, mean }
}

test('points on a line have one direction, known by hand, and all of the variance', () => {
  const data = examples({
    X: [
      [0, 0, 1],
      [3, 4, 1],
      [6, 8, 1],
    ],
    y: [0, 1, 0],
  })
  const { mean, components, variances, shares, points } = principalComponents(data)
  expect([...mean]).toEqual([3, 4, 1])
  expect([...components.subarray(0, 3)]).toEqual([
    expect.closeTo(0.6, 12),
    expect.closeTo(0.8, 12),
    expect.closeTo(0, 12),
  ])
  expect(variances[0]).toBeCloseTo(50 / 3, 10) // -5, 0 and 5 along the line
  expect([shares[0], shares[1]]).toEqual([expect.closeTo(1, 12), expect.closeTo(0, 12)])
  expect([points[0], points[2], points[4]]).toEqual([-5, 0, 5].map((value) => expect.closeTo(value, 5)))
})

test.each([
  [4, 3],
  [40, 3], // more inputs than directions followed
])(
  'for %i inputs the components are eigenvectors of the covariance, at right angles, with its largest eigenvalues',
  (inputs, wanted) => {
    const deviations = Array.from({ length: inputs }, (_, j) => (j < 5 ? 5 - j : 0.3))
    const { data, X } = turned(500, deviations)
    const { C } = covariance(X)
    const { components, variances, shares, points } = principalComponents(data, { components: wanted })
    const all = eigenOf(C, inputs)
    for (let k = 0; k < wanted; k++) {
      expect(variances[k]! / all.values[k]!).toBeCloseTo(1, 8)
      const own = components.subarray(k * inputs, (k + 1) * inputs)
      for (let i = 0; i < inputs; i++) {
        const image = own.reduce((sum, value, j) => sum + C[i * inputs + j]! * value, 0)
        expect(image).toBeCloseTo(variances[k]! * own[i]!, 6)
      }
      for (let l = 0; l <= k; l++) {
        const product = own.reduce((sum, value, j) => sum + value * components[l * inputs + j]!, 0)
        expect(product).toBeCloseTo(l === k ? 1 : 0, 9)
      }
      expect(Math.max(...own)).toBeGreaterThanOrEqual(-Math.min(...own))
      const column = Array.from({ length: 500 }, (_, row) => points[row * wanted + k]!)
      expect(column.reduce((sum, value) => sum + value * value, 0) / 500).toBeCloseTo(variances[k]!, 3)
    }
    const trace = all.values.reduce((a, b) => a + b)
    expect(shares[0]).toBeCloseTo(all.values[0]! / trace, 8)
  },
)

test('data that do not vary have directions all the same, and no variance', () => {
  const data = examples({
    X: [
      [1, 2],
      [1, 2],
    ],
    y: [0, 1],
  })
  const { variances, shares, points, components } = principalComponents(data)
  expect([...variances, ...shares, ...points]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  expect(components.every(Number.isFinite)).toBe(true)
})

test('more than 2000 rows: some settle the directions, and all are projected', () => {
  const { data } = turned(5000, [3, 1, 0.5])
  const few = principalComponents(data)
  expect(few.points).toHaveLength(10000)
  expect(few.variances[0]! / 9).toBeCloseTo(1, 1)
})

test('more components than inputs are refused', () => {
  const { data } = turned(10, [1, 2])
  expect(() => principalComponents(data, { components: 3 })).toThrow(
    'principalComponents: components must be a whole number in [1, 2]; got 3. Give components a whole number in [1, 2].',
  )
})

test('Jacobi finds the eigenvalues 1 and 3 of [[2, 1], [1, 2]]', () => {
  const { values, vectors } = eigenOf(Float64Array.of(2, 1, 1, 2), 2)
  expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)])
  expect(vectors[0]! * vectors[1]!).toBeCloseTo(0.5, 12)
})
