// A folder of IDX files or of CIFAR-10 `.bin` files → sets of images, train and test told apart by the files' names.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeCifar10, decodeIdx, type ImageBytes, type ImageScaling, type ImageSet, images } from 'wigglenet'
import { readBytes, said, unusable } from './read-bytes.ts'

export interface ImageFolder {
  readonly train: ImageSet
  readonly test?: ImageSet
  /** What was read, a sentence each, to be printed. */
  readonly notes: readonly string[]
}

type Part = 'train' | 'test'

/** Reads a folder of images. Names: IDX files have `images` or `labels` in them, CIFAR-10 files end in `.bin`; `test` or `t10k` marks the
 *  test set, `train` or `batch` the training set; `.gz` may follow. Several training files of CIFAR-10 are joined in the order of
 *  their names. Class names are the lines of `batches.meta.txt`, else 0, 1, 2 ….
 *  Options: scaling, fitted on the training images, default 'unit'
 *  Throws:  DataError when files are missing, damaged, or do not fit each other
 *  Example: (await readImageFolder('mnist')).train.rows  // 60000  */
export async function readImageFolder(
  folder: string,
  { scaling = 'unit' }: { readonly scaling?: ImageScaling } = {},
): Promise<ImageFolder> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException): never => {
    throw unusable(folder, 'the folder must be readable', said(error), 'Check its permissions.')
  })
  // A packed file beside its unpacked form is passed over.
  const files = entries.filter((name) => !(name.endsWith('.gz') && entries.includes(name.slice(0, -3)))).sort()
  const classes = files.includes('batches.meta.txt') ? await classNames(join(folder, 'batches.meta.txt')) : undefined
  const notes: string[] = []
  const read = async (part: Part): Promise<ImageBytes | undefined> => {
    const idx = files.filter((name) => /(images|labels)/i.test(name) && partOf(name) === part)
    const cifar = files.filter((name) => /\.bin(\.gz)?$/i.test(name) && partOf(name) === part)
    if (idx.length > 0 && cifar.length > 0) {
      const received = `${idx[0]} and ${cifar[0]}`
      throw unusable(folder, 'the folder must hold IDX files or CIFAR-10 files', received, 'Put them into two folders.')
    }
    const bytes = idx.length > 0 ? await readIdxPair(folder, part, idx) : await readCifar10(folder, cifar)
    if (bytes)
      notes.push(`${part}: ${bytes.rows} images of ${bytes.shape.join('x')} from ${[...idx, ...cifar].join(', ')}`)
    return bytes
  }
  const train = await read('train')
  if (!train) {
    const expected = 'the folder must hold training images, such as train-images-idx3-ubyte or data_batch_1.bin'
    throw unusable(folder, expected, files.length === 0 ? 'no files' : files.slice(0, 8).join(', '), 'Add them.')
  }
  const trainSet = images({ ...train, ...(classes && { classes }), scaling })
  const test = await read('test')
  if (!test) return { train: trainSet, notes }
  return { train: trainSet, test: images({ ...test, scaling: trainSet.preprocessing }), notes }
}

/** Which set a file belongs to, by its name. */
export function partOf(name: string): Part | undefined {
  if (/test|t10k/i.test(name)) return 'test'
  return /train|batch/i.test(name) ? 'train' : undefined
}

async function readIdxPair(folder: string, part: Part, files: readonly string[]): Promise<ImageBytes> {
  const pixelFiles = files.filter((name) => /images/i.test(name))
  const labelFiles = files.filter((name) => !/images/i.test(name))
  if (pixelFiles.length !== 1 || labelFiles.length !== 1) {
    const expected = `the folder must hold one IDX file of ${part} images and one of ${part} labels`
    throw unusable(folder, expected, files.join(', '), 'Add the missing file, or remove the others.')
  }
  const pixelPath = join(folder, pixelFiles[0]!)
  const labelPath = join(folder, labelFiles[0]!)
  const pixels = decodeIdx(await readBytes(pixelPath), pixelPath)
  const labels = decodeIdx(await readBytes(labelPath), labelPath)
  if (pixels.shape.length !== 3) {
    throw unusable(
      pixelPath,
      'images must have 3 sizes: count, height, width',
      sizes(pixels.shape),
      'Give such a file.',
    )
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== pixels.shape[0]) {
    const expected = `labels must have 1 size, the ${pixels.shape[0]} images of ${pixelFiles[0]}`
    throw unusable(labelPath, expected, sizes(labels.shape), 'Give the labels of these images.')
  }
  const [rows, height, width] = pixels.shape as [number, number, number]
  if (rows * height * width === 0) {
    throw unusable(pixelPath, 'there must be at least 1 image with pixels', sizes(pixels.shape), 'Give some images.')
  }
  return { rows, shape: [1, height, width], pixels: pixels.values, labels: labels.values }
}

async function readCifar10(folder: string, files: readonly string[]): Promise<ImageBytes | undefined> {
  const parts: ImageBytes[] = []
  for (const name of files) parts.push(decodeCifar10(await readBytes(join(folder, name)), join(folder, name)))
  if (parts.length < 2) return parts[0]
  return {
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    shape: parts[0]!.shape,
    pixels: joined(parts.map((part) => part.pixels)),
    labels: joined(parts.map((part) => part.labels)),
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The names in a file, one a line. */
export async function classNames(path: string): Promise<string[]> {
  const text = new TextDecoder().decode(await readBytes(path))
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function sizes(shape: readonly number[]): string {
  return shape.join(' x ')
}
