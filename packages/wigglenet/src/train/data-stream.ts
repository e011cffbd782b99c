// Rows on disk as a stream for `fit`: a window of rows is in memory, taken from blocks in a random order and shuffled whole.
// docs/decisions/0013 says why, with measurements. `fit` never imports this file: a stream brings it along.
import type { Backend, Execution, Settings } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkWhole, show } from '../check/check.ts'
import { DataError, OptionError, UnsupportedError } from '../check/errors.ts'
import type { DataSet } from '../data/types.ts'
import { randomStream, streams } from '../number/random.ts'
import type { DataStream, Feed } from './stream-types.ts'
import type { FitOptions } from './types.ts'

/** Rows that can be read again at any time, block by block and in any order, always the same.
 *  Shapes:  a block: X (rows, inputs), y (rows, targets) */
export interface RowBlocks<Inputs extends number = number>
  extends Pick<DataSet<Inputs>, 'task' | 'inputs' | 'targets' | 'classes' | 'scaling' | 'preprocessing'>,
    Pick<DataStream<Inputs>, 'validation' | 'test' | 'fingerprint' | 'notes'> {
  /** Training rows of each block. */
  readonly counts: ArrayLike<number>
  /** Variance of the targets of all training rows, as they stand in y; 0 for classes. */
  readonly variance: number
  /** The training rows of a block.
   *  Throws:  DataError when they cannot be read, or are others than before */
  read(block: number): Promise<Pick<DataSet, 'X' | 'y'>>
}

/** Blocks that are asked for before the first of them has come. */
const readAhead = 8

/** A stream of rows for `fit`. An epoch takes the blocks in a random order of its own, and fills the buffer with their rows again and again;
 *  each filling is shuffled and used up, the last, shorter one too. A buffer for all rows gives the bits of rows in memory.
 *  Options: buffer, training rows in memory at a time, whole, at least a batch
 *  Throws:  OptionError for another buffer; DataError when there is no row
 *  Example: dataStream(blocks, { buffer: 65536 })  */
export function dataStream<Inputs extends number>(
  blocks: RowBlocks<Inputs>,
  options: { readonly buffer: number },
): DataStream<Inputs> {
  const where = 'dataStream'
  const rows = Array.from(blocks.counts).reduce((sum, count) => sum + count, 0)
  if (rows === 0) {
    throw new DataError({ where, expected: 'there must be at least 1 training row', received: '0', fix: 'Give more.' })
  }
  const buffer = Math.min(rows, checkWhole(where, 'buffer', options.buffer, '[1, 4294967295]'))
  const { task, inputs, targets, classes, preprocessing, validation, test, notes } = blocks
  const fingerprint = `${blocks.fingerprint}-${buffer}`
  const facts = { task, inputs, targets, ...(classes && { classes }), ...(preprocessing && { preprocessing }) }
  const held = { ...facts, ...(validation && { validation }), ...(test && { test }) }
  return Object.freeze({
    kind: 'stream',
    ...held,
    rows,
    fingerprint,
    notes,
    buffer,
    connect(where, given) {
      refuseMonitors(where, given)
      const options = withValidation(where, given, validation)
      const { X, y } = emptyRows(blocks, buffer)
      const { scaling, variance } = blocks
      const some = { kind: 'data', ...facts, ...(scaling && { scaling }), X, y } as const
      const data: DataSet<Inputs> = Object.freeze({ ...some, rows, streamed: { fingerprint, variance } })
      const { device, feed } = windowed(resolveDevice(where, options.device), blocks, { ...some, rows: buffer }, rows)
      return { data, options: { ...options, device }, feed }
    },
  } satisfies DataStream<Inputs>)
}

function refuseMonitors(where: string, { monitors = [], revive }: FitOptions): void {
  const given = [...monitors, ...(revive ? [revive] : [])].length
  if (given === 0) return
  throw new OptionError({
    where,
    expected: 'a stream is trained without monitors, which look at all training rows',
    received: `${given} of them`,
    fix: 'Leave monitors and revive out, or train on rows in memory.',
  })
}

function withValidation(where: string, options: FitOptions, validation: DataSet | undefined): FitOptions {
  if (typeof options.validation === 'number') {
    throw new OptionError({
      where,
      expected: 'the rows of a stream are split where it is made',
      received: `validation ${show(options.validation)}`,
      fix: 'Give validation to what makes the stream.',
    })
  }
  return validation && options.validation === undefined ? { ...options, validation } : options
}

function emptyRows({ scaling, inputs, targets }: RowBlocks, rows: number): Pick<DataSet, 'X' | 'y'> {
  const bytes = rows * ((scaling ? 1 : 4) * inputs + 4 * targets)
  if (bytes > 2 ** 32) {
    throw new UnsupportedError({
      where: 'fit',
      expected: 'the buffer of a stream must have at most 4 GiB',
      received: `${(bytes / 2 ** 30).toFixed(2)} GiB, ${rows} rows of ${inputs} inputs`,
      fix: 'Make the stream with a smaller buffer.',
    })
  }
  const X = scaling ? new Uint8Array(rows * inputs) : new Float32Array(rows * inputs)
  return { X, y: new Float32Array(rows * targets) }
}

