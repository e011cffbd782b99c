// tanh(x) = 2σ(2x) - 1, checked.
import { convert, type Model, sigmoid, spiral, tanh } from 'wigglenet'

/** How far tanh(x) is from 2σ(2x) - 1, as functions and in a whole network. */
export function tanhAsSigmoid(model: Model) {
  const [squash, centred] = [sigmoid(), tanh()]
  const grid = Array.from({ length: 4001 }, (_, k) => -20 + k / 100)
  const values = Math.max(...grid.map((x) => Math.abs(centred.value(x) - (2 * squash.value(2 * x) - 1))))
  const turned = convert(convert(model, 'h1', squash), 'h2', squash)
  const points = Array.from(spiral({ classes: 3, seed: 1 }).X)
  const rows = Array.from({ length: points.length / 2 }, (_, row) => [points[2 * row]!, points[2 * row + 1]!])
  const [before, after] = [model.scores(rows), turned.scores(rows)]
  const largest = Math.max(...before.flat().map(Math.abs))
  const place = (scores: readonly number[]) => scores.indexOf(Math.max(...scores))
  return {
    values,
    scores: Math.max(...before.flatMap((row, i) => row.map((score, k) => Math.abs(score - after[i]![k]!)))) / largest,
    other: before.filter((row, i) => place(row) !== place(after[i]!)).length,
  }
}
