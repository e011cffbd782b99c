// A packed input must give the bits of the plain tiles at every edge: of blocks of 12 rows, of chunks of blocks, of passes over the batch.
import { expect, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { crewBackend } from '../../src/backend/wasm/crew.ts'
import { fast } from '../../src/backend/wasm/fast.ts'
import { definePackedGradient } from '../../src/backend/wasm/packed-gradient.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { Assembler } from '../../src/kernel/assembler.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { trainer } from '../../src/train/trainer.ts'
import { makeData } from './data.ts'

/** One thread that packs; it never leaves out zeros. */
const packing = crewBackend({ count: 1, leastMultiplyAdds: 0, leastZeros: 1, fast: false, hire: () => {} })
const fusedTiles = crewBackend({ count: 1, leastMultiplyAdds: 2 ** 40, fast: true, hire: () => {} })

const shapes = [
  [12, 5, 513],
  [13, 9, 700],
  [25, 2, 1300],
  [110, 12, 769],
  [300, 33, 256],
  [1027, 13, 65],
] as const

function bitsAfter(device: Backend, inputs: number, units: number, batch: number): string {
  const data = makeData({ inputs, rows: batch + 37, classes: 3, seed: 5 })
  const run = trainer(network(inputs, [dense(units, relu()), dense(3)]), data, { device, batch, l2: 0.01 })
  run.step(3)
  return fingerprint(...Object.values(run.parameters.all()))
}

test.each(shapes)('weights of %i inputs and %i units, batch %i, train to the bits of the plain tiles', (...shape) => {
  expect(bitsAfter(packing, ...shape)).toBe(bitsAfter(wasm, ...shape))
  expect(bitsAfter(fast(), ...shape)).toBe(bitsAfter(fusedTiles, ...shape))
})

/** Whether the input of a weight gradient is packed. */
function packs(inputs: number, batch: number): boolean {
  const workspace = {
    assembler: new Assembler(),
    rowsAddress: 0,
    panel: (e: { i32(value: number): unknown }) => e.i32(0) as never,
    batch,
    functions: new Map(),
  }
  const product = {
    A: { address: 0, row: 4, column: 4 * inputs },
    B: { address: 0, stride: 16 },
    C: { address: 0, stride: 16 },
    rows: inputs,
    vectors: 1,
    length: 'rows',
  } as const
  return definePackedGradient(workspace, product, (e) => e.i32(0)) !== undefined
}

test.each(shapes)('an input of %i numbers, of a layer of %i units, is packed at a batch of %i', (inputs, _, batch) => {
  expect(packs(inputs, batch)).toBe(true)
})

test('an input that stays in the second cache is not packed', () => {
  expect(packs(784, 64)).toBe(false)
  expect(packs(8, 5000)).toBe(false)
})
