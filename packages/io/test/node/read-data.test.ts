import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { iris } from '../../src/iris.ts'
import { readData } from '../../src/node/read-data.ts'
import { readImageFolder } from '../../src/node/read-image-folder.ts'
import { readTable } from '../../src/node/read-table.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const real = process.env.WIGGLENET_DATA ?? join(root, '../shared/data')
const whereReal = existsSync(real) ? '' : ` (skipped: no data at WIGGLENET_DATA or ../shared/data)`

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wigglenet-io-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function folderOf(name: string, files: Record<string, Uint8Array | string>): Promise<string> {
  const path = join(folder, name)
  await mkdir(path)
  for (const [file, content] of Object.entries(files)) await writeFile(join(path, file), content)
  return path
}

const idxImages = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4)
const idxLabels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 0)
function records(...labels: number[]): Uint8Array {
  const bytes = new Uint8Array(labels.length * 3073)
  labels.forEach((label, row) => {
    bytes[row * 3073] = label
    bytes[row * 3073 + 1] = 100 + label
  })
  return bytes
}

test('a table is read packed or not, and errors name its path', async () => {
  const path = await folderOf('tables', { 'a.csv': 'x,y\n1,a', 'b.csv.gz': gzipSync('x,y\n1,a'), 'c.csv': 'x,y\n1' })
  const plain = await readTable(join(path, 'a.csv'))
  expect(await readTable(join(path, 'b.csv.gz'))).toEqual(plain)
  expect(await readData(join(path, 'a.csv'))).toEqual({ kind: 'table', table: plain })
  await expect(readTable(join(path, 'c.csv'))).rejects.toThrow(
    `${join(path, 'c.csv')}: every row must have 2 cells, one for each column; got 1 in line 2. Add or remove cells, or put quotes around a cell that holds a delimiter.`,
  )
})

test('a path without a file, and a folder where a file is wanted, are refused', async () => {
  const nowhere = join(folder, 'nowhere.csv')
  await expect(readData(nowhere)).rejects.toThrow(
    `${nowhere}: the file or folder must exist; got no such path. Check the path.`,
  )
  await expect(readTable(folder)).rejects.toThrow(`${folder}: the path must name a file; got a folder. Give a file.`)
})

test('IDX files are told apart by name, packed or not; a packed twin is passed over', async () => {
  const path = await folderOf('idx', {
    'train-images-idx3-ubyte': idxImages,
    'train-images-idx3-ubyte.gz': 'damaged',
    'train-labels-idx1-ubyte.gz': gzipSync(idxLabels),
    't10k-images.idx3-ubyte': idxImages,
    't10k-labels.idx1-ubyte': idxLabels,
  })
  const found = await readData(path, { scaling: 'centered' })
  if (found.kind !== 'images') throw new Error('no images')
  expect([...found.train.X, ...found.train.y]).toEqual([1, 2, 3, 4, 1, 0])
  expect(found.train.preprocessing).toEqual({
    kind: 'image',
    shape: [1, 1, 2],
    scale: [1 / 255],
    shift: [-2 / 255, -3 / 255],
    classes: ['0', '1'],
  })
  expect(found.test!.preprocessing).toEqual(found.train.preprocessing)
  expect(found.notes).toEqual([
    'train: 2 images of 1x1x2 from train-images-idx3-ubyte, train-labels-idx1-ubyte.gz',
    'test: 2 images of 1x1x2 from t10k-images.idx3-ubyte, t10k-labels.idx1-ubyte',
  ])
})

test('CIFAR-10 batches are joined in order and take their class names from the meta file', async () => {
  const names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
  const path = await folderOf('cifar', {
    'data_batch_2.bin': records(7),
    'data_batch_1.bin.gz': gzipSync(records(3, 9)),
    'test_batch.bin': records(0),
    'batches.meta.txt': `${names.join('\n')}\n\n`,
  })
  const { train, test: held } = await readImageFolder(path)
  expect([...train.y]).toEqual([3, 9, 7])
  expect([train.X[0], train.X[3072], train.X[6144]]).toEqual([103, 109, 107])
  expect([held!.rows, held!.classes, train.preprocessing.shape]).toEqual([1, names, [3, 32, 32]])
})

