import { expect, test } from 'vitest'
import type { Backend, Execution } from '../../src/backend/backend.ts'
import { fast } from '../../src/backend/wasm/fast.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { autoDevice, fastest, measureDevices } from '../../src/node/auto.ts'

const net = network(6, [dense(8, relu()), dense(3)])

/** A device that waits so long before each call of `train`, and counts the steps of its calls. */
function slowed(ms: number): { device: Backend; calls: number[] } {
  const calls: number[] = []
  const prepare = (plan: Parameters<Backend['prepare']>[0]): Execution => {
    const inner = wasm.prepare(plan)
    return {
      ...inner,
      train(steps, table, from) {
        calls.push(steps)
        const until = performance.now() + ms
        while (performance.now() < until);
        return inner.train(steps, table, from)
      },
    }
  }
  return { device: { name: 'slowed', features: [], prepare }, calls }
}

test('a device that waits 20 ms before each step is measured as that slow, and devices in their order', () => {
  const { device, calls } = slowed(20)
  const [first, second] = measureDevices(net, { plain: wasm, slow: device }, { batch: 10, budgetMs: 5 })
  expect([first!.name, second!.name]).toEqual(['plain', 'slow'])
  expect(second!.stepMs).toBeGreaterThanOrEqual(20)
  expect(first!.stepMs).toBeLessThan(second!.stepMs)
  expect(calls).toEqual([1, 1, 1, 1, 1, 1, 1]) // two before the five that are timed
})

test('a network with one output, and a batch of 1, are measured too', () => {
  const [only] = measureDevices(network(3, [dense(1)]), { wasm }, { batch: 1, budgetMs: 1 })
  expect(only!.stepMs).toBeGreaterThan(0)
})

test('a device is left for a later one only where that takes less than nine tenths of its time', () => {
  const times = (...all: number[]) => all.map((stepMs, i) => ({ name: ['wasm', 'threads', 'blas'][i]!, stepMs }))
  expect(fastest(times(1, 0.91, 0.95))).toBe('wasm')
  expect(fastest(times(1, 0.89, 0.82))).toBe('threads')
  expect(fastest(times(1, 0.89, 0.8))).toBe('blas')
  expect(fastest(times(1, 2, 0.5))).toBe('blas')
})

test('the device that is chosen is the one of the measured list that its name says', () => {
  const { name, device, measured, missing } = autoDevice(net, { batch: 10, budgetMs: 1 })
  const known = missing === undefined ? ['wasm', 'threads', 'blas'] : ['wasm', 'threads']
  expect(measured.map((time) => time.name)).toEqual(known)
  expect(known).toContain(name)
  expect(device.name).toBe(name === 'blas' ? 'blas' : 'wasm')
  if (missing !== undefined) expect(missing).toMatch(/^blas: /)
})

test('fused multiply-adds are among the candidates only where they are asked for', () => {
  const fused = autoDevice(net, { batch: 10, budgetMs: 1, fast: true })
  if (fused.name !== 'blas') expect(fused.device.features).toEqual(fast().features)
  const plain = autoDevice(net, { batch: 10, budgetMs: 1 })
  expect(plain.device.features).not.toContain('relaxed-simd')
})

test('unknown options, and values outside their interval, are refused', () => {
  const refused = (options: object) => () => autoDevice(net, options as never)
  expect(refused({ batch: 0 })).toThrow(
    'autoDevice: batch must be a whole number in [1, 2147483647]; got 0. Give batch a whole number in [1, 2147483647].',
  )
  expect(refused({ batch: 1, fast: 1 })).toThrow('autoDevice: fast must be true or false; got 1.')
  expect(refused({ batch: 1, threads: 1 })).toThrow(
    'autoDevice: the options are batch, fast, budgetMs; got "threads". Remove threads, or correct its spelling.',
  )
  expect(() => measureDevices(net, { wasm }, { batch: 1, budgetMs: 0 })).toThrow(
    'measureDevices: budgetMs must be a number in (0, 60000]; got 0.',
  )
})
