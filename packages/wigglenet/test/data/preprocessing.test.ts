import { expect, test } from 'vitest'
import { applyPreprocessing } from '../../src/data/apply-preprocessing.ts'
import { guessTask, labelledRows } from '../../src/data/columns.ts'
import { encodeTable } from '../../src/data/encode.ts'
import { encodeRows } from '../../src/data/encode-rows.ts'
import { fitPreprocessing, type PreprocessingOptions } from '../../src/data/fit-preprocessing.ts'
import { images } from '../../src/data/images.ts'
import { tableFromTexts } from '../../src/data/table-from-texts.ts'

const all = (count: number) => Array.from({ length: count }, (_, row) => row)
const table = tableFromTexts(
  ['size', 'sort', 'kind'],
  [
    ['1', 'a', 'x'],
    ['3', 'b', 'y'],
    ['?', 'a', 'x'],
    ['5', '', 'y'],
    ['100', 'c', 'x'],
  ],
  { lines: Uint32Array.of(2, 3, 4, 5, 6) },
)
const fit = (options: Partial<PreprocessingOptions> = {}, rows = [0, 1, 2, 3]) =>
  fitPreprocessing(table, rows, { target: 'kind', category: ['sort'], ...options })

test('everything is fitted on the given rows only', () => {
  const { preprocessing, notes } = fit()
  expect(preprocessing).toEqual({
    kind: 'table',
    features: [
      // 1, 3, 5: mean 3, deviation √(8/3), median 3
      { kind: 'number', name: 'size', mean: 3, deviation: Math.sqrt(8 / 3), range: [1, 5], missing: 3 },
      { kind: 'category', name: 'sort', categories: ['a', 'b'], unseen: 'zeros', missing: { category: 'a' } },
    ],
    target: { kind: 'class', name: 'kind', classes: ['x', 'y'] },
  })
  expect(notes).toEqual([
    'target kind: classification, 2 classes (x, y)',
    'size: 1 missing value filled with the median, 3',
    'sort: 1 missing value filled with the most frequent, "a"',
  ])
  expect(JSON.parse(JSON.stringify(preprocessing))).toEqual(preprocessing)
})

test('a median between two decimals is told without the digits of binary fractions', () => {
  const decimals = tableFromTexts(
    ['x', 'y'],
    [
      ['0.1', '1.5'],
      ['0.7', '2.5'],
      ['0.1', '3.5'],
      ['0.7', '4.5'],
      ['', '5.5'],
    ],
  ) // (0.1 + 0.7) / 2 is 0.39999999999999997
  const { notes } = fitPreprocessing(decimals, all(5), { target: 'y', task: 'regression' })
  expect(notes).toContain('x: 1 missing value filled with the median, 0.4')
})

test('applied, numbers are standardized and clipped to the widened range, unseen categories are zeros', () => {
  const data = applyPreprocessing(fit().preprocessing, table)
  const one = 2 / Math.sqrt(8 / 3)
  const rows = [
    [-one, 1, 0],
    [0, 0, 1],
    [0, 1, 0],
    [one, 1, 0],
    [2 * one, 0, 0],
  ] // 100 is clipped to 5 + 2
  expect(data.inputs).toBe(3)
  for (const [k, value] of rows.flat().entries()) expect(data.X[k]).toBeCloseTo(value, 6)
  expect([...data.y]).toEqual([0, 1, 0, 1, 0])
  expect([data.task, data.classes]).toEqual(['classification', ['x', 'y']])
})

test('rows of a program are encoded as the rows of the table, by name in any order or by place', () => {
  const { preprocessing } = fit()
  const expected = applyPreprocessing(preprocessing, table, [1, 3]).X
  expect(
    encodeRows(preprocessing, [
      { extra: 1, sort: 'b', size: 3 },
      { size: '5', sort: null },
    ]),
  ).toEqual(expected)
  expect(
    encodeRows(preprocessing, [
      [3, 'b'],
      [5, 'NA'],
    ]),
  ).toEqual(expected)
})

test('a table without the target can be encoded', () => {
  const features = tableFromTexts(['sort', 'size'], [['b', '3']])
  expect([...encodeTable(fit().preprocessing, features, [0], 'predict')]).toEqual([0, 0, 1])
})

test('a regression target is standardized', () => {
  const { preprocessing, notes } = fitPreprocessing(table, [0, 1, 3], {
    target: 'size',
    task: 'regression',
    drop: ['sort'],
    category: ['kind'],
  })
  expect(preprocessing.target).toEqual({
    kind: 'number',
    name: 'size',
    mean: 3,
    deviation: Math.sqrt(8 / 3),
    range: [1, 5],
  })
  expect([...applyPreprocessing(preprocessing, table, [1, 3]).y]).toEqual([0, Math.fround(2 / Math.sqrt(8 / 3))])
  expect(notes).toEqual(['target size: regression, from 1 to 5'])
})

