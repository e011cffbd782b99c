import { expect, test } from 'vitest'
import { spiral } from '../../src/data/make/spiral.ts'
import { inspect } from '../../src/diagnose/inspect.ts'
import { revive } from '../../src/diagnose/revive.ts'
import { leakyRelu } from '../../src/network/activations/leaky-relu.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { constant } from '../../src/network/initializers/constant.ts'
import { drawParameter } from '../../src/network/initializers/draw.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { parameterShapes } from '../../src/network/parameters.ts'
import type { Network } from '../../src/network/types.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { fit } from '../../src/train/fit.ts'
import type { Checkpoint, FitOptions, TrainingEvent } from '../../src/train/types.ts'
import { makeData } from '../backend/data.ts'

const data = spiral({ classes: 3, seed: 1 })
const net = network(2, [dense(20, relu()), dense(3)])
/** Drawn weights, but that these units of h1 have a bias far below 0. */
const withDead = (units: readonly number[], of: Network = net, seed = 3) => {
  const all = Object.fromEntries(parameterShapes(of).map((shape, i) => [shape.name, drawParameter(shape, seed, i)]))
  for (const unit of units) all['h1.b']![unit] = -50
  return all
}
async function run(options: FitOptions, of: Network = net) {
  const events: TrainingEvent[] = []
  const checkpoints: Checkpoint[] = []
  const save = (checkpoint: Checkpoint) => void checkpoints.push(checkpoint)
  const running = fit<number, number>(of, data, { epochs: 6, seed: 5, checkpoint: { save }, ...options })
  for await (const event of running) events.push(event)
  const revived = events.filter((event) => event.kind === 'revive')
  return { events, revived, checkpoints, parameters: (await running.model).parameters }
}

test('dead units are drawn again, told as an event, and alive at the end', async () => {
  const parameters = withDead([3, 7])
  const without = await run({ parameters })
  expect(inspect(net, without.parameters, { data, loss: 'softmax' }).layers[0]!.activity!.dead).toEqual([3, 7])
  const { revived, parameters: alive } = await run({ parameters, revive: revive({ everyEpochs: 2 }) })
  expect(revived).toEqual([{ kind: 'revive', step: 20, epoch: 2, layer: 'h1', units: [3, 7] }])
  expect(inspect(net, alive, { data, loss: 'softmax' }).layers[0]!.activity!.dead).toEqual([])
})

test('only the rows of dead units change: incoming weights and bias as drawn by the seed and the epoch, the optimizer’s state 0', async () => {
  const parameters = withDead([3])
  const plain = await run({ parameters, epochs: 3, optimizer: adam() })
  const { checkpoints } = await run({ parameters, epochs: 3, optimizer: adam(), revive: revive() })
  // The checkpoint of epoch 1 was saved after the units were drawn.
  const at = (list: readonly Checkpoint[]) => list.find(({ cursor }) => cursor.epoch === 1 && cursor.position === 0)!
  const [before, after] = [at(plain.checkpoints), at(checkpoints)]
  const shapes = parameterShapes(net)
  const [W, b] = [0, 1].map((place) => drawParameter(shapes[place]!, 5, place + shapes.length * 1))
  expect([...after.parameters['h1.W']!.subarray(6, 8)]).toEqual([...W!.subarray(6, 8)])
  expect(after.parameters['h1.b']![3]).toBe(b![3])
  expect(after.state['m.of:h1.W']!.subarray(6, 8).every((value) => value === 0)).toBe(true)
  const others = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => i < 6 || i > 7)
  expect(others(after.parameters['h1.W']!)).toEqual(others(before.parameters['h1.W']!))
  expect(others(after.state['v.of:h1.W']!)).toEqual(others(before.state['v.of:h1.W']!))
  expect(after.parameters['scores.W']).toEqual(before.parameters['scores.W'])
})

test('where nothing is dead, and for leaky units, it changes no bit', async () => {
  const plain = await run({})
  const watched = await run({ revive: revive() })
  expect(watched.revived).toEqual([])
  expect(watched.parameters).toEqual(plain.parameters)
  const leaky = network(2, [dense(20, leakyRelu()), dense(3)])
  const kept = await run({ parameters: withDead([2], leaky), revive: revive() }, leaky)
  expect(kept.revived).toEqual([])
})

test('a unit that is dead on the sample and alive on another row is left alone', async () => {
  // 3,000 rows, of which one alone lies beyond 100, where unit 0 is active.
  const base = makeData({ inputs: 2, rows: 3000, classes: 2, seed: 1 })
  const X = base.X.slice() as Float32Array
  X[2 * 1234] = 101
  const one = network(2, [dense(2, relu()), dense(2)])
  const parameters = { 'h1.W': [1, 0, 1, 0], 'h1.b': [-100, -1000], 'scores.W': [0, 0, 0, 0], 'scores.b': [0, 0] }
  const units: number[] = []
  const options = { parameters, epochs: 2, seed: 1, optimizer: 'gradient-descent', revive: revive() } as const
  for await (const event of fit(one, { ...base, X }, options)) if (event.kind === 'revive') units.push(...event.units)
  expect(units).toEqual([1])
})

test('a resumed run has the bits of one that was not interrupted, and must revive alike', async () => {
  const parameters = withDead([3, 7])
  const options = { parameters, revive: revive({ everyEpochs: 2 }) }
  const whole = await run(options)
  for (const epoch of [1, 2, 3]) {
    const resume = whole.checkpoints.find(({ cursor }) => cursor.epoch === epoch)!
    expect((await run({ ...options, resume })).parameters).toEqual(whole.parameters)
  }
  const resume = whole.checkpoints[0]!
  expect(() => fit(net, data, { parameters, epochs: 6, seed: 5, resume })).toThrow(
    'fit: revive must be as in the saved run, {"everyEpochs":2}; got none. Resume with the same data and options, or start a new run.',
  )
  expect(() => fit(net, data, { ...options, epochs: 7, seed: 5, resume })).toThrow(
    'fit: epochs must be as in the saved run, 6; got 7.',
  )
})

test('it works with an initializer that is no drawing, and refuses a bad option', async () => {
  const still = network(2, [dense(4, relu(), { weights: constant(0.5) }), dense(3)])
  const { revived } = await run({ parameters: withDead([1], still), revive: revive() }, still)
  expect(revived[0]).toMatchObject({ epoch: 1, units: [1] })
  expect(() => revive({ everyEpochs: 1.5 })).toThrow(
    'revive: everyEpochs must be a whole number in [1, 2147483647]; got 1.5. Give everyEpochs a whole number in [1, 2147483647].',
  )
})
