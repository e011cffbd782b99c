import { expect, test } from 'vitest'
import { healthLines } from '../../src/views/health-words.ts'
import { joinedColumns, lossColumns, lossRange, stepRange } from '../../src/views/loss-series.ts'
import { unitWords, wireWords } from '../../src/views/network-words.ts'
import { regionsWords } from '../../src/views/regions-words.ts'
import { standingWords } from '../../src/views/standing-words.ts'

const points = (rows: number) => ({
  rows,
  X: new Float64Array(2 * rows),
  y: new Float64Array(rows),
  at: new Float64Array(2 * rows),
})
const opened = {
  kind: 'opened',
  summary: '',
  nodes: [],
  classes: ['red', 'blue'],
  names: ['a', 'b'],
  axes: ['a', 'b'],
  train: points(80),
  test: points(20),
  window: [
    [0, 1],
    [0, 1],
  ],
  plane: { axes: [0, 1] },
  stepsPerEpoch: 8,
} as const
const view = { kind: 'view', index: 0, step: 1, epoch: 0, running: false, speed: 0, parameters: {} } as const

test('the picture in words has classes, axes, points and how well it does', () => {
  expect(regionsWords(opened, undefined)).toBe(
    'Decision regions of 2 classes (red, blue) over a and b, with 80 training points and 20 test points.',
  )
  const seen = { ...view, train: { loss: 0.1234, accuracy: 0.975 }, test: { loss: 0.5, accuracy: 0.9 } }
  expect(regionsWords(opened, seen)).toBe(
    'Decision regions of 2 classes (red, blue) over a and b, with 80 training points and 20 test points; training: loss 0.123, 98 % right; test: loss 0.5, 90 % right.',
  )
})

test('a fitted curve says its largest distance', () => {
  const line = { x: new Float64Array(0), y: new Float64Array(0), supError: 0.25 }
  expect(
    regionsWords(
      { ...opened, classes: undefined, names: ['x'], axes: ['x', 'y'], test: points(0) },
      { ...view, train: { loss: 2 }, curve: line },
    ),
  ).toBe('The fitted curve over x, with 80 training points; training: loss 2; largest distance to the function: 0.25.')
})

test('a table of numbers says its target, its error in the unit of it, and which plane is drawn', () => {
  const table = { ...opened, classes: undefined, target: { name: 'mpg', range: [9, 46.6] }, test: points(0) } as const
  const seen = { ...view, train: { loss: 0.12345, error: 2.7181, rSquared: 0.8767 } }
  expect(regionsWords(table, seen)).toBe(
    'Predictions of mpg as shades over a and b, from 9 to 46.6, with 80 training points; training: loss 0.123, RMSE 2.72, R² 0.877.',
  )
  expect(standingWords({ loss: 2, error: 1e-5, rSquared: 0.99996 })).toBe('2, RMSE 0.00001, R² over 0.999')
  expect(standingWords({ loss: 0, error: 0, rSquared: 1 })).toBe('0, RMSE 0, R² 1')
  expect(regionsWords({ ...table, names: ['a'], axes: ['a', 'mpg'] }, undefined)).toBe(
    'The fitted curve of mpg over a, with 80 training points.',
  )
})

test('a unit says what it is, what it answers and what is wrong with it', () => {
  const pictures = { node: 'h1', units: 2, columns: 1, rows: 1, values: Float32Array.of(0, 1) }
  const words = unitWords({ node: 'h1', activation: 'relu' }, 1, ['a'], {
    parameters: { 'h1.b': Float32Array.of(0, -0.5) },
    pictures: { ...pictures, ranges: Float32Array.of(0, 0, 0, 1.5) },
    health: { node: 'h1', dead: [1], saturated: Float32Array.of(0, 0.25), zigZag: 0 },
    off: true,
  })
  expect(words).toBe(
    'h1[1]: relu, bias −0.5, answers from 0 to 1.5 over the window, dead: it never activates on the training data, 25 % of its answers saturated, switched off',
  )
  expect(unitWords({ node: 'x', activation: 'identity' }, 0, ['a'], { off: false })).toBe('input a')
})

