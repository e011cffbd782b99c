import { describe, expect, test, vi } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { examples } from '../../src/data/examples.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import type { DataSet } from '../../src/data/types.ts'
import { inspect } from '../../src/diagnose/inspect.ts'
import { deadUnits } from '../../src/diagnose/monitors/dead-units.ts'
import { distributions } from '../../src/diagnose/monitors/distributions.ts'
import { saturation } from '../../src/diagnose/monitors/saturation.ts'
import { updateRatio } from '../../src/diagnose/monitors/update-ratio.ts'
import { zigZag } from '../../src/diagnose/monitors/zig-zag.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { sigmoid } from '../../src/network/activations/sigmoid.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { network } from '../../src/network/network.ts'
import type { Network } from '../../src/network/types.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { momentum } from '../../src/optimizer/momentum.ts'
import { fit } from '../../src/train/fit.ts'
import { trainer } from '../../src/train/trainer.ts'
import type { FitOptions, Monitor, TrainingEvent } from '../../src/train/types.ts'
import { makeData } from '../backend/data.ts'
import { imagesFrom, whereReal } from './real-data.ts'

const all = (options = {}): Monitor[] =>
  [deadUnits, saturation, zigZag, updateRatio, distributions].map((make) => make(options))
const spirals = spiral({ classes: 3, seed: 1 })

async function run(net: Network, data: DataSet, options: FitOptions) {
  const events: TrainingEvent[] = []
  const running = fit<number, number>(net, data, options)
  for await (const event of running) events.push(event)
  const { parameters } = await running.model
  const readings = events.filter((event) => event.kind === 'monitor')
  return { events, readings, parameters, bits: fingerprint(...Object.values(parameters)) }
}

describe('monitors change no bit of the training', () => {
  const nets = {
    'ReLU with Adam': [network(2, [dense(12, relu()), dense(3)]), { optimizer: adam(), l2: 1e-3 }],
    'dropout, noise and maxout with momentum': [
      network(2, [dense(12, tanh(), { dropout: 0.3, inputNoise: 0.1 }), maxout(5, { dropout: 0.2 }), dense(3)]),
      { optimizer: momentum({ rate: 0.05 }), l1: 1e-4 },
    ],
  } as const
  const cases = Object.entries(nets).flatMap(([name, [net, options]]) =>
    [wasm, reference].map((device) => [name, device.name, net, { ...options, device }] as const),
  )
  test.each(cases)('%s on %s', async (_name, _device, net, options) => {
    const common = { ...options, epochs: 6, batch: 20, validation: 0.2, patience: 4, seed: 4 }
    const watched = await run(net, spirals, { ...common, monitors: all({ everyEpochs: 1, everySteps: 1 }) })
    const adaptive = await run(net, spirals, { ...common, monitors: all() })
    const plain = await run(net, spirals, common)
    expect(watched.readings.length).toBeGreaterThanOrEqual(5 * 6)
    expect([watched.bits, adaptive.bits]).toEqual([plain.bits, plain.bits])
    const told = ({ events }: typeof plain) =>
      events.flatMap((event) => (event.kind === 'epoch' ? [[event.loss, event.validation]] : []))
    expect(told(watched)).toEqual(told(plain))
  })

  test('a run that is interrupted inside an epoch and resumed, with monitors on one side only', async () => {
    const net = network(2, [dense(12, relu()), dense(3)])
    const common = { epochs: 6, batch: 8, seed: 4 }
    const whole = await run(net, spirals, common)
    const controller = new AbortController()
    let saved: unknown
    const first = fit(net, spirals, {
      ...common,
      monitors: all({ everySteps: 1 }),
      signal: controller.signal,
      checkpoint: { save: (checkpoint) => void (saved = checkpoint) },
    })
    for await (const event of first) if (event.step > 40) controller.abort()
    const rest = await run(net, spirals, { ...common, resume: saved as NonNullable<FitOptions['resume']> })
    expect(rest.bits).toBe(whole.bits)
  })
})

