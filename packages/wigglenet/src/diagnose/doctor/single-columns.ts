// How well one column alone tells the target. A column that does so nearly perfectly is often the target in disguise.
import type { DataSet } from '../../data/types.ts'
import { columnsOf, type DataColumn, inputAt, someRows } from './columns.ts'
import type { DataFacts } from './facts.ts'

/** Numbers that are looked at, and the rows that this makes: more would tell little more, and images have many columns. */
const mostNumbers = 200_000
const [fewestRows, mostRows] = [250, 2000]

/** The best column of a data set: each row is guessed from the rows with the nearest values in the column, without itself. Nothing where
 *  there is a single column, or several targets. */
export function bestColumn(data: DataSet): DataFacts['best'] {
  const columns = columnsOf(data)
  if (columns.length < 2 || data.targets !== 1) return undefined
  const wanted = Math.round(mostNumbers / columns.length)
  const rows = someRows(data.rows, Math.max(fewestRows, Math.min(mostRows, wanted)))
  const targets = Float64Array.from(rows, (row) => data.y[row]!)
  let best: DataFacts['best']
  for (const column of columns) {
    const values = Float64Array.from(rows, (row) => columnValue(data, row, column))
    const guesses = guess(values, targets, data.task)
    const score = data.task === 'classification' ? accuracy(guesses, targets) : rSquared(guesses, targets)
    if (score > (best?.score ?? -Infinity))
      best = { column: column.name, score, columns: columns.length, rows: rows.length }
  }
  return best
}

/** A column as one number: its own, or the place of its category. */
function columnValue(data: DataSet, row: number, { from, width }: DataColumn): number {
  if (width === 1) return inputAt(data, row, from)
  for (let k = 0; k < width; k++) if (inputAt(data, row, from + k) > 0.5) return k
  return -1
}

/** A guess for each row: from all others of the same value, or where there is none from the nearest value below and above. */
function guess(values: Float64Array, targets: Float64Array, task: DataSet['task']): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)
  const guesses = new Float64Array(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    const group = order.subarray(from, to)
    const neighbours = [...(from > 0 ? [order[from - 1]!] : []), ...(to < order.length ? [order[to]!] : [])]
    const target = usual(targets, task, group.length > 1 ? group : neighbours)
    for (const row of group) guesses[row] = target(group.length > 1 ? targets[row]! : undefined)
    from = to
  }
  return guesses
}

/** The usual target of some rows, the most frequent class or the mean; called with a target, without one row of it. */
function usual(targets: Float64Array, task: DataSet['task'], rows: ArrayLike<number>) {
  const own = Array.from(rows, (row) => targets[row]!)
  const sum = own.reduce((total, target) => total + target, 0)
  const counts = new Map<number, number>()
  for (const target of own) counts.set(target, (counts.get(target) ?? 0) + 1)
  return (without: number | undefined): number => {
    if (task === 'regression') return without === undefined ? sum / own.length : (sum - without) / (own.length - 1)
    let [best, most] = [Number.NaN, 0]
    for (const [label, count] of counts) {
      const others = label === without ? count - 1 : count
      if (others > most) [best, most] = [label, others]
    }
    return best
  }
}

const accuracy = (guesses: Float64Array, targets: Float64Array) =>
  guesses.filter((guessed, i) => guessed === targets[i]).length / targets.length

function rSquared(guesses: Float64Array, targets: Float64Array): number {
  const mean = targets.reduce((sum, y) => sum + y, 0) / targets.length
  let [left, all] = [0, 0]
  targets.forEach((y, i) => {
    left += (y - guesses[i]!) ** 2
    all += (y - mean) ** 2
  })
  return 1 - left / all
}
