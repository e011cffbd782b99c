// Rows that stream from CSV files: the same preprocessing, examples and weights as from a table in memory; what is wrong is told alike.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyPreprocessing,
  type DataStream,
  dense,
  type FitOptions,
  fit,
  fitPreprocessing,
  hashSplit,
  network,
  randomStream,
  reference,
  tanh,
} from 'wigglenet'
import { blobSource } from '../src/byte-source.ts'
import { csvBlocks } from '../src/csv-blocks.ts'
import { csvRows, textOf } from '../src/csv-rows.ts'
import { readCsv } from '../src/read-csv.ts'
import { type StreamCsvOptions, streamCsv } from '../src/stream-csv.ts'

const file = (text: string, name = 'rows.csv') => blobSource(new Blob([text]), name)
const message = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was thrown',
    (error: Error) => error.message,
  )

/** Rows of numbers, texts and a class, some cells missing; every 50th row stands in the file twice. */
function makeRows(count: number, seed: number): string[][] {
  const random = randomStream(seed, 3)
  const rows: string[][] = []
  for (let i = 0; i < count; i++) {
    if (i % 50 === 49) {
      rows.push(rows[i - 20]!)
      continue
    }
    const [a, b] = [random.normal(), random.normal()]
    const colour = ['red', 'green', 'blue'][random.below(3)]!
    const label = a * b > 0 === (colour !== 'red') ? 'yes' : 'no'
    const noted = random.below(9) === 0 ? '' : (100 + 5 * b).toFixed(3)
    rows.push([a.toFixed(5), noted, random.below(20) === 0 ? 'NA' : colour, random.below(30) === 0 ? '' : label])
  }
  return rows
}
const header = ['a', 'b', 'colour', 'label']
const csvOf = (rows: readonly (readonly string[])[]) => [header, ...rows].map((row) => `${row.join(',')}\n`).join('')
const shares = { validation: 0.2, test: 0.1, seed: 7 }

/** What a table in memory gives, divided by the same hashes. */
function inMemory(rows: readonly string[][], target: string) {
  const table = readCsv(csvOf(rows))
  const split = hashSplit(shares)
  const column = header.indexOf(target)
  const labelled = rows.map((_, row) => row).filter((row) => rows[row]![column] !== '')
  const part = (number: number) => labelled.filter((row) => split.part(split.hash(rows[row]!)) === number)
  const { preprocessing, notes } = fitPreprocessing(table, part(0), { target })
  const dataOf = (number: number) => applyPreprocessing(preprocessing, table, part(number))
  return { preprocessing, notes, train: dataOf(0), validation: dataOf(1), test: dataOf(2) }
}

const weights = async (data: DataStream | Parameters<typeof fit>[1], options: FitOptions) => {
  const outputs = data.task === 'classification' ? 2 : 1
  const net = network(data.inputs, [dense(8, tanh()), dense(outputs)])
  const model = await fit(net, data, { epochs: 3, seed: 3, ...options }).model
  return { parameters: model.parameters, epochs: model.provenance.epochs, steps: model.provenance.steps }
}

