import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { reference } from '../../src/backend/reference/reference.ts'
import { fast } from '../../src/backend/wasm/fast.ts'
import { DataError, NumberError, OptionError, UnsupportedError } from '../../src/check/errors.ts'
import { applyPreprocessing } from '../../src/data/apply-preprocessing.ts'
import { fitPreprocessing } from '../../src/data/fit-preprocessing.ts'
import { moons } from '../../src/data/make/moons.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { tableFromTexts } from '../../src/data/table-from-texts.ts'
import { weighted } from '../../src/data/weighted.ts'
import { deadUnits } from '../../src/diagnose/monitors/dead-units.ts'
import { evaluate } from '../../src/model/evaluate.ts'
import { modelToBytes } from '../../src/model/file.ts'
import { activation } from '../../src/network/activations/activation.ts'
import { gelu } from '../../src/network/activations/gelu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { elementLoss } from '../../src/network/losses/element-loss.ts'
import { svm } from '../../src/network/losses/svm.ts'
import { network } from '../../src/network/network.ts'
import { fitInWorker } from '../../src/node/fit-in-worker.ts'
import { threads } from '../../src/node/threads.ts'
import { clipped } from '../../src/optimizer/clipped.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { schedule } from '../../src/optimizer/schedule.ts'
import { fit } from '../../src/train/fit.ts'
import type { Run } from '../../src/train/run.ts'
import type { Checkpoint, FitOptions, TrainingEvent } from '../../src/train/types.ts'

const data = spiral({ classes: 3, rows: 150, seed: 1 })
const net = network(2, [dense(20, tanh()), dense(3)])

/** Events without what depends on the clock. */
const timeless = (event: TrainingEvent) => ({ ...event, seconds: 0, rowsPerSecond: 0 })
async function drain(run: Run): Promise<object[]> {
  const events: object[] = []
  for await (const event of run) if (event.kind !== 'batch') events.push(timeless(event))
  return events
}

test('a run in a worker has the events and the model of a run here, to the bit', async () => {
  const options: FitOptions = { epochs: 5, seed: 3, validation: 0.2, l2: 1e-3, patience: 4 }
  const [here, there] = [fit(net, data, options), fitInWorker(net, data, options)]
  expect(await drain(there)).toEqual(await drain(here))
  const [one, other] = [await here.model, await there.model]
  expect(modelToBytes(other)).toEqual(modelToBytes(one))
  expect(other.predict([[0.1, 0.4]])).toEqual(one.predict([[0.1, 0.4]]))
  expect(evaluate(other, data)).toEqual(evaluate(one, data))
})

test('weights of rows, and the function erf in an activation, go along to the bit', async () => {
  const rows = weighted(
    data,
    Array.from({ length: 150 }, (_, row) => row % 4),
  )
  const curved = network(2, [dense(6, gelu()), dense(3)])
  const [one, other] = await Promise.all(
    [fit, fitInWorker].map((train) => train(curved, rows, { epochs: 3, seed: 3, validation: 0.2 }).model),
  )
  expect(modelToBytes(other!)).toEqual(modelToBytes(one!))
})

test('awaiting the model alone runs it, and the user’s own formulas, schedule and first weights go along', async () => {
  const square = activation('squarish', { bend: { interval: '(0, 1)', default: 0.5 } }, { value: 'bend * z * abs(z)' })
  const own = network(2, [dense(6, square({ bend: 0.25 }), { dropout: 0.1, inputNoise: 0.01 }), maxout(4), dense(1)])
  const loss = elementLoss('huber', {}, { value: 'abs(s - y) < 1 ? 0.5 * (s - y)^2 : abs(s - y) - 0.5' }, 'zero-one')()
  const options: FitOptions = {
    loss,
    epochs: 3,
    batch: 7,
    optimizer: clipped(gradientDescent({ rate: 0.1 }), { globalNorm: 0.2 }),
    schedule: schedule('linear', {}, 'rate * (1 - step/steps)')(),
    validation: moons({ rows: 40, seed: 5 }),
    parameters: await fit(own, moons({ rows: 40, seed: 2 }), { loss, epochs: 1 }).model.then((m) => m.parameters),
  }
  const rows = moons({ rows: 90, seed: 1 })
  const [here, there] = [await fit(own, rows, options).model, await fitInWorker(own, rows, options).model]
  expect(modelToBytes(there)).toEqual(modelToBytes(here))
})

test('reference, fast and threads run in a worker with the bits that they have here', async () => {
  for (const device of [reference, fast(), threads({ count: 2 })]) {
    const options = { epochs: 2, device, loss: svm() }
    const [here, there] = [await fit(net, data, options).model, await fitInWorker(net, data, options).model]
    expect(there.parameters).toEqual(here.parameters)
    expect(there.provenance).toEqual(here.provenance)
  }
})

test('a table keeps its preprocessing, and the model takes rows as the user has them', async () => {
  const cells = Array.from({ length: 20 }, (_, i) => [`${i}`, i % 2 ? 'a' : 'b', `${2 * i}`])
  const table = tableFromTexts(['x', 'kind', 'y'], cells)
  const { preprocessing } = fitPreprocessing(table, [...cells.keys()], { target: 'y', task: 'regression' })
  const rows = applyPreprocessing(preprocessing, table)
  const line = network(rows.inputs, [dense(4, relu()), dense(1)])
  const [here, there] = [await fit(line, rows, { epochs: 3 }).model, await fitInWorker(line, rows, { epochs: 3 }).model]
  expect(modelToBytes(there)).toEqual(modelToBytes(here))
  expect(there.predict([{ x: 3, kind: 'a' }])).toEqual(here.predict([{ x: 3, kind: 'a' }]))
})

