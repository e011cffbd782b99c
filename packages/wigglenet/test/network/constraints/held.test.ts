import { expect, test } from 'vitest'
import { reference } from '../../../src/backend/reference/reference.ts'
import { wasm } from '../../../src/backend/wasm/wasm.ts'
import { spiral } from '../../../src/data/make/spiral.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { maxNorm } from '../../../src/network/constraints/max-norm.ts'
import { nonNegative } from '../../../src/network/constraints/non-negative.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { network } from '../../../src/network/network.ts'
import { averaged } from '../../../src/optimizer/averaged.ts'
import { gradientDescent } from '../../../src/optimizer/gradient-descent.ts'
import { fit } from '../../../src/train/fit.ts'

const data = spiral({ classes: 3, seed: 1 })
// Where the constraint held for the weights alone, the average had weights of -0.02 and lengths of 0.53.
const optimizer = averaged(gradientDescent({ rate: 0.5 }), { decay: 0.9 })

test.each([reference, wasm])(
  '$name: an averaged model has no weight below 0 where the layer may have none',
  async (device) => {
    const net = network(2, [dense(9, relu(), { constraint: nonNegative() }), dense(3, { constraint: nonNegative() })])
    const { parameters } = await fit(net, data, { optimizer, epochs: 3, seed: 1, device }).model
    const weights = [...parameters['h1.W']!, ...parameters['scores.W']!]
    expect(Math.min(...weights)).toBe(0)
    expect(Math.max(...weights)).toBeGreaterThan(0.1)
  },
)

test.each([reference, wasm])(
  '$name: the weights of a unit of an averaged model are no longer than maxNorm',
  async (device) => {
    const net = network(2, [dense(9, relu(), { constraint: maxNorm(0.5) }), dense(3)])
    const { parameters } = await fit(net, data, { optimizer, epochs: 3, seed: 1, device }).model
    const W = parameters['h1.W']!
    const lengths = Array.from({ length: 9 }, (_, unit) => Math.hypot(W[2 * unit]!, W[2 * unit + 1]!))
    expect(Math.max(...lengths)).toBeLessThan(0.5 + 1e-6)
    expect(Math.max(...lengths)).toBeGreaterThan(0.45)
  },
)
