import { expect, test } from 'vitest'
import { spiral } from '../../src/data/make/spiral.ts'
import { decisionRaster } from '../../src/explore/decision-raster.ts'
import { slice } from '../../src/explore/slice.ts'
import { unitResponses } from '../../src/explore/unit-responses.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { schedule } from '../../src/optimizer/schedule.ts'
import { type Trainer, trainer } from '../../src/train/trainer.ts'

const data = spiral({ classes: 3, rows: 90, seed: 1 })
const net = network(2, [dense(20, tanh()), dense(3)])
const hash = (run: Trainer) => fingerprint(...Object.values(run.parameters.all()))
const message = (body: () => unknown) => {
  try {
    body()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}

test('nothing runs until step is called: the first loss is that of the drawn weights', () => {
  const run = trainer(net, data, { seed: 1 })
  expect(run.cursor()).toEqual({ step: 0, epoch: 0, position: 0 })
  expect(run.evaluate().loss).toBeGreaterThan(0.9)
})

test('the same seed gives the same bits, however the steps are cut into calls', () => {
  const together = trainer(net, data, { batch: 7, seed: 3 })
  together.step(100)
  const apart = trainer(net, data, { batch: 7, seed: 3 })
  for (let i = 0; i < 100; i++) apart.step()
  expect(hash(apart)).toBe(hash(together))
  const other = trainer(net, data, { batch: 7, seed: 4 })
  other.step(100)
  expect(hash(other)).not.toBe(hash(together))
})

test('the last batch of an epoch is short, is used, and is not carried over', () => {
  const run = trainer(net, data, { batch: 40 })
  expect(run.stepsPerEpoch).toBe(3)
  expect([1, 2, 3, 4].map(() => run.step().rows)).toEqual([40, 40, 10, 40])
  expect(run.cursor()).toEqual({ step: 4, epoch: 1, position: 40 })
})

test('training learns the spiral', () => {
  const run = trainer(net, data, { optimizer: adam({ rate: 0.02 }), batch: 10 })
  run.step(1500)
  expect(run.evaluate().accuracy).toBeGreaterThan(0.95)
})

test('a snapshot restored inside an epoch goes on with the same bits', () => {
  const run = trainer(net, data, { batch: 7, optimizer: adam() })
  run.step(16)
  const held = run.snapshot()
  run.step(30)
  const wanted = hash(run)
  run.restore(held)
  expect(run.cursor()).toEqual(held.cursor)
  run.step(30)
  expect(hash(run)).toBe(wanted)
})

test('the rate, l2 and l1 can be changed while it runs; a rate of 0 changes nothing', () => {
  const run = trainer(net, data, { optimizer: gradientDescent({ rate: 0.1 }), batch: 10, l2: 0.1 })
  run.set({ rate: 0 })
  const before = hash(run)
  run.step(9)
  expect(hash(run)).toBe(before)
  run.set({ rate: 0.1, l2: 0 })
  expect(run.penalty()).toBe(0)
  run.step(9)
  expect(hash(run)).not.toBe(before)
})

test('a schedule is a formula over the step: halving each epoch', () => {
  const halved = schedule('halved', {}, 'rate * 0.5^epoch')()
  const run = trainer(net, data, { optimizer: gradientDescent({ rate: 0.8 }), batch: 30, schedule: halved })
  expect(run.rate()).toBe(0.8)
  run.step(6)
  expect(run.rate()).toBeCloseTo(0.2, 12)
})

test('a scheduled rate gives the same bits in one call and in many', () => {
  const halved = schedule('halved', {}, 'rate * 0.9^epoch / (1 + step)')()
  const options = { optimizer: gradientDescent({ rate: 0.8 }), batch: 7, schedule: halved }
  const together = trainer(net, data, options)
  together.step(60)
  const apart = trainer(net, data, options)
  for (const count of [1, 12, 14, 3, 30]) apart.step(count)
  expect(hash(apart)).toBe(hash(together))
})

test('a unit switched off has no part in the scores and its incoming weights do not learn', () => {
  const run = trainer(net, data, { optimizer: gradientDescent({ rate: 0.1 }), batch: 10 })
  run.step(5)
  run.mask('h1', 4, false)
  const before = run.parameters.get('h1.W')
  const loss = run.evaluate().loss
  const scores = run.parameters.get('scores.W')
  for (const row of [0, 1, 2]) scores[row * 20 + 4] = 0
  run.step(9)
  const after = run.parameters.get('h1.W')
  expect(after.slice(8, 10)).toEqual(before.slice(8, 10))
  expect(after.slice(0, 8)).not.toEqual(before.slice(0, 8))
  const other = trainer(net, data, { optimizer: gradientDescent({ rate: 0.1 }), batch: 10 })
  other.step(5)
  other.parameters.set('scores.W', scores)
  expect(other.evaluate().loss).toBeCloseTo(loss, 6)
})

test('a network made without dropout refuses to be given some', () => {
  const run = trainer(net, data)
  expect(message(() => run.set({ dropout: 0.5 }))).toBe(
    'trainer: the network must have a layer with dropout above 0 before it can be changed; got none. Make a layer with dense(units, activation, { dropout: 0.1 }), then change it.',
  )
})

test('dropout can be turned down while it runs: at 0 the training is that of the network without', () => {
  const plain = trainer(net, data, { batch: 10 })
  const dropping = trainer(network(2, [dense(20, tanh(), { dropout: 0.5 }), dense(3)]), data, { batch: 10 })
  dropping.set({ dropout: 0 })
  plain.step(20)
  dropping.step(20)
  expect(hash(dropping)).toBe(hash(plain))
})

test('the first bad number is named: step, epoch, layer and quantity', () => {
  const deep = network(2, [dense(20, relu()), dense(20, relu()), dense(3)])
  const run = trainer(deep, data, { optimizer: gradientDescent({ rate: 1e12 }), batch: 10 })
  const text = message(() => run.step(500))
  expect(text).toMatch(
    /^trainer: every number must stay finite; got (NaN|-?Infinity) in (the values|the gradient) of [a-z0-9.A-Z]+, column \d+, first at step \d+ \(epoch \d+\)\. Lower the rate \(now 1000000000000\), scale the inputs, or correct the formulas\.$/,
  )
  const again = trainer(deep, data, { optimizer: gradientDescent({ rate: 1e12 }), batch: 10 })
  expect(
    message(() => {
      for (let i = 0; i < 500; i++) again.step()
    }),
  ).toBe(text)
})

test('parameters that are not finite, or too few, are refused', () => {
  const run = trainer(net, data)
  const values = new Float32Array(20)
  values[3] = Number.NaN
  expect(message(() => run.parameters.set('h1.b', values))).toBe(
    "trainer: parameters['h1.b'] must hold finite numbers; got NaN at index 3. Correct that number.",
  )
  expect(message(() => run.parameters.set('h1.W', values))).toBe(
    "trainer: parameters['h1.W'] must hold 40 numbers, shape (20, 2); got 20. Give every parameter that parameterShapes lists, in its shape.",
  )
})

test('weights that overflow in the last step are named when the state is asked for', () => {
  const run = trainer(net, data, { optimizer: gradientDescent({ rate: 3e38 }), l2: 1000, batch: 90 })
  run.step(1)
  expect(message(() => run.snapshot())).toMatch(
    /^trainer: every number must stay finite; got -?Infinity in h1\.W, column [12], first at step 1 \(epoch 1\)\. Lower the rate/,
  )
})

test('unknown options, nodes and parameters are refused with the list of what there is', () => {
  expect(message(() => trainer(net, data, { learningRate: 1 } as never))).toContain(
    'trainer: the options are loss, optimizer, batch',
  )
  const run = trainer(net, data)
  expect(message(() => run.parameters.get('h9.W'))).toBe(
    'trainer: the parameters are h1.W, h1.b, scores.W, scores.b; got "h9.W". Choose a name from the list.',
  )
  expect(message(() => run.mask('scores', 0, false))).toContain('the hidden nodes are h1')
  expect(message(() => run.mask('h1', 20, false))).toBe(
    'trainer: unit must be a whole number in [0, 20); got 20. Give unit a whole number in [0, 20).',
  )
})

test('validation data are kept out of training and judged apart', () => {
  const run = trainer(net, data, { validation: 0.2, seed: 5 })
  expect(run.training.rows + run.validation!.rows).toBe(90)
  expect(run.validation!.rows).toBe(18)
  expect(run.evaluate('validation').accuracy).toBeGreaterThanOrEqual(0)
  expect(message(() => trainer(net, data).evaluate('validation'))).toBe(
    'trainer: there must be validation data to evaluate on them; got none. Give the option validation a share or a data set.',
  )
})

test('its model predicts as the run does now, and stays as it is when the run goes on', () => {
  const run = trainer(net, data, { optimizer: adam({ rate: 0.02 }), batch: 10 })
  run.step(300)
  const model = run.model()
  const rows = Array.from({ length: data.rows }, (_, row) => [data.X[2 * row]!, data.X[2 * row + 1]!])
  const right = () => model.predict(rows).filter((label, row) => label === data.classes![data.y[row]!]).length
  const before = right()
  expect(before / data.rows).toBe(run.evaluate().accuracy)
  expect(model.provenance).toMatchObject({ steps: 300, epochs: 33, seed: 1 })
  run.step(300)
  expect(right()).toBe(before)
})

test('what is drawn of a live run is that of its model at that moment', () => {
  const run = trainer(net, data, { optimizer: adam({ rate: 0.02 }), batch: 10 })
  const live = run.live()
  const plane = slice(live)
  for (const steps of [0, 200]) {
    if (steps > 0) run.step(steps)
    const model = run.model()
    const grid = { columns: 9, rows: 7 }
    expect(decisionRaster(live, plane, grid).scores).toEqual(decisionRaster(model, plane, grid).scores)
    const node = { ...grid, node: 'h1' }
    expect(unitResponses(live, plane, node).values).toEqual(unitResponses(model, plane, node).values)
  }
})

test('a unit that is off is off in the answers of a live run, and on again', () => {
  const run = trainer(net, data, { seed: 1 })
  const live = run.live()
  const scores = () => {
    const out = new Float32Array(3)
    live.scoresInto(Float32Array.of(0.3, -0.2), out)
    return Array.from(out)
  }
  const before = scores()
  run.mask('h1', 0, false)
  const h = new Float32Array(20)
  live.answersInto('h1', Float32Array.of(0.3, -0.2), h)
  const W = run.parameters.get('scores.W')
  scores().forEach((score, k) => expect(score).toBeCloseTo(before[k]! - W[20 * k]! * h[0]!, 6))
  run.mask('h1', 0, true)
  expect(scores()).toEqual(before)
})

test('a live run refuses other layers and lengths than it has', () => {
  const { answersInto } = trainer(net, data, { seed: 1 }).live()
  expect(message(() => answersInto('h2', new Float32Array(2), new Float32Array(20)))).toBe(
    'answersInto: node must be one of h1, scores; got "h2". Choose a name from the list.',
  )
  expect(message(() => answersInto('h1', new Float32Array(3), new Float32Array(20)))).toBe(
    'answersInto: X must have rows x 2 numbers and out rows x 20; got Float32Array(3) and Float32Array(20). Give whole rows.',
  )
})
