import { describe, expect, test } from 'vitest'
import { reference } from '../../../src/backend/reference/reference.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { examples } from '../../../src/data/examples.ts'
import { gradcheck } from '../../../src/diagnose/gradcheck.ts'
import { inspect } from '../../../src/diagnose/inspect.ts'
import { prelu } from '../../../src/network/activations/prelu.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { network } from '../../../src/network/network.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import { compile } from '../../../src/plan/compile.ts'
import { lossAndGradients } from '../../../src/train/loss-and-gradients.ts'
import { trainer } from '../../../src/train/trainer.ts'

const data = examples({ X: [[1, -1], [0.5, 2], [-1, 0.25]], y: [[1], [0], [2]] }) // biome-ignore format: a row a line is enough
const loss = 'mean-squared-error'

describe('the l2 and l1 of a layer', () => {
  // s = 0 for X = 0, so that the gradient is that of the penalty: (l2 + 0.1)·w + (l1 + 0.2)·sign(w).
  test.each([reference, wasm])('$name: add to those of the run, in the step and in the penalty', (device) => {
    const nothing = examples({ X: [[0, 0]], y: [[0]] })
    const net = network(2, [dense(1, { l2: 0.5, l1: 0.25 })])
    const t = trainer(net, nothing, { loss, optimizer: gradientDescent({ rate: 1 }), l2: 0.1, l1: 0.2, device })
    t.parameters.set('scores.W', [2, -4])
    expect(t.penalty()).toBeCloseTo(0.5 * 0.6 * 20 + 0.45 * 6, 6)
    t.step()
    const after = [2 - 0.6 * 2 - 0.45, -4 + 0.6 * 4 + 0.45]
    t.parameters.get('scores.W').forEach((w, i) => expect(w).toBeCloseTo(after[i]!, 6))
  })

  test('are in the loss and the gradients that are checked', () => {
    const net = network(2, [dense(4, tanh(), { l2: 0.5, l1: 0.25 }), dense(1)])
    const { parameters } = trainer(net, data, { loss })
    const [plain, all] = [network(2, [dense(4, tanh()), dense(1)]), parameters.all()]
    const penalty = lossAndGradients(net, all, { data, loss }).loss - lossAndGradients(plain, all, { data, loss }).loss
    const W = Float64Array.from(all['h1.W']!)
    const expected = W.reduce((sum, w) => sum + 0.25 * w * w + 0.25 * Math.abs(w), 0)
    expect(penalty).toBeCloseTo(expected, 5)
    expect(gradcheck(net, all, { data, loss })).toMatchObject({ ok: true })
  })
})

describe('a locked layer', () => {
  const net = network(2, [dense(4, prelu(), { locked: true }), dense(3, tanh()), dense(1)])

  test('stays as it is, and what lies before it has no gradient', () => {
    const t = trainer(net, data, { loss, l2: 0.1 })
    const before = t.parameters.all()
    t.step(20)
    const after = t.parameters.all()
    for (const name of ['h1.W', 'h1.b', 'h1.slope']) expect(after[name], name).toEqual(before[name])
    for (const name of ['h2.W', 'scores.b']) expect(after[name], name).not.toEqual(before[name])
    const plan = compile(net, { batch: 3, loss: t.options.loss, optimizer: t.options.optimizer })
    expect(['d:h1', 'd:h1.W', 'd:h2', 'd:h2.W'].map((name) => plan.buffers.has(name))).toEqual([
      false,
      false,
      true,
      true,
    ])
  })

  test('lets the gradient through to what learns before it', () => {
    const deep = network(2, [dense(4, tanh()), dense(3, tanh(), { locked: true }), dense(1, { locked: true })])
    const t = trainer(deep, data, {
      loss,
      optimizer: gradientDescent({ rate: 0.1 }),
      device: reference,
      shuffle: false,
      batch: 3,
    })
    const before = t.parameters.all()
    const { gradients } = lossAndGradients(deep, before, { data, loss, device: reference })
    t.step()
    const after = t.parameters.all()
    after['h1.W']!.forEach((w, i) => expect(w).toBeCloseTo(before['h1.W']![i]! - 0.1 * gradients['h1.W']![i]!, 14))
    expect(after['h2.W']).toEqual(before['h2.W'])
  })

  test('has gradients for whoever checks or looks', () => {
    const { parameters } = trainer(net, data, { loss })
    expect(gradcheck(net, parameters.all(), { data, loss })).toMatchObject({ ok: true })
    expect(inspect(net, parameters.all(), { data, loss }).layers).toHaveLength(3)
  })

  test('snapshots go back into a run of the same network', () => {
    const [one, other] = [trainer(net, data, { loss }), trainer(net, data, { loss, seed: 2 })]
    one.step(3)
    other.restore(one.snapshot())
    expect(other.parameters.all()).toEqual(one.parameters.all())
  })

  test('alone, there is nothing to train', () => {
    const all = network(2, [dense(1, { locked: true })])
    expect(() => trainer(all, data, { loss })).toThrow(
      'compile: a network that is trained must have a layer that learns; got locked layers alone. Leave locked out of one of them.',
    )
  })
})