describe('what they read', () => {
  test('on few rows the counts are exact: those of inspect on the same weights', async () => {
    const net = network(2, [dense(40, relu()), dense(8, sigmoid()), dense(3)])
    const options = { optimizer: gradientDescent({ rate: 3 }), epochs: 4, batch: 25, seed: 2 }
    const data = spiral({ classes: 3, rows: 240, seed: 1 })
    const { readings, parameters } = await run(net, data, { ...options, monitors: all({ everyEpochs: 1 }) })
    const last = Object.fromEntries(readings.slice(-5).map((event) => [event.monitor, event]))
    const exact = inspect(net, parameters, { data, loss: 'softmax', batch: 25 }).layers
    expect(readings.every(({ rows }) => rows === 240)).toBe(true)
    expect(last['dead-units']!.layers).toEqual([
      {
        layer: 'h1',
        values: {
          dead: exact[0]!.activity!.dead.length,
          of: 40,
          share: exact[0]!.activity!.dead.length / 40,
        },
        lists: { dead: exact[0]!.activity!.dead },
      },
    ])
    const { flat, tails } = exact[1]!.saturation!
    expect(last.saturation!.layers.map(({ values }) => values)).toEqual([
      { gradient: exact[0]!.gradient.values },
      { gradient: exact[1]!.gradient.values, flat, tails },
      { gradient: exact[2]!.gradient.values },
    ])
    expect(last['zig-zag']!.layers.map(({ values }) => values)).toEqual(
      exact.map(({ zigZag: { perExample, perBatch } }) => ({ perExample, perBatch })),
    )
    last.distributions!.layers.forEach(({ values, lists }, i) => {
      const { weights, outputs } = exact[i]!
      expect(lists).toEqual({ weights: weights.histogram, outputs: outputs.histogram })
      expect(values).toMatchObject({ weightsMean: weights.mean, outputsLargest: outputs.largest })
    })
  })

  test.each([
    ['gradient descent', gradientDescent({ rate: 0.1 })],
    ['momentum', momentum({ rate: 0.1 })],
    ['Adam', adam()],
  ])('the update ratio is that of the next step, where the batch is all rows: %s', (_, optimizer) => {
    const net = network(2, [dense(10, tanh()), maxout(4), dense(3)])
    const data = spiral({ classes: 3, rows: 60, seed: 1 })
    const training = trainer(net, data, { optimizer, batch: 60, l2: 0.01, seed: 1, device: reference })
    training.step(7)
    const [reading] = updateRatio({ everySteps: 1 }).observe(training, () => {})
    const before = training.parameters.all()
    training.step(1)
    const after = training.parameters.all()
    for (const { layer, values } of (reading as Extract<TrainingEvent, { kind: 'monitor' }>).layers) {
      const names = Object.keys(before).filter((name) => name.startsWith(`${layer}.W`))
      const size = (of: (name: string) => number[]) => Math.hypot(...names.flatMap(of))
      const update = size((name) => Array.from(before[name]!, (w, i) => after[name]![i]! - w))
      const weights = size((name) => [...before[name]!])
      // The order of the rows differs, and with it the rounding of their sums.
      expect(values.update! / update).toBeCloseTo(1, 10)
      expect(values.ratio! / (update / weights)).toBeCloseTo(1, 10)
    }
  })

  test('of many rows 256 are looked at where a schedule is stated, 64 in a young run without one, the same ones for a seed', async () => {
    const data = makeData({ inputs: 4, rows: 2000, classes: 3, seed: 2 })
    const net = network(4, [dense(8, relu()), dense(3)])
    const read = async (seed: number, schedule = {}) => {
      const options = { epochs: 1, seed, parameters: start, monitors: [distributions(schedule)] }
      return (await run(net, data, options)).readings[0]!
    }
    const start = trainer(net, data).parameters.all()
    const [first, again, other] = [await read(1), await read(1), await read(2)]
    expect(first.rows).toBe(64)
    expect((await read(1, { everyEpochs: 1 })).rows).toBe(256)
    expect(again).toEqual(first)
    expect(other.layers).not.toEqual(first.layers)
  })

  test('everyEpochs and everySteps say when, whatever it costs', async () => {
    const net = network(2, [dense(4, relu()), dense(3)])
    const when = async (options: Parameters<typeof deadUnits>[0]) => {
      const common = { epochs: 9, batch: 30, seed: 1 } // 10 steps an epoch
      const { readings } = await run(net, spirals, { ...common, monitors: [deadUnits(options)] })
      return readings
    }
    expect((await when({ everyEpochs: 4 })).map(({ epoch, step }) => [epoch, step])).toEqual([
      [4, 40],
      [8, 80],
    ])
    const inside = await when({ everySteps: 3 })
    expect(inside.length).toBeGreaterThan(6) // a pause at least after every epoch
    inside.slice(1).forEach(({ step }, i) => expect(step - inside[i]!.step).toBeGreaterThanOrEqual(3))
  })

  test('a bad option is refused', () => {
    expect(() => saturation({ everyEpochs: 0 })).toThrow(
      'saturation: everyEpochs must be a whole number in [1, 2147483647]; got 0. Give everyEpochs a whole number in [1, 2147483647].',
    )
    expect(() => zigZag({ epochs: 1 } as never)).toThrow(
      'zig-zag: the options are everyEpochs, everySteps; got "epochs". Remove epochs, or correct its spelling.',
    )
  })
})

