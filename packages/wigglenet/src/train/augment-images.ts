// Images that are changed a little each time they are seen: a stream for `fit`, which never imports this file.
import { checkFlag, checkNames, checkNumber, checkWhole, show } from '../check/check.ts'
import { DataError, OptionError } from '../check/errors.ts'
import type { DataSet } from '../data/types.ts'
import { cos, sin } from '../number/circular.ts'
import { exp } from '../number/exponential.ts'
import { fingerprint } from '../number/hash.ts'
import { type RandomStream, randomStream, streams } from '../number/random.ts'
import { dataFingerprint } from './run-facts.ts'
import { now } from './runner.ts'
import { varianceOf } from './score.ts'
import type { DataStream } from './stream-types.ts'

/** How images are changed; what is left out or 0 is not done. */
export interface Augmentation {
  /** Pixels in a row of the image, and rows of it. */
  readonly width: number
  readonly height: number
  /** Planes, one behind the other, as red, green and blue; default 1. All of an image are moved alike. */
  readonly channels?: number
  /** The most pixels that it moves to each side, up and down, in [0, 1024]. */
  readonly shift?: number
  /** Whether half of the images are mirrored left to right. */
  readonly flip?: boolean
  /** The most degrees that it turns to each side, in [0, 180]. */
  readonly rotate?: number
  /** The root mean square, in pixels, of a field of random displacements, in [0, 1024], and the width of the Gaussian that smooths it, in pixels,
   *  in (0, 64], default 4. */
  readonly elastic?: number
  readonly smoothing?: number
  /** What comes in from outside the image, as numbers stand in X, of bytes in [0, 255]; default 0. */
  readonly fill?: number
}

/** Training images that are moved, mirrored, turned and bent at random, otherwise in each epoch: a stream in place of the data set. The change of an
 *  image follows from the seed of the run, the epoch and the row alone, so that a run that is resumed has the same bits. Pixels between pixels are
 *  weighted by distance. What validates and judges is not changed.
 *  Shapes:  X (rows, channels·height·width), plane by plane, each row by row
 *  Options: see `Augmentation`
 *  Throws:  OptionError for a bad option; DataError for rows of another width
 *  Source:  Simard, Steinkraus & Platt 2003, "Best Practices for Convolutional Neural Networks", section 2 (elastic)
 *  Example: fit(net, augmentImages(data, { width: 28, height: 28, shift: 2, rotate: 10 }), { epochs: 20 })  */
export function augmentImages<Inputs extends number>(data: DataSet<Inputs>, options: Augmentation): DataStream<Inputs> {
  const where = 'augmentImages'
  const how = settle(where, data, options)
  const { task, inputs, targets, classes, preprocessing, rows } = data
  const changes = new TextEncoder().encode(JSON.stringify(how))
  const known = `${dataFingerprint(data)}-${fingerprint(changes)}`
  const facts = { task, inputs, targets, ...(classes && { classes }), ...(preprocessing && { preprocessing }) }
  return Object.freeze({
    kind: 'stream',
    ...facts,
    rows,
    fingerprint: known,
    notes: [],
    buffer: rows,
    connect(_where, options) {
      const own = { ...data, streamed: { fingerprint: known, variance: task === 'regression' ? varianceOf(data) : 0 } }
      let shown = -1
      return {
        data: own,
        options,
        feed: async (controls) => {
          const { runner } = controls
          const { epoch, position } = runner.cursor()
          const { seed, batch } = runner.options
          const count = runner.training.rows
          if (epoch !== shown) {
            // The images of the steps so far go away: if a number went bad in them, it is found now.
            runner.snapshot()
            const X = await changed(runner.training, how, seed, epoch)
            controls.execution().setData('training', { ...runner.training, X })
            shown = epoch
            controls.tune(controls.tuning()) // marks the state as changed: the next step remembers where it started
          }
          return Math.ceil((count - position) / batch)
        },
      }
    },
  } satisfies DataStream<Inputs>)
}

type Settled = Required<Augmentation>

