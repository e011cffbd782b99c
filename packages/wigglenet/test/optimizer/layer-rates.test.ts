import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { optimizers } from '../../src/catalogue.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { averaged } from '../../src/optimizer/averaged.ts'
import { clipped } from '../../src/optimizer/clipped.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { layerRates } from '../../src/optimizer/layer-rates.ts'
import { optimizer, optimizerFromData } from '../../src/optimizer/optimizer.ts'
import { exponentialDecay } from '../../src/optimizer/schedules/exponential-decay.ts'
import type { Optimizer } from '../../src/optimizer/types.ts'
import { fit } from '../../src/train/fit.ts'
import { trainer } from '../../src/train/trainer.ts'
import { distance } from '../backend/running.ts'
import { savedAfter } from '../train/saved-after.ts'

const net = network(2, [dense(6, prelu()), dense(3)])
const data = spiral({ classes: 3, rows: 48, seed: 1 })
const common = { batch: 48, seed: 3, l2: 0.01 }

/** The parameters after one step from the same start and state 0. */
function after(rule: Optimizer, device = reference, steps = 1) {
  const run = trainer(net, data, { ...common, optimizer: rule, device })
  run.step(steps)
  return run.parameters.all()
}

const withRate = (rule: Optimizer, factor: number): Optimizer =>
  optimizerFromData({ ...rule, options: { ...rule.options, rate: rule.options.rate! * factor } })

describe('a layer with a factor on its rate moves as it would with that rate', () => {
  // One step from the same gradients: the other layer does not tell what this one's gradient is.
  test.each(Object.entries(optimizers))('%s', (_kind, make) => {
    const rule = make()
    const [plain, other, mixed] = [after(rule), after(withRate(rule, 0.25)), after(layerRates(rule, { h1: 0.25 }))]
    for (const name of ['h1.W', 'h1.b', 'h1.slope'])
      expect(distance(mixed[name]!, other[name]!), name).toBeLessThan(1e-13)
    for (const name of ['scores.W', 'scores.b']) expect(mixed[name]).toEqual(plain[name])
    expect(mixed['h1.W']).not.toEqual(plain['h1.W'])
    const single = after(layerRates(rule, { h1: 0.25 }), wasm)
    for (const [name, values] of Object.entries(mixed)) expect(distance(single[name]!, values), name).toBeLessThan(1e-5)
  })

  test('over many steps too, by hand: where all layers have it, it is the rate', () => {
    for (const rule of [adam({ rate: 0.01 }), clipped(adam(), { globalNorm: 0.1 }), averaged(adam(), { decay: 0.8 })]) {
      const both = after(layerRates(rule, { h1: 0.5, scores: 0.5 }), reference, 20)
      const half = after(withRate(rule, 0.5), reference, 20)
      for (const [name, values] of Object.entries(half)) expect(distance(both[name]!, values), name).toBeLessThan(1e-12)
    }
  })

  test('the average is of the parameters as they are moved, in either order', () => {
    const learned = (rule: Optimizer) => {
      const run = trainer(net, data, { ...common, optimizer: rule, device: reference })
      run.step(10)
      return run.learned()
    }
    const [inside, outside] = [
      learned(averaged(layerRates(adam(), { h1: 0.1 }), { decay: 0.5 })),
      learned(layerRates(averaged(adam(), { decay: 0.5 }), { h1: 0.1 })),
    ]
    for (const [name, values] of Object.entries(inside))
      expect(distance(outside[name]!, values), name).toBeLessThan(1e-12)
  })
})

test('0 leaves a layer as it is, and a schedule moves what is left of the rate', async () => {
  const start = trainer(net, data, common).parameters.all()
  const still = after(layerRates(adam(), { h1: 0 }), wasm, 5)
  for (const name of ['h1.W', 'h1.b', 'h1.slope']) expect(still[name]).toEqual(start[name])
  expect(still['scores.W']).not.toEqual(start['scores.W'])
  const options = { ...common, epochs: 3, schedule: exponentialDecay({ factor: 0.5 }), device: reference }
  const all = await fit(net, data, {
    ...options,
    optimizer: layerRates(gradientDescent({ rate: 1 }), { h1: 0.1, scores: 0.1 }),
  }).model
  const less = await fit(net, data, { ...options, optimizer: gradientDescent({ rate: 0.1 }) }).model
  for (const [name, values] of Object.entries(less.parameters))
    expect(distance(all.parameters[name]!, values)).toBeLessThan(1e-6)
})

test('a run that is resumed has the same bits, and the rule survives JSON', async () => {
  const rule = clipped(layerRates(adam({ rate: 0.01 }), { scores: 3 }), { norm: 0.5 })
  const again = optimizerFromData(JSON.parse(JSON.stringify(rule)))
  expect(again).toEqual(rule)
  expect(after(again, wasm, 4)).toEqual(after(rule, wasm, 4))
  const options = { ...common, epochs: 4, batch: 16, optimizer: rule }
  const whole = await fit(net, data, options).model
  const rest = await fit(net, data, { ...options, resume: await savedAfter(2, net, data, options) }).model
  expect(rest.parameters).toEqual(whole.parameters)
})

test.each([
  [
    () => layerRates(adam(), { h1: -1 }),
    'layer-rates-adam: h1 must be a number in [0, ∞); got -1. Give h1 a value in [0, ∞).',
  ],
  [
    () => layerRates(layerRates(adam(), { h1: 0.1 }), { scores: 0.1 }),
    'layerRates: the optimizer must have no rates of layers yet; got those of layer-rates-adam. Give all in one layerRates().',
  ],
  [
    () => trainer(net, data, { optimizer: layerRates(adam(), { h2: 0.1 }) }),
    'layerRates: the layers must be some of those that learn, h1, scores; got "h2". Correct the name, or leave it out.',
  ],
  [
    () =>
      layerRates(
        optimizer(
          'own',
          { rate: { interval: '[0, ∞)', default: 1 } },
          { perStep: { half: 'rate / 2' }, update: 'w - half * g' },
        )(),
        { h1: 0.1 },
      ),
    'layerRates: no formula in perStep may use rate; got half: rate / 2. Write rate into state or update.',
  ],
  [
    () => optimizerFromData({ ...adam(), rates: { h1: 0.1 } }),
    'optimizer: a rule with rates must have the slot layerRate; got ["m", "v"]. Make it with layerRates().',
  ],
])('what does not fit is refused: %#', (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }))
})