test('without a schedule monitors that look at the same step read the run once, and give what they give alone', () => {
  const net = network(2, [dense(12, relu()), dense(6, tanh()), dense(3)])
  const spy = vi.spyOn(performance, 'now').mockReturnValue(0) // looks cost nothing
  try {
    let snapshots = 0
    const started = () => {
      const training = trainer(net, spirals, { batch: 20, seed: 4 })
      training.step(training.stepsPerEpoch)
      const snapshot = () => {
        snapshots++
        return training.snapshot()
      }
      return { ...training, snapshot }
    }
    const look = (view: ReturnType<typeof started>, own: Monitor) => [...own.observe(view, () => {})]
    const alone = all().flatMap((own) => look(started(), own))
    expect(snapshots).toBe(5)
    const view = started()
    const together = all().flatMap((own) => look(view, own))
    expect(snapshots).toBe(6)
    expect(together).toHaveLength(5)
    expect(together).toEqual(alone)
  } finally {
    spy.mockRestore()
  }
})

test('of a network without units that could die, deadUnits tells nothing', async () => {
  const { readings } = await run(network(2, [dense(4, tanh()), dense(3)]), spirals, {
    epochs: 2,
    monitors: all({ everyEpochs: 1 }),
  })
  expect(new Set(readings.map(({ monitor }) => monitor))).toEqual(
    new Set(['saturation', 'zig-zag', 'update-ratio', 'distributions']),
  )
})

test('examples of one row and one unit are measured', async () => {
  const data = examples({ X: [[1], [2]], y: [0, 1] })
  const { readings } = await run(network(1, [dense(1, relu()), dense(2)]), data, {
    epochs: 1,
    monitors: all({ everyEpochs: 1 }),
  })
  expect(readings.map(({ monitor, rows }) => [monitor, rows])).toEqual([
    ['dead-units', 2],
    ['saturation', 2],
    ['zig-zag', 2],
    ['update-ratio', 2],
    ['distributions', 2],
  ])
})

const digits = imagesFrom('mnist', 3000)
test.skipIf(!digits)(`MNIST: the running estimate is never below the exact count${whereReal}`, async () => {
  const net = network(784, [dense(64, relu()), dense(10)])
  const options = { optimizer: gradientDescent({ rate: 1.5 }), epochs: 2, seed: 1 }
  const { readings, parameters } = await run(net, digits!, { ...options, monitors: [deadUnits({ everyEpochs: 1 })] })
  const exact = inspect(net, parameters, { data: digits as DataSet<784>, loss: 'softmax' }).layers[0]!.activity!.dead
  const estimated = readings.at(-1)!.layers[0]!.lists!.dead!
  expect(exact.filter((unit) => !estimated.includes(unit))).toEqual([])
})
