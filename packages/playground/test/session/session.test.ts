import { describe, expect, test } from 'vitest'
import { accuracy, adam, dense, modelFromBytes, network, relu, spiral, splitRows, takeRows, trainer } from 'wigglenet'
import type { Report } from '../../src/session/messages.ts'
import { firstSetup, type Setup } from '../../src/setup.ts'
import { room } from './room.ts'

const open = (...setups: readonly Setup[]) => ({ kind: 'open', setups }) as const
/** What the first setup says, by the library alone. */
function byHand() {
  const all = spiral({ classes: 3, noise: 0.2, rows: 300, seed: 1 })
  const { train, test } = splitRows(300, { test: 0.2, seed: 1, by: all.y })
  const [training, validation] = [takeRows(all, train), takeRows(all, test)]
  const net = network(2, [dense(20, relu()), dense(3)])
  return trainer(net, training, { optimizer: adam({ rate: 0.01 }), batch: 10, l2: 0.001, seed: 1, validation })
}

describe('a session', () => {
  test('makes of a setup what the library makes of it', () => {
    const { networks } = room().ask(open(firstSetup), 'opened')
    const [made] = networks
    expect(networks).toHaveLength(1)
    expect(made).toMatchObject({
      summary:
        '2-layer neural network (1 hidden layer): 23 neurons, 100 weights + 23 biases = 123 learnable parameters',
      nodes: [
        { name: 'h1', from: ['x'], units: 20, activation: 'relu' },
        { name: 'scores', from: ['h1'], units: 3, activation: 'identity' },
      ],
      classes: ['arm 1', 'arm 2', 'arm 3'],
      names: ['x1', 'x2'],
      train: { rows: 240 },
      test: { rows: 60 },
      stepsPerEpoch: 24,
    })
    const [[left, right], [low, high]] = made!.window
    const all = [...made!.train.X, ...made!.test.X]
    expect(all).toHaveLength(600)
    expect(all.every((x, i) => (i % 2 === 0 ? x > left && x < right : x > low && x < high))).toBe(true)
  })

  test('trains to the bit as the library does', () => {
    const { tell, look, go } = room()
    tell(open(firstSetup), { kind: 'step', count: 1 })
    const own = byHand()
    own.step(1)
    const first = look()
    expect([first.step, first.running, first.train, first.test]).toEqual([
      1,
      false,
      own.evaluate(),
      own.evaluate('validation'),
    ])
    expect(first.parameters).toEqual(own.parameters.all())
    tell({ kind: 'epoch' })
    go()
    own.step(23)
    expect(look()).toMatchObject({ step: 24, epoch: 1, running: false })
    expect(look().parameters).toEqual(own.parameters.all())
  })

  test('runs in slices until it is told to pause, and lets orders through between them', () => {
    const { tell, look, go, turns } = room()
    tell(open(firstSetup), { kind: 'run', stepsPerSecond: Number.POSITIVE_INFINITY })
    go(20)
    const early = look()
    expect([early.running, early.step > 20, early.speed > 0]).toEqual([true, true, true])
    go(20)
    expect(look().step).toBeGreaterThan(early.step)
    tell({ kind: 'pause' })
    const still = look()
    go()
    expect(turns).toEqual([])
    expect(look()).toMatchObject({ step: still.step, running: false, speed: 0 })
  })

  test('keeps to the pace that it was given', () => {
    const { tell, look, go, clock } = room()
    tell(open(firstSetup), { kind: 'run', stepsPerSecond: 100 })
    const start = clock.now()
    for (let turn = 0; turn < 1000 && clock.now() - start < 2000; turn++) go(1)
    expect(look().step).toBeGreaterThanOrEqual(190)
    expect(look().step).toBeLessThanOrEqual(201)
  })

  test('answers a look with the region, the units and the health that were asked for', () => {
    const { tell, look } = room()
    tell(open(firstSetup), { kind: 'step', count: 500 })
    const plain = look()
    expect(plain.regions).toMatchObject({ size: 8 })
    expect([plain.units, plain.health]).toEqual([undefined, undefined])
    const { units, health, regions } = look(0, { units: 4, health: true })
    expect(regions!.labels).toHaveLength(64)
    expect(Math.min(...regions!.certainty)).toBeGreaterThanOrEqual(1 / 3)
    expect(units!.map(({ node, values }) => [node, values.length])).toEqual([
      ['h1', 20 * 16],
      ['scores', 3 * 16],
    ])
    expect(health!.layers.map(({ node }) => node)).toEqual(['h1', 'scores'])
    expect(health!.layers[0]!.dead).toEqual([])
    expect(health!.layers[0]!.updateRatio).toBeGreaterThan(0)
  })

  test('moves the arrays of a view instead of copying them', () => {
    const { tell, look, moved } = room()
    tell(open(firstSetup))
    const { regions, parameters } = look()
    expect(moved.at(-1)).toEqual(
      expect.arrayContaining([regions!.labels.buffer, regions!.certainty.buffer, parameters['h1.W']!.buffer]),
    )
    expect(new Set(moved.at(-1)).size).toBe(moved.at(-1)!.length)
  })

  test('says why a setup cannot be made, and keeps the one before', () => {
    const { tell, look } = room()
    tell(open(firstSetup))
    const data = {
      kind: 'function',
      formula: 'sin(',
      range: [-1, 1],
      noise: 0,
      rows: 20,
      testShare: 0,
      seed: 1,
    } as const
    const [answer] = tell(open({ ...firstSetup, data }))
    expect(answer).toMatchObject({ kind: 'refused', order: 'open' })
    expect((answer as Extract<Report, { kind: 'refused' }>).message).toMatch(/^functionOf: /)
    expect(look().regions).toBeDefined()
  })

  test('saves a model that says what the network says', () => {
    const { tell, ask, look } = room()
    const { train } = ask(open(firstSetup), 'opened').networks[0]!
    tell({ kind: 'step', count: 600 })
    const model = modelFromBytes(ask({ kind: 'save' }, 'saved').bytes)
    const rows = Array.from({ length: 240 }, (_, row) => [train.X[2 * row]!, train.X[2 * row + 1]!])
    const said = model.predict(rows).map((name) => model.classes!.indexOf(name as string))
    expect(accuracy(said, train.y)).toBe(look().train.accuracy)
  })
})
