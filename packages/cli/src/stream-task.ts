// The task in CSV files that stream from disk: a file, or a folder of files with the same columns.
import { readdir, stat } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileSource, streamTable } from '@wigglenet/io/node'
import { DataError, OptionError } from 'wigglenet'
import { takesCounts, takesNumbers } from './build-loss.ts'
import { type Settings, settingsFor } from './defaults.ts'
import { builtins, type SourceOptions } from './source.ts'
import { refuseUnlikely, type TableTaskOptions, type Task } from './task.ts'

/** A longer file is not read whole: more is no text to an engine, and a table takes several times its bytes. */
const wholeBytes = () => Math.min(500_000_000, totalmem() / 16)
/** About as many as a buffer has unless told otherwise: of wide rows there are fewer. */
const BUFFER_ROWS = 65_536

/** How a source is streamed. */
export interface Streaming {
  readonly stream?: boolean
  /** Rows in memory at a time. */
  readonly buffer?: number
}

/** Files that are to be streamed. */
export interface StreamedFiles {
  readonly paths: readonly string[]
  readonly bytes: number
  /** Whether that was asked for; else they are too large to be read whole. */
  readonly asked: boolean
}

/** The files of a source that is to be streamed; nothing for any other.
 *  Throws:  OptionError where streaming was asked for and is not possible; DataError for a folder without CSV files */
export async function streamedFiles(
  name: string,
  { stream, buffer }: Streaming,
  limitBytes = wholeBytes(),
): Promise<StreamedFiles | undefined> {
  const asked = stream === true
  if (builtins.includes(name)) {
    if (asked || buffer !== undefined) throw idle(asked ? '--stream' : '--buffer', `the embedded data ${name}`)
    return undefined
  }
  const found = await stat(name).catch(() => undefined) // what is not there is told when it is read
  if (found?.isDirectory() && asked) {
    const files = (await readdir(name)).filter((file) => /\.csv$/i.test(file)).sort()
    if (files.length === 0) {
      throw new DataError({
        where: name,
        expected: 'a folder that is streamed must hold CSV files',
        received: 'none',
        fix: 'Give a folder with files that end in .csv, or leave --stream out.',
      })
    }
    const paths = files.map((file) => join(name, file))
    let bytes = 0
    for (const path of paths) bytes += (await stat(path)).size
    return { paths, bytes, asked }
  }
  const large = found?.isFile() === true && found.size > limitBytes && !/\.gz$/i.test(name)
  if (asked || large) return { paths: [name], bytes: found?.size ?? 0, asked }
  if (buffer !== undefined) throw idle('--buffer', 'data that are read whole')
  return undefined
}

function idle(where: string, received: string): OptionError {
  return new OptionError({
    where,
    expected: 'the flag is for files that are streamed',
    received,
    fix: where === '--buffer' ? 'Leave it out, or add --stream.' : 'Leave it out.',
  })
}

/** Opens files as a stream, and makes the task of it. The settings are what is given, and what fits about so many rows.
 *  Throws:  as `streamTable` does; OptionError for folds */
export async function streamTask(
  name: string,
  { paths, bytes, asked }: StreamedFiles,
  reading: Pick<SourceOptions, 'delimiter' | 'header'> & TableTaskOptions & Pick<Streaming, 'buffer'>,
  given: Partial<Settings>,
): Promise<{ readonly task: Task & { readonly name: string }; readonly settings: Settings }> {
  if ((given.folds ?? 0) > 0) {
    throw new OptionError({
      where: '--folds',
      expected: 'folds are for data that are read whole',
      received: `${name}, which is streamed`,
      fix: 'Use --test, the share of the rows that judge.',
    })
  }
  if (reading.weights !== undefined) {
    throw new OptionError({
      where: '--weights',
      expected: 'weights of rows are for data that are read whole',
      received: `${name}, which is streamed`,
      fix: 'Leave it out.',
    })
  }
  if (reading.target !== undefined && reading.drop?.includes(reading.target)) {
    throw new OptionError({
      where: '--drop',
      expected: 'the target must stay',
      received: JSON.stringify(reading.target),
      fix: 'Name another target, or leave it out of --drop.',
    })
  }
  const { buffer = BUFFER_ROWS } = reading
  const settings = settingsFor({ kind: 'table', rows: await rowsIn(paths[0]!, bytes), buffer }, given)
  const { validation, test, seed } = settings
  const stream = await streamTable(paths, {
    ...reading,
    ...(takesNumbers(given.loss) && { task: reading.task ?? 'regression' }),
    ...(takesCounts(given.loss) && { targetScale: 'own' }),
    ...{ validation, test, seed },
  })
  const target = stream.preprocessing?.kind === 'table' ? stream.preprocessing.target : undefined
  if (target?.kind === 'number' && target.range[0] === target.range[1]) {
    throw new DataError({
      where: name,
      expected: `the target ${JSON.stringify(target.name)} must have different values`,
      received: `${target.range[0]} in all ${stream.rows} training rows`,
      fix: 'Choose another target with --target.',
    })
  }
  if (reading.target === undefined && target?.kind === 'class') {
    refuseUnlikely(target.name, target.classes.length, stream.rows)
  }
  const size = `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
  const files = paths.length > 1 ? `${paths.length} files, ${size}` : size
  const judging = {
    ...(stream.validation && { validation: stream.validation }),
    ...(stream.test && { test: stream.test }),
  }
  const parts = { train: stream, ...judging, notes: stream.notes }
  return {
    settings,
    task: {
      name: basename(resolve(name)).replace(/\.[^.]*$/, '') || 'data',
      kind: 'table',
      rows: stream.rows + (stream.validation?.rows ?? 0) + (stream.test?.rows ?? 0),
      hash: stream.fingerprint,
      notes: [`streamed from disk: ${files}${asked ? '' : ', too large to be read whole'}`],
      split: () => parts,
      folds: () => [],
      whole: () => parts,
    },
  }
}

/** About how many rows files have, by the length of the first ones. */
async function rowsIn(path: string, bytes: number): Promise<number> {
  const source = await fileSource(path)
  const start = await source.read(0, Math.min(source.size, 2 ** 18))
  const lines = start.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0)
  return Math.max(1, Math.round((bytes * Math.max(1, lines)) / Math.max(1, start.length)))
}
