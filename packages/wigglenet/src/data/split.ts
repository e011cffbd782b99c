// Which rows train and which judge: seeded shares and folds, each with every class in it.
import { checkNames, checkNumber, checkWhole, show } from '../check/check.ts'
import { DataError, refuse, ShapeError } from '../check/errors.ts'
import { randomStream, streams } from '../number/random.ts'

/** A label for each row; rows of a label are spread evenly. */
export type Labels = ArrayLike<number | string>

export interface SplitOptions {
  /** Share of the rows, in [0, 1), default 0. */
  readonly validation?: number
  /** Share of the rows, in [0, 1), default 0. */
  readonly test?: number
  readonly seed: number
  readonly by?: Labels
}

export interface Split {
  readonly train: Uint32Array
  readonly validation: Uint32Array
  readonly test: Uint32Array
}

/** Splits rows at random into three parts, each in the order of the rows; training gets what the shares leave. With labels, each part has
 *  every label, in the proportion of all rows.
 *  Throws:  OptionError when the shares leave no row to train on; DataError for a label with fewer rows than parts
 *  Example: splitRows(150, { test: 0.2, seed: 1, by: labels }).test.length  // 30  */
export function splitRows(count: number, options: SplitOptions): Split {
  const where = 'splitRows'
  checkNames(where, options, ['validation', 'test', 'seed', 'by'])
  checkWhole(where, 'the number of rows', count, '[1, 4294967295]')
  const validation = checkNumber(where, 'validation', options.validation ?? 0, '[0, 1)')
  const test = checkNumber(where, 'test', options.test ?? 0, '[0, 1)')
  if (validation + test >= 1) {
    refuse(
      where,
      'validation + test must be below 1, to leave rows to train on',
      `${validation} + ${test}`,
      'Lower one of them.',
    )
  }
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] }
  const shares = (
    [
      ['test', test],
      ['validation', validation],
    ] as const
  ).filter(([, share]) => share > 0)
  const carried = { test: 0, validation: 0 }
  for (const { label, rows } of shuffledGroups(where, count, options)) {
    if (rows.length <= shares.length) throw tooFew(where, label, rows.length, shares.length + 1, 'parts')
    let start = 0
    shares.forEach(([part, share], index) => {
      // What rounding adds or takes here is made up for at the next label, so that the parts keep their shares.
      const wanted = share * rows.length + carried[part]
      const left = rows.length - start - (shares.length - index)
      const taken = Math.min(Math.max(Math.round(wanted), 1), left)
      carried[part] = wanted - taken
      for (const row of rows.subarray(start, start + taken)) parts[part].push(row)
      start += taken
    })
    for (const row of rows.subarray(start)) parts.train.push(row)
  }
  const sorted = (rows: number[]) => Uint32Array.from(rows).sort()
  return { train: sorted(parts.train), validation: sorted(parts.validation), test: sorted(parts.test) }
}

/** k folds: each row is tested in one of them and trained on in the others. With labels, each label is spread evenly over the folds.
 *  Throws:  OptionError when k is outside [2, rows]; DataError for a label with a single row, which one fold could not train on
 *  Example: folds(150, 5, { seed: 1 })[0].test.length  // 30  */
export function folds(
  count: number,
  k: number,
  options: { readonly seed: number; readonly by?: Labels },
): { readonly train: Uint32Array; readonly test: Uint32Array }[] {
  const where = 'folds'
  checkNames(where, options, ['seed', 'by'])
  checkWhole(where, 'the number of rows', count, '[2, 4294967295]')
  checkWhole(where, 'k', k, `[2, ${count}]`)
  const foldOf = new Uint32Array(count)
  let next = 0
  for (const { label, rows } of shuffledGroups(where, count, options)) {
    if (rows.length < 2) throw tooFew(where, label, rows.length, 2, 'rows, so that every fold can train on it')
    for (const row of rows) foldOf[row] = next++ % k
  }
  const all = Uint32Array.from({ length: count }, (_, row) => row)
  return Array.from({ length: k }, (_, fold) => ({
    train: all.filter((row) => foldOf[row] !== fold),
    test: all.filter((row) => foldOf[row] === fold),
  }))
}

/** The rows of each label, shuffled; labels in the order of their first row. */
function shuffledGroups(
  where: string,
  count: number,
  { seed, by }: { readonly seed: number; readonly by?: Labels },
): { label: number | string | undefined; rows: Uint32Array }[] {
  if (by && by.length !== count) {
    refuse(
      where,
      `by must have ${count} labels, one for each row`,
      String(by.length),
      'Give each row one label.',
      ShapeError,
    )
  }
  const groups = new Map<number | string | undefined, number[]>()
  for (let row = 0; row < count; row++) {
    const group = groups.get(by?.[row])
    if (group) group.push(row)
    else groups.set(by?.[row], [row])
  }
  const random = randomStream(seed, streams.split)
  return Array.from(groups, ([label, list]) => {
    const rows = Uint32Array.from(list)
    random.shuffle(rows)
    return { label, rows }
  })
}

function tooFew(
  where: string,
  label: number | string | undefined,
  received: number,
  needed: number,
  noun: string,
): DataError {
  return new DataError({
    where,
    expected:
      label === undefined
        ? `there must be at least ${needed} rows`
        : `class ${show(label)} must have at least ${needed} ${noun === 'parts' ? 'rows, one for each part' : noun}`,
    received: String(received),
    fix: label === undefined ? 'Give more rows.' : 'Add rows of the class, or leave it out.',
  })
}
