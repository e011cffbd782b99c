import { expect, test } from 'vitest'
import type { Opened } from '../../src/session/messages.ts'
import { firstSetup, type OwnData, withData } from '../../src/setup.ts'
import { room } from './room.ts'

/** Two clouds that differ along the first and third column, which go together; the second is the same for all but a little. */
const rows = Array.from({ length: 40 }, (_, row) => {
  const label = row % 2
  const at = 10 * label + (row % 5)
  return { x: [at, (row % 3) / 100, 100 * at + (row % 7)], label }
})
const wide: OwnData = {
  kind: 'points',
  X: rows.flatMap(({ x }) => x),
  y: rows.map(({ label }) => label),
  names: ['a', 'b', 'c'],
  classes: ['low', 'high'],
  drawn: 'projection',
  testShare: 0.25,
  seed: 1,
}

function opened(data: OwnData) {
  const { ask, go, tell } = room()
  const [network] = ask({ kind: 'open', setups: [withData(firstSetup, data)] }, 'opened').networks as [Opened]
  const look = () => ask({ kind: 'look', size: 32, units: 8, draw: { exact: true } }, 'view')
  return { network, look, go, tell }
}

test('rows of three columns are drawn in the plane where they differ most, and what is learned is right at the points', () => {
  const { network, look, go, tell } = opened(wide)
  expect(network.axes[0]).toMatch(/^direction 1 \(6\d %\)$/)
  tell({ kind: 'step', count: 400 })
  go()
  const { regions, train, units, drawn } = look()
  expect(train.accuracy).toBe(1)
  expect(units![0]!.columns).toBe(8)
  expect(drawn!.exact).toMatchObject({ regions: expect.any(Number) })
  // The cell under each training point has its class.
  const [[x0, x1], [y0, y1]] = network.window
  const { at, y } = network.train
  for (let row = 0; row < network.train.rows; row++) {
    const column = Math.floor((32 * (at[2 * row]! - x0)) / (x1 - x0))
    const line = Math.floor((32 * (at[2 * row + 1]! - y0)) / (y1 - y0))
    expect(regions!.labels[32 * line + column]).toBe(y[row])
  }
})

test('two of three columns are drawn in their own units', () => {
  const { network, look } = opened({ ...wide, drawn: [2, 0] })
  expect(network.axes).toEqual(['c', 'a'])
  const { X, at, rows } = network.train
  for (let row = 0; row < rows; row++) {
    expect([at[2 * row], at[2 * row + 1]]).toEqual([X[3 * row + 2], X[3 * row]])
  }
  expect(look().regions!.labels).toHaveLength(32 * 32)
})

test('a function is drawn over its input and its value', () => {
  const { ask } = room()
  const sine = { kind: 'function', formula: 'x^2', range: [0, 2], noise: 0, rows: 9, testShare: 0, seed: 1 } as const
  const [network] = ask({ kind: 'open', setups: [withData(firstSetup, sine)] }, 'opened').networks as [Opened]
  expect(network.axes).toEqual(['x', 'y'])
  network.train.X.forEach((x, row) => {
    expect([network.train.at[2 * row], network.train.at[2 * row + 1]]).toEqual([x, network.train.y[row]])
  })
})
