// Mistakes that other toolkits have made in normalization, losses, optimizers, noise and judging, one test for each: it must not happen here. Those of
// whole networks and runs are in defects.test.ts.
import { describe, expect, test } from 'vitest'
import {
  adam,
  adamw,
  alphaDropout,
  averaged,
  type Backend,
  batchNorm,
  createModel,
  crelu,
  crossEntropy,
  crossValidate,
  dense,
  describe as describeNetwork,
  drawSettings,
  evaluate,
  examples,
  fit,
  gradientDescent,
  klDivergence,
  type Layer,
  type Loss,
  layerNorm,
  logUniform,
  nesterov,
  network,
  type Optimizer,
  poisson,
  reference,
  relu,
  rocCurve,
  selu,
  softmax,
  spiral,
  tanh,
  trainer,
  wasm,
  weightNoise,
} from '../src/index.ts'

const arms = spiral({ classes: 3, rows: 90, seed: 1 })
const small = network(2, [dense(8, tanh()), dense(3)])
const normalized = network(2, [dense(8), batchNorm(tanh()), dense(3)])
const backends = [wasm, reference].map((device): [string, Backend] => [device.name, device])

describe.each(backends)('on %s', (_name, device) => {
  /** The parameters after 20 steps. */
  const after = (optimizer: Optimizer, more: object = {}, net = small) => {
    const run = trainer(net, arms, { optimizer, device, batch: 40, ...more })
    run.step(20)
    return run.learned()
  }

  test('what a normalized network predicts for a row does not depend on the rows beside it', () => {
    const run = trainer(normalized, arms, { device })
    run.step(20)
    const model = run.model()
    const rows = Array.from({ length: 9 }, (_, i) => [Math.sin(i), Math.cos(2 * i)] as const)
    expect(rows.flatMap((row) => model.scores([row]))).toEqual(model.scores(rows))
  })

  test('judging moves no running statistics, and noise and dropout of every kind are off in it', () => {
    const noisy = network(2, [
      dense(8, selu(), { dropout: alphaDropout(0.5), noise: weightNoise(1) }),
      batchNorm(),
      dense(6, tanh(), { dropout: 0.5, inputNoise: 1 }),
      layerNorm(),
      dense(3),
    ])
    const run = trainer(noisy, arms, { device })
    run.step(5)
    const before = run.snapshot()
    expect(run.evaluate()).toEqual(run.evaluate())
    run.model().scores([[1, 2]])
    expect(run.snapshot()).toEqual(before)
  })

  test('a momentum of 0 is allowed: nesterov is then plain descent, and normalization keeps the last rows alone', () => {
    expect(after(nesterov({ rate: 0.1, momentum: 0 }))).toEqual(after(gradientDescent({ rate: 0.1 })))
    const forgetful = network(1, [batchNorm({ momentum: 0, name: 'n' }), dense(1)])
    const data = examples({ X: [[1], [2], [3], [10]], y: [0, 1, 2, 3], task: 'regression' })
    const run = trainer(forgetful, data, { device, batch: 3, shuffle: false })
    run.step()
    expect(run.parameters.get('n.mean')[0]).toBeCloseTo(2, 6)
    expect(run.parameters.get('n.variance')[0]).toBeCloseTo(1, 6) // 1, 2, 3 over rows - 1
  })

  test('an option of 0 means 0: no decay, no smoothing, no averaging, no strength of a layer’s own', () => {
    const plain = after(adam())
    const furthest = (other: typeof plain) =>
      Math.max(
        ...Object.entries(plain).flatMap(([name, values]) =>
          Array.from(values, (w, i) => Math.abs(w - other[name]![i]!)),
        ),
      )
    const zero = network(2, [dense(8, tanh(), { l2: 0, l1: 0, inputNoise: 0, dropout: 0 }), dense(3)])
    expect(after(adam(), {}, zero)).toEqual(plain)
    // Formulas that round otherwise, and give the same
    for (const other of [
      after(adamw({ decay: 0 })),
      after(averaged(adam(), { decay: 0 })),
      after(adam(), { loss: crossEntropy({ smoothing: 0, weights: [1, 1, 1] }) }),
    ])
      expect(furthest(other)).toBeLessThan(1e-6)
    expect(furthest(after(adamw()))).toBeGreaterThan(1e-5)
  })

  test('decay apart from the gradient, and that of a layer’s own, are not divided by the batch, and leave biases alone', () => {
    for (const rows of [1, 8]) {
      const data = examples({ X: Array(rows).fill([0]), y: Array(rows).fill(0), task: 'regression' })
      const stepped = (optimizer: Optimizer, layer: Layer<1>) => {
        const parameters = { 'scores.W': [2], 'scores.b': [0] }
        const run = trainer(network(1, [layer]), data, { optimizer, parameters, device })
        run.step()
        return run.parameters.all()
      }
      const decayed = stepped(adamw({ rate: 0.1, decay: 0.5 }), dense(1))
      expect(decayed['scores.W']![0]).toBeCloseTo(2 - 0.1 * 0.5 * 2, 6)
      expect(decayed['scores.b']![0]).toBe(0)
      const held = stepped(gradientDescent({ rate: 0.1 }), dense(1, { l2: 0.5, l1: 0.25 }))
      expect(held['scores.W']![0]).toBeCloseTo(2 - 0.1 * (0.5 * 2 + 0.25), 6)
    }
  })

  const counts = { ...arms, task: 'regression', y: arms.y.map((y) => 3 * y), targets: 1 } as const
  const { classes: _none, ...numbers } = counts
  const shares = {
    ...numbers,
    targets: 2,
    y: Float32Array.from({ length: 180 }, (_, i) => (i % 2 === 0 ? 0.25 : 0.75)),
  }
  test.each<[string, Loss, typeof arms | typeof shares, number]>([
    ['cross-entropy with weights', crossEntropy({ weights: [5, 1, 0.2], smoothing: 0.1 }), arms, 3],
    ['poisson', poisson(), numbers as never, 1],
    ['kl-divergence', klDivergence(), shares as never, 2],
  ])(
    '%s: a short last batch counts by its rows, in the loss of an epoch and in an evaluation',
    async (_loss, loss, data, outputs) => {
      const net = network(2, [dense(5, tanh()), dense(outputs)])
      const still = { loss, device, optimizer: gradientDescent({ rate: 0 }), seed: 3 } as const
      const losses: number[] = []
      for (const batch of [40, 90, 1]) {
        for await (const event of fit(net, data as never, { ...still, batch, epochs: 1 }))
          if (event.kind === 'epoch') losses.push(event.loss)
        losses.push(trainer(net, data as never, { ...still, batch }).evaluate().loss)
      }
      for (const each of losses) expect(each).toBeCloseTo(losses[0]!, 5)
    },
  )

  test('L1 of a layer’s own does not cut a link for good', () => {
    const data = examples({ X: [[1], [2]], y: [1, 2], task: 'regression' })
    const parameters = { 'scores.W': [0], 'scores.b': [0] }
    const optimizer = gradientDescent({ rate: 0.1 })
    const run = trainer(network(1, [dense(1, { l1: 0.01 })]), data, { optimizer, parameters, device })
    run.step(2000)
    expect(run.parameters.get('scores.W')[0]).toBeCloseTo(0.98, 2) // as with the run's l1: defects.test.ts
  })

  test('the same seed gives the same losses, whatever chance does in the layers, and another seed other ones', async () => {
    const net = network(2, [
      dense(8, selu(), { dropout: alphaDropout(0.2), noise: weightNoise(0.1) }),
      batchNorm(),
      dense(3),
    ])
    const losses = async (seed: number) => {
      const seen: number[] = []
      for await (const event of fit(net, arms, { epochs: 3, seed, device }))
        if (event.kind === 'epoch') seen.push(event.loss)
      return seen
    }
    const first = await losses(1)
    expect(await losses(1)).toEqual(first)
    expect(await losses(2)).not.toEqual(first)
  })

  test('a NaN in a normalized network is explained: the step, the layer and the quantity', () => {
    const rate = device === wasm ? 1e39 : 1e308 // beyond float32, and float64
    const run = trainer(normalized, arms, { optimizer: gradientDescent({ rate }), device })
    expect(() => run.step(9)).toThrow(
      /^trainer: every number must stay finite; got -?(Infinity|NaN) in .*(h1|h2|scores).*, column \d+, first at step \d+ \(epoch \d+\)\. Lower the rate \(now 1e\+\d+\)/,
    )
  })
})

