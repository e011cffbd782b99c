import { expect, test } from 'vitest'
import type { Inspection } from 'wigglenet'
import { unitHealthChart, unitResponsesChart, warpedGridChart, weightImagesChart } from '../../src/index.ts'
import { embedded } from '../pixels.ts'
import { all, group, parseXml, texts, titles } from '../xml.ts'
import { numbers, slice } from './numbers.ts'

test('each unit has a picture: blue above 0, orange below, nothing at 0', () => {
  const values = Float32Array.of(1, 0, -1, 0.5, 0, 0, 0, 0)
  const svg = parseXml(
    unitResponsesChart({
      kind: 'unit-responses',
      slice,
      columns: 2,
      rows: 2,
      node: 'h1',
      units: 2,
      values,
      ranges: Float32Array.of(-1, 1, 0, 0),
    }),
  )
  expect(texts(svg)).toEqual(expect.arrayContaining(['Units of h1', '0', '1 (silent)']))
  expect(titles(svg)).toEqual(['unit 0 of h1\nfrom −1 to 1', 'unit 1 of h1\nfrom 0 to 0'])
  const { values: places, palette, alphas } = embedded(all(svg, 'image')[0]!.attributes.href!)
  const colour = (i: number) => [...palette.subarray(3 * places[i]!, 3 * places[i]! + 3), alphas[places[i]!]]
  expect(colour(0)).toEqual([222, 98, 8, 255]) // upper left: -1
  expect(colour(1)).toEqual([0, 124, 200, 128])
  expect(colour(2)).toEqual([0, 124, 200, 255]) // lower left: 1
  expect(colour(3)[3]).toBe(0)
})

test('of many units some are drawn, and the chart says how many', () => {
  const units = 64
  const svg = parseXml(
    unitResponsesChart({
      kind: 'unit-responses',
      slice,
      columns: 1,
      rows: 1,
      node: 'h1',
      units,
      values: new Float32Array(units),
      ranges: new Float32Array(2 * units),
    }),
  )
  expect(all(svg, 'image')).toHaveLength(20)
  expect(texts(svg).join(' ')).toContain('20 of 64 units.')
})

test('weight images have the shape of the input, their upper row above', () => {
  const images = Float32Array.of(1, 0, 0, 0, 0, -1)
  const svg = parseXml(
    weightImagesChart({
      kind: 'weight-images',
      node: 'h1',
      units: 1,
      shape: [1, 2, 3],
      images,
      limits: Float32Array.of(0.25),
    }),
  )
  expect(titles(svg)).toEqual(['unit 0 of h1\nlargest weight 0.25'])
  const { values, alphas, palette, width, height } = embedded(all(svg, 'image')[0]!.attributes.href!)
  expect([width, height]).toEqual([3, 2])
  expect(Array.from(values, (place) => alphas[place])).toEqual([255, 0, 0, 0, 0, 255])
  expect(palette[3 * values[0]! + 2]).toBe(200) // blue excites
  expect(palette[3 * values[5]!]).toBe(222) // orange inhibits
})

test('weights of three channels become colours, in which grey is 0', () => {
  const images = Float32Array.of(1, 0, 0, 0, -1, 0) // red, green, blue of two pixels
  const svg = parseXml(
    weightImagesChart({
      kind: 'weight-images',
      node: 'h1',
      units: 1,
      shape: [3, 1, 2],
      images,
      limits: Float32Array.of(1),
    }),
  )
  const { values, channels } = embedded(all(svg, 'image')[0]!.attributes.href!)
  expect(channels).toBe(3)
  expect(Array.from(values)).toEqual([255, 128, 0, 128, 128, 128])
})

test('a warped grid has the lines between all crossings, before and after', () => {
  const points = numbers(0, 0, 1, 0, 0, 1, 1, 1)
  const svg = parseXml(
    warpedGridChart(
      {
        kind: 'warped-grid',
        slice,
        columns: 2,
        rows: 2,
        node: 'h1',
        units: [0, 3],
        points,
        warped: Float32Array.from(points, (value) => 2 * value),
        labels: Uint16Array.of(0, 0, 1, 1),
      },
      { classes: ['cat', 'dog'] },
    ),
  )
  const lines = all(svg, 'g').filter(({ attributes }) => attributes.class === 'grid')
  expect(lines).toHaveLength(2)
  for (const { children } of lines)
    expect(children.map(({ attributes }) => attributes.d!.match(/M/g)!.length)).toEqual([3, 1])
  expect(texts(svg)).toEqual(expect.arrayContaining(['age', 'height', 'unit 0', 'unit 3', 'cat', 'dog']))
})

test('bars say how many units are dead, and how flat slopes are', () => {
  const layers = [
    { layer: 'h1', activity: { of: 'units', active: [5, 0, 3, 0], dead: [1, 3] } },
    { layer: 'h2', saturation: { flat: 0.25, flatByUnit: [0.25] } },
    { layer: 'scores' },
  ]
  const svg = parseXml(unitHealthChart({ rows: 20, layers, symmetric: [], linear: [] } as unknown as Inspection))
  const bars = all(group(svg, 'bar'), 'rect').map(({ attributes }) => Number(attributes.width))
  expect(bars[0]! / bars[1]!).toBeCloseTo(2, 1)
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['2 of 4 units', '25 %', 'h1', 'h2', 'active on no row', 'Measured on 20 training rows.']),
  )
})

test('of large pictures fewer are drawn, so that a page stays small', () => {
  const size = 3 * 100 * 100
  const chart = weightImagesChart({
    kind: 'weight-images',
    node: 'h1',
    units: 30,
    shape: [3, 100, 100],
    images: new Float32Array(30 * size),
    limits: new Float32Array(30),
  })
  expect(all(parseXml(chart), 'image')).toHaveLength(6)
  expect(chart).toContain('6 of 30 units.')
})
