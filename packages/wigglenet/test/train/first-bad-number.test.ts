// Why is it NaN? Each cause is named: the step, the place and the quantity that went bad first.
import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { examples } from '../../src/data/examples.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { elementLoss } from '../../src/network/losses/element-loss.ts'
import { network } from '../../src/network/network.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { optimizer } from '../../src/optimizer/optimizer.ts'
import { schedule } from '../../src/optimizer/schedule.ts'
import { fit } from '../../src/train/fit.ts'
import { trainer } from '../../src/train/trainer.ts'
import type { TrainerOptions } from '../../src/train/types.ts'

const data = spiral({ classes: 3, rows: 60, seed: 1 })
const curve = examples({ X: [[1], [2], [3]], y: [0.5, 1.5, 2], task: 'regression' })
const rate = { interval: '(0, 1)', default: 0.1 } as const
const hidden = (value: string, derivative?: string) => [
  dense(6, activation('mine', {}, { value, ...(derivative === undefined ? {} : { derivative }) })()),
  dense(3),
]
const loss = (value: string, derivative: string) => elementLoss('mine', {}, { value, derivative }, 'number')()

describe.each([wasm, reference])('on $name, what goes bad first is named:', (device) => {
  const message = (net: Parameters<typeof trainer>[0], set: typeof data | typeof curve, options: TrainerOptions) => {
    const run = trainer(net, set as typeof data, { ...options, batch: 3, device })
    try {
      run.step(40)
    } catch (error) {
      return (error as Error).message
    }
    throw new Error('nothing was thrown')
  }
  const fix = 'Lower the rate (now 0.1), scale the inputs, or correct the formulas.'
  const plain = network(2, [dense(6, relu()), dense(3)])
  const line = network(1, [dense(1)])
  const descent = gradientDescent({ rate: 0.1 })

  test.each([
    [
      'an activation that has no value below 0',
      () => message(network(2, hidden('log(z)')), data, { optimizer: descent }),
      `trainer: every number must stay finite; got NaN in the values of h1, column 2, first at step 1 (epoch 1). ${fix}`,
    ],
    [
      'a derivative that is infinite at 0',
      () => message(network(2, hidden('max(0, z)', '1 / h')), data, { optimizer: descent }),
      /^trainer: every number must stay finite; got -?Infinity in the gradient of h1, column \d, first at step 1 \(epoch 1\)\./,
    ],
    [
      'a loss formula',
      () => message(line, curve, { loss: loss('log(0 - abs(s))', 's'), optimizer: descent }),
      `trainer: every number must stay finite; got NaN in the loss, first at step 1 (epoch 1). ${fix}`,
    ],
    [
      'a schedule',
      () => message(plain, data, { optimizer: descent, schedule: schedule('mine', {}, 'rate * log(4.5 - step)')() }),
      'trainer: every number must stay finite; got NaN in the rate, first at step 6 (epoch 1). Correct the schedule.',
    ],
    [
      'a per-step value of the optimizer',
      () => {
        const mine = optimizer('mine', { rate }, { perStep: { c: 'log(9.5 - t)' }, update: 'w - rate*c*g/1000' })()
        return message(plain, data, { optimizer: mine })
      },
      `trainer: every number must stay finite; got NaN in the optimizer's c, first at step 10 (epoch 1). ${fix}`,
    ],
    [
      'a state slot of the optimizer',
      () => {
        const mine = optimizer('mine', { rate }, { state: { m: 'log(0 - abs(g))' }, update: 'w - rate*m' })()
        return message(network(2, [dense(3)]), data, { optimizer: mine })
      },
      `trainer: every number must stay finite; got NaN in m.of:scores.W, column 1, first at step 1 (epoch 1). ${fix}`,
    ],
  ])('%s', (_, body, expected) => {
    if (typeof expected === 'string') expect(body()).toBe(expected)
    else expect(body()).toMatch(expected)
  })

  test('a bias that ran away long ago behind a unit that is silent, so that the loss stayed finite', () => {
    // At step 8 the bias falls to -Infinity; relu then gives 0 for it, and no loss ever shows it.
    const cliff = optimizer(
      'cliff',
      { rate },
      { perStep: { far: 't == 8 ? 1e300 * 1e300 : 0' }, update: 'far > 0 ? 0 - far : w' },
    )
    const run = trainer(network(2, [dense(1, relu()), dense(3, { weights: { kind: 'constant', value: 0 } })]), data, {
      optimizer: cliff(),
      batch: 3,
      device,
    })
    const step = () => {
      run.step(30)
      run.snapshot()
    }
    expect(step).toThrow(/first at step 8 \(epoch 1\)/)
  })
})

test('a validation loss that is infinite ends the run, named, where the training loss is fine', async () => {
  const validation = examples({ X: [[1e30], [2]], y: [1.5, 2], task: 'regression' })
  const run = fit(network(1, [dense(1)]), curve, { optimizer: gradientDescent({ rate: 0.01 }), epochs: 5, validation })
  await expect(run.model).rejects.toThrow(
    'fit: every number must stay finite; got Infinity in the validation loss, first after epoch 1. Lower the rate (now 0.01), scale the inputs, or correct the formulas.',
  )
})

test('targets that do not vary have no R²: it is left out, not -Infinity', () => {
  const flat = examples({ X: [[1], [2]], y: [0.5, 0.5], task: 'regression' })
  expect(Object.keys(trainer(network(1, [dense(1)]), flat).evaluate())).toEqual(['loss'])
})
