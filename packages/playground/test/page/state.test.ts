import { describe, expect, test } from 'vitest'
import { longest, withLosses } from '../../src/page/history.ts'
import { remedy } from '../../src/page/notices.tsx'
import { ownPoints, withMoved, withoutPoint, withPoint } from '../../src/page/own-data.ts'
import type { Port } from '../../src/page/ports.ts'
import { presets } from '../../src/page/presets.ts'
import { createState, type State } from '../../src/page/state.ts'
import type { Opened, Order, Report, View } from '../../src/session/messages.ts'
import { firstSetup } from '../../src/setup.ts'
import { readShare, shareText } from '../../src/share.ts'

const opened: Opened = {
  summary: '',
  nodes: [],
  classes: ['a', 'b'],
  names: ['x1', 'x2'],
  axes: ['x1', 'x2'],
  train: { rows: 2, X: Float64Array.of(0, 0, 1, 1), y: Float64Array.of(0, 1), at: Float64Array.of(0, 0, 1, 1) },
  test: { rows: 1, X: Float64Array.of(0.5, 0.25), y: Float64Array.of(1), at: Float64Array.of(0.5, 0.25) },
  window: [
    [-2, 2],
    [-2, 2],
  ],
  plane: { axes: [0, 1] },
  stepsPerEpoch: 1,
}
const made: Report = { kind: 'opened', networks: [opened] }
const viewAt = (step: number, running: boolean): View => ({
  kind: 'view',
  index: 0,
  step,
  epoch: 0,
  running,
  speed: 0,
  train: { loss: 1 / (step + 1) },
  parameters: {},
})

/** A page without a browser: what it orders, the next picture on call, and a clock set by hand. */
function page() {
  const orders: Order[] = []
  const frames: (() => void)[] = []
  const port: Port = { postMessage: (order) => orders.push(order), onmessage: null }
  const clock = { ms: 0, calm: false }
  const state = createState(port, {
    nextFrame: (call) => frames.push(call),
    now: () => clock.ms,
    isCalm: () => clock.calm,
  })
  return {
    state,
    clock,
    answer: (data: Report) => port.onmessage!({ data }),
    frame: () => frames.shift()?.(),
    /** The orders since the last call. */
    said: () => orders.splice(0),
  }
}

