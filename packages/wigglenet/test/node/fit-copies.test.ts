import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { OptionError } from '../../src/check/errors.ts'
import { moons } from '../../src/data/make/moons.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { modelToBytes } from '../../src/model/file.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { network } from '../../src/network/network.ts'
import { fitCopies } from '../../src/node/fit-copies.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { momentum } from '../../src/optimizer/momentum.ts'
import type { Copies, CopyEvent, CopyOptions } from '../../src/search/copies.ts'
import { fit } from '../../src/train/fit.ts'

const data = spiral({ classes: 3, rows: 150, seed: 1 })
const net = network(2, [dense(20, tanh()), dense(3)])
const drain = async (run: Copies) => {
  const events: CopyEvent[] = []
  for await (const event of run) events.push(event)
  return events
}

test('each copy has the bits of its single run, on one worker or several, one after another on the same memory', async () => {
  const wide = network(2, [dense(13, relu(), { dropout: 0.2, inputNoise: 0.1 }), maxout(7), dense(3)])
  const options = { epochs: 3, batch: 32, optimizer: adam({ rate: 0.01 }) }
  const singles = await Promise.all([4, 5, 6, 7, 8].map((seed) => fit(wide, data, { ...options, seed }).model))
  for (const workers of [1, 2, 5]) {
    const models = await fitCopies(wide, data, { ...options, seed: 4, copies: 5, workers }).models
    expect(models.map(modelToBytes)).toEqual(singles.map(modelToBytes))
  }
})

test('copies may differ in any option of fit, validation data among them', async () => {
  const copies: CopyOptions[] = [
    { seed: 9 },
    { l2: 0.1 },
    { optimizer: gradientDescent({ rate: 0.5 }), batch: 50 },
    { optimizer: gradientDescent({ rate: 0.05 }), batch: 50 },
    { validation: 0.3, patience: 1 },
    { validation: 0.3, seed: 2, epochs: 4 },
    { validation: spiral({ classes: 3, rows: 30, seed: 7 }), patience: 1, optimizer: momentum({ rate: 0.3 }) },
    { optimizer: momentum({ rate: 0.3 }) },
  ]
  const options = { epochs: 6, l1: 1e-4 }
  const models = await fitCopies(net, data, { ...options, copies, workers: 2 }).models
  const singles = await Promise.all(copies.map((copy) => fit(net, data, { ...options, ...copy }).model))
  expect(models.map(modelToBytes)).toEqual(singles.map(modelToBytes))
})

test('the events of each copy are those of its single run, in order, with its number', async () => {
  const options = { epochs: 3, validation: 0.2 }
  const events = await drain(fitCopies(net, data, { ...options, copies: 3, workers: 2 }))
  for (const copy of [0, 1, 2]) {
    const single: object[] = []
    for await (const event of fit(net, data, { ...options, seed: copy + 1 }))
      if (event.kind !== 'batch') single.push({ ...event, copy, seconds: 0 })
    const own = events.filter((event) => event.copy === copy && event.kind !== 'batch')
    expect(own.map((event) => ({ ...event, seconds: 0 }))).toEqual(single.map((event) => ({ ...event, seconds: 0 })))
  }
})

test('the first copy that fails ends the others, and the error names it', async () => {
  const copies: CopyOptions[] = [{}, { optimizer: gradientDescent({ rate: 1e30 }), l2: 1 }, {}]
  const run = fitCopies(net, data, { epochs: 2147483647, copies, workers: 2 })
  const expected = /^fitCopies: copies\[1\]: fit: every number must stay finite; got .*Lower the rate \(now 1e\+30\)/
  await expect(drain(run)).rejects.toThrow(expected)
  await expect(run.models).rejects.toThrow(expected)
})

