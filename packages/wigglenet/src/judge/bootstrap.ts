import { checkNames, checkNumber, checkWhole } from '../check/check.ts'
import { NumberError } from '../check/errors.ts'
import { randomStream, streams } from '../number/random.ts'
import { quantile } from '../number/statistics.ts'

export interface BootstrapOptions {
  /** How often rows are drawn, whole, in [100, 1000000], default 2000. */
  readonly samples?: number
  /** The share of the samples that lies within the interval, in (0, 1), default 0.95. */
  readonly level?: number
  /** Of the draws, default 1. */
  readonly seed?: number
}

/** A measure and how sure it is. */
export interface Interval {
  /** The measure over the rows themselves. */
  readonly value: number
  readonly low: number
  readonly high: number
}

/** How sure any measure is that so many rows have shown: the rows are drawn again with replacement, many times, and the measure is taken of
 *  each sample. Samples in which it is not defined (a class without rows, say) are left out. The rows must not have been trained on.
 *  Formula: low and high are the (1 - level)/2 and (1 + level)/2 quantiles over the samples
 *  Options: measure, gets row numbers, some of them more than once, and gives a number; NaN where it is not defined
 *  Throws:  OptionError for a bad option; NumberError when the measure is not defined on the rows, or on fewer than half of the samples
 *  Source:  Efron 1979, Annals of Statistics 7; the percentile interval of Efron and Tibshirani 1993, chapter 13
 *  Example: bootstrap(100, (rows) => accuracy(rows.map((i) => predicted[i]), rows.map((i) => actual[i]))).low  */
export function bootstrap(
  rows: number,
  measure: (rows: Uint32Array) => number,
  options: BootstrapOptions = {},
): Interval {
  const where = 'bootstrap'
  checkNames(where, options, ['samples', 'level', 'seed'])
  const { samples = 2000, level = 0.95, seed = 1 } = options
  checkWhole(where, 'the number of rows', rows, '[1, 4294967295]')
  checkWhole(where, 'samples', samples, '[100, 1000000]')
  checkNumber(where, 'level', level, '(0, 1)')
  const value = measure(Uint32Array.from({ length: rows }, (_, row) => row))
  const random = randomStream(seed, streams.split, 2) // steps 0 and 1 split tables and streams
  const drawn = new Uint32Array(rows)
  const values: number[] = []
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < rows; i++) drawn[i] = random.below(rows)
    const one = measure(drawn)
    if (!Number.isNaN(one)) values.push(one)
  }
  if (Number.isNaN(value) || values.length < samples / 2) {
    throw new NumberError({
      where,
      expected: 'the measure must be defined on the rows, and on at least half of the samples',
      received: Number.isNaN(value) ? 'NaN on the rows' : `a number on ${values.length} of ${samples}`,
      fix: 'Judge on more rows, or by another measure.',
    })
  }
  const half = (1 - level) / 2
  return Object.freeze({ value, low: quantile(values, half), high: quantile(values, 1 - half) })
}