describe('streamCsv', () => {
  test.each(['label', 'b'])(
    'target %s: recipes, notes, rows that judge and weights are those of a table in memory',
    async (target) => {
      const rows = makeRows(1200, 1)
      const memory = inMemory(rows, target)
      const stream = await streamCsv(file(csvOf(rows)), { target, ...shares, buffer: 2000 })
      expect(JSON.stringify(stream.preprocessing)).toBe(JSON.stringify(memory.preprocessing))
      expect(stream.rows).toBe(memory.train.rows)
      expect(stream.validation).toEqual(memory.validation)
      expect(stream.test).toEqual(memory.test)
      // Rows without a target belong to no part here; a table in memory tells of those among its training rows.
      const missing = rows.filter((row) => row[header.indexOf(target)] === '').length
      expect(stream.notes).toEqual([
        memory.notes[0],
        `${missing} rows without a value of ${target} left out`,
        ...memory.notes.slice(1),
      ])
      const options = { batch: 30, validation: memory.validation }
      expect(await weights(stream, { batch: 30 })).toEqual(await weights(memory.train, options))
      const device = { device: reference }
      expect(await weights(stream, { batch: 30, ...device })).toEqual(
        await weights(memory.train, { ...options, ...device }),
      )
    },
  )

  test('the order of rows in the file does not move a row to another part, and copies of a row stay together', async () => {
    const rows = makeRows(600, 2)
    const one = await streamCsv(file(csvOf(rows)), { ...shares, buffer: 1000 })
    const other = await streamCsv(file(csvOf([...rows].reverse())), { ...shares, buffer: 1000 })
    const sorted = ({ test }: DataStream) => Array.from(test!.X).sort()
    expect([other.rows, other.validation!.rows]).toEqual([one.rows, one.validation!.rows])
    expect(other.test!.rows).toBe(one.test!.rows)
    // Means are sums in another order: equal but for their last bits.
    sorted(other).forEach((value, i) => {
      expect(value).toBeCloseTo(sorted(one)[i]!, 5)
    })
  })

  test('several files are one table, and one with other columns is refused', async () => {
    const rows = makeRows(400, 3)
    const parts = [rows.slice(0, 150), rows.slice(150, 151), rows.slice(151)]
    const files = parts.map((part, i) => file(csvOf(part), `part-${i}.csv`))
    const whole = await streamCsv(file(csvOf(rows)), { ...shares, buffer: 1000 })
    const parted = await streamCsv(files, { ...shares, buffer: 1000 })
    expect(parted.preprocessing).toEqual(whole.preprocessing)
    expect(parted.notes).toEqual(whole.notes)
    expect(await weights(parted, { batch: 20 })).toEqual(await weights(whole, { batch: 20 }))
    expect(await message(streamCsv([...files, file('a,b,colour,labels\n1,2,red,no\n', 'other.csv')]))).toBe(
      'other.csv: every file must have the columns of part-0.csv, a, b, colour, label; got a, b, colour, labels. Give files of one table.',
    )
  })

  test('rows that judge are at most as many as the buffer has, and the same ones each time', async () => {
    const rows = makeRows(2000, 4)
    const options = { ...shares, target: 'label', buffer: 64 }
    const stream = await streamCsv(file(csvOf(rows)), options)
    expect(stream.validation!.rows).toBe(64)
    expect(stream.notes.at(-2)).toMatch(/^validation: 64 of 3\d\d rows, as many as the buffer has$/)
    expect(await streamCsv(file(csvOf(rows)), options)).toMatchObject({
      validation: stream.validation,
      test: stream.test,
    })
  })

  test('a median of more rows than are drawn is near that of all, and the note says what it is', async () => {
    const random = randomStream(5, 3)
    const cells = Array.from(
      { length: 70_000 },
      (_, i) => `${i % 7000 === 0 ? '' : random.normal().toFixed(4)},${i % 2}\n`,
    )
    const stream = await streamCsv(file(`x,y\n${cells.join('')}`))
    const recipe = stream.preprocessing!.kind === 'table' && stream.preprocessing!.features[0]!
    // The median of n normal numbers has a deviation of about 1.25 / √n: 0.0049 for 65,536.
    expect(recipe && Math.abs(Number(recipe.missing))).toBeLessThan(0.02)
    expect(stream.notes.at(-1)).toMatch(
      /^x: 10 missing values filled with the median of 65536 rows drawn at random, -?0\.0\d+$/,
    )
  })

  test.each([
    ['an empty file', ''],
    ['a header only', 'a,b\n'],
    ['a ragged row', 'a,b\n1,2\n\n1,2,3\n'],
    ['a repeated name', 'a,a\n1,2\n'],
    ['an open quote', 'a,b\n1,2\n"1,2\n3,4\n'],
    ['a quote inside a cell', 'a,b\n1,2\n3,4\n1"x",2\n'],
    ['text in numbers', `a,b\n${'1,2\n'.repeat(20)}1,x\n`],
    ['infinity', `a,b\n${'1,2\n'.repeat(20)}1,inf\n`],
    ['a NUL', `a,b\n${'1,2\n'.repeat(20)}1,\0\n`],
  ])('%s gives the error of readCsv', async (_, text) => {
    let expected = 'nothing was thrown'
    try {
      readCsv(text, { where: 'rows.csv' })
    } catch (error) {
      expected = (error as Error).message
    }
    expect(expected).toMatch(/^rows\.csv: /)
    for (const buffer of [1, 600, 65_536]) expect(await message(streamCsv(file(text), { buffer }))).toBe(expected)
  })

  test('bytes that are no UTF-8 are told with their line', async () => {
    const blob = new Blob([`a,b\n${'1,2\n'.repeat(300)}`, new Uint8Array([0xff, 0x2c, 0x31]), '\n1,2\n'])
    expect(await message(streamCsv(blobSource(blob, 'latin.csv')))).toBe(
      'latin.csv: the file must be in UTF-8; got other bytes in line 302. Save it as UTF-8 text.',
    )
  })

  test('what cannot be streamed or asked for is refused in words', async () => {
    const packed = new Blob([new Uint8Array([0x1f, 0x8b, 8, 0])])
    const small = file('a,b\n1,2\n2,3\n1,3\n2,2\n')
    expect(await message(streamCsv(blobSource(packed, 'rows.csv.gz')))).toBe(
      'rows.csv.gz: a file that is streamed is read at many places, and must not be packed; got a gzip file. Unpack it first.',
    )
    expect(await message(streamCsv(small, { target: 'c' }))).toBe(
      'rows.csv: target must name a column, one of a, b; got "c". Choose a name from the list.',
    )
    expect(await message(streamCsv(small, { validation: 0.6, test: 0.4 }))).toBe(
      'rows.csv: validation + test must be below 1, to leave rows to train on; got 0.6 + 0.4. Lower one of them.',
    )
    expect(await message(streamCsv(small, { validation: NaN }))).toBe(
      'rows.csv: validation must be a number in [0, 1); got NaN. Give validation a value in [0, 1).',
    )
    expect(await message(streamCsv(small, { buffer: 0 }))).toBe(
      'rows.csv: buffer must be a whole number in [1, 4294967295]; got 0. Give buffer a whole number in [1, 4294967295].',
    )
    expect(await message(streamCsv(small, { delimeter: ';' } as StreamCsvOptions))).toBe(
      'rows.csv: the options are target, task, category, number, drop, missing, unseen, targetScale, validation, test, seed, buffer, delimiter, header, where; got "delimeter". Remove delimeter, or correct its spelling.',
    )
    const many = file(`x,y\n${Array.from({ length: 10_001 }, (_, i) => `${i % 2},c${i}\n`).join('')}`)
    expect(await message(streamCsv(many))).toBe(
      'rows.csv: column "y" must have at most 10000 different texts; got more. Take it as a number, or leave it out.',
    )
    expect(() => fit(network(1, [dense(2)]), undefined as never)).toThrow('data must be a data set')
    const stream = await streamCsv(small)
    const net = network(1, [dense(2)])
    expect(() => fit(net, stream, { validation: 0.2 })).toThrow(
      'fit: the rows of a stream are split where it is made; got validation 0.2. Give validation to what makes the stream.',
    )
    expect(() => fit(net, stream, { batch: 5 })).toThrow('fit: batch must be a whole number in [1, 4]; got 5.')
  })
})

