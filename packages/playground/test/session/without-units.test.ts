import { describe, expect, test } from 'vitest'
import { drawParameter, parameterShapes, trainer } from 'wigglenet'
import { materialOf } from '../../src/session/data.ts'
import { networkOf, optionsOf } from '../../src/session/network.ts'
import { leftOf, withoutUnits } from '../../src/session/without-units.ts'
import { firstSetup, type Setup } from '../../src/setup.ts'
import { room } from './room.ts'

const layer = (units: number, activation: string, more = {}) => ({ units, activation, dropout: 0, ...more })
const setup: Setup = {
  ...firstSetup,
  layers: [layer(5, 'prelu'), layer(4, 'maxout', { pieces: 3 }), layer(6, 'tanh')],
  skip: true,
}

test('the smaller network says what the whole one says with those units off', () => {
  const { training } = materialOf(setup.data)
  const net = networkOf(setup, training)
  const options = optionsOf(setup, net, training, undefined)
  const parameters = Object.fromEntries(
    parameterShapes(net).map((shape, i) => [shape.name, drawParameter(shape, 1, i)]),
  )
  const whole = trainer(net, training, { ...options, parameters })
  whole.step(50)
  const off = [
    ['h1', 1],
    ['h1', 4],
    ['h2', 0],
    ['h3', 3],
  ] as const
  for (const [node, unit] of off) whole.mask(node, unit, false)
  const left = leftOf(net, (node, unit) => off.some(([name, place]) => name === node && place === unit))
  const { watched, options: cut } = withoutUnits(whole, { ...options, parameters }, left)
  expect(watched.network.nodes.map(({ units }) => units)).toEqual([3, 3, 5, 7, 3])
  const { parameters: now, state } = watched.snapshot()
  const small = trainer(watched.network, training, { ...cut, parameters: now })
  expect(small.evaluate().loss).toBeCloseTo(whole.evaluate().loss, 5)
  small.restore({ ...small.snapshot(), parameters: now, state }) // an optimizer's numbers fit too
  const shapes = parameterShapes(watched.network)
  expect(shapes.map(({ name, shape }) => [name, shape.reduce((a, b) => a * b)])).toEqual(
    Object.entries(cut.parameters!).map(([name, values]) => [name, values.length]),
  )
  expect([...now['h1.b']!]).toEqual([0, 2, 3].map((unit) => whole.snapshot().parameters['h1.b']![unit]))
})

describe('the health of a network', () => {
  const off = (...units: number[]) => units.map((unit) => ({ kind: 'mask', node: 'h1', unit, on: false }) as const)
  /** ReLU units that are dead, alive, dead, alive. */
  const parameters = {
    'h1.W': Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
    'h1.b': Float32Array.of(-50, 1, -50, 1),
    'scores.W': new Float32Array(12).fill(0.5),
    'scores.b': new Float32Array(3),
  }
  function open() {
    const own = room()
    own.tell({ kind: 'open', setups: [{ ...firstSetup, layers: [layer(4, 'relu')] }] }, { kind: 'load', parameters })
    return { ...own, health: () => own.look(0, { health: true }).health! }
  }

  test('counts no unit that is switched off, and counts it again when it is on', () => {
    const { tell, health } = open()
    expect(health().layers[0]).toMatchObject({ dead: [0, 2] })
    expect(health().layers[0]!.on).toBeUndefined()
    tell(...off(0, 1))
    expect(health().layers[0]).toMatchObject({ on: [2, 3], dead: [2] })
    tell({ kind: 'mask', node: 'h1', unit: 0, on: true })
    expect(health().layers[0]).toMatchObject({ on: [0, 2, 3], dead: [0, 2] })
  })

  test('of saturated units too: the share is in the place of its unit', () => {
    const { tell, look } = room()
    tell({ kind: 'open', setups: [{ ...firstSetup, layers: [layer(3, 'sigmoid')] }] })
    const large = { 'h1.W': Float32Array.of(99, 0, 99, 0, 0, 0), 'h1.b': Float32Array.of(99, 99, 0) }
    const scores = { 'scores.W': new Float32Array(9), 'scores.b': new Float32Array(3) }
    tell({ kind: 'load', parameters: { ...large, ...scores } }, { kind: 'mask', node: 'h1', unit: 0, on: false })
    const saturated = look(0, { health: true }).health!.layers[0]!.saturated!
    expect([saturated[0], saturated[2]]).toEqual([0, 0])
    expect(saturated[1]).toBeGreaterThan(0.9)
  })

  test('is that of the network without these units for the doctor, also while it trains', () => {
    const { tell, go, health } = open()
    const names = () => health().findings.map(({ title }) => title)
    for (let epoch = 0; epoch < 8; epoch++) {
      tell({ kind: 'epoch' })
      go()
    }
    expect(names()).toContain('Many ReLU units are dead')
    tell(...off(0, 2), { kind: 'step', count: 50 })
    go()
    expect(health().layers[0]).toMatchObject({ on: [1, 3], dead: [] })
    expect(health().layers[0]!.updateRatio).toBeGreaterThan(0)
    expect(names()).not.toContain('Many ReLU units are dead')
  })

  test('of a layer without any unit that is on is not looked at, and that is said', () => {
    const { tell, health } = open()
    tell(...off(0, 1, 2, 3))
    expect(health()).toEqual({
      layers: [],
      findings: [
        {
          title: 'All units of h1 are switched off',
          text: 'Nothing gets through it, and the health of the layers is not looked at.',
          fix: 'Switch a unit on again.',
        },
      ],
    })
  })
})
