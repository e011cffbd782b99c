import { readCsv } from '@wigglenet/io'
import { expect, test } from 'vitest'
import { guessChoice, pointsOf } from '../../src/page/table-data.ts'

const csv = 'long,wide,high,kind,note\n1,10,100,a,x\n2,20,200,b,y\n3,,300,a,z\n4,40,400,b,w\n'
const table = readCsv(csv)

test('of a table all numbers are learned from, the last texts with few values tell the class, and the rows are projected', () => {
  expect(guessChoice(table)).toEqual({ label: 'note', x: 'long', y: 'wide', learn: 'all columns', draw: 'projection' })
  const { data, left } = pointsOf(table, { ...guessChoice(table)!, label: 'kind' })
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
  const choice = { label: 'kind', x: 'high', y: 'long', draw: 'two columns' } as const
  expect(pointsOf(table, { ...choice, learn: 'all columns' }).data).toMatchObject({
    names: ['high', 'long', 'wide'],
    drawn: [0, 1],
  })
  const two = pointsOf(table, { ...choice, learn: 'the two drawn' })
  expect(two.data).toMatchObject({ names: ['high', 'long'], X: [100, 1, 200, 2, 300, 3, 400, 4], drawn: [0, 1] })
  expect(two.left).toBe(0)
})

test('a table without two number columns has no choice', () => {
  expect(guessChoice(readCsv('x,kind\n1,a\n2,b\n'))).toBeUndefined()
})

test('10,000 rows of 20 columns become points in a moment', () => {
  const names = Array.from({ length: 20 }, (_, k) => `c${k}`)
  const lines = Array.from({ length: 10_000 }, (_, row) =>
    [...names.map((_, k) => (row * (k + 1)) % 97), row % 3].join(),
  )
  const wide = readCsv(`${[...names, 'kind'].join()}\n${lines.join('\n')}\n`)
  const start = performance.now()
  const { data } = pointsOf(wide, guessChoice(wide)!)
  expect(performance.now() - start).toBeLessThan(2000)
  expect([data.X.length, data.y.length, data.drawn]).toEqual([200_000, 10_000, 'projection'])
})
