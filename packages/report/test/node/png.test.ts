import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { confusionChart } from '../../src/index.ts'
import { svgToPng } from '../../src/node/index.ts'
import { readPng } from '../pixels.ts'

const svg = confusionChart(
  [
    [8, 2],
    [0, 5],
  ],
  ['cat', 'dog'],
)
const [, width, height] = / width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number) as [number, number, number]

test('a chart becomes a PNG of its size times the scale, in its colours', async () => {
  for (const scale of [1, 2]) {
    const png = readPng(await svgToPng(svg, { scale }))
    expect([png.width, png.height]).toEqual([scale * width, scale * height])
    const colours = new Set<string>()
    for (let i = 0; i < png.values.length; i += png.channels) colours.add(png.values.subarray(i, i + 3).join())
    expect(colours.has('255,255,255')).toBe(true)
    expect(colours.size).toBeGreaterThan(50)
  }
})

test('writing is drawn with the font of the package, in all its letters', async () => {
  const ink = async (text: string) => {
    const { values, channels } = readPng(
      await svgToPng(
        `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40" font-family="Inter, system-ui"><text x="4" y="25">${text}</text></svg>`,
      ),
    )
    let sum = 0
    for (let i = 3; i < values.length; i += channels) sum += values[i]!
    return sum
  }
  expect(await ink('')).toBe(0)
  const one = await ink('Ä')
  for (const letter of ['A', 'é', 'ß', 'ł', 'Σ', 'σ', 'Ж', '−', '±', 'ᵢ', '²', '…', '·', '×'])
    expect(await ink(letter), letter).toBeGreaterThan(0)
  expect((await ink('ÄÄ')) / one).toBeCloseTo(2, 1)
})

test('the licence of the font lies beside it', () => {
  const fonts = fileURLToPath(new URL('../../fonts', import.meta.url))
  expect(readFileSync(`${fonts}/LICENSE`, 'utf8')).toContain('SIL OPEN FONT LICENSE')
  expect(existsSync(`${fonts}/README.md`)).toBe(true)
})
