import { expect, test } from 'vitest'
import { blobs } from '../../../src/data/make/blobs.ts'
import { circles } from '../../../src/data/make/circles.ts'
import { functionOf } from '../../../src/data/make/function-of.ts'
import { moons } from '../../../src/data/make/moons.ts'
import { rings } from '../../../src/data/make/rings.ts'
import { spiral } from '../../../src/data/make/spiral.ts'
import { xor } from '../../../src/data/make/xor.ts'
import type { DataSet } from '../../../src/data/types.ts'

const makers = { spiral, circles, rings, moons, blobs, xor }
const pointsOf = ({ X, y, classes }: DataSet) =>
  Array.from(y, (label, row) => ({ x: X[2 * row], y: X[2 * row + 1], name: classes![label] }))

test.each(Object.entries(makers))('%s: rows, even classes, finite points, a seed that decides', (_, make) => {
  const data = make({ rows: 31, seed: 4 })
  const classes = data.classes!.length
  expect([data.kind, data.task, data.inputs, data.rows, data.X.length, data.y.length]).toEqual([
    'data',
    'classification',
    2,
    31,
    62,
    31,
  ])
  for (let label = 0; label < classes; label++) {
    const count = data.y.filter((value) => value === label).length
    expect([Math.floor(31 / classes), Math.ceil(31 / classes)]).toContain(count)
  }
  expect(data.X.every(Number.isFinite)).toBe(true)
  expect(Object.isFrozen(data)).toBe(true)
  expect(make({ rows: 31, seed: 4 })).toEqual(data)
  expect(make({ rows: 31, seed: 4, noise: 1 }).X).not.toEqual(make({ rows: 31, seed: 5, noise: 1 }).X)
})

test('a spiral without noise has its arms a third of a turn apart, ending at radius 1', () => {
  const points = pointsOf(spiral({ rows: 30, noise: 0, turns: 1, seed: 1 }))
  const ends = points.slice(-3) // after a whole turn an arm ends at its own angle: 0, 120 and 240 degrees from the y axis
  const expected = [
    [0, 1],
    [Math.sqrt(3) / 2, -0.5],
    [-Math.sqrt(3) / 2, -0.5],
  ]
  ends.forEach((point, arm) => {
    expect(point.name).toBe(`arm ${arm + 1}`)
    expect(point.x).toBeCloseTo(expected[arm][0], 6)
    expect(point.y).toBeCloseTo(expected[arm][1], 6)
  })
  for (const [row, { x, y }] of points.entries()) {
    expect(Math.hypot(x, y)).toBeCloseTo((Math.floor(row / 3) + 1) / 10, 6)
  }
})

test('circles without noise lie at radius 1 and at the factor', () => {
  for (const { x, y, name } of pointsOf(circles({ noise: 0, factor: 0.25, seed: 1 }))) {
    expect(Math.hypot(x, y)).toBeCloseTo(name === 'inner' ? 0.25 : 1, 6)
  }
})

test('rings leave a gap between each other', () => {
  for (const { x, y, name } of pointsOf(rings({ classes: 4, rows: 400, seed: 2 }))) {
    const place = 4 * Math.hypot(x, y) - (Number(name.slice(-1)) - 1)
    expect(place).toBeLessThanOrEqual(0.85 + 1e-6)
    expect(place).toBeGreaterThanOrEqual((name === 'ring 1' ? 0 : 0.15) - 1e-6)
  }
})

test('moons without noise are half circles around (0, 0) and (1, 0.5)', () => {
  for (const { x, y, name } of pointsOf(moons({ noise: 0, seed: 1 }))) {
    const upper = name === 'upper'
    expect(Math.hypot(x - (upper ? 0 : 1), y - (upper ? 0 : 0.5))).toBeCloseTo(1, 6)
    expect(upper ? y : 0.5 - y).toBeGreaterThan(0)
  }
})

test('blobs have their spread around their centers', () => {
  const points = pointsOf(blobs({ classes: 2, rows: 4000, noise: 0.3, seed: 1 })).filter(
    ({ name }) => name === 'blob 2',
  )
  const mean = points.reduce((sum, { x }) => sum + x, 0) / points.length
  const deviation = Math.sqrt(points.reduce((sum, { x }) => sum + (x - mean) ** 2, 0) / points.length)
  expect(Math.abs(mean + 1)).toBeLessThan(0.03) // four standard errors of 0.3 / √2000
  expect(Math.abs(deviation - 0.3)).toBeLessThan(0.02)
})

test('xor is told by the signs, and a single line is right for about half', () => {
  const points = pointsOf(xor({ rows: 1000, seed: 3 }))
  for (const { x, y, name } of points) expect(name).toBe(x * y > 0 ? 'same' : 'different')
  const right = points.filter(({ x, name }) => x > 0 === (name === 'same')).length
  expect(Math.abs(right - 500)).toBeLessThan(70)
})

test('a function of x is a regression over its range, by formula or by code', () => {
  const data = functionOf('x^2 - 1', { rows: 5, range: [-2, 2], seed: 1 })
  expect([...data.X]).toEqual([-2, -1, 0, 1, 2])
  expect([...data.y]).toEqual([3, 0, -1, 0, 3])
  expect([data.task, data.inputs, data.targets]).toEqual(['regression', 1, 1])
  expect(functionOf((x) => x * x - 1, { rows: 5, range: [-2, 2], seed: 1 })).toEqual(data)
})

test('noise of a function has its deviation', () => {
  const { y } = functionOf('0', { rows: 10_000, noise: 2, seed: 1 })
  const deviation = Math.sqrt(y.reduce((sum, value) => sum + value * value, 0) / y.length)
  expect(Math.abs(deviation - 2)).toBeLessThan(0.06) // four standard errors
})

const bad: [string, () => unknown, string][] = [
  [
    'a spiral of one class',
    () => spiral({ classes: 1, seed: 1 }),
    'spiral: classes must be a whole number in [2, 300]; got 1. Give classes a whole number in [2, 300].',
  ],
  [
    'a negative noise',
    () => moons({ noise: -1, seed: 1 }),
    'moons: noise must be a number in [0, 1000]; got -1. Give noise a value in [0, 1000].',
  ],
  [
    'a missing seed',
    () => xor({} as never),
    'xor: seed must be a whole number in [0, 9007199254740991]; got undefined. Give seed a whole number in [0, 9007199254740991].',
  ],
  [
    'a misspelt option',
    () => circles({ seed: 1, fator: 1 } as never),
    'circles: the options are rows, noise, seed, factor; got "fator". Remove fator, or correct its spelling.',
  ],
  [
    'an empty range',
    () => functionOf('x', { range: [1, 1], seed: 1 }),
    'functionOf: range must be two finite numbers, the lower one first; got [1, 1]. Give a range such as [-1, 1].',
  ],
  [
    'a pole',
    () => functionOf('1 / x', { rows: 3, seed: 1 }),
    'functionOf: the function must be a finite number at x = 0; got Infinity. Choose a range where it is finite.',
  ],
]
test.each(bad)('%s is refused', (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }))
})