test('early stopping gives back the best weights with their running statistics, and the averages of that epoch', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [(i * 37) % 11, (i * 53) % 7] as const)
  const noisy = examples({ X: rows, y: rows.map((_, i) => ((i * i * 7) % 13 > 6 ? 'a' : 'b')) })
  const held = examples({ X: rows.slice(0, 9), y: rows.slice(0, 9).map((_, i) => (i % 3 === 0 ? 'a' : 'b')) })
  for (const optimizer of [adam({ rate: 0.05 }), averaged(adam({ rate: 0.05 }), { decay: 0.9 })]) {
    const net = network(2, [dense(20), batchNorm(tanh()), dense(2)])
    const run = fit(net, noisy, { optimizer, epochs: 200, validation: held, patience: 4 })
    const losses: number[] = []
    for await (const event of run) if (event.kind === 'epoch') losses.push(event.validation!.loss)
    expect(losses.at(-1)).toBeGreaterThan(Math.min(...losses))
    expect(evaluate(await run.model, held).loss).toBeCloseTo(Math.min(...losses), 5)
  }
})

test('normalization and CReLU are not counted as layers', () => {
  expect(describeNetwork(network(4, [dense(5), batchNorm(relu()), layerNorm(), crelu(), dense(3)])).layers).toBe(2)
})

