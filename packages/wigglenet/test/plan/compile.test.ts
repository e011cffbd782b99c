import { describe, expect, test, vi } from 'vitest'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { strideOf } from '../../src/kernel/stride.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { add } from '../../src/network/layers/add.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import { gradientOf } from '../../src/network/steps.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { compile } from '../../src/plan/compile.ts'
import { maskUnits } from '../../src/plan/masks.ts'

const loss = resolveLoss('softmax')
const kinds = (steps: readonly { kind: string }[]) => steps.map(({ kind }) => kind)

describe('compile', () => {
  test('a chain goes forward layer by layer and back in reverse; the first layer’s input gets no gradient', () => {
    const plan = compile(network(2, [dense(4, tanh()), dense(3)]), { batch: 8, loss, optimizer: gradientDescent() })
    expect(kinds(plan.forward)).toEqual(['gather', 'affine', 'activate', 'affine'])
    expect(kinds(plan.backward)).toEqual([
      'loss',
      'affine-input',
      'affine-parameters',
      'activate-back',
      'affine-parameters',
    ])
    expect(kinds(plan.update)).toEqual(['regularize', 'update', 'update', 'regularize', 'update', 'update'])
    expect(plan.buffers.has(gradientOf('x'))).toBe(false)
  })

  test('weights are regularized, biases and learned slopes are not', () => {
    const net = network(2, [maxout(3, { pieces: 2 }), dense(3)])
    const plan = compile(net, { batch: 8, loss, optimizer: adam() })
    expect(plan.update.flatMap((step) => (step.kind === 'regularize' ? step.parameter : []))).toEqual([
      'h1.W1',
      'h1.W2',
      'scores.W',
    ])
  })

  test('without a loss there are no gradients, no noise and no dropout, and sums are not kept', () => {
    const net = network(2, [dense(4, relu(), { dropout: 0.5, inputNoise: 1 }), dense(3)])
    const plan = compile(net, { batch: 8 })
    expect(kinds(plan.forward)).toEqual(['gather', 'affine', 'activate', 'affine'])
    expect([plan.backward, plan.update, plan.noise, plan.dropout]).toEqual([[], [], [], []])
    expect([...plan.buffers.keys()]).toEqual(['h1.W', 'h1.b', 'scores.W', 'scores.b', ':y', 'x', 'h1', 'scores'])
  })

  test('amounts of noise and dropout stand in the order of their streams', () => {
    const net = network(2, [
      dense(4, relu(), { dropout: 0.5, inputNoise: 1 }),
      dense(4, relu()),
      dense(4, relu(), { dropout: 0.25 }),
      dense(3, { inputNoise: 0.1 }),
    ])
    const plan = compile(net, { batch: 8, loss })
    expect([plan.noise, plan.dropout]).toEqual([
      [1, 0.1],
      [0.5, 0.25],
    ])
    expect(plan.forward.flatMap((step) => ('index' in step ? [[step.kind, step.index]] : []))).toEqual([
      ['noise', 0],
      ['dropout', 0],
      ['dropout', 1],
      ['noise', 1],
    ])
  })

  test('a sum is kept beside its value only if the way back needs it', () => {
    const own = activation('own', {}, { value: 'z * z' })
    const net = network(2, [dense(4, tanh()), dense(4, own()), dense(3)])
    const names = [...compile(net, { batch: 8, loss }).buffers.keys()]
    expect(names.filter((name) => name.endsWith(':z'))).toEqual(['h2:z'])
  })

  test('a node used twice is written once and then added to', () => {
    const net = network(3, { h1: dense(3, tanh()), h2: dense(3, tanh()), scores: add({ from: ['h1', 'h2'] }) })
    const plan = compile(net, { batch: 8, loss })
    const into = plan.backward.flatMap((step) => {
      const terms: object = step.kind === 'own' ? step.of : step
      return 'accumulate' in terms && 'output' in terms ? [[terms.output, terms.accumulate]] : []
    })
    expect(into).toEqual([
      ['d:h1', false],
      ['d:h2', false],
      ['d:h1', true],
    ])
  })

  test('every buffer has its own name, whatever layers and learned parameters are called', () => {
    const bend = activation(
      'bend',
      {},
      { value: 'kept * z + on * tanh(noisy * z) + z1' },
      {
        learned: {
          kept: { per: 'unit', initial: 1 },
          on: { per: 'unit', initial: 1 },
          noisy: { per: 'unit', initial: 1 },
          z1: { per: 'layer', initial: 0 },
        },
      },
    )
    const net = network(2, {
      d: dense(2, bend(), { dropout: 0.1, inputNoise: 0.1 }),
      b: dense(2, relu()),
      y: dense(2, bend()),
      m: maxout(2),
      scores: dense(2),
    })
    const plan = compile(net, { batch: 3, loss, optimizer: adam(), masks: maskUnits })
    const places = [...plan.parameters.map(({ name }) => name), ...net.nodes.map(({ name }) => name)]
    expect(plan.buffers.get('d.b')!.role).toBe('biases')
    expect(plan.buffers.get('y')!.role).toBe('values')
    for (const name of places) expect(plan.buffers.has(gradientOf(name)), name).toBe(true)
    // 20 parameters, their gradients, two Adam slots each; x and targets; 5 nodes, their gradients, 4 masks;
    // noise, value before dropout, dropout mask, 2 kept sums, maxout's 2 sums and their gradients
    expect(plan.buffers.size).toBe(20 * 4 + 2 + 5 * 2 + 4 + 3 + 2 + 4)
  })

  test('the plan is frozen', () => {
    const plan = compile(network(2, [dense(3)]), { batch: 8, loss, optimizer: adam() })
    expect([plan, plan.forward, plan.forward[1], plan.backward, plan.update].every(Object.isFrozen)).toBe(true)
  })

  test('a misspelt option is refused', () => {
    expect(() => compile(network(2, [dense(3)]), { batch: 8, optimiser: adam() } as never)).toThrow(
      'compile: the options are batch, loss, optimizer, weighted, allGradients, masks; got "optimiser". Remove optimiser, or correct its spelling.',
    )
  })

  test.each([0, 1.5, 16777217])('a batch of %d is refused', (batch) => {
    expect(() => compile(network(2, [dense(3)]), { batch })).toThrow(
      `compile: batch must be a whole number in [1, 16777216]; got ${batch}. Give batch a whole number in [1, 16777216].`,
    )
  })
})

