// Images: bytes that become numbers only as they are gathered into a batch.
import { checkNames, checkOneOf, checkWhole } from '../check/check.ts'
import { DataError, ShapeError } from '../check/errors.ts'
import type { ImageBytes } from './cifar10.ts'
import { withEncoder } from './encode-rows.ts'
import { checkTwoClasses } from './labels.ts'
import type { DataSet, ImagePreprocessing } from './types.ts'

/** How a pixel of 0 to 255 becomes a number.
 *  unit: pixel / 255. centered: that less the training mean of the same pixel. standardized: (pixel / 255 - mean) / deviation, over all
 *  pixels of the training rows. */
export type ImageScaling = 'unit' | 'centered' | 'standardized'

export interface ImagesOptions extends Omit<ImageBytes, 'rows'> {
  /** Default: '0', '1', … up to the largest label. */
  readonly classes?: readonly string[]
  /** Default 'unit'. The scaling of a training set fits its test set: give `training.preprocessing`. */
  readonly scaling?: ImageScaling | ImageData
}

type ImageData = Omit<ImagePreprocessing, 'encode'>

/** A set of images: its preprocessing says their shape and scaling. */
export type ImageSet = DataSet & { readonly preprocessing: ImagePreprocessing }

/** A set of labelled images, kept as bytes; nothing is copied.
 *  Shapes:  pixels (rows, channels·height·width), labels (rows)
 *  Throws:  ShapeError when sizes do not fit; DataError for a label out of range or a single class
 *  Example: images({ ...decodeCifar10(bytes, 'test_batch.bin'), scaling: training.preprocessing })  */
export function images(options: ImagesOptions & { readonly rows?: number }): ImageSet {
  const where = 'images'
  checkNames(where, options, ['pixels', 'labels', 'shape', 'rows', 'classes', 'scaling'])
  const { pixels, labels, scaling = 'unit' } = options
  const shape = options.shape.map((size) => checkWhole(where, 'every size of shape', size, '[1, 16777216]'))
  const inputs = shape.reduce((product, size) => product * size, 1)
  const rows = labels.length
  if (shape.length !== 3 || pixels.length !== rows * inputs) {
    throw new ShapeError({
      where,
      expected: `pixels must have ${rows} x ${shape.join(' x ')} values for ${rows} labels`,
      received: String(pixels.length),
      fix: 'Give every image one label and the shape [channels, height, width].',
    })
  }
  if (rows === 0) {
    throw new DataError({ where, expected: 'there must be at least 1 image', received: '0', fix: 'Give some images.' })
  }
  let largest = 0
  for (const label of labels) if (label > largest) largest = label
  const given = options.classes ?? (typeof scaling === 'object' ? scaling.classes : undefined)
  const classes = given ?? Array.from({ length: largest + 1 }, (_, label) => String(label))
  checkTwoClasses(where, 'labels', classes)
  if (largest >= classes.length) {
    const row = labels.indexOf(largest)
    throw new DataError({
      where,
      expected: `labels[${row}] must be a whole number in [0, ${classes.length}), a place in classes`,
      received: String(largest),
      fix: 'Correct the label, or add its class.',
    })
  }
  const plain: DataSet = {
    kind: 'data',
    task: 'classification',
    inputs,
    rows,
    X: pixels,
    y: Float32Array.from(labels),
    targets: 1,
    classes: Object.freeze([...classes]),
  }
  const pixelShape = [shape[0]!, shape[1]!, shape[2]!] as const
  if (typeof scaling === 'string') return scaled(plain, fitScaling(plain, pixelShape, scaling, undefined))
  if (scaling.shape.join() !== pixelShape.join()) {
    throw new ShapeError({
      where,
      expected: `the images must have the shape ${scaling.shape.join(' x ')} of the training images`,
      received: pixelShape.join(' x '),
      fix: 'Resize them, or train on images of this size.',
    })
  }
  return scaled(plain, { ...scaling, classes: plain.classes! })
}

/** The same images under another scaling, fitted on some of the rows: give the training rows before a split is used.
 *  Throws:  DataError when the set does not hold images
 *  Example: scaleImages(data, 'centered', split.train)  */
export function scaleImages(data: DataSet, scaling: ImageScaling, rows?: ArrayLike<number>): ImageSet {
  return scaled(data, fitScaling(data, imagePreprocessing('scaleImages', data).shape, scaling, rows))
}

/** The preprocessing of a set of images.
 *  Throws:  DataError when the set does not hold images as bytes */
export function imagePreprocessing(where: string, data: DataSet): ImagePreprocessing {
  if (data.preprocessing?.kind === 'image' && data.X instanceof Uint8Array) return data.preprocessing
  throw new DataError({
    where,
    expected: 'the data must be images',
    received: data.preprocessing ? 'a table' : 'rows of numbers',
    fix: 'Make the data with images().',
  })
}

/** The set with this preprocessing, its byte scaling spread over all pixels. */
export function scaled(data: DataSet, preprocessing: ImageData): ImageSet {
  const spread = (values: readonly number[]) =>
    values.length === 1 ? new Float32Array(data.inputs).fill(values[0]!) : Float32Array.from(values)
  const scaling = Object.freeze({ scale: spread(preprocessing.scale), shift: spread(preprocessing.shift) })
  return Object.freeze({ ...data, scaling, preprocessing: withEncoder(preprocessing) })
}

function fitScaling(
  data: DataSet,
  shape: ImagePreprocessing['shape'],
  scaling: ImageScaling,
  rows: ArrayLike<number> | undefined,
): ImageData {
  const kind = checkOneOf('images', 'scaling', scaling, ['unit', 'centered', 'standardized'])
  const sums = kind === 'unit' ? undefined : pixelSums(data, rows)
  return scalingOf({ shape, classes: data.classes! }, kind, sums, rows?.length ?? data.rows)
}

/** Sums over rows: of the bytes, pixel by pixel, and of the squares of all. */
export interface PixelSums {
  readonly values: Float64Array
  readonly squares: number
}

/** The preprocessing of images, from the sums over so many training rows; 'unit' needs none. */
export function scalingOf(
  facts: Pick<ImageData, 'shape' | 'classes'>,
  kind: ImageScaling,
  sums: PixelSums | undefined,
  count: number,
): ImageData {
  const base = { kind: 'image', ...facts } as const
  if (kind === 'unit' || !sums) return { ...base, scale: [1 / 255], shift: [0] }
  if (kind === 'centered') {
    return { ...base, scale: [1 / 255], shift: Array.from(sums.values, (sum) => -sum / (255 * count)) }
  }
  const pixels = count * sums.values.length
  const mean = sums.values.reduce((total, sum) => total + sum, 0) / pixels
  const variance = sums.squares / pixels - mean * mean // of the bytes
  // One byte that differs by 1 among 10^9 gives 10^-9; less than 10^-10 is what rounding leaves of a constant.
  const deviation = variance > 1e-10 ? Math.sqrt(variance) : 255
  return { ...base, scale: [1 / deviation], shift: [-mean / deviation] }
}

/** Exact sums of the bytes, pixel by pixel, and of their squares: whole numbers far below 2^53. */
function pixelSums(data: DataSet, rows: ArrayLike<number> | undefined): PixelSums {
  const { X, inputs } = data
  const values = new Float64Array(inputs)
  let squares = 0
  const count = rows?.length ?? data.rows
  for (let index = 0; index < count; index++) {
    const start = (rows ? rows[index]! : index) * inputs
    for (let k = 0; k < inputs; k++) {
      const byte = X[start + k]!
      values[k]! += byte
      squares += byte * byte
    }
  }
  return { values, squares }
}
