// How wide text will be, near enough to leave room for it: nothing here can measure a font.

/** Width of a character of Inter, in ems. */
const widths: readonly (readonly [characters: RegExp, ems: number])[] = [
  [/[iljI.,:;'|! ()[\]]/u, 0.3],
  [/[frt/\-"*]/u, 0.4],
  [/[mwMW@%—]/u, 0.9],
  [/[A-Z…]/u, 0.7],
  [/[\u1100-\u{1ffff}]/u, 1],
]

/** About how wide a line of text is, in the unit of `size`. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const character of text) ems += widths.find(([characters]) => characters.test(character))?.[1] ?? 0.58
  return ems * size
}

/** The text, or as much of it as fits into a width, and an ellipsis. */
export function shortened(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text
  const letters = [...text]
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** Text as lines that fit into a width; a word that is too long is shortened. */
export function wrapped(text: string, size: number, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer
    else lines.push(shortened(word, size, width))
  }
  return lines
}
