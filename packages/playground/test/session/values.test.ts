// Regression on a table: what is told in its units. The parameters are set by hand, so that the answers are known.
import { describe, expect, test } from 'vitest'
import { firstSetup, type Setup, type ValueData, withData } from '../../src/setup.ts'
import { room } from './room.ts'

const line: ValueData = {
  kind: 'values',
  X: [0, 1, 2, 3],
  y: [100, 103, 106, 109],
  names: ['hours'],
  target: 'price',
  drawn: 'target',
  testShare: 0,
  seed: 1,
}
const plane: ValueData = { ...line, X: [0, 0, 2, 0, 0, 2, 2, 2], y: [0, 2, 20, 22], names: ['a', 'b'], drawn: [0, 1] }
const linear = (data: ValueData): Setup => ({ ...withData(firstSetup, data), layers: [] })

/** What a linear network with these weights shows of the data. */
function shown(data: ValueData, ...weights: number[]) {
  const { ask, tell, look } = room()
  const [opened] = ask({ kind: 'open', setups: [linear(data)] }, 'opened').networks
  tell({ kind: 'load', parameters: { 'scores.W': Float32Array.from(weights), 'scores.b': Float32Array.of(0) } })
  return { opened: opened!, view: look(0, { units: 4 }) }
}

describe('over one column', () => {
  test('the curve is in the units of the table, over the window, and no function is known beside it', () => {
    const { opened, view } = shown(line, 1) // standardized, the target is the column
    expect(opened).toMatchObject({
      names: ['hours'],
      axes: ['hours', 'price'],
      target: { name: 'price', range: [100, 109] },
    })
    expect(opened.classes).toBeUndefined()
    const { x, y, supError } = view.curve!
    expect([x[0], x.at(-1)]).toEqual(opened.window[0])
    y.forEach((value, k) => expect(value).toBeCloseTo(100 + 3 * x[k]!, 4))
    expect(supError).toBeUndefined()
    expect([view.regions, view.surface]).toEqual([undefined, undefined])
    expect(view.units!.map(({ node, rows, columns }) => [node, rows, columns])).toEqual([['scores', 1, 4]])
  })

  test('the error is told in the unit of the target, with the share of the variance that is explained', () => {
    const right = shown(line, 1).view.train
    expect(right.error).toBeCloseTo(0, 5)
    expect(right.rSquared).toBeCloseTo(1, 10)
    const mean = shown(line, 0).view.train // 104.5 everywhere: off by 4.5, 1.5, 1.5, 4.5
    expect(mean.error).toBeCloseTo(Math.sqrt(11.25), 5)
    expect(mean.rSquared).toBeCloseTo(0, 10)
  })

  test('rows for the test have an error of their own', () => {
    const { train, test: own } = shown({ ...line, X: [...line.X, 4], y: [...line.y, 512], testShare: 0.2 }, 1).view
    expect(train.error).toBeGreaterThan(0)
    expect(own!.error).not.toBeCloseTo(train.error!, 3)
  })
})

describe('over several columns', () => {
  test('the surface has what is predicted at the middle of each cell', () => {
    const { opened, view } = shown(plane, 1 / Math.sqrt(101), 10 / Math.sqrt(101)) // a + 10 b, standardized
    const [[left, right], [low, high]] = opened.window
    const { size, values } = view.surface!
    expect([size, view.regions, view.curve]).toEqual([8, undefined, undefined])
    values.forEach((value, i) => {
      const a = left + (((i % 8) + 0.5) / 8) * (right - left)
      const b = low + ((Math.floor(i / 8) + 0.5) / 8) * (high - low)
      expect(value).toBeCloseTo(a + 10 * b, 4)
    })
  })

  test('three are drawn in the plane of the two directions in which they differ most', () => {
    const X = [0, 0, 1, 2, 0, 0, 0, 2, 1, 2, 2, 0]
    const { opened, view } = shown({ ...plane, X, names: ['a', 'b', 'c'], drawn: 'projection' }, 1, 1, 1)
    expect(opened.axes).toEqual([
      expect.stringMatching(/^direction 1 \(\d+ %\)$/),
      expect.stringMatching(/^direction 2 \(\d+ %\)$/),
    ])
    expect(view.surface!.values.every(Number.isFinite)).toBe(true)
  })

  test('the linear pieces of a ReLU network are drawn exactly', () => {
    const { ask, tell } = room()
    const setup = { ...linear(plane), layers: [{ units: 1, activation: 'relu', dropout: 0 }] }
    tell({ kind: 'open', setups: [setup] })
    const first = { 'h1.W': Float32Array.of(1, 0), 'h1.b': Float32Array.of(0) } // a kink at the mean of a, which is 1
    tell({ kind: 'load', parameters: { ...first, 'scores.W': Float32Array.of(1), 'scores.b': Float32Array.of(0) } })
    const { exact } = ask({ kind: 'look', size: 8, draw: { exact: true } }, 'view').drawn!
    expect(exact).toMatchObject({ linearRegions: 2, regions: 0 })
    if (!exact || 'refusal' in exact) throw new Error('there are exact regions')
    expect([exact.kinks[0], exact.kinks[2]]).toEqual([1, 1])
  })
})

test('a target that is always the same is learned without a number that is not finite', () => {
  const { view } = shown({ ...line, y: [5, 5, 5, 5] }, 0)
  expect(view.train).toEqual({ loss: 0, error: 0, rSquared: 1 })
  expect([...view.curve!.y]).toEqual(new Array(257).fill(5))
})

test.each(['line', 'plane'])('a column that is always the same is refused as an axis of the %s', (name) => {
  const data = name === 'line' ? { ...line, X: [2, 2, 2, 2] } : { ...plane, X: [2, 1, 2, 2, 2, 3, 2, 4] }
  const message = `own points: column "${data.names[0]}" must vary in the training rows to be drawn; got 2 in all of them. Draw another column.`
  expect(room().tell({ kind: 'open', setups: [linear(data)] })).toEqual([{ kind: 'refused', order: 'open', message }])
})

test('of counts the curve is what is expected, the exponential of the score', () => {
  const { tell, look } = room()
  const end = { testShare: 0, seed: 1 }
  const data = { kind: 'function', formula: '3', range: [0, 1], noise: 0, rows: 9, ...end } as const
  const setup = withData(firstSetup, data)
  tell({ kind: 'open', setups: [{ ...setup, layers: [], training: { ...setup.training, loss: 'poisson' } }] })
  tell({ kind: 'load', parameters: { 'scores.W': Float32Array.of(0), 'scores.b': Float32Array.of(1) } })
  const { y, supError } = look().curve!
  expect(y[7]).toBeCloseTo(Math.E, 6)
  expect(supError).toBeCloseTo(3 - Math.E, 6)
})

test('it trains: a ReLU network comes near a bend', () => {
  const { tell, go, look } = room()
  const X = Array.from({ length: 60 }, (_, k) => k)
  const data = { ...line, X, y: X.map((x) => 1000 + Math.abs(x - 30)), testShare: 0.2 }
  tell({ kind: 'open', setups: [withData(firstSetup, data)] }, { kind: 'step', count: 2000 })
  go()
  const { train, test: own } = look()
  expect(train.rSquared).toBeGreaterThan(0.98)
  expect(own!.rSquared).toBeGreaterThan(0.95)
})
