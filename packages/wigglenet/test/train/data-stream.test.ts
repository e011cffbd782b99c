// Rows that come into memory window by window: which, in which order, and that a run goes on from any place to the same bits.
import { describe, expect, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import type { DataSet } from '../../src/data/types.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { checkpointFromBytes, checkpointToBytes } from '../../src/train/checkpoint.ts'
import { dataStream, type RowBlocks } from '../../src/train/data-stream.ts'
import { fit } from '../../src/train/fit.ts'
import type { Checkpoint, FitOptions } from '../../src/train/types.ts'

/** Blocks of so many rows each; the first input of a row is its number. */
function blocksOf(counts: readonly number[], read?: (block: number) => Promise<void>): RowBlocks<2> {
  const starts = counts.map((_, block) => counts.slice(0, block).reduce((sum, count) => sum + count, 0))
  return {
    task: 'regression',
    inputs: 2,
    targets: 1,
    counts,
    variance: 1,
    fingerprint: counts.join(),
    notes: [],
    async read(block) {
      await read?.(block)
      const rows = Array.from({ length: counts[block]! }, (_, row) => starts[block]! + row)
      return {
        X: Float32Array.from(rows.flatMap((row) => [row, ((row * 37) % 64) / 64])),
        y: Float32Array.from(rows, (row) => ((row * 11) % 32) / 32),
      }
    },
  }
}
const counts = [7, 0, 12, 9, 1, 20, 3, 15, 8, 11, 14] // 100 rows
const net = network(2, [dense(4, tanh()), dense(1)])

/** A device that notes the rows that it is given to train on. */
function noting(device: Backend): { device: Backend; windows: number[][] } {
  const windows: number[][] = []
  const prepare: Backend['prepare'] = (plan) => {
    const execution = device.prepare(plan)
    const note = ({ X, rows }: DataSet) => Array.from({ length: rows }, (_, row) => X[2 * row]!)
    return {
      ...execution,
      setData(slot, data) {
        windows.push(note(data))
        execution.setData(slot, data)
      },
    }
  }
  return { device: { ...device, prepare }, windows }
}
/** Runs to the end, or as far as the first slice of steps. */
const stateAt = async (options: FitOptions, { first = false, counted = counts } = {}) => {
  let last: Checkpoint | undefined
  const controller = new AbortController()
  const stream = dataStream(blocksOf(counted), { buffer: 24 })
  const checkpoint = {
    save(saved: Checkpoint) {
      last = checkpointFromBytes(checkpointToBytes(saved))
    },
  }
  const run = fit(net, stream, { seed: 5, epochs: 3, batch: 5, signal: controller.signal, checkpoint, ...options })
  for await (const event of run) if (first && event.kind === 'batch') controller.abort()
  return { checkpoint: last!, parameters: (await run.model).parameters }
}

describe('dataStream', () => {
  test('an epoch uses each row once, in windows of whole batches but for the last, in an order of its own', async () => {
    const { device, windows } = noting(reference)
    const run = fit(net, dataStream(blocksOf(counts), { buffer: 24 }), { device, batch: 5, epochs: 2, seed: 1 })
    const epochs: number[] = []
    for await (const event of run) if (event.kind === 'epoch') epochs.push(event.step)
    expect(epochs).toEqual([20, 40]) // 100 rows in batches of 5
    const [room, ...filled] = windows
    expect(room).toEqual(Array.from({ length: 24 }, () => 0))
    expect(filled.map((rows) => rows.length)).toEqual([20, 20, 20, 20, 20, 20, 20, 20, 20, 20])
    const [one, two] = [filled.slice(0, 5).flat(), filled.slice(5).flat()]
    const all = Array.from({ length: 100 }, (_, row) => row)
    expect([...one].sort((a, b) => a - b)).toEqual(all)
    expect([...two].sort((a, b) => a - b)).toEqual(all)
    expect(one).not.toEqual(all)
    expect(two).not.toEqual(one)
  })

  test('the last short batch of an epoch is used, and no other batch is short', async () => {
    const { device, windows } = noting(wasm)
    const run = fit(net, dataStream(blocksOf(counts), { buffer: 30 }), { device, batch: 7, epochs: 1 })
    const seen: number[] = []
    for await (const event of run) if (event.kind === 'epoch') seen.push(event.step)
    expect(windows.slice(1).map((rows) => rows.length)).toEqual([28, 28, 28, 16])
    expect(seen).toEqual([15]) // 14 batches of 7, and one of 2
  })

  test('without shuffling the rows come as they stand', async () => {
    const { device, windows } = noting(wasm)
    await fit(net, dataStream(blocksOf(counts), { buffer: 24 }), { device, batch: 5, epochs: 1, shuffle: false }).model
    expect(windows.slice(1).flat()).toEqual(Array.from({ length: 100 }, (_, row) => row))
  })

  test.each([
    ['wasm', wasm],
    ['reference', reference],
  ])(
    'a run on %s that stops after every step and goes on from its checkpoint ends with the bits of one that does not',
    async (_, device) => {
      const whole = await stateAt({ device })
      let parted = await stateAt({ device }, { first: true })
      for (let step = 1; step < 60; step++) {
        expect(parted.checkpoint.cursor.step).toBe(step)
        parted = await stateAt({ device, resume: parted.checkpoint }, { first: true })
      }
      expect(parted).toEqual(whole)
    },
  )

  test('a run goes on only with the same rows, in the same buffer', async () => {
    const { checkpoint } = await stateAt({}, { first: true })
    await expect(stateAt({ resume: checkpoint }, { counted: [...counts, 1] })).rejects.toThrow(
      'fit: data must be as in the saved run, 7,0,12,9,1,20,3,15,8,11,14-24; got 7,0,12,9,1,20,3,15,8,11,14,1-24. Resume with the same data and options, or start a new run.',
    )
    const other = dataStream(blocksOf(counts), { buffer: 25 })
    expect(() => fit(net, other, { seed: 5, epochs: 3, batch: 5, resume: checkpoint })).toThrow(
      'got 7,0,12,9,1,20,3,15,8,11,14-25.',
    )
  })

  test('a block that cannot be read ends the run with its error', async () => {
    const failing = blocksOf(counts, async (block) => {
      if (block === 8) throw new Error('the disk is gone')
    })
    await expect(fit(net, dataStream(failing, { buffer: 24 }), { batch: 5 }).model).rejects.toThrow('the disk is gone')
  })

  test('a number that goes bad is found in the window in which it did', async () => {
    const blocks = blocksOf(counts)
    const stream = dataStream(
      {
        ...blocks,
        read: async (block) => {
          const { X, y } = await blocks.read(block)
          return { X: X.map((value) => (value === 71 ? Infinity : value)), y }
        },
      },
      { buffer: 24 },
    )
    await expect(
      fit(net, stream, { batch: 5, epochs: 2, shuffle: false, optimizer: 'gradient-descent' }).model,
    ).rejects.toThrow(
      'fit: every number must stay finite; got Infinity in the input, feature 1, first at step 15 (epoch 1).',
    )
  })

  test('a buffer below a batch, and a stream without rows, are refused', () => {
    const stream = dataStream(blocksOf(counts), { buffer: 4 })
    expect(() => fit(net, stream, { batch: 5 })).toThrow(
      'fit: the buffer of the stream must hold at least a batch, 5 rows; got 4. Make the stream with a larger buffer, or use a smaller batch.',
    )
    expect(() => dataStream(blocksOf([0, 0]), { buffer: 4 })).toThrow(
      'dataStream: there must be at least 1 training row; got 0. Give more.',
    )
    expect(() => dataStream(blocksOf(counts), { buffer: 1.5 })).toThrow(
      'dataStream: buffer must be a whole number in [1, 4294967295]; got 1.5. Give buffer a whole number in [1, 4294967295].',
    )
  })

  test('the model of a stream predicts many rows at once, whatever the buffer', async () => {
    const rows = Array.from({ length: 700 }, (_, i) => [i % 100, (i % 64) / 64])
    const predict = async (buffer: number) => {
      const stream = dataStream(blocksOf(counts), { buffer })
      const model = await fit(net, stream, { batch: 5, epochs: 1, shuffle: false }).model
      return model.predict(rows)
    }
    expect(await predict(5)).toEqual(await predict(100))
  })

  test('a buffer for all rows is filled once, and one of more than 4 GiB is refused', async () => {
    let reads = 0
    const stream = dataStream(
      blocksOf(counts, async () => void reads++),
      { buffer: 100 },
    )
    await fit(net, stream, { batch: 5, epochs: 3 }).model
    expect(reads).toBe(counts.filter((count) => count > 0).length)
    const large = dataStream({ ...blocksOf([2 ** 30]), inputs: 2 }, { buffer: 2 ** 30 })
    expect(() => fit(net, large)).toThrow(
      'fit: the buffer of a stream must have at most 4 GiB; got 12.00 GiB, 1073741824 rows of 2 inputs. Make the stream with a smaller buffer.',
    )
  })

  test('monitors are refused', () => {
    const stream = dataStream(blocksOf(counts), { buffer: 24 })
    const monitor = { observe: () => [] }
    expect(() => fit(net, stream, { monitors: [monitor] as never })).toThrow(
      'fit: a stream is trained without monitors, which look at all training rows; got 1 of them. Leave monitors and revive out, or train on rows in memory.',
    )
  })

  test('R² of a stream is taken over all rows', async () => {
    const run = fit(net, dataStream(blocksOf(counts), { buffer: 24 }), { batch: 5, epochs: 1 })
    for await (const event of run) if (event.kind === 'epoch') expect(event.rSquared).toBe(1 - event.loss)
  })
})
