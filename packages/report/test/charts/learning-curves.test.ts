import { describe, expect, test } from 'vitest'
import { learningCurvesChart } from '../../src/index.ts'
import { all, group, parseXml, texts, titles } from '../xml.ts'
import { curves, numbers } from './numbers.ts'

describe('learningCurvesChart', () => {
  const svg = parseXml(learningCurvesChart(curves))

  test('draws loss and accuracy, training and validation, and the epoch that was kept', () => {
    expect(all(svg, 'g').filter(({ attributes }) => attributes['aria-label'] === 'line')).toHaveLength(4)
    const all_ = texts(svg)
    for (const text of [
      'Learning curves',
      'training',
      'validation',
      'epoch 2, kept',
      'loss (mean of the rows)',
      'accuracy (share of rows)',
      'epoch',
      '100 %',
    ]) {
      expect(all_).toContain(text)
    }
  })

  test('each line has a point for each epoch, in their order from left to right', () => {
    const { d } = all(group(svg, 'line'), 'path')[0]!.attributes
    const points = d!
      .slice(1)
      .split('L')
      .map((pair) => pair.split(',').map(Number) as [number, number])
    expect(points).toHaveLength(3)
    expect(points[1]![0]).toBeCloseTo((points[0]![0] + points[2]![0]) / 2, 1)
    // A loss of 0.5 lies two thirds of the way from 1 to 0.25.
    expect((points[1]![1] - points[0]![1]) / (points[2]![1] - points[0]![1])).toBeCloseTo(2 / 3, 2)
  })

  test('each epoch tells its numbers where a reader points', () => {
    expect(titles(svg)).toEqual([
      'epoch 1\nloss 1\nvalidation 1.1',
      'epoch 2\nloss 0.5\nvalidation 0.7',
      'epoch 3\nloss 0.25\nvalidation 0.8',
      'epoch 1\naccuracy 50.0 %\nvalidation 40.0 %',
      'epoch 2\naccuracy 75.0 %\nvalidation 70.0 %',
      'epoch 3\naccuracy 100.0 %\nvalidation 60.0 %',
    ])
  })

  test('a loss that falls by a factor of 1000 gets a logarithmic axis, which says so', () => {
    const { validationLoss: _, ...rest } = curves
    const steep = texts(parseXml(learningCurvesChart({ ...rest, loss: numbers(10, 0.1, 0.01) })))
    expect(steep).toContain('loss (mean of the rows), logarithmic')
    expect(steep).toEqual(expect.arrayContaining(['0.01', '0.1', '1', '10']))
  })

  test('a run of one epoch shows points, and an epoch that was not measured leaves a gap', () => {
    const one = {
      ...curves,
      epoch: numbers(1),
      loss: numbers(0.5),
      accuracy: numbers(0.5),
      validationLoss: numbers(0.6),
      validationAccuracy: numbers(0.4),
    }
    expect(all(parseXml(learningCurvesChart(one)), 'circle')).toHaveLength(4)
    const gap = parseXml(learningCurvesChart({ ...curves, loss: numbers(1, Number.NaN, 0.25) }))
    expect(titles(gap)[1]).toBe('epoch 2\nloss not measured\nvalidation 0.7')
  })
})
