import { expect, test } from 'vitest'
import { histogramChart, histogramSeriesChart, layerDistributionsChart } from '../../src/index.ts'
import { embedded } from '../pixels.ts'
import { all, group, parseXml, texts } from '../xml.ts'
import { numbers } from './numbers.ts'

test('a histogram has a bar for each bin, as high as its count', () => {
  const svg = parseXml(
    histogramChart(
      {
        kind: 'histogram',
        edges: numbers(0, 1, 2, 3),
        counts: numbers(1, 4, 2),
        below: 0,
        above: 0,
        notFinite: 0,
        mean: 1.5,
        deviation: 0.5,
      },
      { name: 'weight' },
    ),
  )
  const heights = all(group(svg, 'rect'), 'rect').map(({ attributes }) => Number(attributes.height) + 1)
  expect(heights.map((height) => Math.round((10 * height) / heights[0]!) / 10)).toEqual([1, 4, 2])
  expect(texts(svg)).toEqual(expect.arrayContaining(['weight', 'count', 'Mean 1.5, standard deviation 0.5.']))
})

test('a distribution over time has a column for each time, its upper bins above', () => {
  const svg = parseXml(
    histogramSeriesChart(
      {
        kind: 'histogram-series',
        edges: numbers(-1, 0, 1),
        times: numbers(0, 10),
        counts: numbers(4, 0, 1, 3),
        means: numbers(-0.5, 0.2),
        deviations: numbers(0.1, 0.4),
      },
      { name: 'weight' },
    ),
  )
  const { values, width, height } = embedded(all(svg, 'image')[0]!.attributes.href!)
  expect([width, height]).toEqual([2, 2])
  expect(Array.from(values, (place) => place / 15)).toEqual([0, 3, 4, 1])
  expect(texts(svg)).toEqual(expect.arrayContaining(['weight', 'epoch', 'mean', '± one standard deviation']))
})

const course = (times: readonly number[], ...counts: readonly number[]) =>
  ({
    kind: 'histogram-series',
    edges: numbers(-1, 0, 1),
    times: numbers(...times),
    counts: numbers(...counts),
    means: numbers(...times.map(() => 0)),
    deviations: numbers(...times.map(() => 0.5)),
  }) as const

test('times that are not evenly spaced have columns as wide as they stand for', () => {
  const svg = parseXml(histogramSeriesChart(course([1, 2, 5], 4, 0, 0, 4, 2, 2)))
  const { values, width, height } = embedded(all(svg, 'image')[0]!.attributes.href!)
  expect([width, height]).toEqual([5, 2])
  // Epochs 1 to 5, the nearest of 1, 2 and 5: of two as near, the first.
  expect(Array.from(values, (place) => place / 15)).toEqual([0, 4, 4, 2, 2, 4, 0, 0, 2, 2])
})

test('layers over time have a panel each, with shades by the square root of their counts; of many, some are drawn', () => {
  const layer = (name: string) => ({ layer: name, series: course([1, 2], 16, 0, 12, 4) })
  const svg = parseXml(layerDistributionsChart([layer('h1'), layer('scores')], { name: 'weights' }))
  const images = all(svg, 'image').map(({ attributes }) => embedded(attributes.href!).values)
  expect(images).toHaveLength(2)
  expect(Array.from(images[0]!, (place) => place / 15)).toEqual([0, 2, 4, Math.round((60 * Math.sqrt(12)) / 4) / 15])
  expect(texts(svg)).toEqual(expect.arrayContaining(['Distribution of weights over time', 'h1', 'scores', 'mean']))
  const many = Array.from({ length: 9 }, (_, k) => layer(`h${k}`))
  const drawn = parseXml(layerDistributionsChart(many))
  expect(all(drawn, 'image')).toHaveLength(6)
  expect(texts(drawn).join(' ')).toContain('6 of 9 layers.')
})
