// CSV files of any size → a stream of rows for `fit`. Two looks at the files fit the preprocessing, divide the rows by their hashes and
// find the blocks; then each block is read again when its rows are wanted.
import {
  applyPreprocessing,
  type ColumnKinds,
  DataError,
  type DataStream,
  dataStream,
  fingerprint,
  type HashSplitOptions,
  hashSplit,
  inputsOf,
  OptionError,
  type PreprocessingOptions,
  type RowBlocks,
  tableFromTexts,
  tableScan,
} from 'wigglenet'
import { type ByteSource, blobSource } from './byte-source.ts'
import { csvBlocks } from './csv-blocks.ts'
import { csvRows, textOf } from './csv-rows.ts'
import { guessDelimiter } from './guess-delimiter.ts'
import { isGzip } from './gunzip.ts'
import { checkDelimiter, empty } from './read-csv.ts'

/** Rows in memory at a time, and bytes of them as the network sees them, unless told otherwise. */
const BUFFER_ROWS = 65_536
const BUFFER_BYTES = 2 ** 26
/** Blocks that a buffer is filled from, at least: the more, the better it is mixed; the fewer, the longer the reads. */
const BLOCKS = 256

export interface StreamCsvOptions extends Omit<PreprocessingOptions, 'target'>, HashSplitOptions {
  /** Default: the last column. */
  readonly target?: string
  /** One character; default: the one of , ; tab | that fits the first lines best. */
  readonly delimiter?: string
  /** Whether the first row names the columns, default true; without a header they are named 1, 2, 3 …. */
  readonly header?: boolean
  /** Training rows in memory at a time; default 65,536, or fewer, so that they take at most 64 MiB; at least a batch. Of the rows that judge
   *  there are as many at most. */
  readonly buffer?: number
}

/** A stream of the rows of CSV files, one after another, all with the same columns; see `readCsv` for what they may hold. The same
 *  training rows give the preprocessing of `fitPreprocessing`, but that medians are of a sample where there are more than 65,536 rows.
 *  Throws:  DataError, naming file and line, as `readCsv` and `fitPreprocessing` do, and for a packed file; OptionError for an option that
 *           does not fit. Later, while `fit` runs, DataError when a file is another than it was
 *  Example: const rows = await streamCsv(file, { target: 'species', validation: 0.1 }); fit(net, rows, { epochs: 5 })  */
export async function streamCsv(
  files: ByteSource | Blob | readonly (ByteSource | Blob)[],
  options: StreamCsvOptions = {},
): Promise<DataStream> {
  const sources = (Array.isArray(files) ? files : [files]).map((file: ByteSource | Blob) =>
    'read' in file ? file : blobSource(file),
  )
  const { where = sources[0]?.name ?? 'streamCsv', header = true, delimiter, buffer, ...rest } = options
  checkOptions(where, options)
  const { validation = 0, test = 0, seed = 1, target: named, ...columns } = rest
  const split = hashSplit({ validation, test, seed }, where)
  const heads: Head[] = []
  for (const source of sources) heads.push(await readHead(source, delimiter, header))
  const first = heads[0]
  if (!first) throw empty(where, 'there must be at least 1 file', 'none')
  heads.forEach(({ source, names }) => checkSameColumns(source.name, first, names))
  const { names } = first
  const kept = names.filter((name) => !columns.drop?.includes(name))
  const target = named ?? kept.at(-1) ?? names.at(-1)!
  const rowsAtOnce = buffer ?? Math.max(1, Math.min(BUFFER_ROWS, Math.floor(BUFFER_BYTES / (4 * names.length))))
  const scan = tableScan(names, { ...columns, where, target, split, seed, judging: rowsAtOnce })

  const read = (bytes: Uint8Array, { source, line, delimiter }: Omit<Head, 'names'>, kinds: ColumnKinds) => {
    const { name: where } = source
    const { rows, lines } = csvRows(where, bytes, textOf(where, bytes, line), delimiter, line)
    const table = tableFromTexts(names, rows, { ...kinds, where, lines: Uint32Array.from(lines) })
    return { table, hashes: Uint32Array.from(rows, split.hash), where }
  }

  const blocks: Block[] = []
  for (const head of heads) {
    const { source, delimiter } = head
    const lines = Math.max(1, Math.ceil(rowsAtOnce / BLOCKS))
    for await (const { bytes, ...place } of csvBlocks(source, { ...head, lines })) {
      const { table, hashes, where } = read(bytes, { ...place, source, delimiter }, { category: names })
      blocks.push({ ...place, source, delimiter, hash: fingerprint(bytes), rows: scan.first(table, hashes, where) })
    }
  }
  const kinds = scan.kinds()
  const open = async (block: Block) => {
    const bytes = await block.source.read(block.start, block.end)
    if (fingerprint(bytes) !== block.hash) throw changed(block.source.name, block.line)
    return read(bytes, block, kinds)
  }
  for (const block of blocks) {
    const { table, hashes } = await open(block)
    scan.second(table, hashes)
  }
  const { preprocessing, notes, ...judging } = scan.finish()
  const classes = preprocessing.target.kind === 'class' ? preprocessing.target.classes : undefined
  const training = blocks.filter(({ rows }) => rows > 0)
  const all = [...blocks.map(({ hash }) => hash), ...split.bounds, seed, JSON.stringify({ ...columns, target, names })]
  const rowBlocks: RowBlocks = {
    task: classes ? 'classification' : 'regression',
    inputs: inputsOf(preprocessing),
    targets: 1,
    ...(classes && { classes }),
    preprocessing,
    notes: named === undefined ? [`target ${target}, the last column, as none was named`, ...notes] : notes,
    ...judging,
    fingerprint: fingerprint(new TextEncoder().encode(all.join('\n'))),
    counts: training.map(({ rows }) => rows),
    async read(index) {
      const { table, hashes, where } = await open(training[index]!)
      return applyPreprocessing(preprocessing, table, scan.training(table, hashes), where)
    },
  }
  return dataStream(rowBlocks, { buffer: rowsAtOnce })
}

