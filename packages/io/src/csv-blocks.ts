// A CSV file as blocks of whole rows, found in one look at its bytes; each can be parsed by itself.
import { DataError } from 'wigglenet'
import type { ByteSource } from './byte-source.ts'

/** Bytes read at a time while blocks are found. */
const PIECE = 2 ** 18
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

/** The blocks of a file from a byte on, each of so many lines (line ends in quotes not counted); the last one may have fewer. The bytes of a
 *  block are there until the next one is asked for.
 *  Throws:  DataError for a row of more than 64 MiB */
export async function* csvBlocks(
  source: ByteSource,
  { start, line, lines }: { readonly start: number; readonly line: number; readonly lines: number },
): AsyncGenerator<CsvBlock, void> {
  let room = new Uint8Array(2 * PIECE)
  let held = room.subarray(0, 0) // bytes of the block under way
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
    const size = held.length + piece.length
    const larger = size > room.length ? new Uint8Array(2 * size) : room
    larger.set(held) // to the front
    larger.set(piece, held.length)
    room = larger
    const bytes = room.subarray(0, size)
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
    held = bytes.subarray(blockStart)
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
