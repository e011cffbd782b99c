import { expect, test } from 'vitest'
import type { Drawing, Drawn, Opened } from '../../src/session/messages.ts'
import { firstSetup, type Setup, withData } from '../../src/setup.ts'
import { room } from './room.ts'

const sine = { kind: 'function', formula: 'x', range: [-1, 1], noise: 0, rows: 40, testShare: 0, seed: 1 } as const
const hidden = (units: number, activation = 'relu') => [{ units, activation, dropout: 0 }]

/** What is drawn of a setup after some steps, with parameters in place of the learned ones where they are given. */
function drawnOf(setup: Setup, draw: Drawing, parameters?: Record<string, Float32Array>): Drawn {
  const { tell, ask } = room()
  tell({ kind: 'open', setups: [setup] })
  if (parameters) tell({ kind: 'load', parameters })
  return ask({ kind: 'look', size: 8, draw }, 'view').drawn!
}

test('the exact regions of one ReLU unit are two, parted by a line', () => {
  const setup = { ...firstSetup, layers: hidden(1) }
  const { exact } = drawnOf(
    setup,
    { exact: true },
    {
      'h1.W': Float32Array.of(1, 0), // a kink at x1 = 0
      'h1.b': Float32Array.of(0),
      'scores.W': Float32Array.of(1, 0, -1),
      'scores.b': Float32Array.of(0, 0.5, 0),
    },
  )
  expect(exact).toMatchObject({ linearRegions: 2, regions: 2 })
  if (!exact || 'refusal' in exact) throw new Error('there are exact regions')
  expect([exact.kinks[0], exact.kinks[2]]).toEqual([0, 0])
  expect(exact.boundary[0]).toBeCloseTo(0.5, 6) // class 1 wins beyond x1 = 0.5
})

test('a network that is not piecewise linear is told by the library', () => {
  const { exact } = drawnOf({ ...firstSetup, layers: hidden(3, 'tanh') }, { exact: true })
  expect(exact).toEqual({ refusal: expect.stringMatching(/^decisionRegions: .*tanh/) })
})

test('a bent grid goes through the two units, and its points are those of training', () => {
  const { tell, ask } = room()
  const [{ window }] = ask({ kind: 'open', setups: [{ ...firstSetup, layers: hidden(2) }] }, 'opened').networks as [
    Opened,
  ]
  const h1 = { 'h1.W': Float32Array.of(1, 0, 0, 2), 'h1.b': Float32Array.of(10, 20) }
  tell({ kind: 'load', parameters: { ...h1, 'scores.W': new Float32Array(6), 'scores.b': new Float32Array(3) } })
  const { drawn } = ask({ kind: 'look', size: 8, draw: { warped: { node: 'h1', units: [0, 1] } } }, 'view')
  const { grid, labels, ...of } = drawn!.warped!
  expect(of).toMatchObject({ node: 'h1', units: [0, 1], columns: 21, rows: 21 })
  const [[x0, x1], [y0, y1]] = window
  const corners = [10 + x0, 20 + 2 * y0, 10 + x1, 20 + 2 * y1]
  ;[...grid.subarray(0, 2), ...grid.subarray(-2)].forEach((at, k) => {
    expect(at).toBeCloseTo(corners[k]!, 5)
  })
  expect(labels).toHaveLength(240)
})

test('units of a network that is gone are not drawn', () => {
  expect(drawnOf(firstSetup, { warped: { node: 'h2', units: [0, 1] } })).toEqual({})
  expect(drawnOf(firstSetup, { warped: { node: 'h1', units: [0, 20] } })).toEqual({})
})

test('pieces and bias add up to the curve', () => {
  const { tell, ask } = room()
  tell({ kind: 'open', setups: [withData({ ...firstSetup, layers: hidden(4), skip: true }, sine)] })
  const { drawn, curve, parameters } = ask({ kind: 'look', size: 8, draw: { pieces: true } }, 'view')
  const { x, values, units } = drawn!.pieces!
  expect([units, x.length]).toEqual([4, curve!.x.length])
  const [own] = parameters['scores.W']!
  for (const k of [0, 100, 256]) {
    let sum = parameters['scores.b']![0]! + own! * x[k]! // the skip connection's own part
    for (let unit = 0; unit < units; unit++) sum += values[unit * x.length + k]!
    expect(sum).toBeCloseTo(curve!.y[k]!, 5)
  }
})

test('bumps have as many parameters as the network: 13 make 4 bumps and a constant, which miss a line by 1/4', () => {
  const { bumps } = drawnOf(withData({ ...firstSetup, layers: hidden(4) }, sine), { bumps: true })
  expect(bumps).toMatchObject({ parameters: 13, count: 4 })
  expect(bumps!.supError).toBeCloseTo(0.25, 1)
  const ends = [bumps!.steps[0], bumps!.steps[10]]
  expect(ends).toEqual([-1, 1])
})
