import { expect, test } from 'vitest'
import { examples } from '../../src/data/examples.ts'
import { images, scaleImages } from '../../src/data/images.ts'
import { resizeImages } from '../../src/data/resize-images.ts'

// Two images of 1 x 1 x 2 and, for the fits, a third.
const pixels = Uint8Array.of(0, 255, 51, 153)
const two = { pixels, labels: Uint8Array.of(0, 1), shape: [1, 1, 2] as const }

test('images keep their bytes without a copy, and unit scaling divides by 255', () => {
  const data = images(two)
  expect(data.X).toBe(pixels)
  expect([...data.scaling!.scale, ...data.scaling!.shift]).toEqual([Math.fround(1 / 255), Math.fround(1 / 255), 0, 0])
  expect(data.classes).toEqual(['0', '1'])
})

test('centered scaling takes off each pixel’s mean over the training rows', () => {
  // means (0 + 51) / 2 / 255 = 0.1 and (255 + 153) / 2 / 255 = 0.8
  const { shift, scale } = images({ ...two, scaling: 'centered' }).preprocessing
  expect(scale).toEqual([1 / 255])
  expect(shift[0]).toBeCloseTo(-0.1, 15)
  expect(shift[1]).toBeCloseTo(-0.8, 15)
})

test('standardized scaling has mean 0 and deviation 1 over all pixels', () => {
  const { scaling, X } = images({ ...two, scaling: 'standardized' })
  const values = Array.from(X, (byte) => scaling!.scale[0] * byte + scaling!.shift[0])
  expect(values.reduce((a, b) => a + b) / 4).toBeCloseTo(0, 6)
  expect(values.reduce((a, b) => a + b * b, 0) / 4).toBeCloseTo(1, 6)
})

test('a scaling fitted on some rows does not look at the others', () => {
  expect(scaleImages(images(two), 'centered', [0]).preprocessing.shift).toEqual([-0, -1])
})

test('images that are all the same have deviation 1', () => {
  const data = images({ ...two, pixels: Uint8Array.of(51, 51, 51, 51), scaling: 'standardized' })
  expect(data.preprocessing.scale[0]).toBe(1 / 255)
  expect(data.preprocessing.shift[0]).toBeCloseTo(-0.2, 12)
})

test('a test set takes scaling and classes from its training set', () => {
  const train = images({ ...two, scaling: 'centered', classes: ['cat', 'dog'] })
  const again = images({ ...two, labels: Uint8Array.of(1, 1), scaling: train.preprocessing })
  expect(again.scaling).toEqual(train.scaling)
  expect(again.classes).toEqual(['cat', 'dog'])
})

const bad: [string, () => unknown, string][] = [
  [
    'a label beyond the classes',
    () => images({ ...two, labels: Uint8Array.of(0, 2), classes: ['a', 'b'] }),
    'images: labels[1] must be a whole number in [0, 2), a place in classes; got 2. Correct the label, or add its class.',
  ],
  [
    'a label too few',
    () => images({ ...two, labels: Uint8Array.of(1) }),
    'images: pixels must have 1 x 1 x 1 x 2 values for 1 labels; got 4. Give every image one label and the shape [channels, height, width].',
  ],
  [
    'a single class',
    () => images({ ...two, labels: Uint8Array.of(0, 0) }),
    'images: labels must have at least 2 classes; got one, "0". Give rows of at least two classes, or choose another target.',
  ],
  [
    'a test set of another size',
    () => images({ ...two, shape: [1, 2, 1], scaling: images(two).preprocessing }),
    'images: the images must have the shape 1 x 1 x 2 of the training images; got 1 x 2 x 1. Resize them, or train on images of this size.',
  ],
  [
    'resizing rows of numbers',
    () => resizeImages(examples({ X: [[1], [2]], y: [0, 1] }), 1, 1),
    'resizeImages: the data must be images; got rows of numbers. Make the data with images().',
  ],
  [
    'an unknown scaling',
    () => images({ ...two, scaling: 'zca' as 'unit' }),
    'images: scaling must be one of unit, centered, standardized; got "zca". Choose a name from the list.',
  ],
]
test.each(bad)('%s is refused', (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }))
})

test('a resized pixel is the mean of its area, parts of pixels counted by their share', () => {
  // 3 columns to 2: (2/3 · 0 + 1/3 · 90, 1/3 · 90 + 2/3 · 255) · over one row → (a + b / 2) / 1.5 = 30 and 200
  const three = images({ pixels: Uint8Array.of(0, 90, 255, 7, 7, 7), labels: Uint8Array.of(0, 1), shape: [1, 1, 3] })
  expect([...resizeImages(three, 1, 2).X]).toEqual([30, 200, 7, 7])
})

test('halving a 2 x 2 image rounds its mean of 2.5 up', () => {
  const square = images({
    pixels: Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0),
    labels: Uint8Array.of(0, 1),
    shape: [1, 2, 2],
  })
  const small = resizeImages(square, 1, 1)
  expect([...small.X]).toEqual([3, 0])
  expect([small.inputs, small.preprocessing.shape]).toEqual([1, [1, 1, 1]])
})

test('28 to 10 keeps a constant image constant and the overall mean within half a byte', () => {
  const noise = Uint8Array.from({ length: 784 }, (_, k) => (k * 7919) % 256)
  const data = images({
    pixels: Uint8Array.of(...noise, ...new Uint8Array(784).fill(200)),
    labels: Uint8Array.of(0, 1),
    shape: [1, 28, 28],
  })
  const { X } = resizeImages(data, 10, 10)
  const mean = (values: Uint8Array) => values.reduce((a, b) => a + b, 0) / values.length
  expect(Math.abs(mean(X.subarray(0, 100) as Uint8Array) - mean(noise))).toBeLessThan(0.5)
  expect(new Set(X.subarray(100))).toEqual(new Set([200]))
})

test('a centered scaling stays centered through a resize', () => {
  const pixelsOf = Uint8Array.from({ length: 2 * 3 * 16 }, (_, k) => (k * 37) % 251)
  const data = images({ pixels: pixelsOf, labels: Uint8Array.of(0, 1), shape: [3, 4, 4], scaling: 'centered' })
  const small = resizeImages(data, 2, 2)
  const refitted = scaleImages(small, 'centered')
  small.preprocessing.shift.forEach((shift, k) => {
    expect(Math.abs(shift - refitted.preprocessing.shift[k])).toBeLessThanOrEqual(0.5 / 255 + 1e-12)
  })
})
