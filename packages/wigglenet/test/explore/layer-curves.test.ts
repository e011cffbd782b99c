import { expect, test } from 'vitest'
import { layerCurves, layerDistributions } from '../../src/explore/layer-curves.ts'
import type { LayerReading, TrainingEvent } from '../../src/train/types.ts'

const told = (epoch: number, monitor: string, ...layers: LayerReading[]): TrainingEvent => ({
  kind: 'monitor',
  monitor,
  step: 10 * epoch,
  epoch,
  rows: 4,
  layers,
})
const ratio = (layer: string, value: number): LayerReading => ({ layer, values: { ratio: value } })

test('a curve has what its monitor told of its layer, by epoch; told again, the last counts', () => {
  const curves = layerCurves(
    [
      told(3, 'update-ratio', ratio('h1', 0.3)),
      told(1, 'update-ratio', ratio('h1', 0.5), ratio('h2', 0.1)),
      told(1, 'other', ratio('h1', 9)),
      told(3, 'update-ratio', ratio('h1', 0.2), { layer: 'h2', values: {} }),
    ],
    'update-ratio',
    'ratio',
  )
  expect(curves).toEqual([
    { layer: 'h1', epoch: Float64Array.of(1, 3), values: Float64Array.of(0.5, 0.2) },
    { layer: 'h2', epoch: Float64Array.of(1), values: Float64Array.of(0.1) },
  ])
  expect(layerCurves([], 'update-ratio', 'ratio')).toEqual([])
})

const distribution = (least: number, largest: number, histogram: readonly number[]): LayerReading => ({
  layer: 'h1',
  values: { weightsLeast: least, weightsLargest: largest, weightsMean: 0.25, weightsDeviation: 0.5 },
  lists: { weights: histogram },
})

test('distributions over time share their bins, and keep every count', () => {
  // From 0 to 48 there are bins of width 1: a count of 12 over [0, 4) is 3 in each of four, one of 8 over [44.5, 46.5) is 4 a unit.
  const events = [
    told(1, 'distributions', distribution(0, 48, [12, ...new Array<number>(10).fill(0), 12])),
    told(2, 'distributions', distribution(44.5, 46.5, [8])),
    told(5, 'distributions', distribution(7, 7, [5])),
  ]
  const [{ layer, series }] = layerDistributions(events, 'weights') as [ReturnType<typeof layerDistributions>[0]]
  expect(layer).toBe('h1')
  expect([...series.times]).toEqual([1, 2, 5])
  expect([...series.edges]).toEqual(Array.from({ length: 49 }, (_, k) => k))
  const nonzero = (time: number) =>
    Array.from(series.counts.subarray(48 * time, 48 * (time + 1))).flatMap((count, bin) =>
      count ? [[bin, count]] : [],
    )
  expect(nonzero(0)).toEqual([0, 1, 2, 3, 44, 45, 46, 47].map((bin) => [bin, 3]))
  expect(nonzero(1)).toEqual([
    [44, 2],
    [45, 4],
    [46, 2],
  ])
  expect(nonzero(2)).toEqual([[7, 5]])
  expect([...series.means]).toEqual([0.25, 0.25, 0.25])
})

test('numbers that are all one, at all times, lie in the middle of a unit', () => {
  const [{ series }] = layerDistributions([told(1, 'distributions', distribution(2, 2, [9]))], 'weights') as [
    ReturnType<typeof layerDistributions>[0],
  ]
  expect([series.edges[0], series.edges[48]]).toEqual([1.5, 2.5])
  expect(series.counts[24]).toBe(9)
})
