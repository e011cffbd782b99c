import { describe, expect, test } from 'vitest'
import type { Execution, Totals } from '../../src/backend/backend.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { examples } from '../../src/data/examples.ts'
import { images } from '../../src/data/images.ts'
import type { DataSet } from '../../src/data/types.ts'
import { deadUnits } from '../../src/diagnose/monitors/dead-units.ts'
import { distributions } from '../../src/diagnose/monitors/distributions.ts'
import { updateRatio } from '../../src/diagnose/monitors/update-ratio.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { threads } from '../../src/node/threads.ts'
import { type Augmentation, augmentImages } from '../../src/train/augment-images.ts'
import { fit } from '../../src/train/fit.ts'
import { settle } from '../../src/train/options.ts'
import { prepareRunner } from '../../src/train/runner.ts'
import type { Checkpoint, FitOptions } from '../../src/train/types.ts'

const [width, height] = [21, 21]
/** Images whose pixels are a function of their place. */
const imagesOf = (rows: number, pixel: (x: number, y: number) => number) =>
  examples({
    X: Array.from({ length: rows }, () =>
      Array.from({ length: width * height }, (_, i) => pixel(i % width, Math.floor(i / width))),
    ),
    y: Array.from({ length: rows }, (_, i) => i % 2),
  })

/** The images that the first steps of an epoch see. */
async function seen(data: DataSet, options: Partial<Augmentation>, epoch = 0, seed = 1): Promise<DataSet['X']> {
  const stream = augmentImages(data, { width, height, ...options })
  const { data: connected, feed } = stream.connect('test', {})
  const net = network(data.inputs, [dense(2)])
  let shown: DataSet['X'] = data.X
  const looking = {
    ...wasm,
    prepare: (plan: Parameters<typeof wasm.prepare>[0]) => {
      const made = wasm.prepare(plan)
      const setData: typeof made.setData = (slot, set) => {
        shown = set.X
        made.setData(slot, set)
      }
      return { ...made, setData }
    },
  }
  const controls = prepareRunner('test', net, settle('test', net, connected, { seed, device: looking }))
  controls.execution().seek({ step: 0, epoch, position: 0 })
  await feed(controls)
  return shown
}
const at = (X: DataSet['X'], row: number, x: number, y: number) => X[(row * height + y) * width + x]!

