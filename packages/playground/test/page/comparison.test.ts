import { expect, test } from 'vitest'
import { createComparison } from '../../src/page/comparison.ts'
import type { Port } from '../../src/page/ports.ts'
import type { Opened, Order, Report, View } from '../../src/session/messages.ts'
import { firstSetup } from '../../src/setup.ts'

const none = { rows: 0, X: new Float64Array(), y: new Float64Array(), at: new Float64Array() }
const network: Opened = {
  summary: '',
  nodes: [],
  classes: ['a', 'b'],
  names: ['x1', 'x2'],
  axes: ['x1', 'x2'],
  train: none,
  test: none,
  window: [
    [0, 1],
    [0, 1],
  ],
  plane: { axes: [0, 1] },
  stepsPerEpoch: 1,
}
const opened = (count: number): Report => ({ kind: 'opened', networks: Array.from({ length: count }, () => network) })
const viewOf = (index: number, step: number, running: boolean): View => ({
  ...{ kind: 'view', index, step, epoch: 0, running, speed: 0 },
  train: { loss: 1 / (step + 1) },
  parameters: {},
})
const units = (...values: number[]) => ({ what: 'units', values }) as const

/** A comparison without a browser: what it orders, and the next picture on call. */
function page() {
  const orders: Order[] = []
  const frames: (() => void)[] = []
  const port: Port = { postMessage: (order) => orders.push(order), onmessage: null }
  const comparison = createComparison(port, {
    nextFrame: (call) => frames.push(call),
    now: () => 0,
    isCalm: () => false,
  })
  return {
    comparison,
    answer: (data: Report) => port.onmessage!({ data }),
    frame: () => frames.shift()?.(),
    said: () => orders.splice(0),
  }
}

test('opens the first and the last of many comparisons, one at a time', () => {
  const { comparison, answer, said } = page()
  for (const most of [5, 6, 7]) comparison.open(firstSetup, units(3, most))
  expect(said()).toHaveLength(1)
  answer(opened(2))
  const [last] = said()
  expect(last).toMatchObject({ kind: 'open', setups: [{ layers: [{ units: 3 }] }, { layers: [{ units: 7 }] }] })
  answer(opened(2))
  expect(comparison.networks.value.map(({ label }) => label)).toEqual(['3 units', '7 units'])
})

test('looks at one network a frame, in turn, and never twice before an answer', () => {
  const { comparison, answer, frame, said } = page()
  comparison.open(firstSetup, units(3, 6))
  answer(opened(2))
  comparison.run()
  said()
  frame()
  frame()
  expect(said()).toEqual([{ kind: 'look', index: 0, size: 64 }])
  answer(viewOf(0, 5, true))
  frame()
  expect(said()).toEqual([{ kind: 'look', index: 1, size: 64 }])
  answer(viewOf(1, 6, true))
  frame()
  expect(said()).toEqual([{ kind: 'look', index: 0, size: 64 }])
  expect(comparison.networks.value.map(({ history }) => history.value.at(-1)?.step)).toEqual([5, 6])
})

test('a run that is ordered while the networks are made begins when they are there', () => {
  const { comparison, answer, said } = page()
  comparison.open(firstSetup, units(3, 6))
  comparison.run()
  expect(said().map(({ kind }) => kind)).toEqual(['open'])
  answer(opened(2))
  expect(said()).toEqual([{ kind: 'run', stepsPerSecond: Number.POSITIVE_INFINITY }])
  expect(comparison.running.value).toBe(true)
})

test('one that fails says so, and the others go on', () => {
  const { comparison, answer, frame, said } = page()
  comparison.open(firstSetup, units(3, 6))
  answer(opened(2))
  comparison.run()
  answer({ kind: 'failed', index: 0, message: 'NaN in h1.', fix: 'A lower rate.' })
  expect(comparison.running.value).toBe(true)
  expect(comparison.networks.value[0]!.failure.value).toEqual({ message: 'NaN in h1.', fix: 'A lower rate.' })
  said()
  frame()
  answer(viewOf(0, 5, false))
  expect(comparison.running.value).toBe(true)
  answer({ kind: 'failed', index: 1, message: 'NaN in h1.', fix: 'A lower rate.' })
  expect(comparison.running.value).toBe(false)
})

test('seeds come in one by one, are ended on demand, and belong to the networks that they were asked for', () => {
  const { comparison, answer, said } = page()
  comparison.open(firstSetup, units(3, 6))
  answer(opened(2))
  said()
  comparison.trySeeds(2, 50)
  expect(said()).toMatchObject([{ kind: 'seeds', count: 2, epochs: 50, setups: [{}, {}] }])
  expect(comparison.seeds.value).toEqual({ labels: ['3 units', '6 units'], asked: 4, epochs: 50, results: [] })
  answer({ kind: 'seed', index: 1, seed: 1, train: { loss: 0.5 } })
  expect(comparison.seeds.value!.results).toEqual([{ kind: 'seed', index: 1, seed: 1, train: { loss: 0.5 } }])
  comparison.stopSeeds()
  expect(said()).toMatchObject([{ kind: 'seeds', count: 0 }])
  expect(comparison.seeds.value!.asked).toBe(1)
  comparison.open(firstSetup, units(3, 9))
  expect(comparison.seeds.value).toBeUndefined()
})

test('another comparison is refused in words, and the one before stays', () => {
  const { comparison, answer } = page()
  comparison.open(firstSetup, units(3, 6))
  answer(opened(2))
  comparison.open(firstSetup, units(3, 9))
  answer({ kind: 'refused', order: 'open', message: 'no' })
  expect(comparison.refusal.value).toBe('no')
  expect(comparison.networks.value.map(({ label }) => label)).toEqual(['3 units', '6 units'])
})