describe('the state', () => {
  test('opens the first and the last of many setups, one at a time', () => {
    const { state, answer, said } = page()
    const setups = [0.1, 0.2, 0.3].map((noise) => ({ ...firstSetup, data: { ...firstSetup.data, noise } }))
    for (const setup of setups) state.open(setup)
    expect(said()).toEqual([{ kind: 'open', setups: [setups[0]] }])
    answer(made)
    expect(said()).toEqual([{ kind: 'open', setups: [setups[2]] }])
    answer(made)
    expect(said()).toEqual([])
    expect(state.opened.value).toBe(opened)
  })

  test('asks once a frame and never twice before an answer, for health once a second', () => {
    const { state, answer, frame, said, clock } = page()
    state.open(firstSetup, { run: true })
    answer(made)
    said()
    frame()
    expect(said()).toEqual([{ kind: 'look', size: 96, units: 24, health: true }])
    frame()
    expect(said()).toEqual([])
    answer(viewAt(1, true))
    clock.ms = 16
    frame()
    expect(said()).toEqual([{ kind: 'look', size: 96 }])
    answer(viewAt(2, true))
    clock.ms = 1016
    frame()
    expect(said()).toEqual([{ kind: 'look', size: 96, units: 24, health: true }])
  })

  test('asks once a second where less motion is asked for, and at once after an order', () => {
    const { state, answer, frame, said, clock } = page()
    clock.calm = true
    state.open(firstSetup, { run: true })
    answer(made)
    said()
    frame()
    expect(said()).toEqual([{ kind: 'look', size: 96, units: 24, health: true }])
    answer(viewAt(1, true))
    clock.ms = 999
    frame()
    expect(said()).toEqual([])
    clock.ms = 1000
    frame()
    expect(said()).toHaveLength(1)
    answer(viewAt(2, true))
    clock.ms = 1016
    state.set({ l2: 0.1 })
    frame()
    expect(said().map(({ kind }) => kind)).toEqual(['set', 'look'])
  })

  test.each([
    ['a step', (state: State) => state.step(3), { kind: 'step', count: 3 }],
    ['an epoch', (state: State) => state.epoch(), { kind: 'epoch' }],
    ['a run', (state: State) => state.run(), { kind: 'run', stepsPerSecond: Number.POSITIVE_INFINITY }],
  ] as const)(
    '%s that is pressed while a network is made waits for it, and for the one after it',
    (_, press, order) => {
      const { state, answer, said } = page()
      state.open(firstSetup)
      press(state)
      state.open({ ...firstSetup, skip: true })
      expect(said().map(({ kind }) => kind)).toEqual(['open'])
      answer(made)
      expect(said().map(({ kind }) => kind)).toEqual(['open'])
      answer(made)
      expect(said()).toEqual([order])
      expect(state.running.value).toBe(order.kind !== 'step')
      state.open(firstSetup)
      press(state)
      said()
      state.pause()
      expect(said()).toEqual([{ kind: 'pause' }]) // for the one before, which goes on meanwhile
      answer(made)
      expect(said()).toEqual([])
    },
  )

  test('what is pressed while a network is made is done by the one before, if the other is refused', () => {
    const { state, answer, said } = page()
    state.open(firstSetup)
    answer(made)
    state.open({ ...firstSetup, layers: [] })
    state.step(2)
    said()
    answer({ kind: 'refused', order: 'open', message: 'no' })
    expect(said()).toEqual([{ kind: 'step', count: 2 }])
    state.open({ ...firstSetup, layers: [] }, { run: true })
    said()
    answer({ kind: 'refused', order: 'open', message: 'no' })
    expect(said()).toEqual([])
  })

  test('stops asking when the run stands still', () => {
    const { state, answer, frame, said } = page()
    state.open(firstSetup)
    answer(made)
    frame()
    said()
    answer(viewAt(0, false))
    frame()
    expect(said()).toEqual([])
  })

  test('is not paused by a view that was asked for before the run', () => {
    const { state, answer, frame } = page()
    state.open(firstSetup)
    answer(made)
    frame()
    state.run()
    answer(viewAt(0, false))
    expect(state.running.value).toBe(true)
    frame()
    answer(viewAt(9, false))
    expect(state.running.value).toBe(false)
  })

  test('changes rate and strengths without a new start, and goes on running with another setup', () => {
    const { state, answer, said } = page()
    state.open(firstSetup, { run: true })
    answer(made)
    said()
    state.set({ l2: 0.1 })
    expect(said()).toEqual([{ kind: 'set', changes: { l2: 0.1 } }])
    expect(state.setup.value.training.l2).toBe(0.1)
    state.open({ ...firstSetup, skip: true })
    said()
    answer(made)
    expect(said()).toEqual([{ kind: 'run', stepsPerSecond: Number.POSITIVE_INFINITY }])
  })

  test('keeps what it shows of the setup before when another is refused', () => {
    const { state, answer } = page()
    state.open(firstSetup)
    answer(made)
    state.open({ ...firstSetup, layers: [] })
    answer({ kind: 'refused', order: 'open', message: 'no' })
    expect([state.refusal.value, state.opened.value]).toEqual(['no', opened])
    state.open(firstSetup)
    answer(made)
    expect(state.refusal.value).toBeUndefined()
  })

  test('stands still after a failure, and says what and what to do', () => {
    const { state, answer } = page()
    state.open(firstSetup, { run: true })
    answer(made)
    answer({ kind: 'failed', index: 0, message: 'NaN in h1', fix: 'A lower rate.' })
    expect([state.running.value, state.failure.value]).toEqual([false, { message: 'NaN in h1', fix: 'A lower rate.' }])
  })

  test('changes batch, optimizer and dropout without a new start', () => {
    const { state, answer, said } = page()
    state.open(firstSetup)
    answer(made)
    said()
    state.set({ batch: 32, optimizer: 'momentum', dropout: [0.5] })
    expect(said()).toEqual([{ kind: 'set', changes: { batch: 32, optimizer: 'momentum', dropout: [0.5] } }])
    expect(state.setup.value).toMatchObject({
      layers: [{ units: 20, dropout: 0.5 }],
      training: { batch: 32, optimizer: 'momentum', rate: 0.01 },
    })
  })

  test('gives the weights of a link to the network that was made, and says where they do not fit', () => {
    const { state, answer, said } = page()
    const weights = { 'h1.b': Float32Array.of(1, 2) }
    state.open(firstSetup, { weights })
    said()
    answer(made)
    expect(said()).toEqual([{ kind: 'load', parameters: weights }])
    answer({ kind: 'refused', order: 'load', message: 'h1.b must have 20 numbers' })
    expect(state.refusal.value).toBe(
      'The weights in this link do not fit its network: the first weights of its seed stand in their place.',
    )
    state.reset()
    said()
    answer(made)
    expect(said()).toEqual([])
  })

  test('shows what was refused of a change, and goes on', () => {
    const { state, answer, frame, said } = page()
    state.open(firstSetup)
    answer(made)
    frame()
    said()
    answer({ kind: 'refused', order: 'write', message: 'no such number' })
    answer(viewAt(1, false))
    expect([state.refusal.value, state.view.value?.step]).toEqual(['no such number', 1])
  })
})