test('rows without a target are left out and counted', () => {
  const options = { target: 'size', task: 'regression', category: ['sort', 'kind'] } as const
  const { preprocessing, notes } = fitPreprocessing(table, all(5), options)
  expect(notes[1]).toBe('1 row without a value of size left out')
  expect(applyPreprocessing(preprocessing, table).rows).toBe(4)
  expect([...labelledRows(table, 'size')]).toEqual([0, 1, 3, 4])
})

test('a constant number has deviation 1, a single category and text of many values are left out, each with a note', () => {
  const rows = Array.from({ length: 50 }, (_, row) => ['7', 'same', `name ${row}`, row % 2 ? 'x' : 'y', ''])
  const mixed = tableFromTexts(['constant', 'single', 'name', 'target', 'void'], rows)
  const { preprocessing, notes } = fitPreprocessing(mixed, all(50), { target: 'target' })
  expect(preprocessing.features).toEqual([
    { kind: 'number', name: 'constant', mean: 7, deviation: 1, range: [7, 7], missing: 7 },
  ])
  expect(notes.slice(1)).toEqual([
    'constant: always 7 in the training rows',
    'single left out: always "same" in the training rows',
    'name left out: text with 50 different values in 50 rows',
    'void left out: no values in the training rows',
  ])
  expect([...encodeRows(preprocessing, [[7], [1000]])]).toEqual([0, 0])
  const asked = fitPreprocessing(mixed, all(50), { target: 'target', category: ['name'] })
  expect(asked.preprocessing.features.map(({ name }) => name)).toEqual(['constant', 'name'])
})

test('20 different texts are kept and 21 are left out', () => {
  const kept = (count: number) => {
    const rows = Array.from({ length: 100 }, (_, row) => [`t${row % count}`, String(row), row % 2 ? 'x' : 'y'])
    return fitPreprocessing(tableFromTexts(['text', 'row', 'y'], rows), all(100), { target: 'y' }).preprocessing
      .features.length
  }
  expect([kept(20), kept(21)]).toEqual([2, 1])
})

test('a target is a class if it is text or whole numbers with at most 20 values', () => {
  const target = (values: string[]) =>
    guessTask(
      tableFromTexts(
        ['y'],
        values.map((value) => [value]),
      ),
      'y',
    )
  expect(target(['a', 'b'])).toBe('classification')
  expect(target(['1', '2', ''])).toBe('classification')
  expect(target(['1', '2.5'])).toBe('regression')
  expect(target(all(21).map(String))).toBe('regression')
})

test('number classes are named and ordered as numbers', () => {
  const digits = tableFromTexts(
    ['x', 'y'],
    [
      ['1', '10'],
      ['2', '9'],
      ['3', '9'],
    ],
  )
  expect(fitPreprocessing(digits, all(3), { target: 'y' }).preprocessing.target).toEqual({
    kind: 'class',
    name: 'y',
    classes: ['9', '10'],
  })
})

test('asking for a category or a number overrides the guess', () => {
  const codes = tableFromTexts(
    ['code', 'y'],
    [
      ['1', 'a'],
      ['2', 'b'],
      ['1', 'b'],
    ],
  )
  const { features } = fitPreprocessing(codes, all(3), { target: 'y', category: ['code'] }).preprocessing
  expect(features).toEqual([
    { kind: 'category', name: 'code', categories: ['1', '2'], unseen: 'zeros', missing: { category: '1' } },
  ])
  expect(
    fitPreprocessing(codes, all(3), { target: 'code', number: ['code'], category: ['y'] }).preprocessing.target.kind,
  ).toBe('number')
})

