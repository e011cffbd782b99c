import { expect, test } from 'vitest'
import { dense, fit, gradientDescent, network, relu, spiral } from 'wigglenet'
import { type Job, part, trainAll } from '../src/train-all.ts'

const data = spiral({ classes: 3, rows: 60, seed: 1 })
const net = network(2, [dense(8, relu()), dense(3)])
const base: Job = { network: net, data, seeds: [1], epochs: 5 }
const setting = { workers: 2, signal: undefined, onProgress: () => {} }

test('each run has the weights of the same run alone, in the order of its seeds', async () => {
  const [both] = await trainAll([{ ...base, seeds: [4, 5] }], setting)
  for (const [k, seed] of [4, 5].entries()) {
    const alone = await fit(net, data, { epochs: 5, seed }).model
    expect(both!.models[k]!.parameters).toEqual(alone.parameters)
    expect(both!.epochs[k]!.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5])
  }
})

test('a run that diverges has no model, and the others go on', async () => {
  const optimizer = gradientDescent({ rate: 1e30 })
  const [wild, tame] = await trainAll([{ ...base, optimizer }, base], setting)
  expect(wild!.models).toEqual([undefined])
  expect(tame!.models[0]).toBeDefined()
})

test('a run ends after the epoch that satisfies `until`', async () => {
  const [run] = await trainAll([{ ...base, until: (epochs) => epochs.length === 2 }], setting)
  expect(run!.epochs[0]).toHaveLength(2)
  expect(run!.models[0]!.provenance.epochs).toBeGreaterThanOrEqual(2)
})

test('an abort ends all runs with the reason of the signal', async () => {
  const controller = new AbortController()
  const onProgress = () => controller.abort(new Error('enough'))
  await expect(trainAll([base, base, base], { workers: 1, signal: controller.signal, onProgress })).rejects.toThrow(
    'enough',
  )
})

test('progress of a part stays within the part', async () => {
  const shares: number[] = []
  const whole = {
    ...setting,
    short: true,
    seed: 1,
    data: { folder: '', has: () => false, read: () => Promise.reject(new Error('none')) },
  }
  await trainAll([base, base], part({ ...whole, onProgress: (share) => shares.push(share) }, 0.5, 1))
  expect(shares).toEqual([0.75, 1])
})
