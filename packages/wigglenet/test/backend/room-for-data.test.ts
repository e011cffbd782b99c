// Data sets in the memory of the wasm backend: what does not fit is refused whole, and what comes again takes the same room.
import { describe, expect, test, vi } from 'vitest'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import type { DataSet } from '../../src/data/types.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { compile } from '../../src/plan/compile.ts'
import { fit } from '../../src/train/fit.ts'

const classes = ['a', 'b']
const net = network(5, [dense(6, relu()), dense(2)])
const dataOf = (rows: number, shift: number): DataSet => ({
  kind: 'data',
  task: 'classification',
  inputs: 5,
  rows,
  X: Float32Array.from({ length: 5 * rows }, (_, i) => ((i * 7 + shift) % 11) / 11),
  y: Float32Array.from({ length: rows }, (_, i) => (i + shift) % 2),
  targets: 1,
  classes,
})

describe('data in the memory of wasm', () => {
  // 1,048,576 rows of 1,100 inputs in 4 bytes: 4.30 GiB, and 8 bytes a row for its class and its place in the order.
  test('rows beyond 4 GiB are refused by fit before it starts, with their size, the limit and what to do', () => {
    const [rows, inputs] = [2 ** 20, 1100]
    const data: DataSet = {
      ...dataOf(1, 0),
      inputs,
      rows,
      X: new Float32Array(rows * inputs), // of pages that nobody touches, so that it costs nothing
      y: new Float32Array(rows),
    }
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow')
    try {
      expect(() => fit(network(inputs, [dense(2)]), data)).toThrow(
        /^wasm: the engine must have WebAssembly with 128-bit vectors, and 4\.3\d GiB \(at most 4\) for network, batch and data; got RangeError: .*\. Use a smaller batch, stream the rows \(streamCsv\), or pass \{ device: reference \}, imported from wigglenet\.$/,
      )
      expect(grow).toHaveBeenCalledTimes(1) // and nothing was taken before
    } finally {
      grow.mockRestore()
    }
  })

  test('a data set that is stored again, even after a smaller one, gives the bits of one stored once', () => {
    const loss = resolveLoss('softmax', 'test')
    const plan = compile(net, { batch: 4, loss, optimizer: gradientDescent({ rate: 0.5 }) })
    const run = (sets: readonly DataSet[]) => {
      const execution = wasm.prepare(plan)
      for (const { name, columns, rows } of plan.buffers.values())
        if (plan.parameters.some((parameter) => parameter.name === name))
          execution.write(
            name,
            Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i)),
          )
      execution.configure({ seed: 1, batch: 4, l2: 0, l1: 0, shuffle: true, noise: [], dropout: [] })
      for (const set of sets) execution.setData('training', set)
      execution.seek({ step: 0, epoch: 0, position: 0 })
      const totals = execution.train(
        5,
        Float64Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 0.5 : i)),
      )
      return { totals, weights: plan.parameters.map(({ name }) => Array.from(execution.read(name))) }
    }
    expect(run([dataOf(19, 3), dataOf(6, 1), dataOf(18, 2)])).toEqual(run([dataOf(18, 2)]))
  })

  test('storing windows of rows again and again takes no more memory', () => {
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow')
    try {
      const execution = wasm.prepare(compile(net, { batch: 4 }))
      execution.setData('training', dataOf(20_000, 0))
      const calls = grow.mock.calls.length
      expect(calls).toBeGreaterThan(0)
      for (let i = 1; i < 20; i++) execution.setData('training', dataOf(20_000 - i, i))
      expect(grow).toHaveBeenCalledTimes(calls)
    } finally {
      grow.mockRestore()
    }
  })
})
