import { describe, expect, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { reference } from '../../src/backend/reference/reference.ts'
import { crewBackend } from '../../src/backend/wasm/crew.ts'
import { fast } from '../../src/backend/wasm/fast.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { hire } from '../../src/node/threads.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { averaged } from '../../src/optimizer/averaged.ts'
import { type ClipOptions, clipped } from '../../src/optimizer/clipped.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { optimizer, optimizerFromData } from '../../src/optimizer/optimizer.ts'
import type { Optimizer } from '../../src/optimizer/types.ts'
import { fit } from '../../src/train/fit.ts'
import { trainer } from '../../src/train/trainer.ts'
import { savedAfter } from '../train/saved-after.ts'
import { prepare, update } from './updating.ts'

const descent = gradientDescent({ rate: 1 })

/** The step that is taken from 0 with these gradients. */
function stepOf(backend: Backend, rule: Optimizer, W: number[], b: number[]): { W: number[]; b: number[] } {
  const execution = prepare(backend, rule)
  update(execution, { W, b })
  const read = (name: string) => Array.from(execution.read(name), (w) => 0 - w)
  return { W: read('scores.W'), b: read('scores.b') }
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length)
  found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(2e-7 * Math.abs(expected[i]!)))
}

describe.each([reference, wasm])('$name', (backend) => {
  test('all gradients together have the norm 5 of 3 and 4, and are cut to a norm of 1', () => {
    const { W, b } = stepOf(backend, clipped(descent, { globalNorm: 1 }), [0, 0, 3, 0, 0, 0], [0, -4, 0])
    expectClose(W, [0, 0, 0.6, 0, 0, 0])
    expectClose(b, [0, -0.8, 0])
  })

  test('each tensor by itself: one is cut, one is short enough', () => {
    const { W, b } = stepOf(backend, clipped(descent, { norm: 5 }), [6, 0, 8, 0, 0, 0], [0, -4, 0])
    expectClose(W, [3, 0, 4, 0, 0, 0])
    expectClose(b, [0, -4, 0])
  })

  test('each number by itself', () => {
    const { W, b } = stepOf(backend, clipped(descent, { value: 2 }), [6, 0, -8, 2, 1, -2], [0, -4, 0.5])
    expectClose(W, [2, 0, -2, 2, 1, -2])
    expectClose(b, [0, -2, 0.5])
  })

  test('gradients of 1e-25, whose squares are denormal, are left alone, and those of 1e30 are cut all the same', () => {
    const rule = clipped(descent, { globalNorm: 1 })
    const tiny = stepOf(backend, rule, [1e-25, -2e-25, 0, 0, 0, 0], [0, 3e-25, 0])
    expectClose(tiny.W, [1e-25, -2e-25, 0, 0, 0, 0])
    const huge = stepOf(backend, rule, [3e30, 0, 0, 0, 0, 0], [4e30, 0, 0])
    expectClose([...huge.W, ...huge.b], [0.6, 0, 0, 0, 0, 0, 0.8, 0, 0])
    expectClose(stepOf(backend, rule, [0, 0, 0, 0, 0, 0], [0, 0, 0]).W, [0, 0, 0, 0, 0, 0])
  })

  test('a NaN goes on: nothing of it is hidden', () => {
    for (const options of [{ globalNorm: 1 }, { norm: 1 }, { value: 1 }]) {
      const { W, b } = stepOf(backend, clipped(descent, options), [Number.NaN, 1, 1, 1, 1, 1], [1, 1, 1])
      expect(W[0]).toBeNaN()
      expect(Number.isNaN(b[0])).toBe('globalNorm' in options)
    }
  })
})

const net = network(2, [dense(60, relu()), dense(70, relu()), dense(3)])
const data = spiral({ classes: 3, rows: 150, seed: 1 })
const rules: readonly (readonly [string, Optimizer])[] = (
  [{ globalNorm: 0.01 }, { norm: 0.01 }, { value: 0.001 }] as ClipOptions[]
).map((options) => [Object.keys(options)[0]!, clipped(averaged(adam({ rate: 0.02 }), { decay: 0.9 }), options)])

