import { describe, expect, test } from 'vitest'
import { gradcheck } from '../../src/diagnose/gradcheck.ts'
import { judgeSlope } from '../../src/diagnose/slope.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { drawParameter } from '../../src/network/initializers/draw.ts'
import { normal } from '../../src/network/initializers/normal.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { elementLoss } from '../../src/network/losses/element-loss.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'
import type { Activation, Loss, Network } from '../../src/network/types.ts'
import { activations } from '../backend/activations.ts'
import { cases, dataFor, losses } from '../backend/cases.ts'
import { makeData } from '../backend/data.ts'

const draw = (net: Network, seed = 3) =>
  Object.fromEntries(parameterShapes(net).map((shape, i) => [shape.name, drawParameter(shape, seed, i)]))
const biases = { biases: normal({ deviation: 0.3 }) }
const softmax = resolveLoss('softmax')

/** A network with one hidden layer, its gradients checked. */
function check(f: Activation, loss: Loss = softmax, outputs = 3, more: { l2?: number; l1?: number } = {}) {
  const net = network(3, [dense(5, f, biases), dense(outputs, biases)])
  return gradcheck(net, draw(net), { data: dataFor({ loss, outputs }, 3, 12), loss, ...more })
}

describe('right gradients pass', () => {
  const pairs = Object.entries(activations).flatMap(([name, f]) =>
    Object.entries(losses).map(([lossName, { loss, outputs }]) => [name, lossName, f, loss, outputs] as const),
  )
  test.each(pairs)('%s with %s', (_name, _loss, f, loss, outputs) => {
    const result = check(f, loss, outputs)
    expect(result.worst).toMatchObject({ error: expect.any(Number) })
    expect(result.worst!.error).toBeLessThanOrEqual(1e-6)
    expect(result.ok).toBe(true)
    expect(result.skipped).toBe(0)
  })

  const small = cases.filter(
    ({ network: net, data }) =>
      parameterShapes(net).reduce((sum, { shape }) => sum + shape[0] * (shape[1] ?? 1), 0) < 600 && data.rows < 100,
  )
  test.each(small.map((item) => [item.name, item] as const))(
    'the conformance suite’s case: %s',
    (_name, { network: net, data, loss, settings }) => {
      const result = gradcheck(net, draw(net, 11), { data, loss, l2: settings.l2 ?? 0, l1: settings.l1 ?? 0 })
      expect(result.worst?.error).toBeLessThanOrEqual(1e-6)
      expect(result.ok).toBe(true)
      // Running statistics are saved with the parameters, and have no gradient.
      const learned = parameterShapes(net).filter(({ role }) => role !== 'statistics')
      expect(result.byParameter.map(({ parameter }) => parameter)).toEqual(learned.map(({ name }) => name))
    },
  )

  test('l2 and l1 are part of the loss that is checked; at a weight of 0, l1 has the slope 0, halfway between its sides', () => {
    const net = network(3, [dense(5, tanh()), dense(3)])
    const parameters = draw(net)
    parameters['h1.W']!.set([0, 0], 3)
    const result = gradcheck(net, parameters, {
      data: dataFor({ loss: softmax, outputs: 3 }, 3, 12),
      loss: 'softmax',
      l2: 0.3,
      l1: 0.1,
    })
    expect(result).toMatchObject({ ok: true, skipped: 0 })
    expect(result.byParameter[0]).toMatchObject({ parameter: 'h1.W', checked: 15 })
  })

  test('300 parameters and 20 rows are checked within two seconds', () => {
    const net = network(4, [dense(30, relu(), biases), dense(5)])
    const start = performance.now()
    expect(
      gradcheck(net, draw(net), { data: makeData({ inputs: 4, rows: 20, classes: 5, seed: 2 }), loss: 'softmax' }).ok,
    ).toBe(true)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('wrong gradients fail', () => {
  const wrong = (value: string, derivative: string) => activation('wrong', {}, { value, derivative })()

  test.each([
    ['tanh with 1 - h', 'tanh(z)', '1 - h'],
    ['tanh off by one part in 100,000', 'tanh(z)', '1.00001 * (1 - h) * (1 + h)'],
    ['ReLU whose dead side leaks', 'max(0, z)', 'z > 0 ? 1 : 0.01'],
    ['ReLU off by one part in 100,000', 'max(0, z)', 'z > 0 ? 1.00001 : 0'],
    ['leaky ReLU without its leak', 'z > 0 ? z : 0.01 * z', 'z > 0 ? 1 : 0'],
    ['a kink in the wrong place', 'max(0, z)', 'z > 0.5 ? 1 : 0'],
    ['the sides of a kink exchanged', 'abs(z)', 'z > 0 ? -1 : 1'],
    ['a wiggle with many kinks', 'abs(sin(5 * z))', '5 * cos(5 * z)'],
    ['NaN', 'z * z', '0 / (z - z)'],
  ])('%s', (_name, value, derivative) => {
    const result = check(wrong(value, derivative))
    expect(result.ok).toBe(false)
    expect(result.worst!.error).toBeGreaterThan(1e-6)
    expect(result.byParameter.find(({ parameter }) => parameter === 'h1.W')!.ok).toBe(false)
    expect(result.byParameter.find(({ parameter }) => parameter === 'scores.W')!.ok).toBe(true)
  })

  test('a loss with the derivative of its square root', () => {
    const loss = elementLoss('wrong', {}, { value: '(s - y)^2', derivative: 's - y' }, 'number')()
    const result = check(tanh(), loss, 2)
    expect(result.byParameter.map(({ ok }) => ok)).toEqual([false, false, false, false])
    // numeric is twice analytic, and the error is measured against the larger of the two
    expect(result.worst!.error).toBeCloseTo(0.5, 5)
  })
})

describe('kinks', () => {
  test('units whose sum is exactly 0 are skipped, and counted by parameter', () => {
    const net = network(2, [dense(3, relu()), dense(2)])
    const parameters = { ...draw(net), 'h1.W': new Float32Array(6) } // all sums are 0, where relu bends
    const data = makeData({ inputs: 2, rows: 1, classes: 2, seed: 1 })
    const result = gradcheck(net, parameters, { data, loss: 'softmax' })
    expect(result).toMatchObject({ ok: true, skipped: 9 })
    expect(result.byParameter.map(({ checked, skipped }) => [checked, skipped])).toEqual([
      [0, 6],
      [0, 3],
      [6, 0],
      [2, 0],
    ])
    expect(result.byParameter[0]!.worst).toBeUndefined()
  })

  test('at a kink a derivative that is on neither side fails: relu′(0) = 2', () => {
    const net = network(2, [
      dense(3, activation('wrong', {}, { value: 'max(0, z)', derivative: 'z > 0 ? 1 : z == 0 ? 2 : 0' })()),
      dense(2),
    ])
    const parameters = { ...draw(net), 'h1.W': new Float32Array(6) }
    const result = gradcheck(net, parameters, {
      data: makeData({ inputs: 2, rows: 1, classes: 2, seed: 1 }),
      loss: 'softmax',
    })
    expect(result.ok).toBe(false)
    expect(result.skipped).toBe(0)
  })

  test('equal pieces of maxout are a kink, too', () => {
    const net = network(2, [maxout(3), dense(2)])
    const parameters = draw(net)
    parameters['h1.W2']!.set(parameters['h1.W1']!)
    const result = gradcheck(net, parameters, {
      data: makeData({ inputs: 2, rows: 1, classes: 2, seed: 1 }),
      loss: 'softmax',
    })
    expect(result).toMatchObject({ ok: true, skipped: 18 })
  })

  const relu1 = (at: number) => (x: number) => Math.max(0, x - at) + Math.sin(x)
  const slope = (at: number, x: number) => (x > at ? 1 : 0) + Math.cos(x)

  test.each([1e-1, 1.9e-3, 1e-3, 6.6e-4, 1e-4, 1.1e-5, 3e-6, -1e-4, -1.9e-3, -2e-5])(
    'a kink %d away is not skipped: right passes, wrong fails',
    (away) => {
      const [f, right] = [relu1(0.3 + away), slope(0.3 + away, 0.3)]
      const judge = (analytic: number) => judgeSlope(f, 0.3, analytic, 1e-3, 1e-3)
      expect(judge(right)).toMatchObject({ error: expect.toSatisfy((error: number) => error <= 1e-6) })
      for (const off of [1, -1, 0.5, 1e-2, 1e-3, -1e-4, 1e-5]) {
        expect(judge(right + off), `off by ${off}`).toMatchObject({
          error: expect.toSatisfy((error: number) => error > 1e-6),
        })
      }
    },
  )

  test('two kinks that hide each other at the first step excuse nothing', () => {
    const f = (x: number) => Math.max(0, x - 4e-4) + Math.max(0, -x - 4e-4) + 2 * x
    expect(judgeSlope(f, 0, 2, 1e-3, 1e-3)).toMatchObject({ error: 0 })
    expect(judgeSlope(f, 0, 2.01, 1e-3, 1e-3)).toMatchObject({
      error: expect.toSatisfy((error: number) => error > 1e-3),
    })
  })

  test('a smooth function with a large third derivative is no kink', () => {
    const f = (x: number) => Math.sin(300 * x)
    expect(judgeSlope(f, 0.1, 300 * Math.cos(30), 1e-3, 1e-3)).toMatchObject({
      error: expect.toSatisfy((error: number) => error <= 1e-6),
    })
    expect(judgeSlope(f, 0.1, 300.01 * Math.cos(30), 1e-3, 1e-3)).toMatchObject({
      error: expect.toSatisfy((error: number) => error > 1e-5),
    })
  })

  test('at the kink itself any slope between the two sides is a kink, and any other is wrong', () => {
    const f = relu1(0.3)
    for (const share of [0, 0.2, 0.9, 1]) expect(judgeSlope(f, 0.3, share + Math.cos(0.3), 1e-3, 1e-3)).toBe('kink')
    for (const share of [-0.01, 1.01, 2, -1]) {
      expect(judgeSlope(f, 0.3, share + Math.cos(0.3), 1e-3, 1e-3)).toMatchObject({
        error: expect.toSatisfy((error: number) => error > 1e-4),
      })
    }
  })

  test('a constant has the slope 0, and 1e-9 of the loss is not taken for rounding', () => {
    expect(judgeSlope(() => 0.7, 2, 0, 0, 1e-3)).toEqual({ numeric: 0, error: 0 })
    expect(judgeSlope(() => 0.7, 2, 1e-9, 0, 1e-3)).toMatchObject({
      error: expect.toSatisfy((error: number) => error > 0.99),
    })
  })
})

describe('refusals', () => {
  const net = network(3, [dense(3)])
  const data = makeData({ inputs: 3, rows: 4, classes: 3, seed: 1 })

  test('a misspelt option, a step out of range, a missing parameter', () => {
    const options = { data, loss: 'softmax', steps: 1 } as const
    expect(() => gradcheck(net, draw(net), options)).toThrow(
      'gradcheck: the options are data, loss, l2, l1, step; got "steps". Remove steps, or correct its spelling.',
    )
    expect(() => gradcheck(net, draw(net), { data, loss: 'softmax', step: 0 })).toThrow(
      'gradcheck: step must be a number in [1e-5, 0.1]; got 0. Give step a value in [1e-5, 0.1].',
    )
    expect(() => gradcheck(net, {}, { data, loss: 'softmax' })).toThrow(
      "lossAndGradients: parameters['scores.W'] must hold 9 numbers, shape (3, 3); got none. Give every parameter that parameterShapes lists, in its shape.",
    )
  })
})
