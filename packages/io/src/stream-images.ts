// Image files of any size → a stream of images for `fit`: records of one length, so that any of them can be read by itself.
import {
  DataError,
  type DataStream,
  dataStream,
  decodeCifar10,
  fingerprint,
  type HashSplitOptions,
  hashSplit,
  type ImageBlock,
  type ImageScaling,
  imageScan,
  OptionError,
  type RowBlocks,
} from 'wigglenet'
import type { ByteSource } from './byte-source.ts'
import { isGzip } from './gunzip.ts'

/** Images in memory at a time, and bytes of them, unless told otherwise. */
const BUFFER_ROWS = 65_536
const BUFFER_BYTES = 2 ** 26
/** Blocks that a buffer is filled from, at least. */
const BLOCKS = 256

/** Labelled images that can be read from any place on. */
export interface ImageSource {
  readonly name: string
  readonly rows: number
  readonly shape: readonly [channels: number, height: number, width: number]
  /** The images from one on, before another. */
  read(from: number, to: number): Promise<ImageBlock>
}

export interface StreamImagesOptions extends HashSplitOptions {
  /** Default 'unit'. */
  readonly scaling?: ImageScaling
  /** Default: '0', '1', … up to the largest label. */
  readonly classes?: readonly string[]
  /** Training images in memory at a time; default 65,536, or as many as take 64 MiB; at least a batch. */
  readonly buffer?: number
}

/** A stream of images, as bytes. The same training images give the preprocessing of `images`.
 *  Throws:  DataError when images differ in shape or a label is out of range; OptionError for an option that does not fit. Later, while
 *           `fit` runs, DataError when a file is another than it was
 *  Example: await streamImages([await cifarSource(await fileSource('data_batch_1.bin'))], { validation: 0.1 })  */
export async function streamImages(
  sources: readonly ImageSource[],
  options: StreamImagesOptions = {},
): Promise<DataStream> {
  const where = 'streamImages'
  const { scaling, classes, buffer, validation = 0, test = 0, seed = 1, ...others } = options
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) {
    throw new OptionError({
      where,
      expected: 'the options are scaling, classes, buffer, validation, test, seed',
      received: JSON.stringify(unknown),
      fix: `Remove ${unknown}, or correct its spelling.`,
    })
  }
  const shape = sources[0]?.shape
  const other = sources.find((source) => source.shape.join() !== shape?.join())
  if (!shape || other) {
    throw new DataError({
      where: other?.name ?? where,
      expected: shape ? `every image must have the shape ${shape.join(' x ')} of the first` : 'there must be images',
      received: other?.shape.join(' x ') ?? 'none',
      fix: 'Give images of one size.',
    })
  }
  const inputs = shape[0] * shape[1] * shape[2]
  const split = hashSplit({ validation, test, seed }, where)
  const rowsAtOnce = buffer ?? Math.max(1, Math.min(BUFFER_ROWS, Math.floor(BUFFER_BYTES / inputs)))
  const scan = imageScan({
    shape,
    split,
    judging: rowsAtOnce,
    ...(scaling && { scaling }),
    ...(classes && { classes }),
  })
  const step = Math.max(1, Math.ceil(rowsAtOnce / BLOCKS))
  const places = sources.flatMap((source) =>
    Array.from({ length: Math.ceil(source.rows / step) }, (_, i) => ({
      source,
      from: i * step,
      to: Math.min(source.rows, (i + 1) * step),
    })),
  )
  const blocks: ((typeof places)[number] & { readonly hash: string; readonly rows: number })[] = []
  for (const place of places) {
    const block = await place.source.read(place.from, place.to)
    blocks.push({ ...place, hash: fingerprint(block.pixels, block.labels), rows: scan.first(block) })
  }
  const open = async ({ source, from, to, hash }: (typeof blocks)[number]) => {
    const block = await source.read(from, to)
    if (fingerprint(block.pixels, block.labels) === hash) return block
    throw new DataError({
      where: source.name,
      expected: 'the file must stay as it was when the stream was made',
      received: `other bytes in images ${from + 1} to ${to}`,
      fix: 'Leave it alone while it is in use; make the stream again for the new images.',
    })
  }
  for (const block of blocks) scan.second(await open(block))
  const { preprocessing, notes, ...judging } = scan.finish()
  const spread = (values: readonly number[]) =>
    Float32Array.from({ length: inputs }, (_, k) => values[k % values.length]!)
  const training = blocks.filter(({ rows }) => rows > 0)
  const facts = [...blocks.map(({ hash }) => hash), ...split.bounds, seed, JSON.stringify(preprocessing)]
  const rowBlocks: RowBlocks = {
    task: 'classification',
    inputs,
    targets: 1,
    classes: preprocessing.classes,
    preprocessing,
    scaling: { scale: spread(preprocessing.scale), shift: spread(preprocessing.shift) },
    notes,
    ...judging,
    variance: 0,
    fingerprint: fingerprint(new TextEncoder().encode(facts.join('\n'))),
    counts: training.map(({ rows }) => rows),
    async read(index) {
      const { pixels, labels } = scan.training(await open(training[index]!))
      return { X: pixels, y: Float32Array.from(labels) }
    },
  }
  return dataStream(rowBlocks, { buffer: rowsAtOnce })
}

