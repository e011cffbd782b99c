// CSV bytes → a table, strictly: whatever cannot be understood for certain is an error that names its line.
import { type ColumnKinds, DataError, OptionError, type Table, tableFromTexts } from 'wigglenet'
import { csvRows, textOf } from './csv-rows.ts'
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
  const text = textOf(where, bytes)
  if (text.trim() === '') throw empty(where, 'the file must hold rows', 'an empty file')
  checkDelimiter(where, delimiter)
  const { rows, lines } = csvRows(where, bytes, text, delimiter ?? guessDelimiter(text.slice(0, 65536)))
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

/** The error for a file without rows. */
export function empty(where: string, expected: string, received: string): DataError {
  return new DataError({ where, expected, received, fix: 'Give a file with at least one row.' })
}
