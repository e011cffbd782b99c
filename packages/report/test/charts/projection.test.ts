import { expect, test } from 'vitest'
import { projectionChart } from '../../src/index.ts'
import { all, parseXml, texts, titles } from '../xml.ts'
import { numbers } from './numbers.ts'

test('a projection names its axes by their share of the variance, and rings errors', () => {
  const svg = parseXml(
    projectionChart(
      {
        kind: 'projection',
        mean: numbers(0, 0, 0),
        components: numbers(1, 0, 0, 0, 1, 0),
        variances: numbers(6, 3),
        shares: numbers(0.6, 0.3),
        points: Float32Array.of(0, 0, 1, 1, 2, 2),
      },
      { labels: [0, 1, 1], classes: ['cat', 'dog'], predicted: [0, 1, 0] },
    ),
  )
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      'component 1 (60 % of the variance)',
      'component 2 (30 % of the variance)',
      '3 rows; errors of the model are ringed.',
    ]),
  )
  expect(all(svg, 'circle').filter(({ attributes }) => attributes.r === '6.5')).toHaveLength(1)
  expect(titles(svg)).toEqual(['cat', 'dog', 'dog, taken for cat'])
})

test('where most points are errors, none is ringed and their number is told', () => {
  const three = { mean: numbers(0), components: numbers(1), variances: numbers(1), shares: numbers(1) }
  const projection = { kind: 'projection', ...three, points: Float32Array.of(0, 1, 2) } as const
  const svg = parseXml(
    projectionChart(projection, { labels: [0, 1, 1], classes: ['cat', 'dog'], predicted: [1, 0, 1] }),
  )
  expect(all(svg, 'circle').filter(({ attributes }) => attributes.r === '6.5')).toHaveLength(0)
  expect(texts(svg)).toContain('3 rows; the model takes 2 of them for another class.')
  expect(texts(svg)).toContain('component 2')
})
