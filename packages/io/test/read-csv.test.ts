import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Table, WiggleError } from 'wigglenet'
import { guessDelimiter } from '../src/guess-delimiter.ts'
import { iris } from '../src/iris.ts'
import { readCsv } from '../src/read-csv.ts'

const cells = ({ columns }: Table) =>
  Object.fromEntries(columns.map(({ name, values }) => [name, Array.from(values as ArrayLike<unknown>)]))

test('quotes, CRLF, a byte order mark, spaces and empty lines are read as meant', () => {
  const table = readCsv('\uFEFFname , size\r\n"Smith, ""J""", 1.5\r\n\r\n"two\r\nlines",\r\n"",3')
  expect(cells(table)).toEqual({ name: ['Smith, "J"', 'two\r\nlines', null], size: [1.5, Number.NaN, 3] })
  expect([...table.lines!]).toEqual([2, 4, 6])
})

test('lines are counted as an editor counts them, for LF and CR too', () => {
  for (const end of ['\n', '\r', '\r\n']) {
    const text = ['a,b', '"x', 'y",2', '', 'z,4', '"', '', 'v",6', 'w,8'].join(end)
    expect([...readCsv(text).lines!]).toEqual([2, 5, 6, 9])
  }
})

test('bytes and their text give the same table', () => {
  const text = 'größe,名\n1,ä\n2,€😀'
  expect(readCsv(new TextEncoder().encode(text))).toEqual(readCsv(text))
  expect(cells(readCsv(text))).toEqual({ größe: [1, 2], 名: ['ä', '€😀'] })
})

test('without a header columns are named 1, 2, 3', () => {
  expect(cells(readCsv('5,a\n6,b', { header: false }))).toEqual({ '1': [5, 6], '2': ['a', 'b'] })
})

test('the delimiter is guessed outside quotes, and decimal commas do not mislead it', () => {
  expect(guessDelimiter('a;b\n1,5;2\n1,7;3')).toBe(';')
  expect(guessDelimiter('a\tb,c\td\n1\t2\t3')).toBe('\t')
  expect(guessDelimiter('"a;b;c;d",e\n"f",g')).toBe(',')
  expect(guessDelimiter('a|b|c\n1|2|3')).toBe('|')
  expect(guessDelimiter('alone\n1')).toBe(',')
  expect(guessDelimiter('a,b,c\n1,2,3\n4,5')).toBe(',')
})

test('a delimiter that is given wins', () => {
  expect(cells(readCsv('a:b\n1:2', { delimiter: ':' }))).toEqual({ a: [1], b: [2] })
  expect(cells(readCsv('a,b;c\n1,2;3', { delimiter: ';' }))).toEqual({ 'a,b': ['1,2'], c: [3] })
})

test('kinds of columns can be said', () => {
  expect(cells(readCsv('zip,x\n01,1\n02,2', { category: ['zip'] }))).toEqual({ zip: ['01', '02'], x: [1, 2] })
})

const latin1 = Uint8Array.of(...new TextEncoder().encode('a,b\n1,2\ncaf'), 0xe9, 44, 51)
const bad: [string, string | Uint8Array, string][] = [
  [
    'a ragged row',
    'a,b\n1,2\n\n3\n',
    'f.csv: every row must have 2 cells, one for each column; got 1 in line 4. Add or remove cells, or put quotes around a cell that holds a delimiter.',
  ],
  [
    'a row too long',
    'a,b\n1,2,3\n',
    'f.csv: every row must have 2 cells, one for each column; got 3 in line 2. Add or remove cells, or put quotes around a cell that holds a delimiter.',
  ],
  ['an empty file', '', 'f.csv: the file must hold rows; got an empty file. Give a file with at least one row.'],
  [
    'a file of line ends',
    '\n \r\n',
    'f.csv: the file must hold rows; got an empty file. Give a file with at least one row.',
  ],
  [
    'a header only',
    'a,b\n',
    'f.csv: the file must hold rows below its header; got a header only. Give a file with at least one row.',
  ],
  ['Latin 1', latin1, 'f.csv: the file must be in UTF-8; got other bytes in line 3. Save it as UTF-8 text.'],
  [
    'UTF-16',
    Uint8Array.of(0xff, 0xfe, 97, 0, 10, 0),
    'f.csv: the file must be in UTF-8; got other bytes in line 1. Save it as UTF-8 text.',
  ],
  ['NUL', 'a,b\n1,\0', 'f.csv: the file must be text; got a NUL byte in line 2. Save it as UTF-8 text.'],
  [
    'an open quote',
    'a,b\n1,2\n\n"3,4\n5,6\n',
    'f.csv: every quote must be closed; got one left open in the row that starts in line 4. Close it, or double the quotes inside a cell.',
  ],
  [
    'a quote inside a cell',
    'a,b\n1,x"y"\n',
    'f.csv: a quote must open and close a whole cell; got one inside a cell in line 2. Put quotes around the whole cell, and double those inside it.',
  ],
  [
    'text after a quote',
    'a,b\n1,"x"y\n',
    'f.csv: a quote must open and close a whole cell; got text after one in line 2. Put quotes around the whole cell, and double those inside it.',
  ],
  [
    'a repeated column name',
    'a,b,a\n1,2,3',
    'f.csv: every column must have a name of its own; got "a" for columns 1 and 3. Correct the header, or read the file as one without a header.',
  ],
  [
    'an empty column name',
    'a,,c\n1,2,3',
    'f.csv: every column must have a name; got none for column 2. Correct the header, or read the file as one without a header.',
  ],
  [
    'text in a number column',
    'a,b\n1,x\n2,y\noops,z\n',
    'f.csv: column "a" must hold numbers; got "oops" in line 4. Correct the cell, or take the column as a category.',
  ],
  [
    'infinity',
    'a,b\n1,x\nInfinity,y\n',
    'f.csv: column "a" must hold finite numbers; got "Infinity" in line 3. Correct the cell, or leave it empty.',
  ],
]
test.each(bad)('%s is refused', (_, file, message) => {
  expect(() => readCsv(file, { where: 'f.csv' })).toThrow(expect.objectContaining({ message }))
})

