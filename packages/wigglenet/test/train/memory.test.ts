import { expect, test, vi } from 'vitest'
import { spiral } from '../../src/data/make/spiral.ts'
import type { DataSet } from '../../src/data/types.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { dataStream } from '../../src/train/data-stream.ts'
import { fit } from '../../src/train/fit.ts'
import { memoryOf } from '../../src/train/memory.ts'

const bytesOf = (rows: number, inputs: number): DataSet => ({
  kind: 'data',
  task: 'classification',
  inputs,
  rows,
  X: new Uint8Array(rows * inputs),
  scaling: { scale: new Float32Array(inputs), shift: new Float32Array(inputs) },
  y: new Float32Array(rows),
  targets: 1,
  classes: ['0', '1'],
})

/** Bytes of WebAssembly's memory when a run is prepared. */
function taken(run: () => unknown): number {
  let pages = 0
  const { Memory } = WebAssembly
  const { grow } = Memory.prototype
  vi.spyOn(Memory.prototype, 'grow').mockImplementation(function (this: WebAssembly.Memory, delta: number) {
    const before = grow.call(this, delta)
    pages = this.buffer.byteLength / 65536
    return before
  })
  try {
    run()
    return 65536 * pages
  } finally {
    vi.restoreAllMocks()
  }
}

test.each([
  ['rows of numbers', spiral({ classes: 2, rows: 100_000, seed: 1 }), 2],
  ['rows of bytes', bytesOf(20_000, 50), 50],
])('the memory of a run on %s is what the engine is asked for, to two pages', (_, data, inputs) => {
  const net = network(inputs as number, [dense(20, relu()), dense(2)])
  const real = taken(() => fit(net, data as DataSet, { batch: 64, validation: 0.25 }))
  const { wasm, total } = memoryOf(net, data as DataSet, { batch: 64, validation: 0.25 })
  expect(Math.abs(real - wasm)).toBeLessThanOrEqual(2 * 65536)
  expect(total).toBeGreaterThan(wasm)
})

test('the memory of a stream depends on its buffer, and not on how many rows it has', () => {
  const net = network(1000, [dense(20, relu()), dense(2)])
  const { X: _, y: __, rows: ___, kind: ____, ...facts } = bytesOf(1, 1000)
  const streamOf = (blocks: number, buffer: number) =>
    dataStream(
      {
        ...facts,
        counts: new Uint32Array(blocks).fill(1000),
        variance: 0,
        fingerprint: '',
        notes: [],
        read: async () => bytesOf(1000, 1000),
      },
      { buffer },
    )
  const memory = memoryOf(net, streamOf(1_000_000, 4000), { batch: 50 })
  expect(memory).toEqual(memoryOf(net, streamOf(100, 4000), { batch: 50 }))
  // A row: 1000 bytes and a label of 4 in an array; the same and a place of 4 in WebAssembly's memory.
  expect(memory.rows).toBe(4000 * (1004 + 1008))
  expect(memory.judging).toBe(0)
  expect(memoryOf(net, streamOf(100, 8000), { batch: 50 }).rows).toBe(2 * memory.rows)
  expect(taken(() => fit(net, streamOf(1_000_000, 4000), { batch: 50 })) - memory.wasm).toBeLessThanOrEqual(2 * 65536)
})
