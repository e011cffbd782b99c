import { describe, expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { network } from '../../src/network/network.ts'
import { maskOf } from '../../src/network/steps.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { compile } from '../../src/plan/compile.ts'
import { backends, system } from './backends.ts'
import { type Case, cases, dataFor } from './cases.ts'
import { makeData } from './data.ts'
import { bitsOf, distance, oneStep, prepareCase, settingsOf, train, trainUnfused } from './running.ts'

test('the system’s BLAS is among the backends', ({ skip }) => {
  if (typeof system === 'string') skip(system)
  expect(backends.map(({ name }) => name)).toEqual([
    'wasm',
    '2 threads',
    '2 threads that leave zeros out',
    'fast',
    'blas',
  ])
})

/** Of a tensor's largest magnitude: some hundred roundings of float32, 6e-8 each. */
const tolerance = 1e-5
/** After the suite's 4 epochs the differences of every step have been carried on; steps of 0.1 times smooth slopes do not multiply them by more
 *  than 10. */
const trainedTolerance = 1e-4
const epochs = 4

const stepsOf = ({ data, batch }: Case) => Math.ceil(data.rows / batch)

describe.each(backends.map((backend) => [backend.name, backend] as const))('%s', (_name, backend) => {
  describe.each(cases.map((item) => [item.name, item] as const))('%s', (_case, item) => {
    const pair = () => [prepareCase(backend, item), prepareCase(reference, item)] as const

    test('every buffer of a training step equals the reference’s to within 1e-5 of its largest number', () => {
      for (const { batch, position } of [
        { batch: item.batch, position: 0 },
        { batch: item.batch, position: item.data.rows - 1 },
      ]) {
        const [tested, oracle] = pair()
        for (const execution of [tested, oracle]) {
          execution.configure(settingsOf(execution, batch, item.settings))
          if (item.masks) execution.write(maskOf('h'), [1, 0, 1, 1, 1, 1, 0])
          execution.seek({ step: 5, epoch: 2, position })
          oneStep(execution)
        }
        const rows = Math.min(batch, item.data.rows - position)
        for (const { name, role } of oracle.plan.buffers.values()) {
          const used = role === 'values' || role === 'targets' ? rows : undefined
          expect(distance(tested.read(name, used), oracle.read(name, used)), name).toBeLessThanOrEqual(tolerance)
        }
        const [is, must] = [tested.totals(), oracle.totals()]
        expect([is.hits, is.rows]).toEqual([must.hits, must.rows])
        expect(distance([is.loss], [must.loss])).toBeLessThanOrEqual(tolerance)
      }
    })

    test('training, evaluation and scores equal the reference’s after 4 epochs', () => {
      const [tested, oracle] = pair()
      const steps = epochs * stepsOf(item) - 1
      const [is, must] = [train(tested, steps), train(oracle, steps)]
      expect([is.hits, is.rows]).toEqual([must.hits, must.rows])
      expect(distance([is.loss], [must.loss])).toBeLessThanOrEqual(trainedTolerance)
      expect(tested.cursor()).toEqual(oracle.cursor())
      for (const { name } of oracle.plan.parameters) {
        expect(distance(tested.read(name), oracle.read(name)), name).toBeLessThanOrEqual(trainedTolerance)
      }
      const [judged, truth] = [tested.evaluate('training'), oracle.evaluate('training')]
      expect([judged.hits, judged.rows]).toEqual([truth.hits, truth.rows])
      expect(distance([judged.loss], [truth.loss])).toBeLessThanOrEqual(trainedTolerance)
      expect(distance(tested.scoresOf('training'), oracle.scoresOf('training'))).toBeLessThanOrEqual(trainedTolerance)
      if (item.data.scaling) return
      const { X, rows } = item.data
      expect(tested.scores(X, rows)).toEqual(tested.scoresOf('training'))
      expect(distance(tested.scores(X, rows), oracle.scores(X, rows))).toBeLessThanOrEqual(trainedTolerance)
    })

    test('fused, unfused, in one call or in several, resumed in the middle of an epoch: the same bits', () => {
      const steps = epochs * stepsOf(item) - 1
      const once = prepareCase(backend, item)
      const totals = train(once, steps)
      const bits = bitsOf(once)

      const again = prepareCase(backend, item)
      expect(train(again, steps)).toEqual(totals)
      expect(bitsOf(again)).toBe(bits)

      const apart = prepareCase(backend, item)
      const sum = trainUnfused(apart, steps, item.data.rows, item.batch)
      expect(bitsOf(apart)).toBe(bits)
      expect([sum.hits, sum.rows]).toEqual([totals.hits, totals.rows])
      expect(apart.cursor()).toEqual(once.cursor())

      const pieces = prepareCase(backend, item)
      for (let left = steps, count = 1; left > 0; left -= count, count = Math.min(left, count + 1)) {
        train(pieces, count)
        pieces.evaluate('training')
        pieces.scoresOf('training')
        pieces.seek(pieces.cursor())
      }
      expect(bitsOf(pieces)).toBe(bits)
    })
  })

  const item = (more: Partial<Case> = {}): Case => ({
    name: '',
    network: network(3, [dense(9, relu(), { dropout: 0.5, inputNoise: 0.1 }), dense(3)]),
    loss: softmax(),
    data: makeData({ inputs: 3, rows: 50, classes: 3, seed: 6 }),
    batch: 8,
    optimizer: adam(),
    settings: {},
    masks: false,
    ...more,
  })

  test('a run that goes on in a fresh execution from parameters, state and cursor ends with the same bits', () => {
    const whole = prepareCase(backend, item())
    train(whole, 17)
    const half = prepareCase(backend, item())
    train(half, 10)
    const rest = prepareCase(backend, item())
    for (const { name, role } of half.plan.buffers.values()) {
      if (['weights', 'biases', 'learned', 'state'].includes(role)) rest.write(name, half.read(name))
    }
    rest.seek(half.cursor())
    train(rest, 7)
    expect(bitsOf(rest)).toBe(bitsOf(whole))
    expect(rest.cursor()).toEqual({ step: 17, epoch: 2, position: 24 })
  })

  test('evaluating another set between steps leaves the cursor and the bits of training alone', () => {
    const [plain, watched] = [prepareCase(backend, item()), prepareCase(backend, item())]
    train(plain, 9)
    watched.setData('validation', makeData({ inputs: 3, rows: 13, classes: 3, seed: 8 }))
    for (let i = 0; i < 9; i++) {
      train(watched, 1)
      const before = watched.cursor()
      expect(watched.evaluate('validation').rows).toBe(13)
      expect(watched.scoresOf('validation')).toHaveLength(39)
      watched.scores(Float32Array.of(1, 2, 3), 1)
      expect(watched.cursor()).toEqual(before)
    }
    expect(bitsOf(watched)).toBe(bitsOf(plain))
  })

  test('the random words go on across step 2^32: kept units are those of the reference, every one', () => {
    const [tested, oracle] = [prepareCase(backend, item()), prepareCase(reference, item())]
    for (const step of [0, 1, 4294967294, 4294967295, 4294967296, 9007199254740]) {
      for (const execution of [tested, oracle]) {
        execution.configure(settingsOf(execution, 8, { seed: 9007199254740991 }))
        execution.seek({ step, epoch: 3, position: 8 })
        oneStep(execution)
      }
      expect(Array.from(tested.read('h1:kept'))).toEqual(Array.from(oracle.read('h1:kept')))
      expect(distance(tested.read('h1:noisy'), oracle.read('h1:noisy'))).toBeLessThan(1e-6)
    }
    tested.seek({ step: 4294967294, epoch: 0, position: 0 })
    train(tested, 4)
    expect(tested.cursor()).toEqual({ step: 4294967298, epoch: 0, position: 32 })
  })

  test('every share of dropout keeps the same units as the reference, and divides by the share that is kept', () => {
    for (const share of [0, 1e-9, 0.1, 0.25, 0.5, 0.75, 0.999]) {
      const [tested, oracle] = [prepareCase(backend, item()), prepareCase(reference, item())]
      for (const execution of [tested, oracle]) {
        execution.configure(settingsOf(execution, 8, { dropout: [share] }))
        oneStep(execution)
      }
      expect(Array.from(tested.read('h1:kept'))).toEqual(Array.from(oracle.read('h1:kept'), Math.fround))
    }
  })

  test('without training, dropout and noise let everything through, also on the way back', () => {
    const [tested, oracle] = [prepareCase(backend, item()), prepareCase(reference, item())]
    oneStep(tested) // leaves a mask behind
    for (const execution of [tested, oracle]) oneStep(execution, false)
    for (const name of ['scores', 'd:scores.W', 'd:h1.W', 'd:h1.b', 'h1:kept']) {
      expect(distance(tested.read(name), oracle.read(name)), name).toBeLessThanOrEqual(tolerance)
    }
    expect(Math.max(...oracle.read('d:h1.W'))).toBeGreaterThan(0)
  })

  test('settings may change in the middle of an epoch: seed, shuffling, batch, dropout and noise', () => {
    const [tested, oracle] = [prepareCase(backend, item()), prepareCase(reference, item())]
    for (const change of [
      {},
      { seed: 8 },
      { shuffle: false },
      { shuffle: false, seed: 9 },
      { shuffle: true },
      { dropout: [0.1] },
      { noise: [0] },
      { l2: 0.1 },
    ]) {
      for (const batch of [8, 5]) {
        for (const execution of [tested, oracle]) execution.configure(settingsOf(execution, batch, change))
        const [is, must] = [train(tested, 2), train(oracle, 2)]
        expect([is.hits, is.rows], JSON.stringify(change)).toEqual([must.hits, must.rows])
        expect(distance([is.loss], [must.loss]), JSON.stringify(change)).toBeLessThan(trainedTolerance)
      }
    }
  })

  test('new data may replace the old, larger or smaller', () => {
    const [tested, oracle] = [prepareCase(backend, item()), prepareCase(reference, item())]
    for (const rows of [50, 7, 3000]) {
      const losses = [tested, oracle].map((execution) => {
        execution.setData('training', makeData({ inputs: 3, rows, classes: 3, seed: rows }))
        execution.seek({ step: 0, epoch: 0, position: 0 })
        train(execution, 9)
        return execution.evaluate('training').loss
      })
      expect(distance([losses[0]!], [losses[1]!])).toBeLessThan(trainedTolerance)
    }
  })

  test('1024 steps in one call go through many epochs, and end where 1024 calls end', () => {
    const small = item({ data: makeData({ inputs: 3, rows: 11, classes: 3, seed: 6 }) })
    const [one, many] = [prepareCase(backend, small), prepareCase(backend, small)]
    expect(one.stepsAtOnce).toBe(1024)
    train(one, 1024)
    for (let i = 0; i < 1024; i++) train(many, 1)
    expect(one.cursor()).toEqual({ step: 1024, epoch: 512, position: 0 })
    expect(bitsOf(many)).toBe(bitsOf(one))
  })

  test('a plan without a loss predicts, and one without an optimizer evaluates', () => {
    const { network: net, data, loss } = item()
    const values = [backend, reference].map((device) => {
      const predicting = device.prepare(compile(net, { batch: 4 }))
      const judging = device.prepare(compile(net, { batch: 4, loss }))
      judging.configure(settingsOf(judging, 4))
      judging.setData('validation', data)
      for (const execution of [predicting, judging]) {
        execution.plan.parameters.forEach(({ name }) => {
          execution.write(
            name,
            execution.read(name).map((_, i) => Math.fround(Math.sin(i) / 2)),
          )
        })
      }
      return { scores: predicting.scores(data.X, data.rows), totals: judging.evaluate('validation') }
    })
    expect(distance(values[0]!.scores, values[1]!.scores)).toBeLessThanOrEqual(tolerance)
    expect(values[0]!.totals.hits).toBe(values[1]!.totals.hits)
    expect(distance([values[0]!.totals.loss], [values[1]!.totals.loss])).toBeLessThanOrEqual(tolerance)
  })

  test('NaN in a feature reaches the loss, and hits are not counted for it', () => {
    const data = dataFor({ loss: item().loss, outputs: 3 }, 3, 8)
    const broken = { ...data, X: data.X.map((value, i) => (i === 4 ? Number.NaN : value)) as Float32Array }
    const [tested, oracle] = [
      prepareCase(backend, item({ data: broken })),
      prepareCase(reference, item({ data: broken })),
    ]
    const [is, must] = [tested.evaluate('training'), oracle.evaluate('training')]
    expect([is.loss, is.hits]).toEqual([Number.NaN, must.hits])
    expect(must.loss).toBeNaN()
  })
})