describe.each(rules)('a run clipped by %s, with averages and l2', (_name, rule) => {
  const options = { optimizer: rule, epochs: 3, batch: 40, l2: 0.01, seed: 2 }

  test('has the same bits on any number of threads, and in a wasm module of its own', async () => {
    const devices = [1, 2, 3].map((count) => crewBackend({ count, leastMultiplyAdds: 0, fast: false, hire }))
    const models = await Promise.all([wasm, ...devices].map((device) => fit(net, data, { ...options, device }).model))
    for (const { parameters } of models.slice(1)) expect(parameters).toEqual(models[0]!.parameters)
  })

  test('stays near the reference on wasm and fast', () => {
    const [oracle, ...tested] = [reference, wasm, fast()].map((device) => trainer(net, data, { ...options, device }))
    for (const run of [oracle!, ...tested]) run.step(6)
    for (const run of tested) {
      for (const [name, values] of Object.entries(oracle!.learned())) {
        const found = run.learned()[name]!
        values.forEach((value, i) => expect(Math.abs(found[i]! - value), name).toBeLessThan(2e-5))
      }
    }
  })

  test('resumes with the same bits, the optimizer read from its JSON', async () => {
    const copy = optimizerFromData(JSON.parse(JSON.stringify(rule)))
    expect(copy).toEqual(rule)
    const whole = await fit(net, data, { ...options, device: wasm }).model
    const saved = await savedAfter(1, net, data, { ...options, device: wasm })
    const rest = await fit(net, data, { ...options, device: wasm, optimizer: copy, resume: saved }).model
    expect(rest.parameters).toEqual(whole.parameters)
  })
})

test('a clipped run is another one than a free one, and regularization is within what is cut', () => {
  const steps = (optimizer: Optimizer) => {
    const run = trainer(net, data, { optimizer, l2: 100, device: reference, batch: 150 })
    const before = run.parameters.all()
    run.step()
    let squares = 0
    for (const [name, values] of Object.entries(run.parameters.all()))
      values.forEach((value, i) => (squares += (value - before[name]![i]!) ** 2))
    return Math.sqrt(squares)
  }
  expect(steps(descent)).toBeGreaterThan(100)
  expect(steps(clipped(descent, { globalNorm: 0.5 }))).toBeCloseTo(0.5, 10)
})

describe('options', () => {
  test('may be combined by one around the other, but not twice the same', () => {
    const both = clipped(clipped('adam', { value: 2 }), { globalNorm: 1 })
    expect([both.kind, both.clips, both.options.clipValue, both.options.clipNorm]).toEqual([
      'clipped-clipped-adam',
      'all',
      2,
      1,
    ])
    expect(() => clipped(both, { norm: 1 })).toThrow(
      'clipped: what it is put around must not have clipNorm already; got clipNorm 1. Use it once.',
    )
  })

  test.each([
    [
      {},
      'clipped: one of value, norm and globalNorm must be given; got {  }. Give one; for values and norms, put one clipped() around the other.',
    ],
    [{ value: 1, norm: 1 }, 'clipped: one of value, norm and globalNorm must be given; got { value, norm }. Give one;'],
    [{ norm: 0 }, 'clipped-adam: clipNorm must be a number in (0, ∞); got 0. Give clipNorm a value in (0, ∞).'],
    [
      { maximum: 1 },
      'clipped: the options are value, norm, globalNorm; got "maximum". Remove maximum, or correct its spelling.',
    ],
  ])('%j is refused', (options, message) => {
    expect(() => clipped(adam(), options as ClipOptions)).toThrow(message)
  })

  test('a rule of the user’s own clips only with a norm to clip to', () => {
    const rate = { interval: '[0, ∞)', default: 0.1 }
    expect(optimizer('mine', { rate }, { update: 'w - rate * g', clips: 'all' })).toThrow(
      'mine: clipNorm must be a number in (0, ∞); got undefined.',
    )
    expect(optimizer('mine', { rate }, { update: 'w - rate * g', clips: 'some' as never })).toThrow(
      'mine: clips must be one of each, all; got "some".',
    )
  })
})
