import { checkNames, checkNumber, checkWhole, show } from '../../check/check.ts'
import { DataError, OptionError } from '../../check/errors.ts'
import { evaluator } from '../../formula/evaluate.ts'
import { parseFormula } from '../../formula/parse.ts'
import { withErf } from '../../kernel/erf.ts'
import { randomStream, streams } from '../../number/random.ts'
import type { DataSet } from '../types.ts'

export interface FunctionOptions {
  readonly rows?: number
  readonly range?: readonly [low: number, high: number]
  /** Standard deviation of the normal noise of y. */
  readonly noise?: number
  readonly seed: number
}

/** A function of one variable, to be approximated: x evenly spaced over a range, ends included, and y = f(x) + noise.
 *  Shapes:  X (rows, 1), y (rows)
 *  Options: rows, default 200; range, default [-1, 1]; noise, default 0; seed
 *  Throws:  OptionError for a formula that cannot be read, or an option out of range; DataError where f(x) is no finite number
 *  Example: functionOf('sin(6*x) / x', { range: [0.1, 3], seed: 1 }).inputs  // 1  */
export function functionOf(formula: string | ((x: number) => number), options: FunctionOptions): DataSet<1> {
  const where = 'functionOf'
  checkNames(where, options, ['rows', 'range', 'noise', 'seed'])
  const rows = checkWhole(where, 'rows', options.rows ?? 200, '[2, 16777216]')
  const noise = checkNumber(where, 'noise', options.noise ?? 0, '[0, ∞)')
  const [low, high] = options.range ?? [-1, 1]
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new OptionError({
      where,
      expected: 'range must be two finite numbers, the lower one first',
      received: show(options.range),
      fix: 'Give a range such as [-1, 1].',
    })
  }
  const f = typeof formula === 'function' ? formula : formulaOfX(where, formula)
  const random = randomStream(options.seed, streams.data)
  const X = Float32Array.from({ length: rows }, (_, row) => low + ((high - low) * row) / (rows - 1))
  const y = X.map((x) => {
    const value = Math.fround(f(x) + noise * random.normal())
    if (Number.isFinite(value)) return value
    throw new DataError({
      where,
      expected: `the function must be a finite number at x = ${x}`,
      received: show(f(x)),
      fix: 'Choose a range where it is finite.',
    })
  })
  return Object.freeze({ kind: 'data', task: 'regression', inputs: 1, rows, X, y, targets: 1 })
}

function formulaOfX(where: string, text: string): (x: number) => number {
  withErf()
  const evaluate = evaluator([parseFormula(text, { where, names: ['x'] })], ['x'])
  return (x) => evaluate([x])[0]!
}