function settle(where: string, data: DataSet, options: Augmentation): Settled {
  const given = checkNames(where, options, [
    'width',
    'height',
    'channels',
    'shift',
    'flip',
    'rotate',
    'elastic',
    'smoothing',
    'fill',
  ])
  const { channels = 1, shift = 0, flip = false, rotate = 0, elastic = 0, smoothing = 4, fill = 0 } = given
  const how = {
    width: checkWhole(where, 'width', given.width, '[1, 65536]'),
    height: checkWhole(where, 'height', given.height, '[1, 65536]'),
    channels: checkWhole(where, 'channels', channels, '[1, 65536]'),
    shift: checkNumber(where, 'shift', shift, '[0, 1024]'),
    flip: checkFlag(where, 'flip', flip),
    rotate: checkNumber(where, 'rotate', rotate, '[0, 180]'),
    elastic: checkNumber(where, 'elastic', elastic, '[0, 1024]'),
    smoothing: checkNumber(where, 'smoothing', smoothing, '(0, 64]'),
    fill: checkNumber(where, 'fill', fill, '(-∞, ∞)'),
  }
  if (data?.kind !== 'data' || data.streamed) {
    throw new DataError({
      where,
      expected: 'the images must be a data set in memory',
      received: show(data),
      fix: 'Make one with images() or examples().',
    })
  }
  const inputs = how.width * how.height * how.channels
  if (data.inputs !== inputs) {
    throw new DataError({
      where,
      expected: `rows must have channels·width·height = ${inputs} numbers`,
      received: `${data.inputs}`,
      fix: 'Say the size of the images.',
    })
  }
  if (data.X instanceof Uint8Array) checkNumber(where, 'fill', fill, '[0, 255]')
  if (how.shift + how.rotate + how.elastic > 0 || how.flip) return how
  throw new OptionError({
    where,
    expected: 'something must change: shift, flip, rotate or elastic',
    received: 'none of them',
    fix: 'Give one, as in { shift: 2 }, or train on the data set itself.',
  })
}

/** Milliseconds after which other tasks get their turn. */
const sliceMs = 8

async function changed(data: DataSet, how: Settled, seed: number, epoch: number): Promise<DataSet['X']> {
  const X = data.X.slice()
  const { inputs, rows } = data
  const kernel = gaussian(how.smoothing)
  let since = now()
  for (let row = 0; row < rows; row++) {
    const random = randomStream(seed, streams.images, epoch * rows + row)
    const image = data.X.subarray(row * inputs, (row + 1) * inputs)
    change(image, X.subarray(row * inputs, (row + 1) * inputs), how, random, kernel)
    if (now() - since > sliceMs) {
      await new Promise((done) => setTimeout(done))
      since = now()
    }
  }
  return X
}

/** Writes the image, changed at random, to `out`: each pixel looks where it comes from. */
function change(image: DataSet['X'], out: DataSet['X'], how: Settled, random: RandomStream, kernel: Float64Array) {
  const { width, height, channels, fill } = how
  const within = (most: number) => most * (2 * random.uniform() - 1)
  const [right, down, degrees] = [within(how.shift), within(how.shift), within(how.rotate)]
  const mirror = random.uniform() < 0.5 && how.flip ? -1 : 1
  const [c, s] = [cos((degrees * Math.PI) / 180), sin((degrees * Math.PI) / 180)]
  const [dx, dy] =
    how.elastic > 0 ? [0, 1].map(() => field(how, random, kernel)) : [new Float64Array(0), new Float64Array(0)]
  const [centerX, centerY] = [(width - 1) / 2, (height - 1) / 2]
  const bytes = image instanceof Uint8Array
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [u, v] = [x - centerX - right, y - centerY - down]
      const fromX = centerX + mirror * (c * u + s * v) + (dx![i] ?? 0)
      const fromY = centerY - s * u + c * v + (dy![i] ?? 0)
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)]
      const [partX, partY] = [fromX - left, fromY - top]
      for (let plane = 0; plane < channels; plane++) {
        const first = plane * width * height
        const pixel = (column: number, line: number) =>
          column < 0 || column >= width || line < 0 || line >= height ? fill : image[first + line * width + column]!
        const value =
          (1 - partY) * ((1 - partX) * pixel(left, top) + partX * pixel(left + 1, top)) +
          partY * ((1 - partX) * pixel(left, top + 1) + partX * pixel(left + 1, top + 1))
        out[first + i] = bytes ? Math.round(value) : value
      }
    }
  }
}

/** Displacements of all pixels: random numbers, smoothed along both ways, of the root mean square that was asked for. */
function field({ width, height, elastic }: Settled, random: RandomStream, kernel: Float64Array): Float64Array {
  const raw = Float64Array.from({ length: width * height }, () => 2 * random.uniform() - 1)
  const across = smoothed(raw, width, height, 1, width, kernel)
  const result = smoothed(across, height, width, width, 1, kernel)
  const scale = elastic / Math.sqrt(result.reduce((sum, value) => sum + value * value, 0) / result.length || 1)
  return result.map((value) => value * scale)
}

/** Each of `lines` lines of `length` numbers, `step` apart, weighted by the kernel; what lies outside counts as 0. */
function smoothed(from: Float64Array, length: number, lines: number, step: number, next: number, kernel: Float64Array) {
  const result = new Float64Array(from.length)
  const reach = (kernel.length - 1) / 2
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      let sum = 0
      const [first, last] = [Math.max(-reach, -i), Math.min(reach, length - 1 - i)]
      for (let k = first; k <= last; k++) sum += kernel[k + reach]! * from[line * next + (i + k) * step]!
      result[line * next + i * step] = sum
    }
  }
  return result
}

/** A Gaussian of that width, cut at three widths. */
function gaussian(width: number): Float64Array {
  const reach = Math.ceil(3 * width)
  return Float64Array.from({ length: 2 * reach + 1 }, (_, i) => exp(-((i - reach) * (i - reach)) / (2 * width * width)))
}
