// Rows of bytes that stay in their array on the way of `threads`, beside `wasm`, which copies all of them into its memory.
import { describe, expect, test, vi } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { crewBackend } from '../../src/backend/wasm/crew.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import { hire } from '../../src/node/threads.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import type { Case } from './cases.ts'
import { makeData } from './data.ts'
import { bitsOf, prepareCase, train, trainUnfused } from './running.ts'

// 210 is no multiple of 4, so a row does not end with a word; 77 rows leave a short batch.
const inputs = 210
const rows = 77
const bytes = makeData({ inputs, rows, seed: 5, classes: 3, bytes: true })
const judging = makeData({ inputs, rows: 40, seed: 6, classes: 3, bytes: true })
const wish: Case = {
  name: 'bytes',
  network: network(inputs, [dense(130, relu(), { dropout: 0.1 }), dense(3)]),
  data: bytes,
  loss: resolveLoss('softmax', 'test'),
  optimizer: gradientDescent({ rate: 0.1 }),
  batch: 16,
  settings: {},
  masks: false,
}
const crew = (count: number, leastMultiplyAdds: number) => crewBackend({ count, leastMultiplyAdds, fast: false, hire })
const devices: readonly (readonly [string, () => Backend])[] = [
  ['two threads', () => crew(2, 0)],
  ['one thread, products whole', () => crew(1, 1e9)],
]

describe.each(devices)('rows outside of the memory, %s', (_, device) => {
  test('fused steps over two epochs and a half give the bits of wasm', () => {
    const [ours, theirs] = [prepareCase(device(), wish), prepareCase(wasm, wish)]
    expect(train(ours, 13)).toEqual(train(theirs, 13))
    expect(bitsOf(ours)).toBe(bitsOf(theirs))
  })

  test('steps run part by part give the bits of fused ones', () => {
    const [parts, fused] = [prepareCase(device(), wish), prepareCase(device(), wish)]
    trainUnfused(parts, 13, rows, 16)
    train(fused, 13)
    expect(bitsOf(parts)).toBe(bitsOf(fused))
  })

  test('a run that is taken up inside an epoch goes on with the same rows', () => {
    const [whole, second] = [prepareCase(device(), wish), prepareCase(device(), wish)]
    train(whole, 8)
    for (const { name } of whole.plan.parameters) second.write(name, whole.read(name))
    second.seek(whole.cursor())
    train(whole, 4)
    train(second, 4)
    expect(bitsOf(second)).toBe(bitsOf(whole))
  })

  test('training and validation are judged each on its own rows, also between steps', () => {
    const [ours, theirs] = [prepareCase(device(), wish), prepareCase(wasm, wish)]
    for (const execution of [ours, theirs]) execution.setData('validation', judging)
    for (let i = 0; i < 3; i++) {
      expect(ours.evaluate('validation')).toEqual(theirs.evaluate('validation'))
      expect(ours.evaluate('training')).toEqual(theirs.evaluate('training'))
      expect(ours.scoresOf('validation')).toEqual(theirs.scoresOf('validation'))
      expect(train(ours, 3)).toEqual(train(theirs, 3))
    }
  })

  test('another data set in the same place is read from then on', () => {
    const other = makeData({ inputs, rows, seed: 8, classes: 3, bytes: true })
    const [ours, theirs] = [prepareCase(device(), wish), prepareCase(wasm, wish)]
    for (const execution of [ours, theirs]) {
      train(execution, 3)
      execution.setData('training', other)
    }
    expect(train(ours, 7)).toEqual(train(theirs, 7))
    expect(bitsOf(ours)).toBe(bitsOf(theirs))
  })

  test('the memory grows by the targets and their order, not by the rows', () => {
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow')
    const many = 20_000 // 4.2 MB of bytes, 64 pages
    const X = new Uint8Array(many * inputs)
    const data = { ...bytes, rows: many, X, y: new Float32Array(many) }
    try {
      prepareCase(device(), { ...wish, data })
      const pages = grow.mock.calls.reduce((sum, [count]) => sum + count, 0)
      expect(pages).toBeLessThanOrEqual(4)
    } finally {
      grow.mockRestore()
    }
  })
})
