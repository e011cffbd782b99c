// What a cell of a text table says: missing, a number, or text.
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const INFINITE = /^[+-]?inf(inity)?$/i

/** Whether a cell says that there is no value: empty, `NA`, `NaN`, `null` or `?`. */
export function isMissing(text: string): boolean {
  const first = text.charCodeAt(0)
  if (first >= 48 && first <= 57) return false // most cells of large tables
  return text === '' || text === 'NA' || text === 'NaN' || text === 'null' || text === '?' || text.trim() === ''
}

/** The decimal number that a text says, infinite where it says so or is too large, NaN where it is no number.
 *  Hexadecimal, thousands separators and decimal commas are no numbers here. */
export function parseNumber(text: string): number {
  // What starts as a decimal number, has no letter but e in second place, and is a finite number to JavaScript is one here: the quick way.
  const [first, second] = [text.charCodeAt(0), text.charCodeAt(1)]
  if (first >= 43 && first <= 57 && !(second > 57 && second !== 69 && second !== 101)) {
    const value = Number(text)
    if (Number.isFinite(value)) return value
  }
  const trimmed = text.trim()
  if (NUMBER.test(trimmed)) return Number(trimmed)
  return INFINITE.test(trimmed) ? (trimmed.startsWith('-') ? -Infinity : Infinity) : Number.NaN
}
