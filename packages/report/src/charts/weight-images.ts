import type { WeightImages } from 'wigglenet'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { colourImage } from '../svg/pixels.ts'
import { short } from '../svg/plotted.ts'
import { signedKeys } from './ramp.ts'
import { multiples, someOf } from './small-multiples.ts'
import { signedImage } from './tints.ts'

/** Units drawn, at most, and bytes of their pictures, so that a page stays small. */
const mostUnits = 40
const mostBytes = 200_000

export interface WeightImagesChartOptions extends PictureOptions {
  /** What the units are called, such as the classes, where the first layer gives the scores; default their numbers. */
  readonly names?: readonly string[]
}

/** What the units of the first layer look for: their weights in the places of the pixels, blue where light excites a unit, orange where it
 *  inhibits it. Inputs of three channels become pictures in colour, in which grey stands for 0. Of more than 40 units, or fewer
 *  for large pictures, some are drawn, evenly spaced.
 *  Example: weightImagesChart(weightImages(model))  */
export function weightImagesChart(
  { node, units, shape, images, limits }: WeightImages,
  options: WeightImagesChartOptions = {},
): string {
  const [channels, height, width] = shape
  const size = channels * height * width
  const fitting = Math.floor(mostBytes / (height * width * (channels === 3 ? 3 : 1)))
  const shown = someOf(units, Math.max(1, Math.min(mostUnits, fitting)))
  const pictures = shown.map((unit) => {
    const own = images.subarray(unit * size, (unit + 1) * size)
    const image = channels === 3 ? inColour(own, width) : signedImage(own.subarray(0, height * width), width, 1, false)
    return {
      image,
      caption: options.names?.[unit] ?? String(unit),
      title: `unit ${unit} of ${node}\nlargest weight ${short(limits[unit]!)}`,
    }
  })
  const some = shown.length < units ? ` ${shown.length} of ${units} units.` : ''
  return svgOf(
    {
      title: `Weights of ${node}`,
      note: `Each picture shows the weights of a unit in the places of the pixels, by its own largest one.${channels === 3 ? ' Grey is 0.' : ''}${some}`,
      keys: (colours) => (channels === 3 ? [] : signedKeys(colours, ['inhibits', 'excites; no colour: 0'])),
      draw: (colours, wide) => [multiples(pictures, wide, colours, { ratio: height / width, least: 50, crisp: true })],
    },
    options,
  )
}

/** Channels one after another become colours: 0 is grey. */
function inColour(values: Float32Array, width: number): string {
  const pixels = values.length / 3
  const colours = Uint8Array.from({ length: values.length }, (_, i) =>
    Math.round(127.5 + 127.5 * values[(i % 3) * pixels + Math.floor(i / 3)]!),
  )
  return colourImage(colours, width)
}
