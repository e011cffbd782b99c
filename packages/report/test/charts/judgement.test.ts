import { expect, test } from 'vitest'
import { calibrationChart, confusionChart, predictionsChart } from '../../src/index.ts'
import { embedded } from '../pixels.ts'
import { all, group, parseXml, texts, titles } from '../xml.ts'

test('a confusion matrix has a cell and a count for each pair of classes', () => {
  const svg = parseXml(
    confusionChart(
      [
        [8, 2],
        [0, 5],
      ],
      ['cat', 'dog'],
    ),
  )
  expect(all(group(svg, 'cell'), 'rect')).toHaveLength(4)
  expect(texts(group(svg, 'text'))).toEqual(['8', '2', '0', '5'])
  expect(titles(svg)).toEqual([
    'cat, recognized\n8 of 10 rows, 80 %',
    'cat taken for dog\n2 of 10 rows, 20 %',
    'dog taken for cat\n0 of 5 rows, 0 %',
    'dog, recognized\n5 of 5 rows, 100 %',
  ])
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      'actual class',
      'predicted class',
      '13 of 15 rows are right. Shade: share of the actual class.',
    ]),
  )
})

test('cells are the stronger the larger their share: right ones blue, errors orange', () => {
  const [right, wrong] = all(
    group(
      parseXml(
        confusionChart(
          [
            [8, 2],
            [0, 5],
          ],
          ['cat', 'dog'],
        ),
      ),
      'cell',
    ),
    'rect',
  ).map(({ attributes }) => attributes)
  expect([right!.fill, wrong!.fill]).toEqual(['#0072b2', '#d55e00'])
  expect(Number(right!['fill-opacity'])).toBeGreaterThan(Number(wrong!['fill-opacity']))
})

test('a calibration curve shows only bins with rows, and how many they have', () => {
  const bins = [
    { low: 0, high: 0.5, rows: 0, confidence: Number.NaN, accuracy: Number.NaN },
    { low: 0.5, high: 0.75, rows: 4, confidence: 0.6, accuracy: 0.5 },
    { low: 0.75, high: 1, rows: 16, confidence: 0.9, accuracy: 0.875 },
  ]
  const svg = parseXml(calibrationChart({ kind: 'calibration-curve', bins, expectedError: 0.04 }))
  const radii = all(group(svg, 'dot'), 'circle').map(({ attributes }) => Number(attributes.r)) // large ones below small ones
  expect(radii).toEqual([8, 5])
  expect(titles(svg)[1]).toBe('sure by 50 % to 75 %: 4 rows\nmean confidence 60 %, right 50 %')
  const heights = all(group(svg, 'rect'), 'rect').map(({ attributes }) => Number(attributes.height))
  expect(heights).toHaveLength(2)
  expect((heights[1]! + 1) / (heights[0]! + 1)).toBeCloseTo(4, 0)
})

test('predictions are points beside the line of those that are right', () => {
  const svg = parseXml(predictionsChart([1, 2, 3], [1, 2.5, 2], { name: 'price' }))
  expect(all(group(svg, 'dot'), 'circle')).toHaveLength(3)
  expect(titles(svg)[1]).toBe('actual 2\npredicted 2.5')
  expect(texts(svg)).toEqual(expect.arrayContaining(['price, actual', 'price, predicted']))
})

test('of many classes the cells become one picture, some names stand at its sides, and the file stays small', () => {
  const classes = Array.from({ length: 200 }, (_, k) => `class ${k}`)
  const counts = classes.map((_, i) => classes.map((_, k) => (i === k ? 3 : i === 0 && k === 199 ? 1 : 0)))
  const text = confusionChart(counts, classes)
  const svg = parseXml(text)
  const { values, width, height, palette, alphas } = embedded(all(svg, 'image')[0]!.attributes.href!)
  expect([width, height]).toEqual([200, 200])
  expect([palette[3 * values[0]!], alphas[values[0]!]]).toEqual([0, 191]) // blue, three quarters
  expect([palette[3 * values[199]!], alphas[values[199]!]]).toEqual([222, 64]) // orange, a quarter
  const names = texts(svg).filter((one) => one.startsWith('class '))
  expect(names.length).toBeGreaterThan(10)
  expect(names.length).toBeLessThan(80)
  expect(text.length).toBeLessThan(100_000)
})
