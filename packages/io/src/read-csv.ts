// CSV bytes → a table, strictly: whatever cannot be understood for certain is an error that names its line.
import { parse } from 'csv-parse/browser/esm/sync'
import { type ColumnKinds, DataError, OptionError, type Table, tableFromTexts } from 'wigglenet'
import { guessDelimiter } from './guess-delimiter.ts'

/** In bytes; the longest text of an engine is a little over 5.3·10^8 characters. */
const SIZE_LIMIT = 500_000_000

export interface CsvOptions extends ColumnKinds {
  /** One character; default: the one of , ; tab | that fits the first lines best. */
  readonly delimiter?: string
  /** Whether the first row names the columns, default true; without a header they are named 1, 2, 3 …. */
  readonly header?: boolean
  /** More columns to take as categories: those of which it says so, as columns that nobody uses, so that nothing in them is an error. */
  readonly asText?: (name: string) => boolean
  /** What error messages name: the file. */
  readonly where?: string
}

/** Reads a CSV file in UTF-8: quotes doubled inside quotes, a byte order mark, LF, CRLF or CR; empty lines are passed over, and spaces
 *  around cells without quotes dropped. Each column is guessed to be a number or a category, see `tableFromTexts`.
 *  Throws:  DataError for a file that is empty, not UTF-8, holds NUL, an open or misplaced quote, a ragged row, an empty or repeated
 *           column name, only a header, text or infinity in a number column; OptionError for an option that does not fit
 *  Example: readCsv('size,sort\n1.5,a\n2,b').columns[0].values  // Float64Array [1.5, 2]  */
export function readCsv(file: Uint8Array | string, options: CsvOptions = {}): Table {
  const { header = true, where = 'readCsv', delimiter, category = [], number = [], asText, ...others } = options
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) {
    throw new OptionError({
      where,
      expected: 'the options are delimiter, header, category, number, asText, where',
      received: JSON.stringify(unknown),
      fix: `Remove ${unknown}, or correct its spelling.`,
    })
  }
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  if (bytes.length > SIZE_LIMIT) {
    throw new DataError({
      where,
      expected: `a CSV file must have at most ${SIZE_LIMIT} bytes to be read whole`,
      received: String(bytes.length),
      fix: 'Stream it (streamCsv, or --stream of the command line), or give a sample of its rows.',
    })
  }
  const text = checkText(where, bytes)
  if (text.trim() === '') throw empty(where, 'the file must hold rows', 'an empty file')
  checkDelimiter(where, delimiter)
  const { rows, lines } = records(where, bytes, text, delimiter ?? guessDelimiter(text.slice(0, 65536)))
  if (rows.length === 0) throw empty(where, 'the file must hold rows', 'an empty file')
  const tableOf = (names: readonly string[], start: number) => {
    const texts = asText ? names.filter((name) => !number.includes(name) && asText(name)) : []
    const kinds = { category: [...category, ...texts], number }
    return tableFromTexts(names, rows.slice(start), { ...kinds, where, lines: Uint32Array.from(lines.slice(start)) })
  }
  const first = rows[0]!
  if (!header)
    return tableOf(
      first.map((_, index) => String(index + 1)),
      0,
    )
  // The header is judged before the rows, and before there must be any.
  const named = tableOf(first, 1)
  if (named.rows === 0) throw empty(where, 'the file must hold rows below its header', 'a header only')
  return named
}

/** Throws:  OptionError for a delimiter that is no single character */
export function checkDelimiter(where: string, delimiter: string | undefined): void {
  if (delimiter === undefined || /^[^"\r\n]$/u.test(delimiter)) return
  throw new OptionError({
    where,
    expected: 'delimiter must be one character, no quote and no line end',
    received: JSON.stringify(delimiter),
    fix: 'Give a character such as "," or ";".',
  })
}

/** All cells as texts, and the line at which each row starts; the bytes start with line `first` of the file.
 *  Throws:  DataError for a quote that is open or misplaced */
export function records(where: string, bytes: Uint8Array, text: string, delimiter: string, first = 1) {
  const rows: string[][] = []
  const lines: number[] = []
  let counted = 0 // line ends inside quotes that the parser counts twice: CRLF
  let last = 0
  try {
    parse(bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], info) => {
        let inside = 0
        for (const cell of record) if (/[\r\n]/.test(cell)) inside += cell.match(/\r|\n/g)!.length
        lines.push(info.lines - inside - counted + first - 1)
        for (const cell of record) if (cell.includes('\r\n')) counted += cell.match(/\r\n/g)!.length
        last = info.lines - counted
        rows.push(record)
        return null
      },
    })
  } catch (error) {
    throw quoteError(where, error, rowAfter(text, last) + first - 1, counted - first + 1)
  }
  return { rows, lines }
}

function quoteError(where: string, error: unknown, start: number, counted: number): unknown {
  const { code, lines } = error as { code?: string; lines?: number }
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return new DataError({
      where,
      expected: 'every quote must be closed',
      received: `one left open in the row that starts in line ${start}`,
      fix: 'Close it, or double the quotes inside a cell.',
    })
  }
  if (code === undefined) return error
  const inside = code === 'INVALID_OPENING_QUOTE'
  return new DataError({
    where,
    expected: 'a quote must open and close a whole cell',
    received: `${inside ? 'one inside a cell' : 'text after one'} in line ${(lines ?? 0) - counted}`,
    fix: 'Put quotes around the whole cell, and double those inside it.',
  })
}

/** The first line after this one that is not empty. */
function rowAfter(text: string, last: number): number {
  const lines = text.split(/\r\n|\n|\r/)
  let line = last + 1
  while (lines[line - 1]?.trim() === '') line++
  return line
}

/** The text of bytes in UTF-8 without NUL, which start with line `first` of a file.
 *  Throws:  DataError that names the line of what is none */
export function checkText(where: string, bytes: Uint8Array, first = 1): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new DataError({
      where,
      expected: 'the file must be in UTF-8',
      received: `other bytes in line ${firstBadLine(bytes) + first - 1}`,
      fix: 'Save it as UTF-8 text.',
    })
  }
  const zero = bytes.indexOf(0)
  if (zero >= 0) {
    throw new DataError({
      where,
      expected: 'the file must be text',
      received: `a NUL byte in line ${lineOf(bytes, zero) + first - 1}`,
      fix: 'Save it as UTF-8 text.',
    })
  }
  return text
}

/** A line end is never part of a longer character, so that the first line that cannot be decoded holds the fault. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start)
    try {
      decoder.decode(bytes.subarray(start, end < 0 ? bytes.length : end))
    } catch {
      return line
    }
    start = end < 0 ? bytes.length : end + 1
  }
  return line
}

function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line++
  return line
}

/** The error for a file without rows. */
export function empty(where: string, expected: string, received: string): DataError {
  return new DataError({ where, expected, received, fix: 'Give a file with at least one row.' })
}
