import { describe, expect, test } from 'vitest'
import type { ExactRegions } from 'wigglenet'
import { decisionRasterChart, decisionRegionsChart } from '../../src/index.ts'
import { embedded } from '../pixels.ts'
import { all, parseXml, texts, titles } from '../xml.ts'
import { numbers, slice } from './numbers.ts'

describe('decision regions', () => {
  const raster = {
    kind: 'decision-raster',
    slice,
    columns: 4,
    rows: 2,
    outputs: 2,
    scores: new Float32Array(16),
    classes: ['cat', 'dog'],
    labels: Uint16Array.of(0, 0, 1, 1, 0, 0, 0, 1), // the lower row first
    probabilities: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
  } as const
  const points = { places: [1, 0.5, 9, 1.5, 20, 1], labels: [0, 1, 1] }

  test('a raster becomes a picture whose upper row is the upper one, the surer the stronger', () => {
    const svg = parseXml(decisionRasterChart(raster, { points }))
    const { values, width, height, alphas, palette } = embedded(all(svg, 'image')[0]!.attributes.href!)
    expect([width, height]).toEqual([4, 2])
    const colours = Array.from(values, (place) => Array.from(palette.subarray(3 * place, 3 * place + 3)).join())
    const [cat, dog] = ['0,120,190', '230,150,0']
    expect(colours).toEqual([cat, cat, cat, dog, cat, cat, dog, dog])
    expect(alphas[values[4]!]).toBeGreaterThan(alphas[values[0]!]! * 5)
  })

  test('points within the window are drawn with their class and place, in a shape for each class', () => {
    const svg = parseXml(decisionRasterChart(raster, { points }))
    const dots = all(svg, 'g').filter(({ attributes }) => attributes['aria-label'] === 'dot')
    expect(dots.flatMap(titles)).toEqual(['cat\nage 1, height 0.5', 'dog\nage 9, height 1.5'])
    expect(dots.map((own) => own.children[0]!.name)).toEqual(['circle', 'path'])
    expect(texts(svg)).toEqual(expect.arrayContaining(['age', 'height', 'cat', 'dog']))
  })

  test('the boundary runs between cells of different classes and nowhere else', () => {
    const boundary = all(parseXml(decisionRasterChart(raster)), 'path').find(
      ({ attributes }) => attributes.class === 'boundary',
    )!
    expect(boundary.attributes.d!.match(/M/g)).toHaveLength(2)
    const still = all(parseXml(decisionRasterChart({ ...raster, labels: new Uint16Array(8) })), 'path').find(
      ({ attributes }) => attributes.class === 'boundary',
    )!
    expect(still.attributes.d).toBe('')
  })

  test('numbers become shades from the least to the largest', () => {
    const { labels: _, classes: __, probabilities: ___, ...rest } = raster
    const svg = parseXml(decisionRasterChart({ ...rest, outputs: 1, predictions: numbers(0, 1, 2, 3, 4, 5, 6, 8) }))
    expect(texts(svg)).toEqual(expect.arrayContaining(['From 0 to 8.', '0', '4', '8']))
    const { values, alphas } = embedded(all(svg, 'image')[0]!.attributes.href!)
    expect(
      Array.from(values, (place) => alphas[place]! / alphas[values[3]!]!).map((share) => Math.round(8 * share)),
    ).toEqual([4, 5, 6, 8, 0, 1, 2, 3])
  })

  test('of many classes the key names eleven and counts the rest', () => {
    const classes = Array.from({ length: 30 }, (_, k) => `class ${k}`)
    const svg = parseXml(
      decisionRasterChart({ ...raster, classes, probabilities: new Float32Array(8 * 30).fill(1 / 30) }),
    )
    const keys = texts(svg).filter((text) => text.startsWith('class '))
    expect(keys).toHaveLength(11)
    expect(texts(svg)).toContain('and 19 more')
  })

  test('exact regions are drawn as their polygons, with holes, boundary and kinks', () => {
    const ring = numbers(0, 0, 10, 0, 10, 2, 0, 2)
    const hole = numbers(2, 0.5, 2, 1.5, 4, 1.5, 4, 0.5)
    const exact: ExactRegions = {
      kind: 'exact-regions',
      slice,
      linearRegions: [],
      activationPatterns: 2,
      linearRegionCount: 2,
      kinks: numbers(0, 1, 10, 1),
      classes: ['cat', 'dog'],
      cells: [],
      regions: [
        { label: 0, share: 0.9, touchesEdge: true, rings: [ring, hole] },
        { label: 1, share: 0.1, touchesEdge: false, rings: [hole] },
      ],
      boundary: numbers(2, 0.5, 2, 1.5, 2, 1.5, 4, 1.5),
      boundaryClasses: Uint16Array.of(0, 1, 0, 1),
    }
    const svg = parseXml(decisionRegionsChart(exact))
    const byClass = (name: string) => all(svg, 'path').filter(({ attributes }) => attributes.class === name)
    expect(byClass('region').map(({ attributes }) => attributes.d!.match(/Z/g)!.length)).toEqual([2, 1])
    expect(byClass('boundary')[0]!.attributes.d!.match(/M/g)).toHaveLength(2)
    expect(byClass('kinks')[0]!.attributes.d!.match(/M/g)).toHaveLength(1)
    expect(texts(svg).join(' ')).toContain(
      '2 regions, 1 island among them; the network is 2 linear pieces here (thin lines).',
    )
    expect(titles(svg)).toEqual(['cat\n90 % of the window', 'dog\n10 % of the window'])
  })
})
