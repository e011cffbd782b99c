// Networks of any shape, cut into pieces: every edge of tiles, blocks, panels and parts of the batch must come out.
import fc from 'fast-check'
import { test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { fast } from '../../src/backend/wasm/fast.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { examples } from '../../src/data/examples.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { network } from '../../src/network/network.ts'
import { threads } from '../../src/node/threads.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { randomStream, streams } from '../../src/number/random.ts'
import { trainer } from '../../src/train/trainer.ts'

const shapes = fc.record({
  inputs: fc.constantFrom(1, 2, 3, 5, 13, 64, 150, 511, 512, 513, 700),
  units: fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, 17, 33, 128), fc.constantFrom(1, 2, 3, 5, 12, 13)),
  classes: fc.integer({ min: 2, max: 6 }),
  rows: fc.integer({ min: 6, max: 300 }),
  batch: fc.constantFrom(1, 2, 3, 5, 11, 12, 13, 64, 129, 257),
  zeros: fc.constantFrom(0, 0.5, 0.9, 1),
  steps: fc.integer({ min: 1, max: 8 }),
  count: fc.integer({ min: 1, max: 4 }),
  least: fc.constantFrom(0, 200, 5000),
  fused: fc.constantFrom(false, true),
  seed: fc.integer({ min: 1, max: 1000 }),
})

test('networks of any shape, rows and batch train to the bits of one thread on any number of them', () => {
  fc.assert(
    fc.property(shapes, ({ inputs, units, classes, rows, batch, zeros, steps, count, least, fused, seed }) => {
      const random = randomStream(seed, streams.data)
      const X = Float32Array.from({ length: rows * inputs }, () => (random.uniform() < zeros ? 0 : random.normal()))
      const data = examples({ X, inputs, y: Array.from({ length: rows }, (_, row) => row % classes) })
      const net = network(inputs, [dense(units[0], relu(), { dropout: 0.2 }), maxout(units[1]), dense(classes, tanh())])
      const after = (device: Backend) => {
        const run = trainer(net, data, { device, batch: Math.min(batch, rows), seed, l2: 0.01 })
        run.step(steps)
        return fingerprint(...Object.values(run.parameters.all()))
      }
      const shared = threads({ count, fast: fused, leastMultiplyAdds: least })
      return after(shared) === after(fused ? fast() : wasm)
    }),
    { numRuns: 25, seed: 20261124 },
  )
})
