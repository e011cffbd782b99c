// Weights on their way into the memory of the wasm backend, where they stand transposed and padded.
import { expect, test } from 'vitest'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { compile } from '../../src/plan/compile.ts'

// 7,000 numbers of a row take more bytes than a packed panel of 512 sums.
test.each([
  [1, 1],
  [5, 3],
  [7, 8],
  [7000, 2],
  [2, 7000],
])(
  'weights of %i inputs and %i units are read as they were written, to the bit, and the biases beside them',
  (inputs, units) => {
    const execution = wasm.prepare(compile(network(inputs, [dense(units)]), { batch: 1 }))
    const W = Float32Array.from({ length: inputs * units }, (_, i) => ((i % 9973) - 5000) / 7)
    W[0] = -0
    const b = Float32Array.from({ length: units }, (_, i) => 1 / (i + 1))
    execution.write('scores.b', b)
    execution.write('scores.W', W)
    expect(execution.read('scores.W')).toEqual(W)
    expect(execution.read('scores.b')).toEqual(b)
    const x = new Float32Array(inputs)
    x[inputs - 1] = 1
    // The last column of W and the biases, each rounded to float32.
    const wanted = Float32Array.from(b, (bias, unit) => W[unit * inputs + inputs - 1]! + bias)
    expect(execution.scores(x, 1)).toEqual(wanted)
  },
)

test('weights may be written from a plain list', () => {
  const execution = wasm.prepare(compile(network(2, [dense(2)]), { batch: 1 }))
  execution.write('scores.W', [1, 2, 3, 4])
  expect(execution.read('scores.W')).toEqual(new Float32Array([1, 2, 3, 4]))
})
