import { describe, expect, test } from 'vitest'
import { OptionError } from 'wigglenet'
import { changesBetween, checkNames, readFigure } from '../../src/element/attributes.ts'
import { activations, optimizers } from '../../src/setup.ts'

const figure = (attributes: Readonly<Record<string, string>> = {}) => readFigure((name) => attributes[name] ?? null)

test('without attributes a figure is the spiral of the page, of which all points are learned, without a penalty', () => {
  expect(figure()).toEqual({
    setup: {
      data: { kind: 'spiral', classes: 3, noise: 0.2, rows: 300, testShare: 0, seed: 1 },
      layers: [{ units: 20, activation: 'relu', dropout: 0 }],
      skip: false,
      training: { loss: 'softmax', optimizer: 'adam', rate: 0.01, batch: 10, l2: 0, l1: 0, seed: 1, scale: 1 },
    },
    stepsPerSecond: 1000,
    autoplay: false,
  })
})

test('each attribute is what it says', () => {
  const all = {
    ...{
      data: 'rings',
      classes: '4',
      noise: '0',
      rows: '50',
      test: '0.5',
      hidden: '8,4',
      activation: 'tanh',
      dropout: '0.25',
    },
    ...{ loss: 'svm', optimizer: 'momentum', rate: '1e-3', batch: '5', l2: '0.1', l1: '.5', seed: '7', speed: 'full' },
    ...{ autoplay: '', playground: 'https://example.org/' },
  }
  expect(figure(all)).toEqual({
    setup: {
      data: { kind: 'rings', classes: 4, noise: 0, rows: 50, testShare: 0.5, seed: 7 },
      layers: [
        { units: 8, activation: 'tanh', dropout: 0.25 },
        { units: 4, activation: 'tanh', dropout: 0.25 },
      ],
      skip: false,
      training: { loss: 'svm', optimizer: 'momentum', rate: 0.001, batch: 5, l2: 0.1, l1: 0.5, seed: 7, scale: 1 },
    },
    stepsPerSecond: Number.POSITIVE_INFINITY,
    autoplay: true,
    playground: 'https://example.org/',
  })
  expect(figure({ hidden: 'none' }).setup.layers).toEqual([])
  expect(figure({ speed: '50' }).stepsPerSecond).toBe(50)
})

test('a formula makes it regression, with a loss of numbers', () => {
  const { data, training } = figure({ formula: 'x^2', range: '0, 2' }).setup
  expect(data).toEqual({ kind: 'function', formula: 'x^2', range: [0, 2], rows: 300, noise: 0, testShare: 0, seed: 1 })
  expect(training.loss).toBe('mean-squared-error')
  expect(figure({ data: 'function' }).setup.data).toMatchObject({
    kind: 'function',
    formula: 'sin(6*x)',
    range: [-1, 1],
  })
})

describe('what cannot be read is an error of the library that names the attribute', () => {
  test.each<[Record<string, string>, string]>([
    [
      { data: 'spirals' },
      'data must be one of spiral, circles, moons, xor, blobs, rings, function; got "spirals". Choose a name from the list.',
    ],
    [{ data: 'moons', classes: '3' }, 'classes must be 2 for data="moons"; got 3. Take spiral, blobs, rings for more.'],
    [{ classes: '11' }, 'classes must be a number in [2, 10]; got "11". Correct it.'],
    [{ rows: '10.5' }, 'rows must be a whole number; got 10.5. Correct it.'],
    [{ noise: '' }, 'noise must be a number in [0, 1000]; got "". Correct it.'],
    [
      { hidden: '20;20' },
      'hidden must be up to 8 whole numbers in [1, 512], or none; got "20;20". Write it as in 20 or 8,8.',
    ],
    [{ hidden: '0' }, 'hidden must be up to 8 whole numbers in [1, 512], or none; got "0". Write it as in 20 or 8,8.'],
    [
      { activation: 'relo' },
      `activation must be one of ${activations.join(', ')}; got "relo". Choose a name from the list.`,
    ],
    [
      { optimizer: 'SGD' },
      `optimizer must be one of ${optimizers.join(', ')}; got "SGD". Choose a name from the list.`,
    ],
    [{ rate: 'fast' }, 'rate must be a number in [0, 1000]; got "fast". Correct it.'],
    [{ l2: '-1' }, 'l2 must be a number in [0, 100]; got "-1". Correct it.'],
    [
      { formula: 'x', range: '1,-1' },
      'range must be two numbers, the lower one first; got "1,-1". Write it as in -1,1.',
    ],
    [
      { formula: 'x', data: 'xor' },
      'formula must stand without data, or with data="function"; got data="xor". Leave one of them out.',
    ],
  ])('%j', (attributes, message) => {
    const thrown = (() => {
      try {
        return figure(attributes)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(OptionError)
    expect((thrown as Error).message).toBe(`wiggle-net: ${message}`)
  })

  test('a loss that does not fit the data is refused', () => {
    expect(() => figure({ formula: 'x', loss: 'softmax' })).toThrow(
      /^wiggle-net: loss must be one of .*mean-squared-error/,
    )
    expect(() => figure({ loss: 'mean-squared-error' })).toThrow(/^wiggle-net: loss must be one of softmax/)
  })

  test('a misspelt name is refused; those of all elements, and of programs, are not', () => {
    expect(() => checkNames(['data', 'activaton'])).toThrow(
      /^wiggle-net: each attribute must be one of data, .*, playground; got activaton\. Correct its name\.$/,
    )
    checkNames(['id', 'class', 'style', 'onclick', 'aria-label', 'data-slide', 'v-if', '_ngcontent-c1', 'hidden', 'l2'])
  })
})

test('rate, strengths, batch, dropout and optimizer change a run that goes on; anything else begins a new one', () => {
  const before = figure().setup
  const changes = (attributes: Record<string, string>) => changesBetween(before, figure(attributes).setup)
  expect(changes({ rate: '0.5', l2: '1', optimizer: 'momentum' })).toEqual({
    rate: 0.5,
    l2: 1,
    optimizer: 'momentum',
    dropout: [0],
  })
  expect(changes({ dropout: '0.5' })).toEqual({ dropout: [0.5] })
  for (const other of [{ hidden: '8' }, { seed: '2' }, { data: 'xor' }, { activation: 'tanh' }, { loss: 'svm' }])
    expect(changes({ ...other, rate: '0.5' })).toBe(undefined)
})
