// How good a model is on rows that it has not seen, as numbers for programs and as text for people.
import { type DataSet, type Evaluation, evaluate, type Model } from 'wigglenet'
import { fixed } from './progress.ts'
import { visible } from './terminal.ts'

export interface Estimate {
  /** The score first, so that it is the first of its name in a line of JSON. */
  readonly accuracy?: number
  readonly r2?: number
  /** Standard deviation of the score over folds. */
  readonly deviation?: number
  readonly folds?: readonly number[]
  readonly meanAbsoluteError?: number
  readonly rootMeanSquaredError?: number
  /** Rows that were judged. */
  readonly rows: number
  /** Where they count by weights: (Σ w)² / Σ w², as many alike rows would make the score as sure. */
  readonly effectiveRows?: number
  /** A row for each actual class, a column for each predicted one. */
  readonly confusion?: readonly (readonly number[])[]
  readonly classes?: readonly string[]
}

export function estimateOf(model: Model, data: DataSet): Estimate {
  const evaluation = evaluate(model, data)
  const { rows, confusion, meanAbsoluteError, rootMeanSquaredError } = evaluation
  return {
    ...scoreOf(evaluation),
    ...(meanAbsoluteError !== undefined && { meanAbsoluteError }),
    ...(rootMeanSquaredError !== undefined && { rootMeanSquaredError }),
    rows,
    ...(data.weights && { effectiveRows: rows ** 2 / data.weights.reduce((sum, weight) => sum + weight ** 2, 0) }),
    ...(confusion && { confusion }),
    ...(data.classes && { classes: data.classes }),
  }
}

function scoreOf({ accuracy, rSquared }: Evaluation): { accuracy?: number; r2?: number } {
  if (accuracy !== undefined) return { accuracy }
  return rSquared === undefined ? {} : { r2: rSquared }
}

/** The estimates of folds as one: means, the spread of the score, and one confusion matrix of all rows. */
export function joinEstimates(parts: readonly Estimate[]): Estimate {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const all = (name: 'accuracy' | 'r2' | 'meanAbsoluteError' | 'rootMeanSquaredError') => {
    const values = parts.flatMap((part) => part[name] ?? [])
    return values.length > 0 ? { [name]: mean(values) } : {}
  }
  const scores = parts.map((part) => part.accuracy ?? part.r2!)
  const middle = mean(scores)
  const { classes, confusion } = parts[0]!
  return {
    ...all('accuracy'),
    ...all('r2'),
    deviation: Math.sqrt(mean(scores.map((score) => (score - middle) ** 2))),
    folds: scores,
    ...all('meanAbsoluteError'),
    ...all('rootMeanSquaredError'),
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    ...(confusion && {
      confusion: confusion.map((row, i) =>
        row.map((_, k) => parts.reduce((sum, part) => sum + part.confusion![i]![k]!, 0)),
      ),
    }),
    ...(classes && { classes }),
  }
}

/** `accuracy 0.967`, with the spread where there are folds. */
export function scoreText(estimate: Estimate): string {
  const { accuracy, r2, deviation, folds } = estimate
  // Below -1000 there are no decimals that count.
  const score =
    accuracy === undefined ? `R² ${r2! > -1000 ? r2!.toFixed(3) : fixed(r2!)}` : `accuracy ${accuracy.toFixed(3)}`
  return folds ? `${score} ± ${deviation!.toFixed(3)} (mean and spread of ${folds.length} folds)` : score
}

/** The lines below the score: errors in the target's unit, or which class was taken for which. */
export function detailLines({ meanAbsoluteError, rootMeanSquaredError, confusion, classes }: Estimate): string[] {
  if (meanAbsoluteError !== undefined) {
    return [`mean absolute error ${fixed(meanAbsoluteError)}, root mean squared error ${fixed(rootMeanSquaredError!)}`]
  }
  if (!confusion || !classes || classes.length > 20) return []
  const short = classes.map((name) => {
    const letters = [...visible(name)]
    return letters.length > 12 ? `${letters.slice(0, 11).join('')}…` : letters.join('')
  })
  const width = Math.max(...short.map((name) => name.length))
  const widths = short.map((name, k) => Math.max(name.length, ...confusion.map((row) => String(row[k]).length)))
  const line = (label: string, cells: readonly string[]) =>
    `  ${label.padEnd(width)}  ${cells.map((cell, k) => cell.padStart(widths[k]!)).join('  ')}`
  return [
    'actual classes down, predicted ones across:',
    line('', short),
    ...confusion.map((row, k) => line(short[k]!, row.map(String))),
  ]
}
