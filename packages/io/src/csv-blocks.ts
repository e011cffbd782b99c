// A CSV file as blocks of whole rows, found in one look at its bytes; each can be parsed by itself.
import { DataError } from 'wigglenet'
import type { ByteSource } from './byte-source.ts'
import { checkText, records } from './read-csv.ts'

/** Bytes read at a time while blocks are found. */
const PIECE = 2 ** 20
/** The longest row, in bytes: a quote that stays open for longer was forgotten. */
const LONGEST_ROW = 2 ** 26

const [LF, CR, QUOTE] = [10, 13, 34]

export interface CsvBlock {
  readonly start: number
  readonly end: number
  /** The line of the file with which it starts, from 1. */
  readonly line: number
  readonly bytes: Uint8Array
}

/** The blocks of a file from a byte on, each of so many lines (line ends in quotes not counted); the last one may have fewer.
 *  Throws:  DataError for a row of more than 64 MiB */
export async function* csvBlocks(
  source: ByteSource,
  { start, line, lines }: { readonly start: number; readonly line: number; readonly lines: number },
): AsyncGenerator<CsvBlock, void> {
  let held = new Uint8Array(0) // bytes of the block under way, and those after it
  let heldAt = start
  let scanned = 0
  let found = 0 // line ends outside quotes in the block
  let blockLine = line
  let lineNow = line
  let inside = false
  for (let next = start; ; ) {
    const piece =
      next < source.size ? await source.read(next, Math.min(source.size, next + PIECE)) : held.subarray(0, 0)
    const last = next + piece.length >= source.size || piece.length === 0
    next += piece.length
    const bytes = new Uint8Array(held.length + piece.length)
    bytes.set(held)
    bytes.set(piece, held.length)
    let blockStart = 0
    let i = scanned
    for (; i < bytes.length; i++) {
      const byte = bytes[i]!
      if (byte === QUOTE) inside = !inside
      if (byte !== LF && byte !== CR) continue
      if (byte === CR) {
        if (i + 1 === bytes.length && !last) break // a line feed may follow
        if (bytes[i + 1] === LF) i++
      }
      lineNow++
      if (inside || ++found < lines) continue
      const end = i + 1
      yield { start: heldAt + blockStart, end: heldAt + end, line: blockLine, bytes: bytes.subarray(blockStart, end) }
      blockStart = end
      blockLine = lineNow
      found = 0
    }
    held = bytes.slice(blockStart)
    heldAt += blockStart
    scanned = i - blockStart
    if (held.length > LONGEST_ROW && found === 0) {
      throw new DataError({
        where: source.name,
        expected: 'every quote must be closed',
        received: `one left open in the row that starts in line ${blockLine}`,
        fix: 'Close it, or double the quotes inside a cell.',
      })
    }
    if (!last) continue
    if (held.length > 0) yield { start: heldAt, end: heldAt + held.length, line: blockLine, bytes: held }
    return
  }
}

export interface CsvRows {
  readonly rows: string[][]
  /** The line at which each row starts. */
  readonly lines: number[]
}

/** The rows of bytes that start with line `first` of a file, as `readCsv` reads them.
 *  Throws:  DataError, as `readCsv` does */
export function csvRows(where: string, bytes: Uint8Array, first: number, delimiter: string): CsvRows {
  const text = checkText(where, bytes, first)
  if (text.includes('"')) return records(where, bytes, text, delimiter, first)
  // Without quotes a line is a row; the parser would find the same, ten times as slowly.
  const rows: string[][] = []
  const lines: number[] = []
  const all = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n')
  for (let i = 0; i < all.length; i++) {
    const cells = all[i]!.split(delimiter)
    for (let k = 0; k < cells.length; k++) cells[k] = cells[k]!.trim()
    if (cells.length === 1 && cells[0] === '') continue
    rows.push(cells)
    lines.push(first + i)
  }
  return { rows, lines }
}
