import type { LayerReading, TrainingEvent } from '../train/types.ts'
import { evenEdges, type HistogramSeries } from './histogram.ts'

/** One quantity of a layer over the epochs. */
export interface LayerCurve {
  readonly layer: string
  readonly epoch: Float64Array // (times)
  readonly values: Float64Array // (times)
}

/** How the weights of a layer, or its outputs, were distributed over the epochs. */
export interface LayerDistributions {
  readonly layer: string
  readonly series: HistogramSeries
}

/** Bins of the histograms over time; what a monitor has counted is spread over them evenly. */
const bins = 48

/** What a monitor has told of each layer over the epochs; nothing of layers for which it has no such quantity. An epoch told again counts as
 *  told last.
 *  Shapes:  each (times)
 *  Example: layerCurves(events, 'update-ratio', 'ratio')[0].values  */
export function layerCurves(events: Iterable<TrainingEvent>, monitor: string, quantity: string): LayerCurve[] {
  return Array.from(toldBy(events, monitor), ([layer, byEpoch]) => {
    const told = byEpoch.filter(({ reading }) => quantity in reading.values)
    return {
      layer,
      epoch: Float64Array.from(told, ({ epoch }) => epoch),
      values: Float64Array.from(told, ({ reading }) => reading.values[quantity]!),
    }
  }).filter(({ epoch }) => epoch.length > 0)
}

/** Histograms of each layer over the epochs, from what `distributions()` has told; their times are epochs.
 *  Shapes:  counts (times, 48), edges (49)
 *  Example: layerDistributions(events, 'weights')[0].series.means  */
export function layerDistributions(events: Iterable<TrainingEvent>, of: 'weights' | 'outputs'): LayerDistributions[] {
  return Array.from(toldBy(events, 'distributions'), ([layer, told]) => {
    const number = (name: string) => Float64Array.from(told, ({ reading }) => reading.values[`${of}${name}`]!)
    const [least, largest] = [number('Least'), number('Largest')]
    const edges = evenEdges(Math.min(...least), Math.max(...largest), bins)
    const counts = new Float64Array(told.length * bins)
    told.forEach(({ reading }, i) => {
      const own = counts.subarray(i * bins, (i + 1) * bins)
      spread(reading.lists![of]!, least[i]!, largest[i]!, own, edges)
    })
    const times = Float64Array.from(told, ({ epoch }) => epoch)
    const moments = { means: number('Mean'), deviations: number('Deviation') }
    return { layer, series: Object.freeze({ kind: 'histogram-series', edges, times, counts, ...moments }) }
  })
}

interface Told {
  readonly epoch: number
  readonly reading: LayerReading
}

/** The readings of a monitor by layer, in the order of their epochs. */
function toldBy(events: Iterable<TrainingEvent>, monitor: string): Map<string, Told[]> {
  const byEpoch = new Map<number, readonly LayerReading[]>()
  for (const event of events)
    if (event.kind === 'monitor' && event.monitor === monitor) byEpoch.set(event.epoch, event.layers)
  const byLayer = new Map<string, Told[]>()
  for (const [epoch, layers] of [...byEpoch].sort(([a], [b]) => a - b))
    for (const reading of layers)
      byLayer.set(reading.layer, [...(byLayer.get(reading.layer) ?? []), { epoch, reading }])
  return byLayer
}

/** Adds counts in even bins from least to largest to bins with other edges, which reach at least as far. */
function spread(given: readonly number[], least: number, largest: number, into: Float64Array, edges: Float64Array) {
  const [low, width] = [edges[0]!, edges[1]! - edges[0]!]
  const place = (value: number) => Math.min(Math.max((value - low) / width, 0), into.length)
  given.forEach((count, k) => {
    const from = place(least + (k / given.length) * (largest - least))
    const to = place(least + ((k + 1) / given.length) * (largest - least))
    for (let bin = Math.min(Math.floor(from), into.length - 1); bin < into.length && (bin < to || from === to); bin++) {
      const share = from === to ? 1 : (Math.min(to, bin + 1) - Math.max(from, bin)) / (to - from)
      into[bin]! += count * share
      if (from === to) break
    }
  })
}