describe('strideOf', () => {
  test('rows are whole vectors, and never a multiple of 4096 bytes', () => {
    expect([1, 4, 5, 1023, 1024, 1025, 2048].map(strideOf)).toEqual([4, 4, 8, 1040, 1040, 1028, 2064])
  })
})

// 100·2^24 weights take 6.25 GiB, four rows of inputs 0.25 GiB, the scratch row that lays weights out 0.06 GiB.
test('a network beyond 4 GiB is refused by wasm, with its size and what the engine says', () => {
  const plan = compile(network(16777216, [dense(100)]), { batch: 1 })
  expect(() => wasm.prepare(plan)).toThrow(
    /^wasm: the engine must have WebAssembly with 128-bit vectors, and 6\.56 GiB \(at most 4\) for network, batch and data; got RangeError: .*\. Use a smaller batch, stream the rows \(streamCsv\), or pass \{ device: reference \}, imported from wigglenet\.$/,
  )
})

test('an engine without WebAssembly is told to use the reference', () => {
  vi.stubGlobal('WebAssembly', undefined)
  try {
    expect(() => wasm.prepare(compile(network(2, [dense(2)]), { batch: 1 }))).toThrow(
      /^wasm: the engine must have WebAssembly .*; got TypeError: .* or pass \{ device: reference \}, imported from wigglenet\.$/,
    )
  } finally {
    vi.unstubAllGlobals()
  }
})
