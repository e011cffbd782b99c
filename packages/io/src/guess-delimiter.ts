// Which character parts the cells of a CSV file.
const CANDIDATES = [',', ';', '\t', '|'] as const

/** The delimiter of a text, from its first 100 lines: the most frequent one that stands equally often in every line, else the most
 *  frequent one of the first line; a comma where there is none. What stands in quotes is not counted.
 *  Example: guessDelimiter('a;b\n1,5;2')  // ';'  */
export function guessDelimiter(text: string): string {
  const lines = text
    .replace(/"[^"]*("|$)/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 100)
  const counts = CANDIDATES.map((delimiter) => lines.map((line) => line.split(delimiter).length - 1))
  const steady = counts.map((list) => (list.every((count) => count === list[0]) ? (list[0] ?? 0) : 0))
  const first = counts.map((list) => list[0] ?? 0)
  const scores = Math.max(...steady) > 0 ? steady : first
  return Math.max(...scores) > 0 ? CANDIDATES[scores.indexOf(Math.max(...scores))]! : ','
}
