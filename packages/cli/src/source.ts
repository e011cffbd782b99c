// Where data come from: a CSV file, a folder of images, or a name for embedded or generated data.
import { basename, resolve } from 'node:path'
import { type CsvOptions, iris } from '@wigglenet/io'
import { readData } from '@wigglenet/io/node'
import {
  blobs,
  circles,
  type DataSet,
  type ImageScaling,
  type ImageSet,
  moons,
  OptionError,
  rings,
  spiral,
  type Table,
  xor,
} from 'wigglenet'

export type Source =
  | { readonly kind: 'table' | 'points'; readonly name: string; readonly table: Table }
  | {
      readonly kind: 'images'
      readonly name: string
      readonly train: ImageSet
      readonly test?: ImageSet
      readonly notes: readonly string[]
    }

export interface SourceOptions extends Pick<CsvOptions, 'delimiter' | 'header' | 'category' | 'number' | 'asText'> {
  /** Of generated points. */
  readonly seed?: number
  readonly scaling?: ImageScaling
}

const makers: Readonly<Record<string, (options: { readonly seed: number }) => DataSet<2>>> = {
  spiral,
  circles,
  moons,
  blobs,
  xor,
  rings,
}

/** The names that stand for data without a file. */
export const builtins: readonly string[] = ['iris', ...Object.keys(makers)]

/** What can be found again from another folder: an absolute path, or the name of embedded data. */
export function locate(source: string): string {
  return builtins.includes(source) ? source : resolve(source)
}

/** Reads what `source` names. A file that is called like embedded data is meant by ./iris.
 *  Throws:  DataError or OptionError that names the file and what is wrong with it */
export async function openSource(source: string, options: SourceOptions = {}): Promise<Source> {
  const { seed = 1, scaling, ...csv } = options
  if (builtins.includes(source)) refuseFileFlags(source, csv)
  if (source === 'iris') return { kind: 'table', name: source, table: iris() }
  const make = Object.hasOwn(makers, source) ? makers[source] : undefined
  if (make) return { kind: 'points', name: source, table: tableOf(make({ seed })) }
  const found = await readData(source, { ...csv, ...(scaling && { scaling }) })
  const name =
    basename(resolve(source))
      .replace(/\.gz$/i, '')
      .replace(/\.[^.]*$/, '') || 'data'
  return found.kind === 'table' ? { ...found, name } : { ...found, name }
}

/** A flag that would do nothing is an error. */
function refuseFileFlags(source: string, { header, delimiter }: SourceOptions): void {
  const flag = header === false ? '--no-header' : delimiter === undefined ? undefined : '--delimiter'
  if (flag === undefined) return
  throw new OptionError({
    where: flag,
    expected: 'the flag is for CSV files',
    received: `the embedded data ${source}`,
    fix: 'Leave it out.',
  })
}

/** Points in the plane as a table, so that a model of them has column names. */
function tableOf({ X, y, rows, classes }: DataSet<2>): Table {
  const axis = (name: string, k: number) =>
    ({ name, kind: 'number', values: Float64Array.from({ length: rows }, (_, row) => X[2 * row + k]!) }) as const
  const labels = Array.from(y, (label) => classes![label]!)
  return {
    kind: 'table',
    rows,
    columns: [axis('x1', 0), axis('x2', 1), { name: 'class', kind: 'category', values: labels }],
  }
}
