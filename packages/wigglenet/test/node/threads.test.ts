import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import type { Help } from '../../src/backend/wasm/board.ts'
import { crewBackend } from '../../src/backend/wasm/crew.ts'
import { fast } from '../../src/backend/wasm/fast.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { examples } from '../../src/data/examples.ts'
import { blobs } from '../../src/data/make/blobs.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { hire, threads } from '../../src/node/threads.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { randomStream, streams } from '../../src/number/random.ts'
import { fit } from '../../src/train/fit.ts'
import { trainer } from '../../src/train/trainer.ts'
import type { Checkpoint } from '../../src/train/types.ts'

const random = randomStream(1, streams.data)
const rows = 230
const data = examples({
  X: Float32Array.from({ length: rows * 150 }, () => random.normal()),
  inputs: 150,
  y: Array.from({ length: rows }, (_, row) => `class ${row % 5}`),
})
const net = network(150, [dense(90, relu(), { dropout: 0.2 }), dense(60, relu()), dense(5)])
const hashAfter = (device: Backend, steps: number) => {
  const run = trainer(net, data, { device, batch: 64, seed: 7, l2: 0.01 })
  run.step(steps)
  return fingerprint(...Object.values(run.parameters.all()))
}

test('any number of threads gives the bits of one', () => {
  const one = hashAfter(wasm, 41)
  for (const count of [1, 2, 3, 5])
    expect(hashAfter(threads({ count, leastMultiplyAdds: 0 }), 41), `${count}`).toBe(one)
})

test('a run saved on one thread goes on on two, with the same bits', async () => {
  let saved: Checkpoint | undefined
  const save = (checkpoint: Checkpoint) => {
    saved ??= checkpoint
  }
  const options = { epochs: 4, batch: 64, seed: 3 }
  const whole = await fit(net, data, { ...options, checkpoint: { save } }).model
  const device = threads({ count: 2, leastMultiplyAdds: 0 })
  const resumed = await fit(net, data, { ...options, resume: saved!, device }).model
  expect(resumed.parameters).toEqual(whole.parameters)
})

test('a tiny network never leaves its thread', () => {
  const device = threads({ count: 2 })
  const run = trainer(network(2, [dense(20, relu()), dense(3)]), blobs({ classes: 3, seed: 1 }), { device })
  run.step(10)
  expect(run.options.device.name).toBe('wasm')
})

test('a program that used threads ends by itself, also after an error', () => {
  const program = `
    import { dense, fit, gradientDescent, network, randomStream, relu, streams, examples } from 'wigglenet'
    import { threads } from 'wigglenet/node'
    const random = randomStream(1, streams.data)
    const data = examples({ X: Float32Array.from({ length: 64000 }, () => random.normal()), inputs: 320, y: Array.from({ length: 200 }, (_, i) => i % 4) })
    const net = network(320, [dense(200, relu()), dense(4)])
    const device = threads({ count: 2, leastMultiplyAdds: 0 })
    await fit(net, data, { epochs: 2, device }).model
    await fit(net, data, { epochs: 2, device, optimizer: gradientDescent({ rate: 1e38 }), l2: 1e38 }).model.catch((error) => console.log(error.name))`
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(out).toBe('NumberError\n')
})

test('a count that is no number of threads is refused', () => {
  expect(() => threads({ count: 0 })).toThrow('threads: count must be a whole number in [1, 64]; got 0.')
})

test('rows of mostly zeros give the bits of one thread, though their zeros are left out', () => {
  const X = Float32Array.from({ length: rows * 150 }, () => (random.uniform() < 0.8 ? 0 : random.normal()))
  const sparse = examples({ X, inputs: 150, y: Array.from({ length: rows }, (_, row) => `class ${row % 5}`) })
  const after = (device: Backend) => {
    const run = trainer(net, sparse, { device, batch: 63, seed: 7, l2: 0.01 })
    run.step(600)
    return fingerprint(...Object.values(run.parameters.all()))
  }
  const one = after(wasm)
  for (const count of [1, 3]) expect(after(threads({ count, leastMultiplyAdds: 0 })), `${count}`).toBe(one)
})

test('fused multiply-adds give the same bits on any number of threads, and not those of wasm', () => {
  const one = hashAfter(fast(), 41)
  for (const count of [1, 2, 3])
    expect(hashAfter(threads({ count, fast: true, leastMultiplyAdds: 0 }), 41), `${count}`).toBe(one)
  expect(one).not.toBe(hashAfter(wasm, 41))
  expect(fast().features).toEqual(['simd128', 'relaxed-simd'])
  expect(threads({ fast: true }).features).toEqual(fast().features)
})

test('where no thread may be started one does it all, with the same bits, and asks once', () => {
  let asked = 0
  const hire = () => {
    asked++
    throw new Error('Access to this API has been restricted')
  }
  expect(hashAfter(crewBackend({ count: 3, leastMultiplyAdds: 0, fast: false, hire }), 41)).toBe(hashAfter(wasm, 41))
  expect(asked).toBe(2)
})

test('a thread that cannot begin does not end the process', async () => {
  await new Promise(setImmediate) // workers of the tests before are told of first
  const code = new Promise((resolve) => process.once('worker', (worker) => worker.once('exit', resolve)))
  hire({} as Help)
  expect(await code).toBe(1)
})
