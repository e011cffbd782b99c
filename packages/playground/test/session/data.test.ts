import { describe, expect, test } from 'vitest'
import { materialOf } from '../../src/session/data.ts'
import { type DataSetup, firstSetup, type OwnData, shapes } from '../../src/setup.ts'
import { room } from './room.ts'

const own: OwnData = {
  kind: 'points',
  X: [10, 1000, 12, 1200, 14, 1400, 16, 1600, 10, 1100, 30, 1000],
  y: [0, 0, 1, 1, 0, 2],
  names: ['width', 'mass'],
  classes: ['a', 'b', 'c', 'empty'],
  drawn: [0, 1],
  testShare: 0.5,
  seed: 1,
}

describe('data', () => {
  test.each(shapes)(
    'of the shape %s have as many rows as they should, and a share of each class for the test',
    (kind) => {
      const { points, training, test } = materialOf({
        kind,
        classes: 4,
        noise: 0.1,
        rows: 200,
        testShare: 0.25,
        seed: 3,
      })
      expect([points.train.rows, points.test.rows]).toEqual([150, 50])
      expect([training.rows, test!.rows]).toEqual([150, 50])
      const classes = training.classes!.length
      expect(classes).toBe(['spiral', 'blobs', 'rings'].includes(kind) ? 4 : 2)
      for (let label = 0; label < classes; label++)
        expect(points.test.y.filter((y) => y === label).length).toBeCloseTo(50 / classes, -1)
    },
  )

  test('of one seed are the same each time, and of another seed others', () => {
    const { data } = firstSetup
    expect(materialOf(data)).toEqual(materialOf(data))
    expect(materialOf({ ...data, seed: 2 }).points).not.toEqual(materialOf(data).points)
  })

  test('of a function lie on it, and its truth reaches both ends of the range', () => {
    const data: DataSetup = {
      ...{ kind: 'function', formula: 'x^2', range: [-1, 3], noise: 0, rows: 41, testShare: 0, seed: 1 },
    }
    const { points, truth, window, test } = materialOf(data)
    expect(points.train.y).toEqual(points.train.X.map((x) => Math.fround(x * x)))
    expect([truth!.X[0], truth!.X.at(-1), window[0], test]).toEqual([-1, 3, [-1, 3], undefined])
  })

  test('of the visitor are seen with mean 0 and deviation 1, and shown in their own units', () => {
    const { training, points, names, window } = materialOf({ ...own, testShare: 0 })
    expect(points.train).toMatchObject({ rows: 6, X: Float64Array.from(own.X), y: Float64Array.from(own.y) })
    const column = Array.from(training.X).filter((_, i) => i % 2 === 1)
    expect(column.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 5)
    expect(column.reduce((sum, x) => sum + x * x, 0) / 6).toBeCloseTo(1, 1)
    expect([names, training.classes]).toEqual([own.names, own.classes])
    expect(window[1][0]).toBeLessThan(1000)
    expect(window[1][1]).toBeGreaterThan(1600)
  })

  test('whose class has a single point train on it', () => {
    const { points } = materialOf(own)
    expect(points.train.y).toContain(2)
    expect(points.test.y).not.toContain(2)
  })

  test('of one class alone are refused with what the library says', () => {
    const [answer] = room().tell({
      kind: 'open',
      setups: [{ ...firstSetup, data: { ...own, X: [0, 0, 1, 1], y: [0, 0], testShare: 0 } }],
    })
    expect(answer).toEqual({
      kind: 'refused',
      order: 'open',
      message:
        'own points: column "class" must have at least 2 classes; got one, "a". Give rows of at least two classes, or choose another target.',
    })
  })

  test('of the visitor are learned', () => {
    const { tell, go, look } = room()
    tell({ kind: 'open', setups: [{ ...firstSetup, data: { ...own, testShare: 0 } }] }, { kind: 'step', count: 2000 })
    go()
    expect(look().train.accuracy).toBe(1)
  })
})

describe('a network', () => {
  test('of every activation, with dropout and a skip connection, over regression too, trains and shows all of its pictures', () => {
    const layers = ['relu', 'maxout', 'tanh'].map((activation) => ({ units: 4, activation, dropout: 0.1 }))
    const data: DataSetup = {
      ...{ kind: 'function', formula: 'sin(3*x)', range: [-1, 1], noise: 0.01, rows: 60, testShare: 0.2, seed: 1 },
    }
    const training = { ...firstSetup.training, loss: 'mean-squared-error' }
    const { ask, tell, go, look } = room()
    const { networks } = ask({ kind: 'open', setups: [{ data, layers, skip: true, training }] }, 'opened')
    expect(networks[0]!.nodes.map(({ name, from, activation }) => [name, from, activation])).toEqual([
      ['h1', ['x'], 'relu'],
      ['h2', ['h1'], 'maxout'],
      ['h3', ['h2'], 'tanh'],
      ['joined', ['x', 'h3'], 'concat'],
      ['scores', ['joined'], 'identity'],
    ])
    expect([networks[0]!.classes, networks[0]!.names]).toEqual([undefined, ['x']])
    tell({ kind: 'step', count: 400 })
    go()
    const { curve, regions, units, health, train } = look(0, { units: 6, health: true })
    expect(regions).toBeUndefined()
    expect([curve!.x.length, curve!.x[0], curve!.x.at(-1)]).toEqual([257, -1, 1])
    const largest = Math.max(...curve!.y.map((y, i) => Math.abs(y - Math.sin(3 * curve!.x[i]!))))
    expect(curve!.supError).toBeCloseTo(largest, 5)
    expect(train.accuracy).toBeUndefined()
    expect(units!.map(({ node, columns, values }) => [node, columns, values.length])).toEqual([
      ['h1', 6, 24],
      ['h2', 6, 24],
      ['h3', 6, 24],
      ['scores', 6, 6],
    ])
    expect(health!.layers.map(({ node, dead, saturated }) => [node, dead !== undefined, saturated?.length])).toEqual([
      ['h1', true, undefined],
      ['h2', false, undefined],
      ['h3', false, 4],
      ['scores', false, undefined],
    ])
  })

  test('has first weights times the scale, and the biases as they are', () => {
    const first = (scale: number) => {
      const { tell, look } = room()
      tell({ kind: 'open', setups: [{ ...firstSetup, training: { ...firstSetup.training, scale } }] })
      return look().parameters
    }
    const [plain, twice] = [first(1), first(2)]
    expect(twice['h1.W']).toEqual(plain['h1.W']!.map((w) => 2 * w))
    expect(twice['h1.b']).toEqual(plain['h1.b'])
  })

  test('that is large is drawn more coarsely while it trains, so that it does train', () => {
    const { tell, go } = room()
    const layers = [1, 2, 3].map(() => ({ units: 512, activation: 'relu', dropout: 0 }))
    tell(
      { kind: 'open', setups: [{ ...firstSetup, layers }] },
      { kind: 'run', stepsPerSecond: Number.POSITIVE_INFINITY },
    )
    go(3)
    const [view] = tell({ kind: 'look', size: 96 })
    expect(view!.kind === 'view' && view!.regions!.size).toBeLessThan(96)
  })
})