describe('augmentImages', () => {
  // On a ramp, a pixel tells where it came from: between pixels the mean by distance is exact.
  const acrossRamp = imagesOf(40, (x) => x)
  const downRamp = imagesOf(40, (_, y) => y)

  test('shift moves each image by a length of its own, up to the most, both ways', async () => {
    const [across, down] = [await seen(acrossRamp, { shift: 3 }), await seen(downRamp, { shift: 3 })]
    const shifts = Array.from({ length: 40 }, (_, row) => [10 - at(across, row, 10, 10), 10 - at(down, row, 10, 10)])
    for (const [row, [right, bottom]] of shifts.entries()) {
      expect(Math.max(Math.abs(right!), Math.abs(bottom!))).toBeLessThanOrEqual(3)
      expect(at(across, row, 14, 6)).toBeCloseTo(14 - right!, 5)
    }
    expect(Math.max(...shifts.flat())).toBeGreaterThan(2)
    expect(Math.min(...shifts.flat())).toBeLessThan(-2)
    expect(new Set(shifts.map(([right]) => right)).size).toBe(40)
  })

  test('flip mirrors about half of the images, and only left to right', async () => {
    const across = await seen(acrossRamp, { flip: true })
    const mirrored = Array.from({ length: 40 }, (_, row) => at(across, row, 0, 4) === 20)
    for (const [row, is] of mirrored.entries()) expect(at(across, row, 3, 7)).toBe(is ? 17 : 3)
    expect(mirrored.filter(Boolean).length).toBeGreaterThan(10)
    expect(mirrored.filter(Boolean).length).toBeLessThan(30)
    expect(await seen(downRamp, { flip: true })).toEqual(downRamp.X)
  })

  test('rotate turns around the center by up to so many degrees', async () => {
    const [across, down] = [await seen(acrossRamp, { rotate: 30 }), await seen(downRamp, { rotate: 30 })]
    for (let row = 0; row < 40; row++) {
      // 5 pixels right of the center: (5·cos, -5·sin) from it
      const [cos, sin] = [(at(across, row, 15, 10) - 10) / 5, (10 - at(down, row, 15, 10)) / 5]
      expect(cos * cos + sin * sin).toBeCloseTo(1, 5)
      expect(Math.abs(Math.asin(sin)) * (180 / Math.PI)).toBeLessThanOrEqual(30)
      expect(at(across, row, 10, 10)).toBeCloseTo(10, 5)
    }
  })

  test('elastic bends by displacements of that root mean square, neighbours alike', async () => {
    const across = await seen(acrossRamp, { elastic: 1, smoothing: 3 })
    let [squares, steps, count] = [0, 0, 0]
    for (let row = 0; row < 40; row++) {
      for (let y = 5; y < 16; y++) {
        for (let x = 5; x < 16; x++, count++) {
          const moved = at(across, row, x, y) - x
          squares += moved * moved
          steps += (at(across, row, x + 1, y) - (x + 1) - moved) ** 2
        }
      }
    }
    // The middle moves a little more than the edges, where the smoothing has less to add up.
    expect(Math.sqrt(squares / count)).toBeGreaterThan(0.8)
    expect(Math.sqrt(squares / count)).toBeLessThan(1.6)
    expect(steps).toBeLessThan(squares / 4)
  })

  test('an image changes otherwise in each epoch and with each seed, and the same way each time', async () => {
    const first = await seen(acrossRamp, { shift: 3, rotate: 5 })
    expect(await seen(acrossRamp, { shift: 3, rotate: 5 })).toEqual(first)
    expect(await seen(acrossRamp, { shift: 3, rotate: 5 }, 1)).not.toEqual(first)
    expect(await seen(acrossRamp, { shift: 3, rotate: 5 }, 0, 2)).not.toEqual(first)
  })

  test('planes of an image move alike, and what comes in from outside is `fill`', async () => {
    const X = [Array.from({ length: 18 }, (_, i) => 5 + (i % 9))]
    const two = examples({ X: [...X, ...X], y: [0, 1] })
    const moved = await seen(two, { width: 3, height: 3, channels: 2, shift: 9, fill: -7 })
    for (const row of [0, 18]) expect(moved.subarray(row, row + 9)).toEqual(moved.subarray(row + 9, row + 18))
    expect([...moved]).toContain(-7)
  })
})

test('a run that is resumed has the bits of one that was not, and another augmentation is refused', async () => {
  const data = imagesOf(30, (x, y) => Math.sin(x) * Math.cos(y))
  const net = network(data.inputs, [dense(8, relu()), dense(2)])
  const stream = augmentImages(data, { width, height, shift: 2, rotate: 10, flip: true })
  const options: FitOptions = { epochs: 4, batch: 7, seed: 5 }
  const whole = await fit(net, stream, options).model
  const saved: Checkpoint[] = []
  const stop = new AbortController()
  const checkpoint = { save: async (state: Checkpoint) => void saved.push(state) }
  for await (const event of fit(net, stream, { ...options, checkpoint, signal: stop.signal })) {
    if (event.kind === 'epoch' && event.epoch === 2) stop.abort()
  }
  expect(saved.at(-1)!.cursor.epoch).toBe(2)
  const rest = await fit(net, stream, { ...options, resume: saved.at(-1)! }).model
  expect(rest.parameters).toEqual(whole.parameters)
  const other = augmentImages(data, { width, height, shift: 3 })
  expect(() => fit(net, other, { ...options, resume: saved.at(-1)! })).toThrow(
    /^fit: data must be as in the saved run, [0-9a-f]{16}-[0-9a-f]{16}; got [0-9a-f]{16}-[0-9a-f]{16}\. Resume with the same data and options, or start a new run\.$/,
  )
  expect((await fit(net, data, options).model).parameters).not.toEqual(whole.parameters)
})