const bad: [string, Record<string, Uint8Array | string>, string][] = [
  [
    'without files',
    {},
    'FOLDER: the folder must hold training images, such as train-images-idx3-ubyte or data_batch_1.bin; got no files. Add them.',
  ],
  [
    'of other files',
    { 'notes.txt': 'x' },
    'FOLDER: the folder must hold training images, such as train-images-idx3-ubyte or data_batch_1.bin; got notes.txt. Add them.',
  ],
  [
    'without labels',
    { 'train-images': idxImages },
    'FOLDER: the folder must hold one IDX file of train images and one of train labels; got train-images. Add the missing file, or remove the others.',
  ],
  [
    'with labels of other images',
    { 'train-images': idxImages, 'train-labels': Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 1) },
    'FOLDER/train-labels: labels must have 1 size, the 2 images of train-images; got 1. Give the labels of these images.',
  ],
  [
    'with images and labels swapped',
    { 'train-images': idxLabels, 'train-labels': idxImages },
    'FOLDER/train-images: images must have 3 sizes: count, height, width; got 2. Give such a file.',
  ],
  [
    'with a truncated file',
    { 'train-images': idxImages.slice(0, 18), 'train-labels': idxLabels },
    'FOLDER/train-images: the file must have a header of 16 bytes and 2 x 1 x 2 values, 20 bytes in all; got 18 bytes. The file is cut short: fetch it again.',
  ],
  [
    'with a gzip cut short',
    { 'train-images.gz': gzipSync(idxImages).subarray(0, 20), 'train-labels': idxLabels },
    'FOLDER/train-images.gz: the gzip file must be whole; got one that is cut short or damaged. Fetch or pack it again.',
  ],
  [
    'of both kinds',
    { 'train-images': idxImages, 'train-labels': idxLabels, 'train.bin': records(1) },
    'FOLDER: the folder must hold IDX files or CIFAR-10 files; got train-images and train.bin. Put them into two folders.',
  ],
  [
    'with a label out of range',
    { 'data_batch_1.bin': records(1, 77) },
    'FOLDER/data_batch_1.bin: the label of record 2 must be a whole number in [0, 9]; got 77. Give a file of CIFAR-10, not of CIFAR-100, in the binary version.',
  ],
]
test.each(bad)('a folder %s is refused', async (name, files, message) => {
  const path = await folderOf(name.replaceAll(' ', '-'), files)
  await expect(readImageFolder(path)).rejects.toThrow(
    expect.objectContaining({ message: message.replace('FOLDER', path) }),
  )
})

describe.skipIf(whereReal !== '')(`real data${whereReal}`, () => {
  test('the embedded iris is the file', async () => {
    const { columns } = await readTable(join(real, 'tabular/iris.csv'))
    expect(iris().columns).toEqual(columns)
  })

  test('every table is read, with the sizes that its README states', async () => {
    const sizes = async (name: string) => {
      const { rows, columns } = await readTable(join(real, 'tabular', name))
      return [rows, columns.length, columns.filter((column) => column.kind === 'category').length]
    }
    expect(await sizes('wine.csv')).toEqual([178, 14, 1])
    expect(await sizes('breast_cancer.csv')).toEqual([569, 31, 1])
    expect(await sizes('digits.csv')).toEqual([1797, 65, 0])
    expect(await sizes('penguins.csv')).toEqual([344, 7, 3])
    expect(await sizes('mpg.csv')).toEqual([398, 9, 2])
    expect(await sizes('diamonds_5394.csv')).toEqual([5394, 10, 3])
  })

  test('MNIST has its published counts, mean and deviation', async () => {
    const { train, test: held } = await readImageFolder(join(real, 'mnist'), { scaling: 'standardized' })
    const counts = (y: Float32Array) =>
      y.reduce((list, label) => list.with(label, list[label] + 1), new Array<number>(10).fill(0))
    expect([train.rows, held!.rows, train.inputs]).toEqual([60_000, 10_000, 784])
    expect(counts(train.y)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    expect(counts(held!.y)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    const { scale, shift } = train.preprocessing
    expect(1 / (255 * scale[0])).toBeCloseTo(0.3081, 4)
    expect(-shift[0] / scale[0] / 255).toBeCloseTo(0.1307, 4)
  })

  test('the CIFAR-10 subset has 10000 and 2000 images and its class names', async () => {
    const { train, test: held } = await readImageFolder(join(real, 'cifar10'))
    expect([train.rows, held!.rows, train.inputs, train.classes![9]]).toEqual([10_000, 2000, 3072, 'truck'])
  })
})