/** A device whose training data are one window of the stream after another. To the backend below, each window is an epoch of its own,
 *  numbered through; so its order comes from the seed and its number alone, and any place of the stream can be gone to at once. */
function windowed(inner: Backend, blocks: RowBlocks, window: DataSet, total: number): { device: Backend; feed: Feed } {
  let execution: Execution | undefined
  let settings: Settings | undefined
  let loaded = -1
  /** Rows of a window: whole batches, so that only the last step of an epoch can be short. */
  const size = () => (window.rows === total ? total : Math.floor(window.rows / settings!.batch) * settings!.batch)
  const perEpoch = () => Math.ceil(total / size())
  const rowsOf = (number: number) => Math.min(size(), total - (number % perEpoch()) * size())

  const streaming = (made: Execution): Execution => {
    execution = made
    return {
      ...made,
      configure(next) {
        if (next.batch > window.rows) {
          throw new OptionError({
            where: 'fit',
            expected: `the buffer of the stream must hold at least a batch, ${next.batch} rows`,
            received: String(window.rows),
            fix: 'Make the stream with a larger buffer, or use a smaller batch.',
          })
        }
        settings = next
        made.configure(next)
      },
      setData(slot, data) {
        // Of the training rows, room for a window; `feed` brings the rows.
        made.setData(slot, slot === 'training' ? window : data)
      },
      cursor() {
        const { step, epoch, position } = made.cursor()
        return { step, epoch: Math.floor(epoch / perEpoch()), position: (epoch % perEpoch()) * size() + position }
      },
      seek({ step, epoch, position }) {
        const number = epoch * perEpoch() + Math.floor(position / size())
        made.seek({ step, epoch: number, position: position % size() })
      },
    }
  }
  const order = blockOrder(blocks)
  const feed: Feed = async (controls) => {
    const { epoch: number, position } = execution!.cursor()
    const { seed, shuffle, batch } = settings!
    // A buffer for all rows is filled once.
    if (number !== loaded && (loaded < 0 || perEpoch() > 1)) {
      // The rows of the steps so far go away: if a number went bad in them, it is found now.
      controls.runner.snapshot()
      const rows = rowsOf(number)
      const [epoch, start] = [Math.floor(number / perEpoch()), (number % perEpoch()) * size()]
      await fill(window, blocks, order(shuffle && perEpoch() > 1 ? seed : undefined, epoch), start, rows)
      const { inputs, targets } = window
      const [X, y] = [window.X.subarray(0, rows * inputs), window.y.subarray(0, rows * targets)]
      execution!.setData('training', { ...window, rows, X, y })
      loaded = number
      controls.tune(controls.tuning()) // marks the state as changed: the next step remembers where it started
    }
    return Math.ceil((rowsOf(number) - position) / batch)
  }
  return { device: changingFirst(inner, streaming), feed }
}

/** The backend, but that the first execution that it prepares, the run's own, is changed. What comes later, such as the model's, is not, and
 *  the rows in memory can go when the run has ended. */
function changingFirst(inner: Backend, change: (made: Execution) => Execution): Backend {
  let next: typeof change | undefined = change
  return {
    name: inner.name,
    features: inner.features,
    prepare(plan) {
      const made = inner.prepare(plan)
      const changed = next ? next(made) : made
      next = undefined
      return changed
    },
  }
}

/** The order of the blocks in an epoch; without a seed, as they stand. */
function blockOrder({ counts }: RowBlocks): (seed: number | undefined, epoch: number) => Uint32Array {
  let known: { seed: number | undefined; epoch: number; order: Uint32Array } | undefined
  return (seed, epoch) => {
    if (known && known.seed === seed && known.epoch === epoch) return known.order
    const order = Uint32Array.from({ length: counts.length }, (_, block) => block)
    if (seed !== undefined) randomStream(seed, streams.blocks, epoch).shuffle(order)
    known = { seed, epoch, order }
    return order
  }
}

/** Fills a window with `rows` rows from `start` on, of the blocks in this order. */
async function fill(window: DataSet, blocks: RowBlocks, order: Uint32Array, start: number, rows: number) {
  const { inputs, targets } = window
  const { counts } = blocks
  const pieces: { block: number; from: number; to: number; at: number }[] = []
  for (let i = 0, first = 0; i < order.length && first < start + rows; first += counts[order[i++]!]!) {
    const block = order[i]!
    const from = Math.max(0, start - first)
    const to = Math.min(counts[block]!, start + rows - first)
    if (from < to) pieces.push({ block, from, to, at: first + from - start })
  }
  const coming = new Map<number, Promise<Pick<DataSet, 'X' | 'y'>>>()
  const ask = (i: number) => {
    if (i >= pieces.length) return
    const answer = blocks.read(pieces[i]!.block)
    answer.catch(() => {}) // it is looked at when its turn comes
    coming.set(i, answer)
  }
  for (let i = 0; i < readAhead; i++) ask(i)
  for (let i = 0; i < pieces.length; i++) {
    const { from, to, at } = pieces[i]!
    const { X, y } = await coming.get(i)!
    coming.delete(i)
    ask(i + readAhead)
    window.X.set(X.subarray(from * inputs, to * inputs), at * inputs)
    window.y.set(y.subarray(from * targets, to * targets), at * targets)
  }
}
