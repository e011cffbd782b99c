import { expect, test } from 'vitest'
import { histogramChart, histogramSeriesChart } from '../../src/index.ts'
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
