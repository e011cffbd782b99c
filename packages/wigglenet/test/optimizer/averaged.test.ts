import { expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { adamw } from '../../src/optimizer/adamw.ts'
import { averaged } from '../../src/optimizer/averaged.ts'
import { optimizer, optimizerFromData } from '../../src/optimizer/optimizer.ts'
import { fit } from '../../src/train/fit.ts'
import { trainer } from '../../src/train/trainer.ts'
import { savedAfter } from '../train/saved-after.ts'

const net = network(2, [dense(8, relu()), dense(3)])
const data = spiral({ classes: 3, rows: 60, seed: 1 })
const common = { batch: 16, seed: 3, device: reference }

test('the average is that of the parameters after each step, weighted by powers of the decay, to 1e-12', () => {
  const decay = 0.8
  const plain = trainer(net, data, { ...common, optimizer: adam({ rate: 0.02 }) })
  const mean = trainer(net, data, { ...common, optimizer: averaged(adam({ rate: 0.02 }), { decay }) })
  const path: number[][] = []
  for (let t = 0; t < 12; t++) {
    plain.step()
    mean.step()
    path.push(Array.from(plain.parameters.get('h1.W')))
    expect(mean.parameters.get('h1.W')).toEqual(plain.parameters.get('h1.W'))
    const weights = path.map((_, i) => decay ** (t - i))
    const total = weights.reduce((a, b) => a + b)
    const learned = mean.learned()['h1.W']!
    path[0]!.forEach((_, k) => {
      const expected = path.reduce((sum, w, i) => sum + (weights[i]! / total) * w[k]!, 0)
      expect(Math.abs(learned[k]! - expected)).toBeLessThan(1e-12)
    })
  }
})

test('evaluation and the model use the averages, before the first step the parameters; training goes on as without', async () => {
  const options = { ...common, epochs: 6, validation: 0.25, device: wasm }
  const mean = trainer(net, data, { ...options, optimizer: averaged(adam()) })
  expect(mean.learned()).toEqual(mean.parameters.all())
  const model = await fit(net, data, { ...options, optimizer: averaged(adam({ rate: 0.03 }), { decay: 0.95 }) }).model
  const check = trainer(net, data, { ...options, optimizer: averaged(adam({ rate: 0.03 }), { decay: 0.95 }) })
  check.step(check.stepsPerEpoch * 6)
  expect(model.parameters).toEqual(check.learned())
  expect(model.parameters).not.toEqual(check.parameters.all())
  const judged = check.evaluate('validation')
  const before = check.parameters.all()
  expect(trainer(net, data, { ...options, parameters: check.learned() }).evaluate('validation')).toEqual(judged)
  expect(check.parameters.all()).toEqual(before)
})

test('with patience the model has the averages of the best epoch', async () => {
  const run = fit(net, data, {
    ...common,
    device: wasm,
    epochs: 60,
    validation: 0.3,
    patience: 4,
    optimizer: averaged(adam({ rate: 0.3 }), { decay: 0.7 }),
  })
  let [least, best] = [Infinity, 0]
  for await (const event of run) {
    if (event.kind === 'epoch' && event.validation!.loss < least) least = event.validation!.loss
    if (event.kind === 'stop') best = event.best
  }
  const options = { ...common, device: wasm, validation: 0.3 }
  const parameters = (await run.model).parameters
  expect(trainer(net, data, { ...options, parameters }).evaluate('validation').loss).toBe(least)
  expect(best).toBeLessThan(60)
})

test('a run goes on from its checkpoint with the same bits', async () => {
  const options = { ...common, device: wasm, epochs: 8, optimizer: averaged(adamw({ rate: 0.02 }), { decay: 0.9 }) }
  const whole = await fit(net, data, options).model
  const saved = await savedAfter(3, net, data, options)
  const rest = await fit(net, data, { ...options, resume: saved }).model
  expect(rest.parameters).toEqual(whole.parameters)
})

test('what is locked has no average: the model has it as it is', async () => {
  const partly = network(2, [dense(8, relu(), { locked: true }), dense(3)])
  const options = { ...common, epochs: 3, optimizer: averaged(adam({ rate: 0.1 })) }
  const { parameters } = await fit(partly, data, options).model
  const first = trainer(partly, data, options).parameters.all()
  expect(parameters['h1.W']).toEqual(Float32Array.from(first['h1.W']!))
  expect(parameters['scores.W']).not.toEqual(Float32Array.from(first['scores.W']!))
})

test('it is data: it comes back from its JSON, and names a slot that there is', () => {
  const rule = averaged('adam', { decay: 0.5 })
  expect([rule.kind, rule.options.averageDecay, rule.result]).toEqual(['averaged-adam', 0.5, 'average'])
  expect(optimizerFromData(JSON.parse(JSON.stringify(rule)))).toEqual(rule)
  const rate = { interval: '[0, ∞)', default: 0.1 }
  expect(optimizer('mine', { rate }, { update: 'w', result: 'mean' })).toThrow(
    'mine: result must be the name of a slot, one of none; got "mean". Correct it, or leave it out.',
  )
})

test('one average is enough, and its decay has bounds', () => {
  expect(() => averaged(averaged(adam()))).toThrow(
    'averaged: what it is put around must not have averageDecay already; got averageDecay 0.999. Use it once.',
  )
  expect(() => averaged(adam(), { decay: 1 })).toThrow(
    'averaged-adam: averageDecay must be a number in [0, 1); got 1. Give averageDecay a value in [0, 1).',
  )
})