const refusing = fit({ missing: 'refuse', unseen: 'refuse' }, [0, 1]).preprocessing
const oneClass = tableFromTexts(
  ['x', 'y'],
  [
    ['1', 'a'],
    ['2', 'a'],
  ],
)
const bad: [string, () => unknown, string][] = [
  [
    'an unknown target',
    () => fit({ target: 'sorte' }),
    'fitPreprocessing: target must name a column, one of size, sort, kind; got "sorte". Choose a name from the list.',
  ],
  [
    'an unknown column to drop',
    () => fit({ drop: ['id'], where: 'train' }),
    'train: drop must name a column, one of size, sort, kind; got "id". Choose a name from the list.',
  ],
  [
    'a single class',
    () => fitPreprocessing(oneClass, all(2), { target: 'y' }),
    'fitPreprocessing: column "y" must have at least 2 classes; got one, "a". Give rows of at least two classes, or choose another target.',
  ],
  [
    'regression on text',
    () => fit({ task: 'regression' }),
    'fitPreprocessing: column "kind" must hold numbers; got "x" in line 2. Correct the cell, or take the column as a category.',
  ],
  [
    'a table without features',
    () => fit({ drop: ['size', 'sort'] }),
    'fitPreprocessing: there must be at least 1 column to learn from; got none. Give more columns, or name text columns in category.',
  ],
  [
    'missing values where refused',
    () => fit({ missing: 'refuse' }),
    "fitPreprocessing: column \"size\" must have a value in every row, as missing is 'refuse'; got none in line 4. Fill in the value, or set missing to 'impute'.",
  ],
  [
    'numbers whose squares overflow',
    () =>
      fitPreprocessing(
        tableFromTexts(
          ['x', 'y'],
          [
            ['1e200', 'a'],
            ['2', 'b'],
          ],
        ),
        all(2),
        { target: 'y' },
      ),
    'fitPreprocessing: column "x" must hold numbers below 1e150 in size; got numbers from 2 to 1e+200. Give the column in another unit.',
  ],
  [
    'a class that training did not have',
    () => applyPreprocessing(fit({ target: 'sort', category: [] }, [0, 1]).preprocessing, table, [4]),
    'applyPreprocessing: column "sort" must be one of the classes of the training rows, a, b; got "c" in line 6. Correct the label, or have rows of its class in training too.',
  ],
  [
    'an unseen category',
    () => applyPreprocessing(refusing, table, [4], 'test.csv'),
    'test.csv: column "sort" must be one of a, b; got "c" in line 6. Give a category seen in training.',
  ],
  [
    'a missing value',
    () => applyPreprocessing(refusing, table, [2]),
    'applyPreprocessing: column "size" must have a value; got none in line 4. Fill in the value.',
  ],
  [
    'a row with a value too few',
    () => encodeRows(refusing, [[1, 'a'], [1]]),
    'predict: rows[1] must have 2 values, size, sort; got 1. Give the features of training in their order, without the target, or an object by column name.',
  ],
  [
    'a row without a column',
    () => encodeRows(refusing, [{ size: 1 }]),
    'predict: rows[0] must have the column "sort"; got { size }. Give "sort" a value, or null where it is missing.',
  ],
  [
    'a row that is no row',
    () => encodeRows(refusing, [5 as never]),
    'predict: rows[0] must be an array or an object by column name; got 5. Give a list of rows, even for a single one.',
  ],
  [
    'text in a number',
    () => encodeRows(refusing, [['big', 'a']]),
    'predict: "size" of rows[0] must be a finite number; got "big". Give a number, or null for a missing value.',
  ],
  [
    'NaN',
    () => encodeRows(refusing, [[Number.NaN, 'a']]),
    'predict: "size" of rows[0] must be a finite number; got NaN. Give a number, or null for a missing value.',
  ],
  [
    'infinity',
    () => encodeRows(refusing, [{ size: -Infinity, sort: 'a' }]),
    'predict: "size" of rows[0] must be a finite number; got -Infinity. Give a number, or null for a missing value.',
  ],
  [
    'an unseen category of a program',
    () =>
      encodeRows(refusing, [
        [1, 'a'],
        [1, 'z'],
      ]),
    'predict: "sort" of rows[1] must be one of a, b; got "z". Give a category seen in training.',
  ],
  [
    'a missing value of a program',
    () => encodeRows(refusing, [[null, 'a']]),
    'predict: "size" of rows[0] must have a value; got none. Fill in the value.',
  ],
  [
    'a table without a column',
    () => encodeTable(refusing, oneClass, [0], 'new.csv'),
    'new.csv: there must be a column "size", as in training; got the columns x, y. Add the column; its cells may be empty if its missing values are filled in.',
  ],
]
test.each(bad)('%s is refused', (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }))
})

test('pixels are encoded as the batch scales bytes, and are checked', () => {
  const data = images({
    pixels: Uint8Array.of(0, 255, 51, 153),
    labels: Uint8Array.of(0, 1),
    shape: [1, 1, 2],
    scaling: 'centered',
  })
  const { scale, shift } = data.scaling!
  const expected = Float32Array.from(data.X, (byte, k) => Math.fround(scale[k % 2] * byte) + shift[k % 2])
  expect(encodeRows(data.preprocessing, [Uint8Array.of(0, 255), [51, 153]])).toEqual(expected)
  expect(() => encodeRows(data.preprocessing, [[1, 2, 3]])).toThrow(
    'predict: rows[0] must have 2 pixels, 1 x 1 x 2; got 3. Give pixels of 0 to 255: channels, then rows, then columns.',
  )
  expect(() => encodeRows(data.preprocessing, [[1, 256]])).toThrow(
    'predict: pixel 1 of rows[0] must be a number in [0, 255]; got 256. Give pixels as they are in an image file, not scaled.',
  )
})
