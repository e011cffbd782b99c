// Small models that the tests of this folder share; their weights are chosen so that scores can be computed by hand.
import { withEncoder } from '../../src/data/encode-rows.ts'
import type { ModelParts, Provenance } from '../../src/model/types.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { prelu } from '../../src/network/activations/prelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { alphaDropout } from '../../src/network/chance/alpha-dropout.ts'
import { weightNoise } from '../../src/network/chance/weight-noise.ts'
import { maxNorm } from '../../src/network/constraints/max-norm.ts'
import { drawParameter } from '../../src/network/initializers/draw.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { meanSquaredError } from '../../src/network/losses/mean-squared-error.ts'
import { softmax } from '../../src/network/losses/softmax.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'

export const provenance: Provenance = {
  library: '0.1.0',
  seed: 7,
  options: { epochs: 200, l2: 1e-3, optimizer: { kind: 'adam' } },
  data: { fingerprint: 'c0ffee', rows: 300 },
  epochs: 200,
  steps: 6000,
  engine: { backend: 'wasm', features: ['simd128'] },
}

/** scores = x */
export const twoClasses = {
  network: network(2, [dense(2)]),
  parameters: { 'scores.W': Float32Array.of(1, 0, 0, 1), 'scores.b': Float32Array.of(0, 0) },
  loss: softmax(),
  task: 'classification',
  classes: ['no', 'yes'],
  provenance,
} as const satisfies ModelParts

export const table = withEncoder({
  kind: 'table',
  features: [
    { kind: 'number', name: 'size', mean: 10, deviation: 2, range: [6, 14], missing: 8 },
    { kind: 'category', name: 'colour', categories: ['red', 'blue'], unseen: 'refuse', missing: { refuse: true } },
  ],
  target: { kind: 'number', name: 'price', mean: 100, deviation: 50, range: [0, 400] },
})

/** price = 100 + 50·((size - 10)/2 + 2·red + 3·blue + 0.5) */
export const prices: ModelParts = {
  network: network(3, [dense(1)]),
  parameters: { 'scores.W': Float32Array.of(1, 2, 3), 'scores.b': Float32Array.of(0.5) },
  loss: meanSquaredError(),
  task: 'regression',
  preprocessing: table,
  provenance,
}

export const pixels = withEncoder({
  kind: 'image',
  shape: [1, 1, 2],
  scale: [1 / 255],
  shift: [0, -0.25],
  classes: ['no', 'yes'],
})

/** scores = (pixel 0 / 255, pixel 1 / 255 - 1/4) */
export const twoPixels: ModelParts = { ...twoClasses, preprocessing: pixels }

const wave = activation('wave', { pitch: { interval: '(0, ∞)', default: 3 } }, { value: 'sin(pitch * z)' })

/** Every kind of layer and parameter, with drawn weights. */
export const rich: ModelParts = (() => {
  const net = network(5, [
    dense(7, relu(), { dropout: 0.5 }),
    maxout(6, { pieces: 3 }),
    dense(4, prelu(), { dropout: alphaDropout(0.1), noise: weightNoise(0.05), constraint: maxNorm(4), l1: 0.01 }),
    dense(4, wave({ pitch: 2 })),
    dense(3),
  ])
  const parameters = Object.fromEntries(
    parameterShapes(net).map((shape, i) => [shape.name, drawParameter(shape, 3, i)]),
  )
  return { network: net, parameters, loss: softmax(), task: 'classification', classes: ['a', 'b', 'c'], provenance }
})()