const RECORD = 3073

/** The images of a CIFAR-10 file in the binary version.
 *  Throws:  DataError when its length is no multiple of 3073, or it is packed; when it is read, for a label above 9 */
export async function cifarSource(source: ByteSource): Promise<ImageSource> {
  await refusePacked(source)
  const rows = Math.floor(source.size / RECORD)
  if (rows === 0 || rows * RECORD !== source.size) {
    throw new DataError({
      where: source.name,
      expected: `a CIFAR-10 file must have a whole number of records of ${RECORD} bytes`,
      received: source.size === 0 ? 'an empty file' : `${rows} records and ${source.size - rows * RECORD} bytes`,
      fix: 'Give an unpacked file of the binary version, and fetch it again if it is cut short.',
    })
  }
  return {
    name: source.name,
    rows,
    shape: [3, 32, 32],
    read: async (from, to) => decodeCifar10(await source.read(from * RECORD, to * RECORD), source.name),
  }
}

/** The images of a pair of IDX files, such as those of MNIST: pixels of three sizes, labels of one.
 *  Throws:  DataError when one is no IDX file of bytes, has another length than it says, or is packed; when they do not fit each other */
export async function idxSource(images: ByteSource, labels: ByteSource): Promise<ImageSource> {
  const [count, height, width] = (await idxSizes(images, 3)) as [number, number, number]
  const [labelled] = await idxSizes(labels, 1)
  if (labelled !== count) {
    throw new DataError({
      where: labels.name,
      expected: `there must be a label for each of the ${count} images of ${images.name}`,
      received: String(labelled),
      fix: 'Give the labels of these images.',
    })
  }
  const size = height * width
  return {
    name: images.name,
    rows: count,
    shape: [1, height, width],
    read: async (from, to) => ({
      pixels: await images.read(16 + from * size, 16 + to * size),
      labels: await labels.read(8 + from, 8 + to),
    }),
  }
}

async function idxSizes(source: ByteSource, dimensions: number): Promise<number[]> {
  await refusePacked(source)
  const header = 4 + 4 * dimensions
  const bytes = await source.read(0, Math.min(source.size, header))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fits = bytes.length === header && view.getUint32(0) === 0x800 + dimensions
  const sizes = fits ? Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i)) : []
  const length = header + sizes.reduce((product, size) => product * size, 1)
  if (fits && length === source.size && length > header) return sizes
  throw new DataError({
    where: source.name,
    expected: `the file must be an IDX file of unsigned bytes with ${dimensions === 1 ? '1 size' : `${dimensions} sizes`}${fits ? `, ${length} bytes in all` : ''}`,
    received: fits ? `${source.size} bytes` : 'another start',
    fix: 'Give such a file, whole and unpacked.',
  })
}

async function refusePacked(source: ByteSource): Promise<void> {
  if (!isGzip(await source.read(0, 2))) return
  throw new DataError({
    where: source.name,
    expected: 'a file that is streamed is read at many places, and must not be packed',
    received: 'a gzip file',
    fix: 'Unpack it first.',
  })
}
