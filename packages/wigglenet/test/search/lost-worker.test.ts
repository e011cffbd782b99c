// What happens when a worker cannot start, or dies: workers of the test's own, which do no more than that.
import { expect, test } from 'vitest'
import { spiral } from '../../src/data/make/spiral.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { runCopies } from '../../src/search/copies.ts'
import { runInWorker } from '../../src/search/run-in-worker.ts'
import type { WorkerHandle, Workshop } from '../../src/search/worker-line.ts'

const data = spiral({ classes: 3, rows: 150, seed: 1 })
const net = network(2, [dense(3)])
const fix = 'Buy a larger one.'

/** A workshop whose workers die of `reason` when they are told to go on. */
function mortal(reason: unknown) {
  const ended: number[] = []
  let started = 0
  const start = (): WorkerHandle => {
    const number = started++
    let lost = (_: unknown) => {}
    return {
      post: ({ kind }) => kind === 'go' && number > 0 && queueMicrotask(() => lost(reason)),
      listen: (_, told) => {
        lost = told
      },
      hold: () => {},
      end: async () => ended.push(number),
    }
  }
  const workshop: Workshop = { where: 'fitCopies', start, processors: () => 3, threads: () => 1, fix }
  return { workshop, ended }
}

test('a worker that dies ends the run with an error that says why, names the copy, and ends the other workers', async () => {
  const { workshop, ended } = mortal(new RangeError('out of memory'))
  const run = runCopies(workshop, net, data, { copies: 7 })
  await expect(run.models).rejects.toThrow(
    'fitCopies: copies[1]: the worker must start, and live until it has answered; got RangeError: out of memory. Buy a larger one.',
  )
  expect(ended.sort()).toEqual([0, 1, 2])
})

test('a runtime without workers is told by one error, for one run and for copies', async () => {
  const start = () => {
    throw new ReferenceError('Worker is not defined')
  }
  const workshop: Workshop = { where: 'fitInWorker', start, processors: () => 1, threads: () => 1, fix }
  const message =
    'fitInWorker: the worker must start, and live until it has answered; got ReferenceError: Worker is not defined. Buy a larger one.'
  await expect(runInWorker(workshop, net, data, {}).model).rejects.toThrow(message)
  await expect(runCopies(workshop, net, data, { copies: 2 }).models).rejects.toThrow(message)
})

test('only as many workers start as there are copies', async () => {
  const { workshop, ended } = mortal('nothing')
  const controller = new AbortController()
  const run = runCopies(workshop, net, data, { copies: 2, workers: 64, signal: controller.signal })
  await expect(run.models).rejects.toThrow('copies[1]')
  expect(ended.sort()).toEqual([0, 1])
})
