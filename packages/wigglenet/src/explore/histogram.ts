import { checkNames, checkNumber, checkWhole, show } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'
import { deviation, mean } from '../number/statistics.ts'

/** Counts of values in bins of equal width; each takes its lower edge, the last one both. */
export interface Histogram {
  readonly kind: 'histogram'
  readonly edges: Float64Array // (bins + 1)
  readonly counts: Float64Array // (bins)
  readonly below: number
  readonly above: number
  /** NaN and infinities, which no bin takes. */
  readonly notFinite: number
  /** Of the finite values; NaN where there are none. */
  readonly mean: number
  readonly deviation: number
}

/** Histograms with the same bins, one for each time. */
export interface HistogramSeries {
  readonly kind: 'histogram-series'
  readonly edges: Float64Array // (bins + 1)
  readonly times: Float64Array // (times): steps or epochs
  readonly counts: Float64Array // (times, bins)
  readonly means: Float64Array // (times)
  readonly deviations: Float64Array // (times)
}

/** The bins of a histogram. */
export interface HistogramOptions {
  /** How many bins; whole, in [1, 4096], default 40. */
  readonly bins?: number
  /** Where they begin and end; default the least and the largest finite value. */
  readonly range?: readonly [low: number, high: number]
}

/** Counts of values in bins of equal width: of weights, activations, errors.
 *  Shapes:  counts (bins), edges (bins + 1)
 *  Throws:  OptionError for a bad option
 *  Example: histogram(model.parameters['h1.W'], { bins: 20 })  */
export function histogram(values: ArrayLike<number>, options: HistogramOptions = {}): Histogram {
  const where = 'histogram'
  const edges = edgesOf(where, [values], options)
  return Object.freeze({ kind: 'histogram', edges, ...countInto(edges, values) })
}

/** Histograms of the same values at several times, with the same bins.
 *  Shapes:  counts (times, bins), edges (bins + 1)
 *  Throws:  OptionError for a bad option
 *  Example: histogramSeries([{ time: 0, values: before }, { time: 100, values: after }])  */
export function histogramSeries(
  series: readonly { readonly time: number; readonly values: ArrayLike<number> }[],
  options: HistogramOptions = {},
): HistogramSeries {
  const where = 'histogramSeries'
  const edges = edgesOf(
    where,
    series.map(({ values }) => values),
    options,
  )
  const bins = edges.length - 1
  const counts = new Float64Array(series.length * bins)
  const counted = series.map(({ values }) => countInto(edges, values))
  for (const [i, one] of counted.entries()) counts.set(one.counts, i * bins)
  return Object.freeze({
    kind: 'histogram-series',
    edges,
    times: Float64Array.from(series, ({ time }) => time),
    counts,
    means: Float64Array.from(counted, (one) => one.mean),
    deviations: Float64Array.from(counted, (one) => one.deviation),
  })
}

function edgesOf(where: string, lists: readonly ArrayLike<number>[], options: HistogramOptions): Float64Array {
  checkNames(where, options, ['bins', 'range'])
  const bins = checkWhole(where, 'bins', options.bins ?? 40, '[1, 4096]')
  const [low, high] = options.range === undefined ? extent(lists) : checkRange(where, options.range)
  return evenEdges(low, high, bins)
}

/** Edges of bins of equal width; half a unit around a single value. */
export function evenEdges(low: number, high: number, bins: number): Float64Array {
  if (low === high) return evenEdges(low - 0.5, high + 0.5, bins)
  return Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + (i / bins) * (high - low)))
}

function checkRange(where: string, range: readonly [number, number]): readonly [number, number] {
  for (const [i, end] of range.entries()) checkNumber(where, `range[${i}]`, end, '(-∞, ∞)')
  if (range[0] < range[1]) return range
  throw new OptionError({
    where,
    expected: 'range must be two numbers, the lower one first',
    received: show(range),
    fix: 'Leave it out for the range of the values.',
  })
}

/** The least and the largest finite value; 0 and 1 where there is none. */
function extent(lists: readonly ArrayLike<number>[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const values of lists) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      if (!Number.isFinite(value)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return low <= high ? [low, high] : [0, 1]
}

function countInto(edges: Float64Array, values: ArrayLike<number>): Omit<Histogram, 'kind' | 'edges'> {
  const bins = edges.length - 1
  const [low, high] = [edges[0]!, edges[bins]!]
  const counts = new Float64Array(bins)
  let [below, above, notFinite] = [0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) notFinite++
    else if (value < low) below++
    else if (value > high) above++
    else {
      let bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))
      if (value < edges[bin]!)
        bin-- // where the division was rounded across an edge
      else if (bin < bins - 1 && value >= edges[bin + 1]!) bin++
      counts[bin]!++
    }
  }
  const finite = notFinite === 0 ? values : Array.from(values).filter(Number.isFinite)
  return { counts, below, above, notFinite, mean: mean(finite), deviation: deviation(finite) }
}
