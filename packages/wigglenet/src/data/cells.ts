// What a cell of a text table says: missing, a number, or text.
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const INFINITE = /^[+-]?inf(inity)?$/i

/** Whether a cell says that there is no value: empty, `NA`, `NaN`, `null` or `?`. */
export function isMissing(text: string): boolean {
  return text === '' || text === 'NA' || text === 'NaN' || text === 'null' || text === '?' || text.trim() === ''
}

/** The decimal number that a text says, infinite where it says so or is too large, NaN where it is no number.
 *  Hexadecimal, thousands separators and decimal commas are no numbers here. */
export function parseNumber(text: string): number {
  const trimmed = text.trim()
  if (NUMBER.test(trimmed)) return Number(trimmed)
  return INFINITE.test(trimmed) ? (trimmed.startsWith('-') ? -Infinity : Infinity) : Number.NaN
}
