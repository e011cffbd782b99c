// The distribution of some numbers as a histogram with its mean and spread: of weights, or of a layer's outputs.

import type { Network } from '../../network/types.ts'
import { isWeighted, type Values } from '../probe.ts'
import type { Gauge } from './gauge.ts'

/** Bins of a histogram, and the most numbers of a layer that are kept for one. */
const bins = 32
const mostNumbers = 2 ** 17

/** Some numbers as a histogram with their mean and spread. */
export interface Distribution {
  readonly count: number
  readonly mean: number
  readonly deviation: number
  readonly least: number
  readonly largest: number
  /** Share of numbers that are exactly 0. */
  readonly zeros: number
  /** Counts in 32 equally wide bins from `least` to `largest`; one bin where they are equal. */
  readonly histogram: readonly number[]
}

/** The distribution of some numbers.
 *  Example: distributionOf([1, 2, 3]).mean  // 2  */
export function distributionOf(values: ArrayLike<number>): Distribution {
  const count = values.length
  let [least, largest, zeros, sum] = [Infinity, -Infinity, 0, 0]
  for (let i = 0; i < count; i++) {
    const value = values[i]!
    if (value < least) least = value
    if (value > largest) largest = value
    if (value === 0) zeros++
    sum += value
  }
  const mean = sum / count
  const histogram = new Array<number>(largest > least ? bins : 1).fill(0)
  let squares = 0
  for (let i = 0; i < count; i++) {
    const value = values[i]!
    const place = largest > least ? Math.floor((bins * (value - least)) / (largest - least)) : 0
    histogram[Math.min(place, histogram.length - 1)]! += 1
    squares += (value - mean) * (value - mean)
  }
  return { count, mean, deviation: Math.sqrt(squares / count), least, largest, zeros: zeros / count, histogram }
}

/** The outputs of each layer, in at most 131,072 numbers from evenly spaced rows. */
export function outputsGauge(network: Network, rowsInAll: number): Gauge<{ layer: string; outputs: Distribution }[]> {
  const layers = network.nodes.filter(isWeighted).map((node) => ({
    node,
    every: Math.ceil((rowsInAll * node.units) / mostNumbers),
    kept: [] as Values[],
  }))
  let seen = 0
  return {
    look({ rows, layers: views }) {
      for (const { node, every, kept } of layers) {
        const { outputs } = views.get(node.name)!
        for (let row = 0; row < rows; row++)
          if ((seen + row) % every === 0) kept.push(outputs.subarray(row * node.units, (row + 1) * node.units))
      }
      seen += rows
    },
    reading: () => layers.map(({ node, kept }) => ({ layer: node.name, outputs: distributionOf(joined(kept)) })),
  }
}

/** Numbers of several arrays in one. */
export function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let place = 0
  for (const part of parts) {
    all.set(part, place)
    place += part.length
  }
  return all
}