describe('the bits of a run on changed images', async () => {
  const data = imagesOf(30, (x, y) => Math.sin(x) * Math.cos(y))
  const net = network(data.inputs, [dense(8, relu(), { dropout: 0.2 }), dense(2)])
  const stream = augmentImages(data, { width, height, shift: 2, rotate: 10, flip: true, elastic: 1 })
  const options: FitOptions = { epochs: 2, batch: 7, seed: 5 } // 5 steps an epoch
  const trained = async (more: Partial<FitOptions>) =>
    (await fit(net, stream, { ...options, ...more }).model).parameters
  const whole = await trained({})

  /** `wasm`, whose executions are changed. */
  const device = (change: (made: Execution) => Partial<Execution>) => ({
    ...wasm,
    prepare: (plan: Parameters<typeof wasm.prepare>[0]) => {
      const made = wasm.prepare(plan)
      return { ...made, ...change(made) }
    },
  })

  test('are those of threads, of single steps, and of each part of a step alone', async () => {
    expect(await trained({ device: threads({ count: 2, leastMultiplyAdds: 0 }) })).toEqual(whole)
    expect(await trained({ device: device(() => ({ stepsAtOnce: 1 })) })).toEqual(whole)
    const train = (made: Execution) => (steps: number, table: Float64Array, from: Totals | undefined) => {
      const totals = { loss: 0, hits: 0, rows: 0, ...from }
      for (let i = 0; i < steps; i++) {
        made.begin('training', true, table.slice((i * table.length) / steps, ((i + 1) * table.length) / steps))
        for (const phase of ['forward', 'backward', 'update'] as const)
          made.plan[phase].forEach((_, index) => made.run(phase, index))
        const { loss, hits, rows } = made.totals()
        totals.loss += loss
        totals.hits += hits
        totals.rows += rows
        const { step, epoch, position } = made.cursor()
        const next = position + rows
        made.seek(
          next === data.rows
            ? { step: step + 1, epoch: epoch + 1, position: 0 }
            : { step: step + 1, epoch, position: next },
        )
      }
      return totals
    }
    expect(await trained({ device: device((made) => ({ train: train(made) })) })).toEqual(whole)
  })

  test('are those of a run that stops after every step and goes on from what it saved', async () => {
    let resume: Checkpoint | undefined
    const stops: number[] = []
    for (;;) {
      const stop = new AbortController()
      const checkpoint = { save: (state: Checkpoint) => void (resume = state) }
      const run = fit(net, stream, { ...options, checkpoint, signal: stop.signal, ...(resume && { resume }) })
      for await (const event of run) if (event.kind === 'batch') stop.abort()
      stops.push(resume!.cursor.position)
      if (resume!.cursor.epoch === options.epochs) break
    }
    expect(stops.slice(0, 6)).toEqual([7, 14, 21, 28, 0, 7])
    expect(resume!.parameters).toEqual(whole)
  })

  test('are those of a run that is watched', async () => {
    const all = [deadUnits(), updateRatio({ everySteps: 1 }), distributions()]
    expect(await trained({ monitors: all })).toEqual(whole)
  })
})

test('what is no image of that size, or no change at all, is refused', () => {
  const data = imagesOf(2, (x) => x)
  expect(() => augmentImages(data, { width: 20, height: 20, shift: 1 })).toThrow(
    'augmentImages: rows must have channels·width·height = 400 numbers; got 441. Say the size of the images.',
  )
  expect(() => augmentImages(data, { width, height })).toThrow(
    'augmentImages: something must change: shift, flip, rotate or elastic; got none of them. Give one, as in { shift: 2 }, or train on the data set itself.',
  )
  expect(() => augmentImages(data, { width, height, rotate: 181 })).toThrow(
    'augmentImages: rotate must be a number in [0, 180]; got 181. Give rotate a value in [0, 180].',
  )
  const bytes = images({ pixels: new Uint8Array(18), labels: Uint8Array.of(0, 1), shape: [1, 3, 3] })
  expect(() => augmentImages(bytes, { width: 3, height: 3, shift: 1, fill: 256 })).toThrow(
    'augmentImages: fill must be a number in [0, 255]; got 256. Give fill a value in [0, 255].',
  )
})
