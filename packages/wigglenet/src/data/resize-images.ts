// Smaller images by area mean.
import { checkWhole } from '../check/check.ts'
import { type ImageSet, imagePreprocessing, scaled } from './images.ts'
import type { DataSet } from './types.ts'

/** The share of each input pixel in each output pixel along one side: `count` consecutive pixels from `start`. */
interface Overlap {
  readonly start: number
  readonly weights: readonly number[]
}

/** Each output pixel covers `from / to` input pixels; the ones at its ends count by the part that it covers. */
function overlaps(from: number, to: number): Overlap[] {
  return Array.from({ length: to }, (_, index) => {
    // In units of 1/to of an input pixel all edges are whole numbers, so that no part is lost to rounding.
    const low = index * from
    const high = low + from
    const start = Math.floor(low / to)
    const weights: number[] = []
    for (let pixel = start; pixel * to < high; pixel++) {
      weights.push((Math.min((pixel + 1) * to, high) - Math.max(pixel * to, low)) / from)
    }
    return { start, weights }
  })
}

/** Images of another size: every new pixel is the mean of the area that it covers, rounded to the nearest byte (halves up).
 *  Shapes:  (rows, channels·height·width) → (rows, channels·newHeight·newWidth)
 *  A scaling fitted per pixel is resized with them, so that 'centered' stays centered, but for the rounding of the bytes.
 *  Throws:  OptionError for a size outside [1, 4096]; DataError when the set does not hold images
 *  Example: resizeImages(mnist, 10, 10).inputs  // 100  */
export function resizeImages(data: DataSet, height: number, width: number): ImageSet {
  const where = 'resizeImages'
  const preprocessing = imagePreprocessing(where, data)
  const [channels, fromHeight, fromWidth] = preprocessing.shape
  const down = overlaps(fromHeight, checkWhole(where, 'height', height, '[1, 4096]'))
  const across = overlaps(fromWidth, checkWhole(where, 'width', width, '[1, 4096]'))
  const planes = data.rows * channels
  const pixels = new Uint8Array(planes * height * width)
  const strip = new Float64Array(fromHeight * width)
  for (let plane = 0; plane < planes; plane++) {
    const from = plane * fromHeight * fromWidth
    shrink(data.X, from, fromWidth, across, down, strip, (at, value) => {
      pixels[plane * height * width + at] = Math.floor(value + 0.5)
    })
  }
  const perPixel = (values: readonly number[]): number[] => {
    if (values.length === 1) return [...values]
    const resized = new Array<number>(channels * height * width)
    for (let channel = 0; channel < channels; channel++) {
      shrink(values, channel * fromHeight * fromWidth, fromWidth, across, down, strip, (at, value) => {
        resized[channel * height * width + at] = value
      })
    }
    return resized
  }
  const { scale, shift } = preprocessing
  const shape = [channels, height, width] as const
  return scaled(
    { ...data, X: pixels, inputs: channels * height * width },
    { ...preprocessing, shape, scale: perPixel(scale), shift: perPixel(shift) },
  )
}

/** One plane: first along its rows into `strip` (fromHeight, width), then along its columns. */
function shrink(
  values: ArrayLike<number>,
  from: number,
  fromWidth: number,
  across: readonly Overlap[],
  down: readonly Overlap[],
  strip: Float64Array,
  put: (at: number, value: number) => void,
): void {
  const width = across.length
  const fromHeight = strip.length / width
  for (let column = 0; column < width; column++) {
    const { start, weights } = across[column]!
    for (let row = 0; row < fromHeight; row++) {
      let sum = 0
      const at = from + row * fromWidth + start
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * values[at + k]!
      strip[row * width + column] = sum
    }
  }
  for (let row = 0; row < down.length; row++) {
    const { start, weights } = down[row]!
    for (let column = 0; column < width; column++) {
      let sum = 0
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * strip[(start + k) * width + column]!
      put(row * width + column, sum)
    }
  }
}
