// What may be done to a run while it goes on, and what happens when a number goes bad.
import { describe, expect, test } from 'vitest'
import type { Order, Report } from '../../src/session/messages.ts'
import { type Changes, firstSetup, type Setup } from '../../src/setup.ts'
import { room } from './room.ts'

const open = (...setups: readonly Setup[]): Order => ({ kind: 'open', setups })
const withTraining = (training: Partial<Setup['training']>): Setup => ({
  ...firstSetup,
  training: { ...firstSetup.training, ...training },
})
const hidden = (...layers: readonly Partial<Setup['layers'][number]>[]): Setup => ({
  ...firstSetup,
  layers: layers.map((layer) => ({ units: 5, activation: 'relu', dropout: 0, ...layer })),
})
const kinds = (reports: readonly Report[]) => reports.map(({ kind }) => kind)

/** A room with a setup open. */
function started(...setups: readonly Setup[]) {
  const own = room()
  own.tell(open(...setups))
  return {
    ...own,
    steps(count: number) {
      const reports = own.tell({ kind: 'step', count })
      return [...reports, ...own.go()]
    },
  }
}

describe('a change while it runs', () => {
  const changes: readonly Changes[] = [
    { rate: 0.1 },
    { l2: 0.1 },
    { l1: 0.1 },
    { batch: 30 },
    { optimizer: 'momentum' },
    { dropout: [0.5] },
  ]
  test.each(changes)('%o keeps step and weights, and the next step is another one', (change) => {
    const [plain, other] = [started(firstSetup), started(firstSetup)]
    for (const own of [plain, other]) own.steps(50)
    other.tell({ kind: 'set', changes: change })
    expect(other.look()).toMatchObject({ step: 50, epoch: 2, parameters: plain.look().parameters })
    for (const own of [plain, other]) own.steps(1)
    expect(other.look().step).toBe(51)
    expect(other.look().parameters).not.toEqual(plain.look().parameters)
  })

  test('that changes nothing changes no bit of the run', () => {
    const [plain, other] = [started(firstSetup), started(firstSetup)]
    for (const own of [plain, other]) own.steps(50)
    other.tell({ kind: 'set', changes: { rate: 0.01, batch: 10, optimizer: 'adam', dropout: [0] } })
    for (const own of [plain, other]) own.steps(50)
    expect(other.look().parameters).toEqual(plain.look().parameters)
  })

  test('that cannot be made is refused, and the run goes on as it was', () => {
    const { tell, look } = started(firstSetup)
    expect(tell({ kind: 'set', changes: { l2: -1 } })).toEqual([
      {
        kind: 'refused',
        order: 'set',
        message: 'trainer: l2 must be a number in [0, ∞); got -1. Give l2 a value in [0, ∞).',
      },
    ])
    expect(look().step).toBe(0)
  })
})

describe('a unit', () => {
  test('that is off counts for nothing in regions and losses, learns nothing, and stays off after a change', () => {
    // Gradient descent: the slots of other optimizers move weights on for a while.
    const training = { ...firstSetup.training, optimizer: 'gradient-descent', rate: 0.1, l2: 0 }
    const { tell, look, steps } = started({ ...hidden({ units: 1 }), training })
    steps(300)
    const before = look()
    tell({ kind: 'mask', node: 'h1', unit: 0, on: false })
    const off = look()
    expect(new Set(off.regions!.certainty).size).toBe(1) // the biases alone say which class it is
    expect(off.train.loss).toBeGreaterThan(before.train.loss)
    tell({ kind: 'set', changes: { batch: 20 } })
    steps(20)
    expect(look().parameters['h1.W']).toEqual(before.parameters['h1.W'])
    tell({ kind: 'mask', node: 'h1', unit: 0, on: true })
    expect(new Set(look().regions!.certainty).size).toBeGreaterThan(10)
  })
})

describe('a number', () => {
  test('is written in its place, and in no other', () => {
    const { tell, look } = started(firstSetup)
    const before = look().parameters['h1.W']!
    tell({ kind: 'write', parameter: 'h1.W', at: 7, value: 2.5 })
    expect(look().parameters['h1.W']).toEqual(before.with(7, 2.5))
  })

  test('that float32 cannot hold is refused, and nothing changes', () => {
    const { tell, look } = started(firstSetup)
    const { parameters } = look()
    expect(tell({ kind: 'write', parameter: 'h1.W', at: 7, value: 1e39 })).toMatchObject([
      { kind: 'refused', order: 'write', message: expect.stringMatching(/Infinity/) },
    ])
    expect(look().parameters).toEqual(parameters)
  })

  test('of each parameter can be loaded at once, all of them or none', () => {
    const [from, to] = [started(firstSetup), started(firstSetup)]
    from.steps(100)
    const { parameters } = from.look()
    to.tell({ kind: 'load', parameters })
    expect(to.look()).toMatchObject({ step: 0, parameters })
    const [refused] = to.tell({ kind: 'load', parameters: { ...parameters, 'h1.b': new Float32Array(3) } })
    expect(refused).toMatchObject({ kind: 'refused', order: 'load' })
    expect(to.look().parameters).toEqual(parameters)
  })
})

