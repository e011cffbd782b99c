// Fits the scaling of images that come block by block and are never together in memory, as table-scan.ts does for tables.
import { checkOneOf } from '../check/check.ts'
import { DataError } from '../check/errors.ts'
import type { ImageBytes } from './cifar10.ts'
import { withEncoder } from './encode-rows.ts'
import { hashSample } from './hash-sample.ts'
import { type HashSplit, partNames } from './hash-split.ts'
import { type ImageScaling, type ImageSet, images, scalingOf } from './images.ts'
import { checkTwoClasses } from './labels.ts'
import type { ImagePreprocessing } from './types.ts'

export interface ImageScanOptions {
  readonly shape: ImageBytes['shape']
  readonly split: HashSplit
  /** Images of each part that judges, at most: of more, those with the least hashes. */
  readonly judging: number
  /** Default 'unit'. */
  readonly scaling?: ImageScaling
  /** Default: '0', '1', … up to the largest label. */
  readonly classes?: readonly string[]
}

/** Pixels (rows, inputs) and labels (rows). */
export type ImageBlock = Pick<ImageBytes, 'pixels' | 'labels'>

export interface ImageScan {
  /** The first look at a block.  Gives: how many of its images train */
  first(block: ImageBlock): number
  /** The second look at the same blocks, which takes along the images that judge. */
  second(block: ImageBlock): void
  /** The images of a block that train, in order. */
  training(block: ImageBlock): ImageBlock
  /** What was found.
   *  Throws:  DataError for a single class */
  finish(): {
    readonly preprocessing: ImagePreprocessing
    readonly notes: readonly string[]
    readonly validation?: ImageSet
    readonly test?: ImageSet
  }
}

/** Begins to look at images in blocks.
 *  Throws:  OptionError for an unknown scaling */
export function imageScan({ shape, split, judging, scaling = 'unit', classes }: ImageScanOptions): ImageScan {
  const kind = checkOneOf('images', 'scaling', scaling, ['unit', 'centered', 'standardized'])
  const inputs = shape[0] * shape[1] * shape[2]
  const values = new Float64Array(inputs)
  let squares = 0
  let count = 0
  let largest = 0
  const samples = [hashSample(judging), hashSample(judging)] as const
  const kept = [1, 2].map(() => ({ pixels: [] as Uint8Array[], labels: [] as number[] }))

  /** Tells the part and the hash of each image. */
  const each = (
    { pixels, labels }: ImageBlock,
    tell: (part: 0 | 1 | 2, hash: number, image: Uint8Array, row: number) => void,
  ) => {
    for (let row = 0; row < labels.length; row++) {
      const image = pixels.subarray(row * inputs, (row + 1) * inputs)
      const hash = split.hashBytes(image, labels[row]!)
      tell(split.part(hash), hash, image, row)
    }
  }
  return {
    first(block) {
      const before = count
      each(block, (part, hash, image, row) => {
        largest = Math.max(largest, block.labels[row]!)
        if (part > 0) return samples[part - 1]!.count(hash)
        count++
        if (kind === 'unit') return
        for (let k = 0; k < inputs; k++) {
          const byte = image[k]!
          values[k]! += byte
          squares += byte * byte
        }
      })
      return count - before
    },
    second(block) {
      each(block, (part, hash, image, row) => {
        if (part === 0 || !samples[part - 1]!.take(hash)) return
        kept[part - 1]!.pixels.push(image.slice())
        kept[part - 1]!.labels.push(block.labels[row]!)
      })
    },
    training(block) {
      const rows: number[] = []
      each(block, (part, _, __, row) => {
        if (part === 0) rows.push(row)
      })
      const pixels = new Uint8Array(rows.length * inputs)
      rows.forEach((row, i) => pixels.set(block.pixels.subarray(row * inputs, (row + 1) * inputs), i * inputs))
      return { pixels, labels: Uint8Array.from(rows, (row) => block.labels[row]!) }
    },
    finish() {
      const names = classes ?? Array.from({ length: largest + 1 }, (_, label) => String(label))
      checkTwoClasses('images', 'labels', names)
      if (largest >= names.length) {
        throw new DataError({
          where: 'images',
          expected: `every label must be a whole number in [0, ${names.length}), a place in classes`,
          received: String(largest),
          fix: 'Correct the label, or add its class.',
        })
      }
      const preprocessing = scalingOf({ shape, classes: names }, kind, { values, squares }, count)
      const sets = kept.map(({ pixels, labels }) => {
        if (labels.length === 0) return undefined
        const all = new Uint8Array(labels.length * inputs)
        pixels.forEach((image, i) => all.set(image, i * inputs))
        return images({ shape, pixels: all, labels: Uint8Array.from(labels), scaling: preprocessing })
      })
      const notes = kept.flatMap(({ labels }, i) => {
        const found = samples[i]!.found()
        return found > labels.length
          ? [`${partNames[i + 1]}: ${labels.length} of ${found} images, as many as the buffer has`]
          : []
      })
      const [validation, test] = sets
      return {
        preprocessing: withEncoder(preprocessing),
        notes,
        ...(validation && { validation }),
        ...(test && { test }),
      }
    },
  }
}
