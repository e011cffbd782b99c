// Folders of images, from the files to a model that judges others.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
const idx = (sizes: number[], values: Iterable<number>) =>
  Buffer.from([0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255]), ...values])

/** Images of 4x4 pixels, whose left half is bright in class 0 and whose right half is bright in class 1. */
function halves(count: number, offset: number): { pixels: Buffer; labels: Buffer } {
  const pixel = (image: number, column: number) =>
    (image % 2 === 0 ? column < 2 : column >= 2) ? 150 + ((image * 37 + offset) % 100) : (image * 13 + offset) % 100
  const values = Array.from({ length: count * 16 }, (_, k) => pixel(Math.floor(k / 16), k % 4))
  return {
    pixels: idx([count, 4, 4], values),
    labels: idx(
      [count],
      Array.from({ length: count }, (_, k) => k % 2),
    ),
  }
}

function write(name: string, withTest: boolean): string {
  const path = join(folder, name)
  mkdirSync(path)
  const train = halves(200, 0)
  writeFileSync(join(path, 'train-images-idx3-ubyte.gz'), gzipSync(train.pixels))
  writeFileSync(join(path, 'train-labels-idx1-ubyte'), train.labels)
  if (!withTest) return path
  const judged = halves(60, 7)
  writeFileSync(join(path, 't10k-images-idx3-ubyte'), judged.pixels)
  writeFileSync(join(path, 't10k-labels-idx1-ubyte.gz'), gzipSync(judged.labels))
  return path
}

test.each(['unit', 'centered', 'standardized'])(
  'pixels scaled as %s train on their own rows and are judged by the test files',
  async (scaling) => {
    const data = write(`halves-${scaling}`, true)
    const run = join(folder, `run-${scaling}`)
    const ended = await runHere(['train', data, '--scaling', scaling, '--epochs', '20', '--json', '--out', run])
    expect(JSON.parse(ended.lines[0]!)).toMatchObject({ rows: { train: 180, validation: 20, test: 60 } })
    expect(resultOf(ended)).toMatchObject({ kind: 'result', accuracy: 1, rows: 60 })
    const judged = await runHere(['evaluate', run, data, '--json'])
    expect(resultOf(judged)).toMatchObject({ accuracy: 1, rows: 60 })
  },
)

test('without test files, some of the images are kept back', async () => {
  const ended = await runHere(['train', write('alone', false), '--json', '--out', join(folder, 'run-alone')])
  expect(JSON.parse(ended.lines[0]!)).toMatchObject({ rows: { train: 140, validation: 20, test: 40 } })
  expect(resultOf(ended).rows).toBe(40)
})

test('with --validation 0 every training image trains, for all epochs', async () => {
  const flags = ['--validation', '0', '--epochs', '3', '--json']
  const ended = await runHere(['train', write('all', true), ...flags, '--out', join(folder, 'run-all')])
  expect(JSON.parse(ended.lines[0]!)).toMatchObject({ rows: { train: 200, validation: 0, test: 60 } })
  expect(resultOf(ended)).toMatchObject({ epochs: 3, best: 3, reason: 'epochs' })
})

test('a model of images predicts rows of pixels, and says when there are too few or they are none', async () => {
  const run = join(folder, 'run-pixels')
  await runHere(['train', write('pixels', true), '--epochs', '20', '--out', run])
  const bright = Array.from({ length: 16 }, (_, k) => (k % 4 >= 2 ? 200 : 20)).join(',')
  const { lines } = await runHere(['predict', run, '-', '--no-header'], { stdin: `${bright}\n` })
  expect(lines[1]).toMatch(/^1,/)
  const { code, stderr } = await runHere(['predict', run, '-', '--no-header'], { stdin: '1,2,3\n' })
  expect(code).toBe(2)
  expect(stderr).toBe(
    'wigglenet: standard input: every row must have 16 cells, one for each input; got 3. Give the inputs of training, without the target.\n',
  )
  const tooBright = await runHere(['predict', run, '-', '--no-header'], { stdin: `${bright}\n${bright}6\n` })
  expect(tooBright.code).toBe(2)
  expect(tooBright.stdout).toBe('')
  expect(tooBright.stderr).toBe(
    'wigglenet: standard input: column "16" must hold pixels of 0 to 255; got 2006 in line 2. Correct the cell.\n',
  )
})
