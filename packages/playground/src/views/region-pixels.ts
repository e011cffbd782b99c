// Regions and surfaces → pixels. A table of shades is made once a theme; a picture is then a lookup a pixel.
import type { Regions, Surface } from '../session/messages.ts'
import { classColour, mix, type Palette, pixelOf, rampColour } from './colors.ts'
import type { Range } from './frame.ts'

/** Steps from an even chance to certain: more than an eye tells apart. */
export const levels = 64

/** How much of the class colour lies over the panel: where the class is as likely as any other, where it is certain, and when shown hard. */
export const strength = { even: 0.06, certain: 0.62, hard: 0.5 } as const

/** Pixels by class and level of certainty. */
export function shadesOf(palette: Palette, classes: number, hard: boolean): Uint32Array {
  const shades = new Uint32Array(classes * levels)
  for (let label = 0; label < classes; label++) {
    for (let level = 0; level < levels; level++) {
      const share = hard ? strength.hard : strength.even + ((strength.certain - strength.even) * level) / (levels - 1)
      shades[label * levels + level] = pixelOf(mix(palette.panel, classColour(palette, label), share))
    }
  }
  return shades
}

/** Writes the picture, its first row at the top, which is the high end of the second axis: the regions' last one. */
export function paintRegions(pixels: Uint32Array, { size, labels, certainty }: Regions, shades: Uint32Array): void {
  const classes = shades.length / levels
  const even = 1 / classes
  const scale = classes > 1 ? (levels - 1) / (1 - even) : 0
  for (let row = 0; row < size; row++) {
    const [from, to] = [row * size, (size - 1 - row) * size]
    for (let column = 0; column < size; column++) {
      const level = Math.min(levels - 1, Math.max(0, Math.round((certainty[from + column]! - even) * scale)))
      pixels[to + column] = shades[labels[from + column]! * levels + level]!
    }
  }
}

/** Pixels from the least number to the largest. */
export const rampShades = (palette: Palette): Uint32Array =>
  Uint32Array.from({ length: levels }, (_, level) => pixelOf(rampColour(palette, level / (levels - 1))))

/** Writes the picture as `paintRegions` does; numbers beyond the range have the shade of its end. */
export function paintSurface(pixels: Uint32Array, { size, values }: Surface, range: Range, shades: Uint32Array): void {
  for (let row = 0; row < size; row++) {
    const [from, to] = [row * size, (size - 1 - row) * size]
    for (let column = 0; column < size; column++) {
      pixels[to + column] = shades[Math.round(shareIn(range, values[from + column]!) * (levels - 1))]!
    }
  }
}

/** How far along a range a number lies, in [0, 1]; the middle of a range of one number. */
export const shareIn = ([low, high]: Range, value: number): number =>
  high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5