test('a loop that is left has the model of the event that it saw last', async () => {
  const leave = async (run: Run) => {
    for await (const event of run) if (event.kind === 'epoch' && event.epoch === 4) break
    return run.model
  }
  const [here, there] = [await leave(fit(net, data)), await leave(fitInWorker(net, data))]
  expect(there.provenance.epochs).toBe(4)
  expect(modelToBytes(there)).toEqual(modelToBytes(here))
})

test('a signal ends the run with what was learned so far; one that aborted before, with the first weights', async () => {
  const controller = new AbortController()
  const run = fitInWorker(net, data, { epochs: 2147483647, signal: controller.signal })
  setTimeout(() => controller.abort(), 300)
  const model = await run.model
  expect(model.provenance.steps).toBeGreaterThan(0)
  expect(model.provenance.epochs).toBeLessThan(2147483647)
  const signal = AbortSignal.abort()
  const [here, there] = [fit(net, data, { signal }), fitInWorker(net, data, { signal })]
  expect(await drain(there)).toEqual(await drain(here))
  expect(modelToBytes(await there.model)).toEqual(modelToBytes(await here.model))
})

test('checkpoints are saved here, and a run goes on from one in another worker', async () => {
  const saved: Checkpoint[] = []
  const save = async (checkpoint: Checkpoint) => {
    await new Promise((done) => setTimeout(done, 5))
    saved.push(checkpoint)
  }
  const options = { epochs: 6, seed: 2 }
  const events = await drain(fitInWorker(net, data, { ...options, checkpoint: { save } }))
  expect(saved.length).toBe(events.filter((event) => 'kind' in event && event.kind === 'checkpoint').length)
  expect(saved[0]!.cursor.epoch).toBe(1)
  const resumed = await fitInWorker(net, data, { ...options, resume: saved[0]! }).model
  expect(modelToBytes(resumed)).toEqual(modelToBytes(await fit(net, data, options).model))
  const full = new RangeError('the disk is full')
  const failing = fitInWorker(net, data, { ...options, checkpoint: { save: () => Promise.reject(full) } })
  await expect(failing.model).rejects.toBe(full)
})

test('an error arrives with its class, its message and its fields, in the loop and at the model', async () => {
  const options = { epochs: 50, optimizer: gradientDescent({ rate: 1e30 }), l2: 1 }
  const errorOf = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.unreachable('the run must fail'),
      (error: NumberError) => error,
    )
  const here = await errorOf(fit(net, data, options).model)
  const run = fitInWorker(net, data, options)
  const there = await errorOf(drain(run))
  expect(there).toBeInstanceOf(NumberError)
  expect(there.message).toBe(here.message)
  expect({ ...there }).toEqual({ ...here })
  expect(await errorOf(run.model)).toBe(there)
  const small = fitInWorker(net, data, { validation: 0.9, batch: 140, epochs: 1 })
  await expect(small.model).rejects.toThrow('fit: batch must be a whole number in [1, 15]; got 140.')
})

test('what is wrong, or cannot go to a worker, is refused at once', () => {
  expect(() => fitInWorker(net, data, { batch: 0 })).toThrow(OptionError)
  expect(() => fitInWorker(net, data, { batch: 0 })).toThrow('fit: batch must be a whole number in [1, 150]; got 0.')
  expect(() => fitInWorker(net, data, { validation: 2 })).toThrow('fit: validation must be a number in (0, 1); got 2.')
  expect(() => fitInWorker(net, [] as never)).toThrow(DataError)
  expect(() => fitInWorker(net, data, { checkpoint: {} as never })).toThrow(
    'fit: checkpoint must have a function save; got {  }. Give it one, which keeps the run.',
  )
  const device = { ...reference, name: 'blas' }
  expect(() => fitInWorker(net, data, { device })).toThrow(
    new UnsupportedError({
      where: 'fit',
      expected: 'device must be wasm, fast() or reference, which a worker has too',
      received: '"blas"',
      fix: 'Leave device out, or train with fit.',
    }),
  )
  expect(() => fitInWorker(net, data, { monitors: [deadUnits()] })).toThrow(
    /^fit: monitors must be data to go to a worker; got .* Leave monitors out, or train with fit\.$/,
  )
  const loss = { ...elementLoss('own', {}, { value: 's*s*y' }, 'zero-one')(), log: () => {} }
  expect(() => fitInWorker(network(2, [dense(1)]), moons({ seed: 1 }), { loss })).toThrow(
    'fit: loss must be data to go to a worker; got { kind, target, options, formula, log }. Leave loss out, or train with fit.',
  )
})

test('a second loop over a run is refused', async () => {
  const run = fitInWorker(net, data, { epochs: 1 })
  await run.model
  await expect(drain(run)).rejects.toThrow(
    'fitInWorker: a run can be looped over once; got a second loop. Call fitInWorker again, or loop before asking for the model.',
  )
})

test('a program that used workers ends by itself: after a run, a loop left, an error, and a loop that is forgotten', () => {
  const program = `
    import { dense, fit, gradientDescent, network, spiral, tanh } from 'wigglenet'
    import { fitInWorker } from 'wigglenet/node'
    const data = spiral({ classes: 3, seed: 1 })
    const net = network(2, [dense(20, tanh()), dense(3)])
    console.log((await fitInWorker(net, data, { epochs: 2 }).model).provenance.epochs)
    for await (const event of fitInWorker(net, data)) if (event.epoch === 3) break
    await fitInWorker(net, data, { optimizer: gradientDescent({ rate: 1e30 }), l2: 1 }).model.catch((error) => console.log(error.name))
    console.log((await fitInWorker(net, data)[Symbol.asyncIterator]().next()).value.kind)`
  const cwd = fileURLToPath(new URL('../../../../', import.meta.url))
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd,
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(out).toBe('2\nNumberError\nbatch\n')
})
