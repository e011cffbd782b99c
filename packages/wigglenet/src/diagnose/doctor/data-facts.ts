// What the rules need to know of the examples: sizes, classes, targets, repeated rows.
import type { DataSet } from '../../data/types.ts'
import { fingerprint } from '../../number/hash.ts'
import { median } from '../../number/statistics.ts'
import { columnsOf, inputAt, someRows } from './columns.ts'
import type { DataFacts } from './facts.ts'
import { bestColumn } from './single-columns.ts'

/** Rows that sizes are taken of. */
const mostRows = 5000

/** Facts of the training rows, and of those that judge beside them. */
export function dataFacts(
  training: DataSet,
  judges: { readonly validation?: DataSet; readonly test?: DataSet },
): DataFacts {
  const best = bestColumn(training)
  const judging = Object.values(judges)
  return {
    rows: training.rows,
    inputs: training.inputs,
    sizes: sizesOf(training),
    ...(training.classes && {
      classes: training.classes.map((name, k) => ({
        name,
        rows: countOf(training, k),
        judged: judging.reduce((sum, data) => sum + countOf(data, k), 0),
      })),
    }),
    ...(training.task === 'regression' && { targets: targetsOf(training) }),
    ...(best && { best }),
    ...repeatedRows(training, judges),
  }
}

const countOf = ({ y }: DataSet, label: number) => y.reduce((count, own) => count + (own === label ? 1 : 0), 0)

function sizesOf(data: DataSet): DataFacts['sizes'] {
  const rows = someRows(data.rows, mostRows)
  const sizes = Float64Array.from({ length: data.inputs }, (_, k) =>
    Math.sqrt(rows.reduce((sum, row) => sum + inputAt(data, row, k) ** 2, 0) / rows.length),
  )
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0)
  const place = sizes.indexOf(largest)
  const { name } = columnsOf(data).findLast(({ from }) => from <= place)!
  return { column: name, largest, median: median(sizes) }
}

function targetsOf({ y }: DataSet): NonNullable<DataFacts['targets']> {
  const [least, largest, squares] = y.reduce<[number, number, number]>(
    ([low, high, sum], value) => [Math.min(low, value), Math.max(high, value), sum + value * value],
    [Infinity, -Infinity, 0],
  )
  return { least, largest, size: Math.sqrt(squares / y.length) }
}

function repeatedRows(
  training: DataSet,
  judges: { readonly [name: string]: DataSet | undefined },
): Pick<DataFacts, 'distinct' | 'repeated'> {
  const seen = new Set(rowHashes(training))
  const repeated = (['validation', 'test'] as const).flatMap((of) => {
    const data = judges[of]
    return data ? [{ of, rows: data.rows, repeated: rowHashes(data).filter((hash) => seen.has(hash)).length }] : []
  })
  return { distinct: seen.size, repeated }
}

const rowHashes = ({ X, rows, inputs }: DataSet): string[] =>
  Array.from({ length: rows }, (_, row) => fingerprint(X.subarray(row * inputs, (row + 1) * inputs)))
