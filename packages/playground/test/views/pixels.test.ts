import { expect, test } from 'vitest'
import { mix, type Palette, parseColour, pixelOf, type Rgb } from '../../src/views/colors.ts'
import { levels, paintRegions, paintSurface, rampShades, shadesOf, shareIn } from '../../src/views/region-pixels.ts'
import { paintUnit, signShades, unitLine } from '../../src/views/unit-pixels.ts'

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
const palette: Palette = {
  panel: white,
  ink: black,
  faint: black,
  line: black,
  accent: black,
  positive: [0, 0, 255],
  negative: [255, 0, 0],
  classes: [
    [255, 0, 0],
    [0, 0, 255],
  ],
}
/** Red, green, blue, opacity: what ImageData holds. */
const bytes = (pixels: Uint32Array) => [...new Uint8Array(pixels.buffer)]

test('a pixel is red, green, blue and full opacity in memory', () => {
  expect(bytes(Uint32Array.of(pixelOf([1, 2, 254])))).toEqual([1, 2, 254, 255])
})

test('colours are read as browsers write them, mixed ones too', () => {
  expect(parseColour('rgb(0, 114, 178)')).toEqual([0, 114, 178])
  expect(parseColour('color(srgb 0.2 1 0)')).toEqual([51, 255, 0])
  expect(mix([0, 100, 200], [100, 0, 200], 0.25)).toEqual([25, 75, 200])
})

test('a surface has the shade of each number, and beyond the range the shade of its end; its first row is painted at the bottom', () => {
  const pixels = new Uint32Array(4)
  const shades = rampShades(palette)
  paintSurface(pixels, { size: 2, values: Float32Array.of(10, 20, -5, 100) }, [10, 20], shades)
  expect([...pixels]).toEqual([shades[0]!, shades.at(-1)!, shades[0]!, shades.at(-1)!])
  expect([...new Uint8Array(shades.buffer).subarray(0, 4)]).toEqual([240, 240, 255, 255]) // 6 % of blue over white
  expect([shareIn([10, 20], 12.5), shareIn([3, 3], 3)]).toEqual([0.25, 0.5])
})

test("the regions' first row, the low end of the second axis, is painted at the bottom", () => {
  const pixels = new Uint32Array(4)
  const regions = { size: 2, labels: Uint16Array.of(0, 0, 1, 1), certainty: Float32Array.of(1, 1, 1, 1) }
  const shades = shadesOf(palette, 2, true)
  paintRegions(pixels, regions, shades)
  expect([...pixels]).toEqual([shades[levels]!, shades[levels]!, shades[0]!, shades[0]!])
})

test('an even chance is almost the panel, certainty is the class colour over it, and hard ignores certainty', () => {
  const pixels = new Uint32Array(4)
  const regions = { size: 2, labels: Uint16Array.of(0, 0, 0, 0), certainty: Float32Array.of(0.5, 1, 0.75, 0.4) }
  paintRegions(pixels, regions, shadesOf(palette, 2, false))
  const green = bytes(pixels).filter((_, k) => k % 4 === 1) // what red takes from white
  expect(green[2]).toBe(240) // 255 · (1 − 0.06)
  expect(green[3]).toBe(97) // 255 · (1 − 0.62)
  expect(green[0]).toBeGreaterThan(97)
  expect(green[0]).toBeLessThan(240)
  expect(green[1]).toBe(240) // rounding may put a share below an even chance
  paintRegions(pixels, regions, shadesOf(palette, 2, true))
  expect(new Set(pixels).size).toBe(1)
})

const pictures = {
  node: 'h1',
  units: 2,
  columns: 2,
  rows: 2,
  values: Float32Array.of(0, 0, 0, 0, -2, 0, 1, 2),
  ranges: Float32Array.of(0, 0, -2, 2),
}

test('a unit is white at 0, full colour of its sign at its largest answer, and a unit of zeros is white', () => {
  const pixels = new Uint32Array(4)
  paintUnit(pixels, pictures, 1, signShades(palette))
  expect(bytes(pixels.subarray(0, 4))).toEqual([
    ...[128, 128, 255, 255],
    ...[0, 0, 255, 255],
    ...[255, 0, 0, 255],
    ...[255, 255, 255, 255],
  ])
  paintUnit(pixels, pictures, 0, signShades(palette))
  expect(bytes(pixels)).toEqual(Array(16).fill(255))
})

test('over one input a unit is a line, upwards for positive answers', () => {
  const row = { ...pictures, units: 1, rows: 1, values: Float32Array.of(-2, 2), ranges: Float32Array.of(-2, 2) }
  expect(unitLine(row, 0, 20, 20)).toEqual([
    [5, 19],
    [15, 1],
  ])
})