describe('a run whose numbers go bad', () => {
  const wild = withTraining({ optimizer: 'gradient-descent', rate: 1e30 })
  test('is told with step, layer and fix, and stands still at numbers that are good', () => {
    const { tell, go, look, turns } = started(wild)
    const reports = [...tell({ kind: 'run', stepsPerSecond: Number.POSITIVE_INFINITY }), ...go(50)]
    expect(kinds(reports)).toEqual(['failed'])
    expect(reports[0]).toMatchObject({
      index: 0,
      message: expect.stringMatching(/^-?(NaN|Infinity) in .*(h1|scores).*, first at step \d+ \(epoch 1\)\.$/),
      fix: expect.stringMatching(/^Lower the rate \(now 1e\+30\)/),
    })
    const view = look()
    expect([view.running, Number.isFinite(view.train.loss)]).toEqual([false, true])
    expect(Object.values(view.parameters).every((values) => values.every(Number.isFinite))).toBe(true)
    expect(turns).toEqual([])
  })

  test('fails again when it is run again, and goes on with a rate that can be', () => {
    const { tell, steps, look } = started(wild)
    expect(kinds(steps(50))).toEqual(['failed'])
    expect(kinds(steps(50))).toEqual(['failed'])
    const { step } = look()
    tell({ kind: 'set', changes: { rate: 0.1 } })
    expect(steps(50)).toEqual([])
    expect(look().step).toBe(step + 50)
  })
})

describe('several networks', () => {
  const [small, large] = [hidden({ units: 3 }), hidden({ units: 20 }, { activation: 'maxout' })]
  test('on the same data take the same steps, each to the bit as it does alone', () => {
    const { ask, tell, go, look } = room()
    const { networks } = ask(open(small, large), 'opened')
    expect(networks.map(({ nodes }) => nodes.map(({ units }) => units))).toEqual([
      [3, 3],
      [20, 5, 3],
    ])
    tell({ kind: 'step', count: 77 })
    go()
    ;[small, large].forEach((setup, index) => {
      const alone = started(setup)
      alone.steps(77)
      expect(look(index)).toMatchObject({ index, step: 77, parameters: alone.look().parameters })
    })
  })

  test('are changed together, or one of them', () => {
    const { tell, look, steps } = started(small, small)
    tell({ kind: 'set', changes: { l2: 0.1 } }, { kind: 'set', changes: { rate: 0.1 }, index: 1 })
    steps(30)
    expect(look(0).parameters).not.toEqual(look(1).parameters)
    tell({ kind: 'set', changes: { rate: 0.01 }, index: 1 }, { kind: 'load', parameters: look(0).parameters, index: 1 })
    expect(look(1).parameters).toEqual(look(0).parameters)
  })

  test('go on when one of them fails', () => {
    const { steps, look } = started(withTraining({ optimizer: 'gradient-descent', rate: 1e30 }), small)
    expect(steps(60)).toMatchObject([{ kind: 'failed', index: 0 }])
    expect(look(1)).toMatchObject({ step: 60, running: false })
  })

  test('stop at the ends of their own epochs', () => {
    const { tell, go, look } = started(small, withTraining({ batch: 60 }))
    tell({ kind: 'epoch' })
    go()
    expect([look(0), look(1)].map(({ step, epoch }) => [step, epoch])).toEqual([
      [24, 1],
      [4, 1],
    ])
  })
})

describe('many seeds', () => {
  test('give the losses that runs of their own give, in turns of the setups', () => {
    const setups = [hidden({ units: 2 }), hidden({ units: 8 })]
    const { tell, go } = room()
    tell({ kind: 'seeds', setups, count: 2, epochs: 3 })
    const found = go()
    expect(found.map((report) => report.kind === 'seed' && [report.index, report.seed])).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
    ])
    const own = started({ ...setups[1]!, training: { ...setups[1]!.training, seed: 2 } })
    own.steps(72)
    const { train, test } = own.look()
    expect(found[3]).toMatchObject({ train, test })
  })

  test('are trained beside a run, which goes on', () => {
    const { tell, go, look } = started(firstSetup)
    tell(
      { kind: 'run', stepsPerSecond: Number.POSITIVE_INFINITY },
      { kind: 'seeds', setups: [firstSetup], count: 3, epochs: 2 },
    )
    const found = go(200)
    expect(kinds(found)).toEqual(['seed', 'seed', 'seed'])
    expect(look()).toMatchObject({ running: true })
    expect(look().step).toBeGreaterThan(100)
  })

  test('that fail say why, and the next one is trained', () => {
    const { tell, go } = room()
    const wild = withTraining({ optimizer: 'gradient-descent', rate: 1e30 })
    tell({ kind: 'seeds', setups: [wild, firstSetup], count: 1, epochs: 2 })
    expect(go()).toMatchObject([
      { index: 0, failure: expect.stringMatching(/^trainer: every number must stay finite; got /) },
      { index: 1, train: { loss: expect.any(Number) } },
    ])
  })

  test('end when none are wanted any more', () => {
    const { tell, go } = room()
    tell({ kind: 'seeds', setups: [firstSetup], count: 100, epochs: 1000 })
    tell({ kind: 'seeds', setups: [], count: 0, epochs: 0 })
    expect(go()).toEqual([])
  })
})
