import { readCsv } from '@wigglenet/io'
import { expect, test } from 'vitest'
import { type Choice, guessChoice, inputsOf, rowsOf, settled, targetColumns } from '../../src/page/table-data.ts'

const csv = 'long,wide,high,kind,note\n1,10,100,a,x\n2,20,200,b,y\n3,,300,a,z\n4,40,400,b,w\n'
const table = readCsv(csv)

test('of a table all numbers are learned from, the last texts with few values tell the class, and the rows are projected', () => {
  expect(guessChoice(table)).toEqual({
    target: 'note',
    as: 'classes',
    x: 'long',
    y: 'wide',
    learn: 'all columns',
    draw: 'projection',
  })
  const { data, left } = rowsOf(table, { ...guessChoice(table)!, target: 'kind' })
  expect(data).toMatchObject({
    names: ['long', 'wide', 'high'],
    classes: ['a', 'b'],
    X: [1, 10, 100, 2, 20, 200, 4, 40, 400],
    y: [0, 1, 1],
    drawn: 'projection',
  })
  expect(left).toBe(1)
})

test('two columns are drawn as asked for, with the others behind them or without them', () => {
  const choice = { target: 'kind', as: 'classes', x: 'high', y: 'long', draw: 'two columns' } as const
  expect(rowsOf(table, { ...choice, learn: 'all columns' }).data).toMatchObject({
    names: ['high', 'long', 'wide'],
    drawn: [0, 1],
  })
  const two = rowsOf(table, { ...choice, learn: 'two columns' })
  expect(two.data).toMatchObject({ names: ['high', 'long'], X: [100, 1, 200, 2, 300, 3, 400, 4], drawn: [0, 1] })
  expect(two.left).toBe(0)
})

test('a column that is always the same, or has no value, is neither learned from nor a target', () => {
  const odd = readCsv('always,empty,word,a,b,y\n3,,same,1.5,2,0.5\n3,,same,2.5,5,1.5\n,,same,4,3,2.5\n')
  expect(guessChoice(odd)).toMatchObject({ target: 'y', as: 'a number', x: 'a', y: 'b' })
  expect(targetColumns(odd)).toEqual(['a', 'b', 'y'])
  expect(inputsOf(odd, 'y')).toEqual(['a', 'b'])
  expect(guessChoice(readCsv('a,y\n3,1\n3,2\n'))).toBeUndefined()
})

test('a table without two number columns has no choice', () => {
  expect(guessChoice(readCsv('x,kind\n1,a\n2,b\n'))).toBeUndefined()
})

test('10,000 rows of 20 columns become points', () => {
  const names = Array.from({ length: 20 }, (_, k) => `c${k}`)
  const lines = Array.from({ length: 10_000 }, (_, row) =>
    [...names.map((_, k) => (row * (k + 1)) % 97), row % 3].join(),
  )
  const wide = readCsv(`${[...names, 'kind'].join()}\n${lines.join('\n')}\n`)
  const { data } = rowsOf(wide, guessChoice(wide)!)
  expect([data.X.length, data.y.length, data.drawn]).toEqual([200_000, 10_000, 'projection'])
})

const numbers = readCsv('mpg,weight,power\n18.5,3500,130\n15.25,3700,165\n30,2000,\n28.75,2100,70\n')
const first: Choice = {
  target: 'mpg',
  as: 'a number',
  x: 'weight',
  y: 'power',
  learn: 'all columns',
  draw: 'two columns',
}

test('without texts the last number column is predicted, as a number where it has fractions or too many values', () => {
  const csv = ['a,b,c', ...Array.from({ length: 30 }, (_, row) => `${row},${row * row},${row / 7}`)].join('\n')
  expect(guessChoice(readCsv(csv))).toEqual({
    ...{ target: 'c', as: 'a number', x: 'a', y: 'b', learn: 'two columns', draw: 'two columns' },
  })
})

test('two number columns are a curve: the second over the first', () => {
  const choice = guessChoice(readCsv('x,y\n1,10.5\n2,20.5\n3,31\n'))!
  expect(choice).toEqual({ target: 'y', as: 'a number', x: 'x', y: 'x', learn: 'one column', draw: 'two columns' })
  expect(rowsOf(readCsv('x,y\n1,10.5\n2,\n3,31\n'), choice)).toEqual({
    data: {
      kind: 'values',
      X: [1, 3],
      y: [10.5, 31],
      names: ['x'],
      target: 'y',
      drawn: 'target',
      testShare: 0.2,
      seed: 1,
    },
    left: 1,
  })
})

test('a number is predicted from all columns, two, or one, and rows without one of them are left out', () => {
  expect(rowsOf(numbers, settled(numbers, first)!)).toMatchObject({
    data: { kind: 'values', y: [18.5, 15.25, 28.75], names: ['weight', 'power'], target: 'mpg', drawn: [0, 1] },
    left: 1,
  })
  const one = settled(numbers, { ...first, learn: 'one column' })!
  expect(rowsOf(numbers, one)).toMatchObject({
    data: { X: [3500, 3700, 2000, 2100], y: [18.5, 15.25, 30, 28.75], names: ['weight'], drawn: 'target' },
    left: 0,
  })
})

test('a choice is settled: the target is no input, axes differ, and classes need two columns', () => {
  expect(settled(numbers, { ...first, target: 'weight' })).toEqual({
    ...first,
    target: 'weight',
    x: 'mpg',
    learn: 'two columns',
  })
  expect(settled(numbers, { ...first, x: 'power' })).toMatchObject({ x: 'power', y: 'weight' })
  expect(settled(table, { ...guessChoice(table)!, target: 'long', as: 'classes', learn: 'one column' })).toMatchObject({
    ...{ target: 'long', as: 'classes', x: 'high', y: 'wide', learn: 'two columns' },
  })
  const two = readCsv('x,kind\n1,a\n2,b\n')
  expect(settled(two, { ...first, target: 'kind', as: 'classes' })).toBeUndefined()
})