describe('losses', () => {
  test('of 100,000 views take no more room than the longest, the last one among them', () => {
    let history: ReturnType<typeof withLosses> = []
    for (let step = 0; step < 100_000; step++) history = withLosses(history, viewAt(step, true))
    expect(history.length).toBeLessThanOrEqual(longest)
    expect([history[0]!.step, history.at(-1)!.step]).toEqual([0, 99_999])
  })
})

test('losses of a step that was seen already are the last ones: a unit may have been switched off there', () => {
  const seen = withLosses(withLosses([], viewAt(0, false)), viewAt(5, false))
  expect(withLosses(seen, viewAt(5, false))).toBe(seen)
  const off = { ...viewAt(5, false), train: { loss: 3 } }
  expect(withLosses(seen, off)).toEqual([
    { step: 0, train: 1 },
    { step: 5, train: 3 },
  ])
})

describe('points', () => {
  const own = ownPoints(firstSetup.data, opened)!
  test('of what is shown are those for training and for the test', () => {
    expect(own).toMatchObject({ X: [0, 0, 1, 1, 0.5, 0.25], y: [0, 1, 1], testShare: 0.2, seed: 1 })
  })
  test('may be of a new class', () => {
    const { X, y, classes } = withPoint(own, -1, 2, 2)
    expect([X.slice(-2), y.at(-1), classes]).toEqual([[-1, 2], 2, ['a', 'b', 'class 3']])
  })
  test('are moved, and the others stay where they are', () => {
    expect(withMoved(own, 1, -0.5, 2).X).toEqual([0, 0, -0.5, 2, 0.5, 0.25])
  })
  test('are erased where the click is near, and left alone where it is not', () => {
    expect(withoutPoint(own, 0.95, 1, opened.window)).toMatchObject({ X: [0, 0, 0.5, 0.25], y: [0, 1] })
    expect(withoutPoint(own, 0.85, 1, opened.window)).toBe(own)
  })
})

test('the way out of a failure is smaller first weights if they were large, else a tenth of the rate', () => {
  const large = { ...firstSetup, training: { ...firstSetup.training, scale: 10 } }
  expect(remedy(large)).toMatchObject({ text: 'Restart with first weights ×1', setup: { training: { scale: 1 } } })
  expect(remedy(firstSetup).text).toBe('Restart with rate 0.001')
  expect(remedy(firstSetup).setup.training.rate).toBeCloseTo(0.001, 12)
})

test.each(presets.map((preset) => [preset.name, preset] as const))('the preset %s fits into a link', (_, { setup }) => {
  expect(readShare(shareText(setup))).toEqual({ setup })
})
