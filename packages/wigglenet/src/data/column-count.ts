// What is counted of a column whose cells come block by block: what tells its kind, of all rows; what its recipe needs, of training rows.
import { show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'
import { median } from '../number/statistics.ts'
import { parseNumber } from './cells.ts'
import type { ColumnSummary } from './fit-columns.ts'
import { looksLikeClasses } from './labels.ts'
import { noNumber } from './table-from-texts.ts'

export interface ColumnCount {
  readonly name: string
  /** The first look at some rows, as texts. `place` tells a row, `training` are the rows that count for the recipe, and
   *  `seats` their places among the rows drawn, -1 for none. */
  first(block: FirstBlock): void
  /** Which kind the column is, when all rows have been seen.
   *  Throws:  DataError for text in a number column */
  kind(): 'number' | 'category'
  /** Throws:  DataError when there are more different texts than were told apart */
  checkTexts(): void
  /** Whether its numbers are whole, with at most 20 values. */
  looksLikeClasses(): boolean
  /** The second look at some rows of a number column. */
  second(values: ArrayLike<number>, training: ArrayLike<number>): void
  /** What the training rows hold; `drawn` of them were drawn. */
  summary(drawn: number): ColumnSummary
}

export interface FirstBlock {
  readonly texts: readonly (string | null)[]
  readonly training: ArrayLike<number>
  readonly seats: ArrayLike<number>
  /** The file, and the place in it. */
  readonly where: string
  place(row: number): string
}

export interface CountOptions {
  readonly where: string
  /** The kind that was asked for. */
  readonly asked: 'number' | 'category' | undefined
  /** Different texts that are told apart. */
  readonly most: number
  /** Rows that are drawn, at most. */
  readonly seats: number
}

/** Begins to count a column. */
export function columnCount(name: string, { where, asked, most, seats }: CountOptions): ColumnCount {
  const all = { present: 0, numeric: 0, values: new Set<number>() }
  /** The first cell that is no finite number, and the first training row without a value. */
  let bad: { readonly text: string; readonly where: string; readonly place: string } | undefined
  let absent = ''
  const drawn = asked === 'category' ? new Float64Array(0) : new Float64Array(seats).fill(NaN)
  const counts = new Map<string, number>()
  let more = false
  const trained = { present: 0, sum: 0, low: NaN, high: NaN, squares: 0 }

  const count = (text: string) => {
    if (more) return
    const known = counts.get(text)
    if (known !== undefined) counts.set(text, known + 1)
    else if (counts.size < most) counts.set(detached(text), 1)
    else more = true
  }
  const kind = () => asked ?? (all.numeric * 2 > all.present ? 'number' : 'category')
  return {
    name,
    first({ texts, training, seats, where: file, place }) {
      const numbers = new Float64Array(texts.length).fill(NaN)
      if (asked !== 'category') {
        for (let row = 0; row < texts.length; row++) {
          const text = texts[row]!
          if (text === null) continue
          const value = parseNumber(text)
          numbers[row] = value
          all.present++
          if (!Number.isNaN(value)) all.numeric++
          // 22 values tell that there are more than the 20 of classes.
          if (all.values.size < 22) all.values.add(value)
          if (!bad && !Number.isFinite(value)) bad = { text: detached(text), where: file, place: place(row) }
        }
      }
      for (let i = 0; i < training.length; i++) {
        const row = training[i]!
        const text = texts[row]!
        const value = numbers[row]!
        if (seats[i]! >= 0 && drawn.length > 0) drawn[seats[i]!] = value
        if (text === null) {
          absent ||= place(row)
          continue
        }
        trained.present++
        count(text)
        trained.sum += value
        trained.low = trained.present === 1 ? value : Math.min(trained.low, value)
        trained.high = trained.present === 1 ? value : Math.max(trained.high, value)
      }
    },
    kind() {
      if (kind() === 'number' && bad) throw noNumber(bad.where, name, bad.text, bad.place)
      return kind()
    },
    checkTexts() {
      if (!more) return
      throw new DataError({
        where,
        expected: `column ${show(name)} must have at most ${most} different texts`,
        received: 'more',
        fix: 'Take it as a number, or leave it out.',
      })
    },
    looksLikeClasses: () => looksLikeClasses(all.values),
    second(values, training) {
      const center = trained.sum / trained.present
      for (let i = 0; i < training.length; i++) {
        const value = values[training[i]!]!
        if (!Number.isNaN(value)) trained.squares += (value - center) * (value - center)
      }
    },
    summary: (drawnRows) => ({
      name,
      kind: kind(),
      numbers() {
        const { present, sum, squares, low, high } = trained
        const values = drawn.subarray(0, Math.min(drawnRows, seats)).filter((value) => !Number.isNaN(value))
        const spread = { mean: sum / present, deviation: Math.sqrt(squares / present), low, high }
        const middle = values.length > 0 ? median(values) : spread.mean // no row drawn has a value
        return { present, ...spread, median: middle, ...(drawnRows > seats && { sampled: seats }) }
      },
      categories() {
        const { present } = trained
        if (kind() === 'category') return { present, counts, more }
        // Numbers as labels are written as JavaScript writes them: 1.0 is 1.
        const labels = new Map<string, number>()
        for (const [text, times] of counts) {
          const label = String(parseNumber(text))
          labels.set(label, (labels.get(label) ?? 0) + times)
        }
        return { present, counts: labels, more }
      },
      firstAbsent: () => absent,
    }),
  }
}

/** The text without the longer one that it was cut from, which engines keep alive as long as its parts. */
export function detached(text: string): string {
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string)
}