test('a file longer than a text can be is refused before it is decoded', () => {
  expect(() => readCsv(new Uint8Array(500_000_001))).toThrow(
    'readCsv: a CSV file must have at most 500000000 bytes to be read whole; got 500000001. Stream it (streamCsv, or --stream of the command line), or give a sample of its rows.',
  )
})

test('a header of 100,000 columns is judged at once', () => {
  const header = Array.from({ length: 100_000 }, (_, k) => `c${k}`)
  const start = performance.now()
  expect(() => readCsv([...header, 'c7'].join(','))).toThrow('got "c7" for columns 8 and 100001')
  expect(performance.now() - start).toBeLessThan(5000)
})

test('a misspelt option and a delimiter of two characters are refused', () => {
  expect(() => readCsv('a', { delimeter: ';' } as never)).toThrow(
    'readCsv: the options are delimiter, header, category, number, asText, where; got "delimeter". Remove delimeter, or correct its spelling.',
  )
  expect(() => readCsv('a', { delimiter: '::' })).toThrow(
    'readCsv: delimiter must be one character, no quote and no line end; got "::". Give a character such as "," or ";".',
  )
})

test('whatever texts a table has, it comes back from its CSV', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 }).map((value) => `t${value.replaceAll('\0', '')}`)
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 4 })
        .chain((width) =>
          fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
        ),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n'),
      (rows, delimiter, end) => {
        const csv = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)).join(end)
        const table = readCsv(csv, { delimiter, header: false })
        expect(rows.map((_, row) => table.columns.map(({ values }) => values[row]))).toEqual(rows)
      },
    ),
  )
})

test('any bytes are a table or a clear error', () => {
  const part = fc.constantFrom('a', '1', ',', ';', '"', '\n', '\r', ' ', '\t', '-', 'é', '\uFEFF')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.array(part, { maxLength: 40 }).map((parts) => parts.join('')),
      ),
      fc.boolean(),
      (file, header) => {
        try {
          expect(readCsv(file, { header }).rows).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(WiggleError)
        }
      },
    ),
    { numRuns: 1000 },
  )
})

test('10,000 rows of 20 numbers are read within a second', () => {
  const row = Array.from({ length: 20 }, (_, k) => `${k}.${k}125`).join(',')
  const file = new TextEncoder().encode(`${`${row}\n`.repeat(10_000)}`)
  const start = performance.now()
  expect(readCsv(file, { header: false }).rows).toBe(10_000)
  expect(performance.now() - start).toBeLessThan(1000)
})

test('iris has the means that Fisher’s table has', () => {
  const table = iris()
  const means = table.columns.slice(0, 4).map(({ values }) => (values as Float64Array).reduce((a, b) => a + b) / 150)
  const published = [5.843333, 3.057333, 3.758, 1.199333]
  for (const [k, mean] of means.entries()) expect(mean).toBeCloseTo(published[k], 6)
  expect(table.columns[4].values.length).toBe(150)
  expect([table.columns[4].values[0], table.columns[4].values[149]]).toEqual(['setosa', 'virginica'])
})
