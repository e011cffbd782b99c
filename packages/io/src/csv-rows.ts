// CSV bytes → rows of cells and the lines they stand in: the whole of a file, or a part that starts where a row does.
import { parse } from 'csv-parse/browser/esm/sync'
import { DataError } from 'wigglenet'

export interface CsvRows {
  readonly rows: string[][]
  /** The line at which each row starts. */
  readonly lines: number[]
}

/** The rows of bytes, which are this text and start with line `first` of a file; empty lines are passed over.
 *  Throws:  DataError for a quote that is open or misplaced */
export function csvRows(where: string, bytes: Uint8Array, text: string, delimiter: string, first = 1): CsvRows {
  if (text.includes('"')) return records(where, bytes, text, delimiter, first)
  // Without quotes a line is a row; the parser would find the same, ten times as slowly.
  const rows: string[][] = []
  const lines: number[] = []
  const all = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n')
  const spaced = /[^\S\r\n]/.test(text)
  for (let i = 0; i < all.length; i++) {
    const cells = all[i]!.split(delimiter)
    if (spaced) for (let k = 0; k < cells.length; k++) cells[k] = cells[k]!.trim()
    if (cells.length === 1 && cells[0] === '') continue
    rows.push(cells)
    lines.push(first + i)
  }
  return { rows, lines }
}

function records(where: string, bytes: Uint8Array, text: string, delimiter: string, first: number): CsvRows {
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
export function textOf(where: string, bytes: Uint8Array, first = 1): string {
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
