import { expect, test } from 'vitest'
import { type TableOptions, tableFromTexts } from '../../src/data/table-from-texts.ts'

const column = (cells: string[], options: TableOptions = {}) =>
  tableFromTexts(
    ['c'],
    cells.map((cell) => [cell]),
    options,
  ).columns[0]

test('decimal numbers of any spelling are numbers, and the five signs for missing are NaN', () => {
  const cells = ['1', '-2.5', '+3', '.5', '4.', '1e3', '-1.5E-2', '', 'NA', 'NaN', 'null', '?']
  const { NaN: none } = Number
  expect(column(cells)).toEqual({
    name: 'c',
    kind: 'number',
    values: Float64Array.of(1, -2.5, 3, 0.5, 4, 1000, -0.015, none, none, none, none, none),
  })
})

test('hexadecimal, thousands separators, decimal commas and dates are no numbers', () => {
  expect(column(['0x10', '1,000', '1_000', '2020-01-02']).kind).toBe('category')
})

test('missing categories are null, other texts stay as they are', () => {
  expect(column(['b', '?', 'None', '']).values).toEqual(['b', null, 'None', null])
})

test('half numbers are a category, and so is a column without values', () => {
  expect(column(['1', 'a', '2', 'b']).kind).toBe('category')
  expect(column(['', 'NA'])).toEqual({ name: 'c', kind: 'category', values: [null, null] })
})

test('a column asked for as a category keeps the texts of its numbers', () => {
  expect(column(['01', '1'], { category: ['c'] }).values).toEqual(['01', '1'])
})

const bad: [string, () => unknown, string][] = [
  [
    'text in a number column',
    () => column(['1', '2', 'x'], { where: 'f.csv', lines: Uint32Array.of(2, 3, 5) }),
    'f.csv: column "c" must hold numbers; got "x" in line 5. Correct the cell, or take the column as a category.',
  ],
  [
    'text in a column asked for as a number',
    () => column(['a', 'b', '3'], { number: ['c'] }),
    'table: column "c" must hold numbers; got "a" in row 1. Correct the cell, or take the column as a category.',
  ],
  [
    'infinity in a number column',
    () => column(['1', '2', '-inf']),
    'table: column "c" must hold finite numbers; got "-inf" in row 3. Correct the cell, or leave it empty.',
  ],
  [
    'a number too large',
    () => column(['1e999']),
    'table: column "c" must hold finite numbers; got "1e999" in row 1. Correct the cell, or leave it empty.',
  ],
  [
    'an unknown column',
    () => column(['1'], { category: ['d'] }),
    'table: category must name a column, one of c; got "d". Choose a name from the list.',
  ],
  [
    'a column as both kinds',
    () => column(['1'], { category: ['c'], number: ['c'] }),
    'table: a column must be a category or a number; got "c" as both. Name it in one of the two.',
  ],
  [
    'a ragged row',
    () => tableFromTexts(['a', 'b'], [['1', '2'], ['3']]),
    'table: every row must have 2 cells, one for each column; got 1 in row 2. Add or remove cells, or put quotes around a cell that holds a delimiter.',
  ],
  [
    'an empty column name',
    () => tableFromTexts(['a', ''], []),
    'table: every column must have a name; got none for column 2. Correct the header, or read the file as one without a header.',
  ],
  [
    'a repeated column name',
    () => tableFromTexts(['a', 'b', 'a'], []),
    'table: every column must have a name of its own; got "a" for columns 1 and 3. Correct the header, or read the file as one without a header.',
  ],
]
test.each(bad)('%s is refused', (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }))
})
