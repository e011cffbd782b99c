import { expect, test } from 'vitest'
import { type Evaluate, type Iterate, lbfgs, type Measured } from '../../src/optimizer/lbfgs.ts'

/** The iterates from a start until the gradient is below 1e-9, at most 200. */
function follow(start: readonly number[], evaluate: Evaluate<Measured>, memory = 10): Iterate<Measured>[] {
  const x = Float64Array.from(start)
  const path: Iterate<Measured>[] = [{ x, ...evaluate(x), step: 0, evaluations: 1 }]
  for (const place of lbfgs(path[0]!, evaluate, memory)) {
    path.push(place)
    if (place.gradient.every((g) => Math.abs(g) < 1e-9) || path.length > 200) break
  }
  return path
}

const rosenbrock: Evaluate<Measured> = (x) => {
  const gradient = new Float64Array(x.length)
  let value = 0
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i]!, x[i + 1]!]
    value += 100 * (b - a * a) ** 2 + (1 - a) ** 2
    gradient[i]! += -400 * a * (b - a * a) - 2 * (1 - a)
    gradient[i + 1]! += 200 * (b - a * a)
  }
  return { value, gradient }
}

test('the minimum of a quadratic of three unknowns is found to 1e-9: the solution of its equations by hand', () => {
  // ½xᵀAx - bᵀx with A = [[4,1,0],[1,3,1],[0,1,2]], b = [1,2,3]: A·x = b has x = (2, 1, 13)/9
  const A = [
    [4, 1, 0],
    [1, 3, 1],
    [0, 1, 2],
  ]
  const b = [1, 2, 3]
  const path = follow([5, -7, 2], (x) => {
    const Ax = A.map((row) => row.reduce((sum, a, i) => sum + a * x[i]!, 0))
    return {
      value: x.reduce((sum, xi, i) => sum + xi * (0.5 * Ax[i]! - b[i]!), 0),
      gradient: Float64Array.from(Ax, (value, i) => value - b[i]!),
    }
  })
  const expected = [2 / 9, 1 / 9, 13 / 9]
  path.at(-1)!.x.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-9))
  expect(path.length).toBeLessThan(20)
})

test('the valley of Rosenbrock, in 2 and in 10 dimensions, ends at all ones, with few evaluations', () => {
  for (const [start, most] of [
    [[-1.2, 1], 60],
    [Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? -1.2 : 1)), 120],
  ] as const) {
    const path = follow(start, rosenbrock)
    path.at(-1)!.x.forEach((value) => expect(Math.abs(value - 1)).toBeLessThan(1e-8))
    expect(path.reduce((sum, { evaluations }) => sum + evaluations, 0)).toBeLessThan(most)
  }
})

test('every step meets the strong Wolfe conditions: lower by enough, and flat enough at its end', () => {
  const path = follow([-1.2, 1], rosenbrock)
  for (let i = 1; i < path.length - 1; i++) {
    const [before, after] = [path[i - 1]!, path[i]!]
    const direction = after.x.map((value, k) => (value - before.x[k]!) / after.step)
    const slope = (place: Iterate<Measured>) => place.gradient.reduce((sum, g, k) => sum + g * direction[k]!, 0)
    expect(after.value).toBeLessThanOrEqual(before.value + 1e-4 * after.step * slope(before) + 1e-14)
    expect(Math.abs(slope(after))).toBeLessThanOrEqual(0.9 * Math.abs(slope(before)) + 1e-12)
  }
})

test('a wall of infinity or NaN is stepped back from', () => {
  for (const beyond of [Infinity, Number.NaN]) {
    // x - log x, which has no value below 0: lowest at 1
    const path = follow([40], ([x]) => ({
      value: x! > 0 ? x! - Math.log(x!) : beyond,
      gradient: Float64Array.of(x! > 0 ? 1 - 1 / x! : Number.NaN),
    }))
    expect(path.at(-1)!.x[0]).toBeCloseTo(1, 8)
  }
})

test('it ends where no step lowers the value: at once in a minimum, soon where the values are rounded', () => {
  const bowl: Evaluate<Measured> = (x) => ({ value: x[0]! ** 2, gradient: x.map((value) => 2 * value) })
  expect([
    ...lbfgs({ x: new Float64Array(1), ...bowl(new Float64Array(1)), step: 0, evaluations: 1 }, bowl, 5),
  ]).toEqual([])
  const rounded: Evaluate<Measured> = (x) => {
    x[0] = Math.fround(x[0]!)
    return { value: Math.fround(1 + (x[0]! - 0.3) ** 2), gradient: Float64Array.of(2 * (x[0]! - 0.3)) }
  }
  const start = Float64Array.of(7)
  const path = [...lbfgs({ x: start, ...rounded(start), step: 0, evaluations: 1 }, rounded, 5)]
  expect(path.length).toBeLessThan(20)
  expect(Math.abs(path.at(-1)!.x[0]! - 0.3)).toBeLessThan(1e-3)
})