describe('csvBlocks', () => {
  /** Bytes that come a few at a time. */
  const sipping = (text: string, most: number) => {
    const bytes = new TextEncoder().encode(text)
    return {
      name: 'x',
      size: bytes.length,
      read: async (start: number, end: number) => bytes.slice(start, Math.min(end, start + most)),
    }
  }
  const rowsOf = (bytes: Uint8Array, line: number, delimiter: string) =>
    csvRows('x', bytes, textOf('x', bytes, line), delimiter, line)
  const cell = fc.constantFrom('a', '', ' 1 ', '"q"', '"a,\r\nb"', '"x""y"', '\t ', 'é;', '"\r"')
  const end = fc.constantFrom('\n', '\r\n', '\r', '\n\n', ' \n')
  const lineOf = fc.tuple(fc.array(cell, { maxLength: 4 }), end)

  test('the blocks of a text, parsed one by one, are its rows and lines', async () => {
    const property = fc.asyncProperty(
      fc.array(lineOf, { maxLength: 20 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(',', ';', '\t'),
      async (list, lines, most, delimiter) => {
        const text = list.map(([cells, end]) => cells.join(delimiter) + end).join('')
        const encode = (part: string) => new TextEncoder().encode(part)
        // A cell in quotes sends the parser over all of it.
        const whole = rowsOf(encode(`"q"\n${text}`), 0, delimiter)
        const parted = { rows: [] as string[][], lines: [] as number[] }
        let at = 0
        for await (const block of csvBlocks(sipping(text, most), { start: 0, line: 1, lines })) {
          expect(block.start).toBe(at)
          at = block.end
          const { rows, lines } = rowsOf(block.bytes, block.line, delimiter)
          parted.rows.push(...rows)
          parted.lines.push(...lines)
        }
        expect(at).toBe(encode(text).length)
        expect(parted).toEqual({ rows: whole.rows.slice(1), lines: whole.lines.slice(1) })
      },
    )
    await fc.assert(property, { numRuns: 400 })
  })
})
