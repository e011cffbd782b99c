// A unit's answers → pixels: the panel at 0, the colour of its sign at its largest answer.
import type { UnitPictures } from '../session/messages.ts'
import { mix, type Palette, pixelOf } from './colors.ts'

const levels = 128

/** Pixels from the most negative answer to the most positive one. */
export function signShades({ panel, positive, negative }: Palette): Uint32Array {
  return Uint32Array.from({ length: 2 * levels + 1 }, (_, k) =>
    pixelOf(mix(panel, k < levels ? negative : positive, Math.abs(k - levels) / levels)),
  )
}

/** Writes one unit's picture, its first row at the top: the high end of the second axis. */
export function paintUnit(pixels: Uint32Array, pictures: UnitPictures, unit: number, shades: Uint32Array): void {
  const { columns, rows, values } = pictures
  const scale = levels / (largestAnswer(pictures, unit) || 1)
  for (let row = 0; row < rows; row++) {
    const from = (unit * rows + row) * columns
    const to = (rows - 1 - row) * columns
    for (let column = 0; column < columns; column++) {
      pixels[to + column] = shades[levels + Math.round(values[from + column]! * scale)]!
    }
  }
}

/** Over one input: the answers as a line in a box of `width` and `height`, 0 in the middle of it. */
export function unitLine(pictures: UnitPictures, unit: number, width: number, height: number): [number, number][] {
  const { columns, values } = pictures
  const scale = (0.45 * height) / (largestAnswer(pictures, unit) || 1)
  return Array.from({ length: columns }, (_, k) => [
    ((k + 0.5) / columns) * width,
    height / 2 - values[unit * columns + k]! * scale,
  ])
}

const largestAnswer = ({ ranges }: UnitPictures, unit: number) =>
  Math.max(Math.abs(ranges[2 * unit]!), Math.abs(ranges[2 * unit + 1]!))
