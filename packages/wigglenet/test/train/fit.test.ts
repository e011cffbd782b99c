import { expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { examples } from '../../src/data/examples.ts'
import { images } from '../../src/data/images.ts'
import { functionOf } from '../../src/data/make/function-of.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { evaluate } from '../../src/model/evaluate.ts'
import { modelFromBytes, modelToBytes } from '../../src/model/file.ts'
import { selu } from '../../src/network/activations/selu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { alphaDropout } from '../../src/network/chance/alpha-dropout.ts'
import { weightNoise } from '../../src/network/chance/weight-noise.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { checkpointFromBytes, checkpointToBytes } from '../../src/train/checkpoint.ts'
import { fit } from '../../src/train/fit.ts'
import type { Checkpoint, TrainingEvent } from '../../src/train/types.ts'

const data = spiral({ classes: 3, rows: 120, seed: 1 })
const net = network(2, [dense(20, tanh()), dense(3)])
const message = async (body: () => unknown) => {
  try {
    await body()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
const collect = async (run: AsyncIterable<TrainingEvent>) => {
  const events: TrainingEvent[] = []
  for await (const event of run) events.push(event)
  return events
}
const hash = (model: { parameters: Readonly<Record<string, Float32Array>> }) =>
  fingerprint(...Object.values(model.parameters))

test('asking for the model alone runs the training, and the model has learned the spiral', async () => {
  const model = await fit(net, data, { optimizer: adam({ rate: 0.02 }), epochs: 150, batch: 10, seed: 1 }).model
  expect(evaluate(model, data).accuracy).toBeGreaterThan(0.95)
  const labels = model.predict([[0, 0.1]])
  expect(data.classes).toContain(labels[0])
  expect(model.provenance).toMatchObject({
    seed: 1,
    epochs: 150,
    steps: 1800,
    data: { rows: 120 },
    engine: { backend: 'wasm' },
  })
})

test('a model remembers the range of each input, where no preprocessing holds it', async () => {
  const rows = examples({
    X: [
      [1, -5],
      [4, 0.5],
      [-2, 3],
    ],
    y: ['a', 'b', 'a'],
  })
  const model = await fit(network(2, [dense(2)]), rows, { epochs: 1, seed: 1 }).model
  expect(model.provenance.data.ranges).toEqual([
    [-2, 4],
    [-5, 3],
  ])
  expect(modelFromBytes(modelToBytes(model)).provenance).toEqual(model.provenance)
})

test('the events are an epoch each and a stop with its reason; losses of a fixed seed are listed', async () => {
  const run = fit(net, data, { optimizer: gradientDescent({ rate: 0.5 }), epochs: 4, batch: 30, seed: 2 })
  const events = (await collect(run)).filter(({ kind }) => kind !== 'batch')
  expect(events.map(({ kind }) => kind)).toEqual(['epoch', 'epoch', 'epoch', 'epoch', 'stop'])
  expect(events.at(-1)).toEqual({ kind: 'stop', step: 16, epoch: 4, reason: 'epochs', best: 4 })
  const losses = events.map((event) => (event.kind === 'epoch' ? Number(event.loss.toFixed(5)) : 0))
  expect(losses).toMatchInlineSnapshot(`
    [
      1.10556,
      0.9505,
      0.87634,
      0.83703,
      0,
    ]
  `)
  const oracle = fit(net, data, {
    optimizer: gradientDescent({ rate: 0.5 }),
    epochs: 4,
    batch: 30,
    seed: 2,
    device: reference,
  })
  const exact = (await collect(oracle)).flatMap((event) => (event.kind === 'epoch' ? [event.loss] : []))
  exact.forEach((loss, i) => {
    expect(losses[i]).toBeCloseTo(loss, 4)
  })
})

test('leaving the loop stops the run, and the model is what was learned so far', async () => {
  const run = fit(net, data, { epochs: 1000, seed: 1 })
  for await (const event of run) if (event.kind === 'epoch' && event.epoch === 3) break
  const model = await run.model
  expect(model.provenance.epochs).toBe(3)
})

test('a run is looped over once', async () => {
  const run = fit(net, data, { epochs: 1 })
  await run.model
  expect(await message(() => collect(run))).toBe(
    'fit: a run can be looped over once; got a second loop. Call fit again, or loop before asking for the model.',
  )
})

test('an aborted signal stops the run with its reason', async () => {
  const controller = new AbortController()
  const run = fit(net, data, { epochs: 100_000, seed: 1, signal: controller.signal })
  const events: TrainingEvent[] = []
  for await (const event of run) {
    events.push(event)
    if (event.epoch === 5) controller.abort()
  }
  expect(events.at(-1)).toMatchObject({ kind: 'stop', reason: 'aborted', epoch: 5 })
})

test('timers run while a long training goes on', async () => {
  let ticks = 0
  const timer = setInterval(() => ticks++, 5)
  await fit(net, data, { epochs: 4000, batch: 10 }).model
  clearInterval(timer)
  expect(ticks).toBeGreaterThan(1)
})

test('patience stops the run and restores the best weights', async () => {
  const noisy = examples({
    X: Array.from({ length: 60 }, (_, i) => [(i * 37) % 11, (i * 53) % 7]),
    y: Array.from({ length: 60 }, (_, i) => ((i * i * 7) % 13 > 6 ? 'a' : 'b')),
  })
  const small = network(2, [dense(30, tanh()), dense(2)])
  const options = { optimizer: adam({ rate: 0.05 }), epochs: 500, validation: 0.3, patience: 5, seed: 4 }
  const run = fit(small, noisy, options)
  const events = await collect(run)
  const epochs = events.flatMap((event) => (event.kind === 'epoch' ? [event] : []))
  const stop = events.at(-1)!
  const lowest = Math.min(...epochs.map((event) => event.validation!.loss))
  const best = epochs.find((event) => event.validation!.loss === lowest)!
  expect(stop).toMatchObject({ kind: 'stop', reason: 'patience', best: best.epoch, epoch: best.epoch + 5 })
  const until = await fit(small, noisy, { ...options, patience: 400, epochs: best.epoch }).model
  expect(hash(await run.model)).toBe(hash(until))
})

test('patience without validation data is refused', async () => {
  expect(await message(() => fit(net, data, { patience: 3 }))).toBe(
    'fit: patience needs validation data to watch; got patience 3 without validation. Add validation: 0.2, or leave patience out.',
  )
})

test.each([wasm, reference])(
  'a run resumed from any of its checkpoints ends with the same bits: $name',
  async (device) => {
    const saved: Checkpoint[] = []
    const options = { optimizer: adam(), epochs: 6, batch: 7, seed: 9, validation: 0.2, patience: 50, l2: 0.01, device }
    const noisy = network(2, [
      dense(8, tanh(), { dropout: 0.2, inputNoise: 0.05 }),
      dense(6, selu(), { dropout: alphaDropout(0.1), noise: weightNoise(0.02) }),
      dense(3),
    ])
    const run = fit(noisy, data, { ...options, checkpoint: { save: (checkpoint) => void saved.push(checkpoint) } })
    const events = await collect(run)
    const wanted = hash(await run.model)
    expect(saved.length).toBeGreaterThan(1)
    expect(events.filter(({ kind }) => kind === 'checkpoint')).toHaveLength(saved.length)
    for (const checkpoint of saved) {
      const resume = checkpointFromBytes(checkpointToBytes(checkpoint))
      expect(resume).toEqual(checkpoint)
      const again = fit(noisy, data, { ...options, resume })
      const rest = (await collect(again)).filter(({ kind }) => kind === 'epoch')
      expect(hash(await again.model)).toBe(wanted)
      const epochs = events.filter((event) => event.kind === 'epoch' && event.epoch > checkpoint.cursor.epoch)
      const without = (list: readonly TrainingEvent[]) => list.map((event) => ({ ...event, seconds: 0 }))
      expect(without(rest)).toEqual(without(epochs))
    }
  },
)

test('resuming with other options or data is refused, naming what differs', async () => {
  let saved: Checkpoint | undefined
  const keep = { save: (checkpoint: Checkpoint) => void (saved = checkpoint) }
  await fit(net, data, { epochs: 1, seed: 1, checkpoint: keep }).model
  expect(await message(() => fit(net, data, { epochs: 2, seed: 2, resume: saved }))).toBe(
    'fit: seed must be as in the saved run, 1; got 2. Resume with the same data and options, or start a new run.',
  )
  const renamed = { ...data, classes: ['a', 'b', 'c'] }
  expect(await message(() => fit(net, renamed, { epochs: 2, seed: 1, resume: saved }))).toContain(
    'fit: classes must be as in the saved run',
  )
  const other = spiral({ classes: 3, rows: 120, seed: 2 })
  expect(await message(() => fit(net, other, { epochs: 2, seed: 1, resume: saved }))).toMatch(
    /^fit: data must be as in the saved run, [0-9a-f]{16}; got [0-9a-f]{16}\./,
  )
})

test('a loss that becomes NaN ends the loop and the model with one error', async () => {
  const run = fit(net, data, { optimizer: gradientDescent({ rate: 1e30 }), l2: 1e10, epochs: 50 })
  const text = await message(() => collect(run))
  expect(text).toMatch(/^fit: every number must stay finite; got .* first at step \d+ \(epoch \d+\)\. Lower the rate/)
  expect(await message(() => run.model)).toBe(text)
})

test('regression: the default loss is the mean squared error, and R² is told', async () => {
  const curve = functionOf('sin(3*x)', { rows: 80, range: [-1, 1], seed: 1 })
  const run = fit(network(1, [dense(20, tanh()), dense(1)]), curve, {
    optimizer: adam({ rate: 0.02 }),
    epochs: 300,
    seed: 1,
  })
  const last = (await collect(run)).filter(({ kind }) => kind === 'epoch').at(-1)!
  expect(last).toHaveProperty('rSquared')
  expect(evaluate(await run.model, curve).rSquared).toBeGreaterThan(0.98)
})

test('data whose preprocessing went through JSON are refused before the run, not at the first prediction', () => {
  const set = images({ pixels: Uint8Array.of(0, 255, 255, 0), labels: Uint8Array.of(0, 1), shape: [1, 1, 2] })
  const copy = { ...set, preprocessing: JSON.parse(JSON.stringify(set.preprocessing)) }
  expect(() => fit(network(2, [dense(2)]), copy)).toThrow(
    'fit: the preprocessing must be one that fitPreprocessing or images makes; got { kind, shape, classes, scale, shift }. Read it from JSON with preprocessingFromData.',
  )
})