const optionNames =
  'target task category number drop missing unseen targetScale validation test seed buffer delimiter header where'.split(
    ' ',
  )

function checkOptions(where: string, options: StreamCsvOptions): void {
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name))
  if (unknown !== undefined) {
    throw new OptionError({
      where,
      expected: `the options are ${optionNames.join(', ')}`,
      received: JSON.stringify(unknown),
      fix: `Remove ${unknown}, or correct its spelling.`,
    })
  }
  checkDelimiter(where, options.delimiter)
  const { buffer = 1 } = options
  if (Number.isInteger(buffer) && buffer >= 1 && buffer <= 4294967295) return
  const interval = '[1, 4294967295]'
  throw new OptionError({
    where,
    expected: `buffer must be a whole number in ${interval}`,
    received: String(buffer),
    fix: `Give buffer a whole number in ${interval}.`,
  })
}

interface Block {
  readonly source: ByteSource
  readonly delimiter: string
  readonly start: number
  readonly end: number
  readonly line: number
  /** Of its bytes. */
  readonly hash: string
  /** Rows that train. */
  readonly rows: number
}

/** What the first bytes of a file tell. */
interface Head {
  readonly source: ByteSource
  readonly names: readonly string[]
  readonly delimiter: string
  /** Where its rows start. */
  readonly start: number
  readonly line: number
}

async function readHead(source: ByteSource, asked: string | undefined, header: boolean): Promise<Head> {
  const { name: where } = source
  const bytes = await source.read(0, Math.min(source.size, 2 ** 18))
  if (isGzip(bytes)) {
    throw new DataError({
      where,
      expected: 'a file that is streamed is read at many places, and must not be packed',
      received: 'a gzip file',
      fix: 'Unpack it first.',
    })
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const delimiter = asked ?? guessDelimiter(new TextDecoder().decode(bytes, { stream: true }).slice(0, 65_536))
  let start = marked ? 3 : 0
  let names: readonly string[] | undefined
  for await (const block of csvBlocks(source, { start, line: 1, lines: 1 })) {
    const text = textOf(where, block.bytes, block.line)
    const first: readonly string[] | undefined = csvRows(where, block.bytes, text, delimiter, block.line).rows[0]
    if (!names && first) {
      names = header ? first : first.map((_, index) => String(index + 1))
      tableFromTexts(names, [], { where }) // judges the names
      start = block.end
      if (!header) return { source, names, delimiter, start: marked ? 3 : 0, line: 1 }
    } else if (first && names) return { source, names, delimiter, start, line: block.line }
  }
  throw names
    ? empty(where, 'the file must hold rows below its header', 'a header only')
    : empty(where, 'the file must hold rows', 'an empty file')
}

function checkSameColumns(where: string, { source, names }: Head, own: readonly string[]): void {
  if (own.length === names.length && own.every((name, index) => name === names[index])) return
  throw new DataError({
    where,
    expected: `every file must have the columns of ${source.name}, ${names.join(', ')}`,
    received: own.join(', '),
    fix: 'Give files of one table.',
  })
}

function changed(where: string, line: number): DataError {
  return new DataError({
    where,
    expected: 'the file must stay as it was when the stream was made',
    received: `other bytes from line ${line} on`,
    fix: 'Leave it alone while it is in use; make the stream again for the new rows.',
  })
}
