import { expect, test } from 'vitest'
import { rateRangeChart } from '../../src/index.ts'
import { all, parseXml, texts } from '../xml.ts'

const curve = [
  { rate: 1e-4, loss: 1, smoothed: 0.9 },
  { rate: 1e-2, loss: 0.8, smoothed: 0.7 },
  { rate: 1, loss: 4, smoothed: 2 },
]

test('the losses stand over the rates, with what is suggested and where the run was given up', () => {
  const svg = parseXml(rateRangeChart({ curve, suggestion: 0.001234, diverged: 1 }))
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      'Which learning rate?',
      'Suggested: 0.0012. Given up at 1.',
      'mean of the steps around',
      'rate',
      'loss',
    ]),
  )
  expect(all(svg, 'g').some(({ attributes }) => attributes['aria-label'] === 'line')).toBe(true)
})

test('a loss that never fell suggests nothing', () => {
  const svg = parseXml(rateRangeChart({ curve, suggestion: undefined, diverged: undefined }))
  expect(texts(svg)).toContain('The loss never fell.')
})
