import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { dense, evaluate, fit, network, relu } from 'wigglenet'
import { readBytes } from '../../src/node/read-bytes.ts'
import { readImageFolder } from '../../src/node/read-image-folder.ts'
import { streamImageFolder } from '../../src/node/stream-image-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'wigglenet-images-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Records of CIFAR-10 whose pixels say the label. */
function records(count: number, shift: number): Uint8Array {
  const bytes = new Uint8Array(count * 3073)
  for (let i = 0; i < count; i++) {
    const label = (i + shift) % 10
    bytes[3073 * i] = label
    for (let k = 0; k < 3072; k++) bytes[3073 * i + 1 + k] = (k % 10 === label ? 120 : 30) + ((i * 31 + k * 17) % 90)
  }
  return bytes
}

test('the training files of a folder stream in the order of their names, with the names of the classes', async () => {
  const path = join(folder, 'cifar')
  mkdirSync(path)
  writeFileSync(join(path, 'data_batch_2.bin'), records(60, 3))
  writeFileSync(join(path, 'data_batch_1.bin'), records(60, 0))
  writeFileSync(join(path, 'test_batch.bin'), records(20, 1))
  const names = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ')
  writeFileSync(join(path, 'batches.meta.txt'), `${names.join('\n')}\n\n`)
  const stream = await streamImageFolder(path, { scaling: 'centered', buffer: 200 })
  const { train, test } = await readImageFolder(path, { scaling: 'centered' })
  expect(stream.classes).toEqual(names)
  expect(JSON.stringify(stream.preprocessing)).toBe(JSON.stringify(train.preprocessing))
  const net = network(3072, [dense(8, relu()), dense(10)])
  const options = { epochs: 3, batch: 12 }
  const model = await fit(net, stream, options).model
  expect(model.parameters).toEqual((await fit(net, train, options).model).parameters)
  expect(evaluate(model, test!).rows).toBe(20)
})

test('a folder without unpacked training images is refused', async () => {
  await expect(streamImageFolder(folder)).rejects.toThrow(
    'the folder must hold unpacked CIFAR-10 files, or one IDX file of training images and one of labels; got neither. Add them, unpacked.',
  )
})

const data = process.env.WIGGLENET_DATA ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
const mnist = join(data, 'mnist')

test.skipIf(!existsSync(mnist))(
  'MNIST in a buffer of a tenth of its images is learned as from memory (skipped without its files)',
  async () => {
    const path = join(folder, 'mnist')
    mkdirSync(path)
    for (const name of ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'])
      writeFileSync(join(path, name), await readBytes(join(mnist, `${name}.gz`)))
    const stream = await streamImageFolder(path, { buffer: 6000 })
    const { train, test } = await readImageFolder(mnist)
    const net = network(784, [dense(32, relu()), dense(10)])
    const accuracies: number[] = []
    for (const rows of [train, stream])
      accuracies.push(evaluate(await fit(net, rows, { epochs: 1, batch: 64 }).model, test!).accuracy!)
    expect(stream.rows).toBe(60_000)
    expect(accuracies[0]).toBeGreaterThan(0.92)
    // Two deviations of a difference of accuracies near 0.93 by 10,000 images are 0.007.
    expect(Math.abs(accuracies[1]! - accuracies[0]!)).toBeLessThan(0.01)
  },
)
