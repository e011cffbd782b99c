import { describe, expect, test } from 'vitest'
import { barsChart, linesChart } from '../../src/index.ts'
import { all, parseXml, texts, titles } from '../xml.ts'

describe('lines of measured numbers', () => {
  const chart = {
    title: 'Error',
    note: 'By epoch.',
    x: { label: 'epoch' },
    y: { label: 'error', share: true },
    series: [
      {
        name: 'ReLU',
        points: [
          [1, 0.2],
          [2, 0.1],
        ],
        spread: [
          [0.15, 0.25],
          [0.08, 0.12],
        ],
      },
      {
        name: 'predicted',
        points: [
          [1, 0.2],
          [2, 0.12],
        ],
        mark: 'dashes',
      },
      {
        name: 'tanh',
        points: [
          [1, 0.4],
          [2, Number.NaN],
        ],
        mark: 'dots',
      },
    ],
  } as const

  test('small shares have ticks of half percents, and epochs whole ones', () => {
    const points = [1, 2, 3].map((epoch) => [epoch, 0.02 / epoch] as const)
    const x = { label: 'epoch', whole: true }
    const written = texts(parseXml(linesChart({ ...chart, x, series: [{ name: 'h1', points }] })))
    expect(written).toEqual(expect.arrayContaining(['0 %', '0.5 %', '1 %', '1.5 %', '2 %', '1', '2', '3']))
    expect(written).not.toContain('2.5')
  })

  test('each point tells its numbers, and one that is not finite is left out', () => {
    const svg = parseXml(linesChart(chart))
    expect(titles(svg)).toEqual([
      'ReLU\nepoch: 1\nerror: 20 %',
      'ReLU\nepoch: 2\nerror: 10 %',
      'tanh\nepoch: 1\nerror: 40 %',
    ])
    expect(texts(svg)).toEqual(expect.arrayContaining(['Error', 'ReLU', 'predicted', 'tanh', 'epoch', 'error']))
  })

  test('dashes have the colour of the line that they belong to', () => {
    const lines = all(parseXml(linesChart(chart)), 'g').filter(({ attributes }) => attributes['aria-label'] === 'line')
    expect(lines.map(({ attributes }) => [attributes.stroke, attributes['stroke-dasharray'] !== undefined])).toEqual([
      ['#0072b2', false],
      ['#0072b2', true],
    ])
  })

  test('a logarithmic axis leaves out 0 and writes small powers short', () => {
    const points = [
      [1, 0],
      [2, 1e-6],
      [3, 1],
    ] as const
    const svg = parseXml(
      linesChart({ ...chart, y: { label: 'gradient', logarithmic: true }, series: [{ name: 'sigmoid', points }] }),
    )
    expect(titles(svg)).toHaveLength(2)
    expect(texts(svg)).toEqual(expect.arrayContaining(['1e-6', '1']))
  })

  test('a title and a note that are asked for stand in place of its own', () => {
    const html = linesChart(chart, { theme: 'page', title: 'Wrong answers', note: 'Fewer & fewer.' })
    expect(html).toContain('<h3>Wrong answers</h3><p>Fewer &amp; fewer.</p>')
    expect(html).not.toContain('By epoch.')
  })
})

describe('bars of measured numbers', () => {
  const chart = {
    title: 'Accuracy',
    value: { label: 'accuracy', share: true },
    series: ['ReLU', 'maxout'],
    rows: [
      { name: 'rate 0.1', values: [0.5, 1], spread: [[0.4, 0.6], undefined] },
      { name: 'rate 1', values: [0.25, undefined] },
    ],
  } as const
  const bars = (svg: string) =>
    all(parseXml(svg), 'g')
      .filter(({ attributes }) => attributes['aria-label'] === 'rect')
      .flatMap((group) => all(group, 'rect'))

  test('the length of a bar is its number, and where there is none it says so', () => {
    const svg = barsChart(chart)
    const widths = bars(svg).map(({ attributes }) => Number(attributes.width))
    expect(widths).toHaveLength(3)
    expect(widths[1]! / widths[0]!).toBeCloseTo(2, 1)
    expect(widths[0]! / widths[2]!).toBeCloseTo(2, 1)
    expect(texts(parseXml(svg))).toEqual(
      expect.arrayContaining(['50 %', '100 %', '25 %', 'none', 'rate 0.1', 'rate 1']),
    )
  })

  test('a bar tells its group, its series and its number', () => {
    expect(titles(parseXml(barsChart(chart)))).toEqual([
      'rate 0.1, ReLU: 50 %',
      'rate 0.1, maxout: 100 %',
      'rate 1, ReLU: 25 %',
    ])
  })

  test('bars of the same length where all are 0 do not fail', () => {
    const svg = barsChart({ ...chart, rows: [{ name: 'none right', values: [0, 0] }] })
    expect(bars(svg).map(({ attributes }) => Number(attributes.width))).toEqual([0, 0])
  })
})
