// Images that stream from IDX and CIFAR-10 files: the same preprocessing and weights as from bytes in memory.
import { describe, expect, test } from 'vitest'
import { dense, fit, hashSplit, images, network, randomStream, relu, scaleImages, takeRows } from 'wigglenet'
import { blobSource } from '../src/byte-source.ts'
import { cifarSource, idxSource, streamImages } from '../src/stream-images.ts'

const random = randomStream(1, 3)
const bytes = (count: number, below = 256) => Uint8Array.from({ length: count }, () => random.below(below))
const message = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was thrown',
    (error: Error) => error.message,
  )

const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const idx = (sizes: readonly number[], values: Uint8Array) =>
  new Blob([Uint8Array.from([0, 0, 8, sizes.length, ...sizes.flatMap(word)]), values as Uint8Array<ArrayBuffer>])
const [pixels, labels] = [bytes(500 * 20), bytes(500, 3)]
const mnist = () => idxSource(blobSource(idx([500, 4, 5], pixels), 'images'), blobSource(idx([500], labels), 'labels'))

describe('streamImages', () => {
  test.each(['unit', 'centered', 'standardized'] as const)(
    'IDX files scaled %s give the parts and the weights of bytes in memory',
    async (scaling) => {
      const shares = { validation: 0.2, test: 0.1, seed: 4 }
      const stream = await streamImages([await mnist()], { ...shares, scaling, buffer: 1000 })
      const split = hashSplit(shares)
      const partOf = (row: number) =>
        split.part(split.hashBytes(pixels.subarray(20 * row, 20 * row + 20), labels[row]!))
      const rows = Array.from({ length: 500 }, (_, row) => row)
      const part = (number: number) => rows.filter((row) => partOf(row) === number)
      const all = scaleImages(images({ pixels, labels, shape: [1, 4, 5] }), scaling, part(0))
      expect(JSON.stringify(stream.preprocessing)).toBe(JSON.stringify(all.preprocessing))
      expect(stream.rows).toBe(part(0).length)
      expect(stream.test!.X).toEqual(takeRows(all, part(2)).X)
      expect(stream.validation!.y).toEqual(takeRows(all, part(1)).y)
      const net = network(20, [dense(6, relu()), dense(3)])
      const options = { epochs: 2, batch: 16, seed: 2 }
      const memory = await fit(net, takeRows(all, part(0)), { ...options, validation: takeRows(all, part(1)) }).model
      expect((await fit(net, stream, options).model).parameters).toEqual(memory.parameters)
    },
  )

  test('CIFAR-10 files, several of them, stream in a buffer of some of their images', async () => {
    const part = () => {
      const records = bytes(40 * 3073)
      for (let i = 0; i < 40; i++) records[3073 * i] = i % 10
      return new Blob([records])
    }
    const sources = await Promise.all([part(), part()].map((blob, i) => cifarSource(blobSource(blob, `batch ${i}`))))
    const stream = await streamImages(sources, { buffer: 24 })
    expect([stream.rows, stream.inputs, stream.classes?.length]).toEqual([80, 3072, 10])
    const model = await fit(network(3072, [dense(10)]), stream, { epochs: 2, batch: 8 }).model
    expect(model.provenance.steps).toBe(20)
  })

  test('images that judge are at most as many as the buffer has', async () => {
    const stream = await streamImages([await mnist()], { validation: 0.4, buffer: 50 })
    expect(stream.validation!.rows).toBe(50)
    expect(stream.notes[0]).toMatch(/^validation: 50 of [12]\d\d images, as many as the buffer has$/)
  })

  test('files that do not fit are refused in words', async () => {
    const short = blobSource(new Blob([bytes(3074)]), 'short.bin')
    expect(await message(cifarSource(short))).toBe(
      'short.bin: a CIFAR-10 file must have a whole number of records of 3073 bytes; got 1 records and 1 bytes. Give an unpacked file of the binary version, and fetch it again if it is cut short.',
    )
    const one = blobSource(idx([500], labels), 'labels')
    expect(await message(idxSource(one, one))).toBe(
      'labels: the file must be an IDX file of unsigned bytes with 3 sizes; got another start. Give such a file, whole and unpacked.',
    )
    const cut = blobSource(idx([500, 4, 5], pixels.subarray(1)), 'images')
    expect(await message(idxSource(cut, one))).toBe(
      'images: the file must be an IDX file of unsigned bytes with 3 sizes, 10016 bytes in all; got 10015 bytes. Give such a file, whole and unpacked.',
    )
    const fewer = blobSource(idx([499], labels.subarray(1)), 'labels')
    expect(await message(idxSource(blobSource(idx([500, 4, 5], pixels), 'images'), fewer))).toBe(
      'labels: there must be a label for each of the 500 images of images; got 499. Give the labels of these images.',
    )
    const packed = blobSource(new Blob([Uint8Array.of(0x1f, 0x8b, 8)]), 'x.gz')
    expect(await message(cifarSource(packed))).toBe(
      'x.gz: a file that is streamed is read at many places, and must not be packed; got a gzip file. Unpack it first.',
    )
    expect(await message(streamImages([]))).toBe(
      'streamImages: there must be images; got none. Give images of one size.',
    )
    expect(await message(streamImages([await mnist()], { classes: ['a', 'b'] }))).toBe(
      'images: every label must be a whole number in [0, 2), a place in classes; got 2. Correct the label, or add its class.',
    )
  })
})