test('a weight says which units it joins, its value and where it stands', () => {
  const place = { from: [0, 0], to: [1, 1], share: 1 } as const
  const wire = { ...place, parameter: 'h1.W', index: 3, value: -1.25, source: ['x', 1], target: ['h1', 1] } as const
  expect(wireWords(wire, ['a', 'b'])).toBe('b → h1[1]: −1.25 (h1.W, number 3)')
})

test('health lines have numbers and words, and leave out what a layer cannot have', () => {
  expect(healthLines({ node: 'h1', dead: [0, 7], zigZag: 0.125, updateRatio: 0.00123 }, 20)).toEqual([
    { about: 'Dead units', text: '2 of 20 never activate (10 %)', share: 0.1 },
    { about: 'Zig-zag', text: '13 % of the updates move all weights of a unit one way', share: 0.125 },
    {
      about: 'Update ratio',
      text: 'a step changes the weights by 0.00123 of their length; about 0.001 is usual',
    },
  ])
  const some = { node: 'h1', on: [1, 2], dead: [2], saturated: Float32Array.of(0, 0.5, 1), zigZag: 0 }
  expect(healthLines(some, 4).slice(0, 3)).toEqual([
    { about: 'Switched off', text: '2 of 4: not counted here, nor by the doctor' },
    { about: 'Dead units', text: '1 of 2 never activate (50 %)', share: 0.5 },
    { about: 'Saturated', text: '75 % of the outputs lie in the tails', share: 0.75 },
  ])
  expect(healthLines({ node: 'h1', saturated: Float32Array.of(0, 0.5), zigZag: 0 }, 2)).toEqual([
    { about: 'Saturated', text: '25 % of the outputs lie in the tails', share: 0.25 },
    { about: 'Zig-zag', text: '0 % of the updates move all weights of a unit one way', share: 0 },
    { about: 'Update ratio', text: 'not known before a few steps' },
  ])
})

test('a loss of 0 and a missing test loss are gaps of the logarithmic axis', () => {
  expect(
    lossColumns([
      { step: 0, train: 1 },
      { step: 5, train: 0, test: 2 },
    ]),
  ).toEqual([
    [0, 5],
    [1, null],
    [null, 2],
  ])
})

test('the losses of several networks stand over the steps of all of them', () => {
  const histories = [
    [
      { step: 0, train: 1 },
      { step: 4, train: 0.5 },
    ],
    [{ step: 2, train: 3, test: 2 }],
  ]
  expect(joinedColumns(histories)).toEqual([
    [0, 2, 4],
    [1, null, 0.5],
    [null, null, null],
    [null, 3, null],
    [null, 2, null],
  ])
  expect(joinedColumns([histories[0]!])).toEqual(lossColumns(histories[0]!))
})

test('the axis of losses spans at least a factor of 3, and more where the losses do', () => {
  expect(lossRange(1, 1)).toEqual([0.5, Math.sqrt(3)])
  expect(lossRange(0.1, 10)).toEqual([0.08, 11.5])
  expect(lossRange(null, null)).toEqual([0.1, 1])
})

test('the axis of losses begins at a number of one digit, or the ticks of a logarithmic axis never end', () => {
  for (let low = 1e-9; low < 1e6; low *= 1.37)
    expect(String(lossRange(low, 3 * low)[0])).toMatch(/^[1-9](e-?\d+|0*)$|^0\.0*[1-9]$/)
  expect(lossRange(1e-20, 1)[0]).toBe(1e-12)
})

test('the axis of steps has room for a single point', () => {
  expect(stepRange(0, 0)).toEqual([0, 1])
  expect(stepRange(0, 500)).toEqual([0, 500])
  expect(stepRange(null, null)).toEqual([0, 1])
})