test('the area under a ROC curve is exact however close the scores are, not read off two hundred thresholds', () => {
  const scores = Array.from({ length: 1000 }, (_, i) => 0.5 + i * 1e-9)
  expect(
    rocCurve(
      scores,
      scores.map((_, i) => i >= 700),
    ).area,
  ).toBe(1)
  expect(
    rocCurve(
      scores,
      scores.map((_, i) => i < 700),
    ).area,
  ).toBe(0)
})

test('accuracy is that of all rows, not a mean over batches', () => {
  const model = createModel({
    network: network(1, [dense(2)]),
    parameters: { 'scores.W': Float32Array.of(-1, 1), 'scores.b': Float32Array.of(0, 0) },
    loss: softmax(),
    task: 'classification',
    classes: ['low', 'high'],
    provenance: {
      ...{ library: '', seed: 1, options: {}, data: { fingerprint: '', rows: 0 }, epochs: 0, steps: 0 },
      engine: { backend: 'wasm', features: [] },
    },
  })
  // 1,025 rows, of which the last alone is wrong: a mean over two batches of 1,024 would be a half
  const X = Array.from({ length: 1025 }, (_, i) => [i < 1024 ? 1 : -1] as const)
  const data = examples({ X, y: X.map(() => 'high'), classes: ['low', 'high'] })
  expect(evaluate(model, data)).toMatchObject({ accuracy: 1024 / 1025 })
})

test('a search draws, and folds train, the same for the same seed', async () => {
  const space = { rate: logUniform(1e-4, 1e-1) }
  expect(drawSettings(space, 9, 5)).toEqual(drawSettings(space, 9, 5))
  expect(drawSettings(space, 9, 6)).not.toEqual(drawSettings(space, 9, 5))
  const judged = () => crossValidate(small, arms, { folds: 3, epochs: 2, seed: 4 })
  expect(await judged()).toEqual(await judged())
})
