import { describe, expect, test } from 'vitest'
import { learningCurvesChart } from '../../src/index.ts'
import { all, parseXml, texts } from '../xml.ts'
import { curves } from './numbers.ts'

describe('every chart', () => {
  test('has the ground and the ink of its theme', () => {
    const [light, dark] = (['light', 'dark'] as const).map((theme) => parseXml(learningCurvesChart(curves, { theme })))
    expect(light!.children[0]!.attributes.fill).toBe('#ffffff')
    expect(dark!.children[0]!.attributes.fill).toBe('#171a1f')
    expect(dark!.attributes.color).toBe('#e8eaed')
  })

  test('is for a page a figure with its title, without a ground, in the variables of the page', () => {
    const html = learningCurvesChart(curves, { theme: 'page' })
    expect(html.startsWith('<figure><figcaption><h3>Learning curves</h3><p>By epoch,')).toBe(true)
    const figure = parseXml(html)
    expect(all(figure, 'svg')[0]!.children[0]!.name).toBe('g')
    expect(html).toContain('stroke="var(--series-0)"')
    expect(html).not.toMatch(/#[0-9a-f]{6}"/)
  })

  test('takes a width and a title, and says for readers of screens what it is', () => {
    const svg = parseXml(learningCurvesChart(curves, { width: 800, title: 'My <run> & "yours"' }))
    expect(svg.attributes.width).toBe('800')
    expect(svg.attributes['aria-label']).toBe(
      'My <run> & "yours". By epoch, each a pass over all training rows; the model has the weights of epoch 2.',
    )
    expect(texts(svg)).toContain('My <run> & "yours"')
  })

  test('has the same bytes each time', () => {
    expect(learningCurvesChart(curves)).toBe(learningCurvesChart(curves))
  })
})
