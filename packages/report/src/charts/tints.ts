// Numbers as tints: which colour of a palette a number has.
import { paletteImage, type Rgba } from '../svg/pixels.ts'
import { pixelColours } from '../theme.ts'

/** Steps of a tint from nothing to the full colour. */
const steps = 60

const tint = ([red, green, blue]: readonly [number, number, number], alpha: number): Rgba => [red, green, blue, alpha]

/** Numbers from -limit to limit, blue above 0 and orange below, nothing at 0; other numbers as the nearest of these. NaN has no colour.
 *  Shapes:  values (rows, columns); rows begin at the top, or at the bottom where `upwards` */
export function signedImage(values: ArrayLike<number>, columns: number, limit: number, upwards: boolean): string {
  const palette = Array.from({ length: 2 * steps + 1 }, (_, k) =>
    tint(k < steps ? pixelColours.negative : pixelColours.positive, Math.abs(k - steps) / steps),
  )
  const place = (value: number) =>
    limit > 0 && !Number.isNaN(value) ? steps + Math.round(steps * Math.min(1, Math.max(-1, value / limit))) : steps
  return paletteImage(turned(Uint8Array.from(values, place), columns, upwards), columns, palette)
}

/** Numbers from low to high, from nothing to blue. */
export function shadedImage(
  values: ArrayLike<number>,
  columns: number,
  [low, high]: readonly [number, number],
  upwards: boolean,
): string {
  const palette = Array.from({ length: steps + 1 }, (_, k) => tint(pixelColours.positive, (0.95 * k) / steps))
  const place = (value: number) =>
    high > low && !Number.isNaN(value) ? Math.round(steps * Math.min(1, Math.max(0, (value - low) / (high - low)))) : 0
  return paletteImage(turned(Uint8Array.from(values, place), columns, upwards), columns, palette)
}

/** Classes by their colours, the stronger the surer: `strength` is in [0, 1]. */
export function classImage(labels: ArrayLike<number>, strength: (place: number) => number, columns: number): string {
  const levels = 20
  const colours = pixelColours.series
  const palette = colours.flatMap((colour) =>
    Array.from({ length: levels }, (_, k) => tint(colour, 0.06 + (0.44 * k) / (levels - 1))),
  )
  const places = Uint8Array.from(
    labels,
    (label, i) => (label % colours.length) * levels + Math.round((levels - 1) * Math.min(1, Math.max(0, strength(i)))),
  )
  return paletteImage(turned(places, columns, true), columns, palette)
}

/** Rows from the bottom become rows from the top. */
function turned(places: Uint8Array, columns: number, upwards: boolean): Uint8Array {
  if (!upwards) return places
  const rows = places.length / columns
  const result = new Uint8Array(places.length)
  for (let row = 0; row < rows; row++)
    result.set(places.subarray(row * columns, (row + 1) * columns), (rows - 1 - row) * columns)
  return result
}
