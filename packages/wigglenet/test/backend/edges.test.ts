import { describe, expect, test } from 'vitest'
import type { Backend, Execution } from '../../src/backend/backend.ts'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import type { DataSet } from '../../src/data/types.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import type { Loss, Network } from '../../src/network/types.ts'
import { compile } from '../../src/plan/compile.ts'
import { activations } from './activations.ts'
import { oneStep, settingsOf } from './running.ts'

const backends: readonly Backend[] = [wasm]

/** Forward and backward of one batch, with the given parameters. */
function run(
  backend: Backend,
  net: Network,
  loss: Loss,
  data: DataSet,
  parameters: Record<string, number[]>,
): Execution {
  const execution = backend.prepare(compile(net, { batch: data.rows, loss }))
  for (const { name, initializer } of execution.plan.parameters) {
    const fill = initializer.kind === 'constant' ? initializer.value : 0
    execution.write(name, parameters[name] ?? execution.read(name).map(() => fill))
  }
  execution.configure(settingsOf(execution, data.rows, { shuffle: false }))
  execution.setData('training', data)
  execution.seek({ step: 0, epoch: 0, position: 0 })
  oneStep(execution, false)
  return execution
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, message: string): void {
  Array.from(expected).forEach((must, i) => {
    const is = actual[i]!
    const isClose = Object.is(is, must) || Math.abs(is - must) <= 2e-5 * Math.abs(must) + 1e-7
    expect(isClose, `${message}[${i}]: ${is}, must be ${must}`).toBe(true)
  })
}

describe.each(backends.map((backend) => [backend.name, backend] as const))('%s', (_name, backend) => {
  const sums = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 1e-20, -1e-20, 0.001, -0.001, 12, -12, 50, -50, Number.NaN, 3, -3]
  const data: DataSet = {
    kind: 'data',
    task: 'regression',
    inputs: 1,
    rows: sums.length,
    targets: 1,
    X: Float32Array.from(sums),
    y: new Float32Array(sums.length).fill(0.25),
  }

  test.each(Object.entries(activations))(
    '%s at kinks, far out and at NaN: the same branch, and NaN gives NaN',
    (_activation, f) => {
      const [tested, oracle] = [backend, reference].map((device) =>
        run(device, network(1, [dense(1, f)]), resolveLoss('mean-squared-error'), data, {
          'scores.W': [1],
          'scores.b': [0],
        }),
      ) as [Execution, Execution]
      expectClose(tested.read('scores'), oracle.read('scores'), 'h')
      expectClose(tested.read('d:scores'), oracle.read('d:scores'), 'slope')
      expect(tested.read('scores')[16]).toBeNaN()
      expect(tested.read('d:scores')[16]).toBeNaN()
    },
  )

  const classes = (scores: readonly number[][], labels: number[]): DataSet => ({
    kind: 'data',
    task: 'classification',
    inputs: scores[0]!.length,
    rows: scores.length,
    targets: 1,
    X: Float32Array.from(scores.flat()),
    y: Float32Array.from(labels),
    classes: ['a', 'b', 'c'].slice(0, Math.max(2, scores[0]!.length)),
  })
  const pass = (units: number) => ({
    'scores.W': Array.from({ length: units * units }, (_, i) => (i % (units + 1) === 0 ? 1 : 0)),
  })

  test.each(['softmax', 'svm'] as const)('%s with equal scores, scores of ±1000 and margins of exactly 0', (name) => {
    const rows = [
      [0, 0, 0],
      [1, 1, 0],
      [1000, -1000, 0],
      [-1000, 1000, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, -1, 1],
      [1e-20, 0, -1e-20],
    ]
    const given = classes(rows, [0, 1, 0, 0, 0, 0, 2, 2])
    const [tested, oracle] = [backend, reference].map((device) =>
      run(device, network(3, [dense(3)]), resolveLoss(name), given, pass(3)),
    ) as [Execution, Execution]
    expectClose(tested.read('d:scores'), oracle.read('d:scores'), 'slope')
    expectClose([tested.totals().loss], [oracle.totals().loss], 'loss')
    // rows 0 and 1 tie for the largest score and count; rows 3, 5 and 7 miss
    expect([tested.totals().hits, oracle.totals().hits]).toEqual([5, 5])
  })

  test('svm with an infinite score of the right class: no loss, and a hit', () => {
    const given = classes([[10], [1]], [0, 0])
    const [tested, oracle] = [backend, reference].map((device) =>
      run(device, network(1, [dense(2)]), resolveLoss('svm'), given, { 'scores.W': [3e38, 0] }),
    ) as [Execution, Execution]
    expect(tested.read('scores')[0]).toBe(Infinity)
    expect(tested.totals()).toEqual({ loss: 0, hits: 2, rows: 2 })
    expect(oracle.totals()).toEqual({ loss: 0, hits: 2, rows: 2 })
    expect([...tested.read('d:scores')]).toEqual([0, 0, 0, 0])
  })

  test.each(['binary-softmax', 'binary-svm'] as const)('%s at scores of 0, at the margin and at ±1000', (name) => {
    const scores = [0, 0, 1, 1, -1, -1, 1000, 1000, -1000, -1000]
    const given = classes(
      scores.map((score) => [score]),
      scores.map((_, i) => i % 2),
    )
    const [tested, oracle] = [backend, reference].map((device) =>
      run(device, network(1, [dense(1)]), resolveLoss(name), given, pass(1)),
    ) as [Execution, Execution]
    expectClose(tested.read('d:scores'), oracle.read('d:scores'), 'slope')
    expectClose([tested.totals().loss], [oracle.totals().loss], 'loss')
    // a score of 0 is class 0; of each pair one is right
    expect([tested.totals().hits, oracle.totals().hits]).toEqual([5, 5])
  })

  test('equal pieces of maxout: the first one gets the whole gradient', () => {
    const net = network(1, [maxout(5, { pieces: 3 }), dense(2)])
    const ones = Array.from({ length: 5 }, () => 1)
    const given = classes([[2], [-1]], [1, 0])
    const parameters = { 'h1.W1': ones, 'h1.W2': ones, 'h1.W3': ones, 'scores.W': [1, 2, 3, 4, 5, -1, -1, -1, -1, -1] }
    for (const device of [backend, reference]) {
      const execution = run(device, net, resolveLoss('svm'), given, parameters)
      expect(execution.read('d:h1.W1').some((value) => value !== 0)).toBe(true)
      expect([...execution.read('d:h1.W2'), ...execution.read('d:h1.W3')].map(Math.abs)).toEqual(new Array(10).fill(0))
    }
  })
})
