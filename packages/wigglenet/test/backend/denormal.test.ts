import { expect, test } from 'vitest'
import type { Execution } from '../../src/backend/backend.ts'
import { layOut } from '../../src/backend/wasm/layout.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { optimizers } from '../../src/catalogue.ts'
import type { DataSet } from '../../src/data/types.ts'
import type { Place } from '../../src/kernel/place.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { identity } from '../../src/network/activations/identity.ts'
import { leakyRelu } from '../../src/network/activations/leaky-relu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { sigmoid } from '../../src/network/activations/sigmoid.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { normal } from '../../src/network/initializers/normal.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import type { Loss, Network } from '../../src/network/types.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { averaged } from '../../src/optimizer/averaged.ts'
import { clipped } from '../../src/optimizer/clipped.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { momentum } from '../../src/optimizer/momentum.ts'
import { optimizer } from '../../src/optimizer/optimizer.ts'
import type { Optimizer } from '../../src/optimizer/types.ts'
import { prepareCase, train } from './running.ts'

/** Prepares on `wasm`, and gives the memory that it made. */
function withMemory(prepare: () => Execution): { execution: Execution; memory: WebAssembly.Memory } {
  const { Memory } = WebAssembly
  let memory: WebAssembly.Memory | undefined
  WebAssembly.Memory = class extends Memory {
    constructor(size: WebAssembly.MemoryDescriptor) {
      super(size)
      memory = this
    }
  }
  try {
    return { execution: prepare(), memory: memory! }
  } finally {
    WebAssembly.Memory = Memory
  }
}

/** Subnormal float32 numbers in any buffer, padding included: WebAssembly computes on them up to a hundred times more slowly. */
function subnormals({ plan }: Execution, memory: WebAssembly.Memory): string[] {
  const isSubnormal = (value: number) => value !== 0 && Math.abs(value) < 2 ** -126
  const places = [...layOut(plan).places.values()]
  const holds = ({ address, storedRows, stride }: Place) =>
    new Float32Array(memory.buffer, address, storedRows * stride).some(isSubnormal)
  return places.filter(holds).map(({ name }) => name)
}

/** Two far-apart clouds, in three features of which the last is always 0. */
const separable = (classes: number): DataSet => ({
  kind: 'data',
  task: 'classification',
  inputs: 3,
  rows: 40,
  targets: 1,
  X: Float32Array.from({ length: 120 }, (_, i) => (i % 3 === 2 ? 0 : ((i / 3) & 1 ? 3 : -3) + (i % 7) / 10)),
  y: Float32Array.from({ length: 40 }, (_, row) => row & 1),
  classes: Array.from({ length: classes }, (_, k) => `class ${k}`),
})

const decayed = optimizer(
  'decayed',
  { rate: { interval: '[0, ∞)', default: 0.1 }, keep: { interval: '[0, 1]', default: 0.9 } },
  { update: 'keep * w - rate * g' },
)
const square = activation('square', {}, { value: 'z * z' })
const fade = activation('fade', {}, { value: 'exp(-z * z) * tanh(z)' })

const chain = (outputs: number, ...hidden: Parameters<typeof dense>[1][]) =>
  network(3, [...hidden.map((f) => dense(12, f)), dense(outputs)])
const deep = network(3, [maxout(9), maxout(9), maxout(9), maxout(9), dense(2)])
const shrinking = network(3, [
  ...Array.from({ length: 5 }, () =>
    dense(9, identity(), { weights: normal({ deviation: 1e-10 }), biases: normal({ deviation: 1 }) }),
  ),
  dense(2),
])
const linear = network(3, [dense(9), dense(9), dense(9), dense(9), dense(2)])

const small = { weights: normal({ deviation: 0.01 }) }
const tiny = network(3, [...Array.from({ length: 5 }, () => dense(12, square(), small)), dense(2)])

const softmax = resolveLoss('softmax')

/** The number is the mean loss that the run gets below: where it is 1, something keeps the loss up. */
const runs: readonly (readonly [string, Network, Optimizer, object, number, Loss])[] = [
  ['ReLU, Adam', chain(2, relu()), adam({ rate: 0.05 }), {}, 1e-5, softmax],
  ['ReLU, descent', chain(2, relu()), gradientDescent({ rate: 1 }), {}, 1e-5, softmax],
  ['tanh, momentum', chain(2, tanh(), tanh()), momentum({ rate: 0.5 }), {}, 1e-5, softmax],
  ['sigmoid, Adam', chain(2, sigmoid(), sigmoid()), adam({ rate: 0.1 }), {}, 1e-5, softmax],
  ['leaky ReLU, Adam', chain(2, leakyRelu(), leakyRelu()), adam({ rate: 0.05 }), {}, 1e-5, softmax],
  ['deep maxout, descent', deep, gradientDescent({ rate: 0.3 }), {}, 1e-5, softmax],
  ['deep linear, Adam', linear, adam({ rate: 0.05 }), {}, 1e-5, softmax],
  ['dead inputs with l2, descent', chain(2, relu()), gradientDescent({ rate: 0.1 }), { l2: 0.5 }, 1, softmax],
  ['dead inputs with l2, momentum', chain(2, relu()), momentum({ rate: 0.1 }), { l2: 0.5 }, 1, softmax],
  ['dead inputs with l1, Adam', chain(2, relu()), adam({ rate: 0.01 }), { l1: 0.1 }, 1, softmax],
  ['an update rule that shrinks weights', chain(2, relu()), decayed(), {}, 1, softmax],
  ['squares of squares', tiny, gradientDescent({ rate: 1e-4 }), {}, 1, softmax],
  ['gradients that shrink from layer to layer', shrinking, gradientDescent({ rate: 0 }), {}, 1, softmax],
  ['an activation that fades', chain(2, fade(), fade()), adam({ rate: 0.1 }), {}, 1, softmax],
  [
    'clipped, with dead inputs and l2',
    chain(2, relu()),
    averaged(clipped(gradientDescent({ rate: 0.1 }), { globalNorm: 1 })),
    { l2: 0.5 },
    1,
    softmax,
  ],
  ...Object.values(optimizers).map(
    (make) => [`${make().kind} with its own rate`, chain(2, relu()), make(), {}, 1, softmax] as const,
  ),
  ['binary softmax', chain(1, relu()), adam({ rate: 0.1 }), {}, 1e-5, resolveLoss('binary-softmax')],
  ['svm', chain(2, relu()), adam({ rate: 0.1 }), {}, 1e-5, resolveLoss('svm')],
]

test.each(runs)('%s: no buffer ever holds a subnormal number', (_name, net, rule, settings, most, loss) => {
  const { execution, memory } = withMemory(() =>
    prepareCase(wasm, {
      name: '',
      network: net,
      loss,
      data: separable(2),
      batch: 8,
      optimizer: rule,
      settings,
      masks: false,
    }),
  )
  const found = new Set<string>()
  let last = 0
  for (let call = 0; call < 60; call++) {
    last = train(execution, 100).loss
    for (const name of subnormals(execution, memory)) found.add(name)
  }
  expect(last / 800).toBeLessThan(most) // 100 steps of 8 rows
  expect([...found]).toEqual([])
})