test('a signal ends the copies that train, and leaves out those not begun', async () => {
  const controller = new AbortController()
  const run = fitCopies(net, data, { copies: 5, workers: 2, epochs: 2147483647, signal: controller.signal })
  setTimeout(() => controller.abort(), 400)
  const events = await drain(run)
  const ends = events.filter((event) => event.kind === 'stop')
  expect(ends.map(({ reason }) => reason)).toEqual(['aborted', 'aborted'])
  const models = await run.models
  expect(models.map(({ provenance }) => provenance.seed)).toEqual([1, 2])
  expect(models.every(({ provenance }) => provenance.steps > 0)).toBe(true)
  const before = fitCopies(net, data, { copies: 5, signal: AbortSignal.abort() })
  expect(await drain(before)).toEqual([])
  expect(await before.models).toEqual([])
})

test('a loop that is left ends the copies that train where they stand', async () => {
  const run = fitCopies(net, data, { copies: 3, workers: 2, epochs: 2147483647 })
  for await (const event of run) if (event.step > 100) break
  const models = await run.models
  expect(models.length).toBe(2)
  for (const { provenance } of models) expect(provenance.epochs).toBeLessThan(2147483647)
})

test('workers that waited for a slow loop go on, and no event is lost', async () => {
  const next = [0, 0]
  for await (const event of fitCopies(net, data, { copies: 2, workers: 2, epochs: 12_000 })) {
    if (event.kind !== 'epoch') continue
    expect(event.epoch).toBe(++next[event.copy]!)
    if (event.epoch === 1) await new Promise((done) => setTimeout(done, 600)) // enough for more events than are kept
  }
  expect(next).toEqual([12_000, 12_000])
})

test('what is wrong is refused at once, naming the copy', () => {
  const start = (options: object) => () => fitCopies(net, data, options as never)
  expect(start({ copies: [{ seed: 1 }, { batch: 0 }] })).toThrow(
    'fitCopies: copies[1]: batch must be a whole number in [1, 150]; got 0. Give batch a whole number in [1, 150].',
  )
  expect(start({ copies: [{ device: null }] })).toThrow(
    'fitCopies: copies[0]: the options are loss, optimizer, batch, l2, l1, seed, shuffle, validation, schedule, epochs, parameters, ' +
      'patience; got "device". Remove device, or correct its spelling.',
  )
  expect(start({})).toThrow(OptionError)
  expect(start({})).toThrow(
    'fitCopies: copies must be a number, or a list with the options of each copy; got undefined. ' +
      'Give copies: 10, or copies: [{ seed: 1 }, { seed: 2 }].',
  )
  expect(start({ copies: 0 })).toThrow('fitCopies: copies must be a whole number in [1, 1000000]; got 0.')
  expect(start({ copies: 1, workers: 0 })).toThrow('fitCopies: workers must be a whole number in [1, 1024]; got 0.')
  expect(start({ copies: 1, resume: {} })).toThrow('got "resume". Remove resume, or correct its spelling.')
  expect(() => fitCopies(network(2, [dense(1)]), moons({ seed: 1 }), { copies: 2 })).toThrow(
    'loss softmax: the network must have as many outputs as the data have classes, 2; got 1. Give the last layer 2 units.',
  )
})

test('a program that trained copies ends by itself: after them, a loop left, an error, and a loop that is forgotten', () => {
  const program = `
    import { dense, gradientDescent, network, spiral, tanh } from 'wigglenet'
    import { fitCopies } from 'wigglenet/node'
    const data = spiral({ classes: 3, seed: 1 })
    const net = network(2, [dense(20, tanh()), dense(3)])
    const long = { copies: 3, workers: 2, epochs: 2147483647 }
    console.log((await fitCopies(net, data, { copies: 3, workers: 2, epochs: 2 }).models).length)
    for await (const event of fitCopies(net, data, long)) if (event.step > 3) break
    const failing = { ...long, copies: [{}, { optimizer: gradientDescent({ rate: 1e30 }), l2: 1 }] }
    await fitCopies(net, data, failing).models.catch((error) => console.log(error.name))
    console.log((await fitCopies(net, data, long)[Symbol.asyncIterator]().next()).value.copy < 2)`
  const cwd = fileURLToPath(new URL('../../../../', import.meta.url))
  const run = ['--input-type=module', '-e', program]
  expect(execFileSync(process.execPath, run, { cwd, encoding: 'utf8', timeout: 20_000 })).toBe('3\nNumberError\ntrue\n')
})
