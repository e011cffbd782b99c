import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { realData } from '../src/real-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'wigglenet-chapter-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** CIFAR-10 records: a label, then 3072 bytes. */
const records = (...labels: number[]) =>
  Uint8Array.from(labels.flatMap((label) => [label, ...new Array(3072).fill(label * 50)]))
mkdirSync(join(folder, 'cifar10'))
writeFileSync(join(folder, 'cifar10', 'data_batch_1.bin'), records(0, 1, 2))

test('a data set is there where its folder is', () => {
  const data = realData(folder)
  expect([data.has('cifar10'), data.has('mnist')]).toEqual([true, false])
})

test('training images do not stand in for test images', async () => {
  await expect(realData(folder).read('cifar10')).rejects.toThrow(
    `${join(folder, 'cifar10')}: there must be test images beside the training images; got none. Add the test files of the data set.`,
  )
})

test('test images are scaled as the training images are', async () => {
  writeFileSync(join(folder, 'cifar10', 'test_batch.bin'), records(2, 0))
  const { train, test: unseen } = await realData(folder).read('cifar10', 'centered')
  // The mean of 0, 50 and 100 is 50, which becomes 0.
  expect(train.preprocessing.shift[0]).toBeCloseTo(-50 / 255, 12)
  expect(unseen.preprocessing).toEqual(train.preprocessing)
  expect(Array.from(unseen.y)).toEqual([2, 0])
})
