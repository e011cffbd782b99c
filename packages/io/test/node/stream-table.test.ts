// CSV files of the disk that stream: what sorted rows learn, files that change, and memory.
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, describe, expect, test } from 'vitest'
import { type Checkpoint, dense, evaluate, fit, network, randomStream, relu } from 'wigglenet'
import { readTable } from '../../src/node/read-table.ts'
import { streamTable } from '../../src/node/stream-table.ts'

const folder = mkdtempSync(join(tmpdir(), 'wigglenet-stream-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

/** Points of three blobs, one class after the other. */
function sortedCsv(rows: number): string {
  const random = randomStream(1, 3)
  const centers = [
    [-2, 0],
    [2, 0],
    [0, 2.5],
  ]
  const lines = Array.from({ length: rows }, (_, i) => {
    const label = Math.floor((3 * i) / rows)
    return `${centers[label]!.map((center) => (center + random.normal()).toFixed(4)).join(',')},class ${label}\n`
  })
  return `x,y,label\n${lines.join('')}`
}

describe('streamTable', () => {
  test('rows sorted by class are learned from a buffer of a sixteenth of them as from a buffer of all', async () => {
    writeFileSync(at('sorted.csv'), sortedCsv(9600))
    const accuracies: number[] = []
    for (const buffer of [9600, 600]) {
      const stream = await streamTable(at('sorted.csv'), { test: 0.25, seed: 2, buffer })
      const model = await fit(network(2, [dense(16, relu()), dense(3)]), stream, { epochs: 4, batch: 30, seed: 1 })
        .model
      accuracies.push(evaluate(model, stream.test!).accuracy!)
    }
    // Of some 600 rows that both judge; a file read as it stands gives less than 0.7.
    expect(accuracies[0]).toBeGreaterThan(0.91)
    expect(accuracies[1]).toBeGreaterThan(accuracies[0]! - 0.02)
  })

  test('a file that changes is refused when its rows are wanted again, and when the run is resumed', async () => {
    const path = at('changing.csv')
    const text = sortedCsv(300)
    writeFileSync(path, text)
    const net = network(2, [dense(3)])
    const stream = await streamTable(path, { buffer: 64 })
    let saved: Checkpoint | undefined
    const run = fit(net, stream, {
      epochs: 50,
      batch: 8,
      checkpoint: { save: (checkpoint) => void (saved = checkpoint) },
    })
    const wanted = (async () => {
      for await (const event of run) {
        if (event.kind !== 'checkpoint' || event.epoch !== 2) continue
        writeFileSync(path, text.replace(/class 1\n$/m, 'class 2\n').replaceAll('class 1\n', 'class 2\n'))
      }
    })()
    await expect(wanted).rejects.toThrow(
      /changing\.csv: the file must stay as it was when the stream was made; got other bytes from line \d+ on\. Leave it alone while it is in use; make the stream again for the new rows\.$/,
    )
    expect(saved!.cursor.epoch).toBe(2)
    writeFileSync(path, text)
    appendFileSync(path, '1,1,class 0\n')
    const other = await streamTable(path, { buffer: 64 })
    expect(() => fit(net, other, { epochs: 50, batch: 8, resume: saved })).toThrow(
      /^fit: data must be as in the saved run, [0-9a-f]{16}-64; got [0-9a-f]{16}-64\. Resume with the same data and options, or start a new run\.$/,
    )
    writeFileSync(path, text)
    const same = await streamTable(path, { buffer: 64 })
    const rest = await fit(net, same, { epochs: 4, batch: 8, resume: saved }).model
    const whole = await fit(net, same, { epochs: 4, batch: 8 }).model
    expect(rest.parameters).toEqual(whole.parameters)
  })

  test('a file that another one replaces is read on', async () => {
    writeFileSync(at('one.csv'), sortedCsv(300))
    writeFileSync(at('two.csv'), 'x,y,label\n1,2,a\n')
    const stream = await streamTable(at('one.csv'), { buffer: 64 })
    renameSync(at('two.csv'), at('one.csv'))
    await expect(fit(network(2, [dense(3)]), stream, { epochs: 2, batch: 8 }).model).resolves.toBeDefined()
  })

  test('a path that is none, and a folder, are refused', async () => {
    await expect(streamTable(at('none.csv'))).rejects.toThrow(
      'none.csv: the file or folder must exist; got no such path.',
    )
    await expect(streamTable(folder)).rejects.toThrow('the path must name a file; got a folder.')
  })

  // 130,000 rows of 850 characters, 111 MB, in a buffer of 4,096 rows. Read whole they take several times their size.
  test('a process that trains on a file takes less memory than the file is long, all told', async () => {
    const random = randomStream(3, 3)
    const filler = 'some text that nobody needs, '.repeat(28)
    const some = Array.from({ length: 1000 }, () => {
      const [a, b] = [random.normal(), random.normal()]
      return `${a.toFixed(4)},${b.toFixed(4)},${filler.replaceAll(',', '')},${a > b ? 'more' : 'less'}\n`
    }).join('')
    writeFileSync(at('large.csv'), 'a,b,note,label\n')
    for (let i = 0; i < 130; i++) appendFileSync(at('large.csv'), some.replaceAll('some text', `some text ${i}`))
    const program = at('program.mjs')
    const root = fileURLToPath(new URL('../../../..', import.meta.url))
    writeFileSync(
      at('program.ts'),
      `import { statSync } from 'node:fs'
import { dense, fit, memoryOf, network, relu } from 'wigglenet'
import { streamTable } from '@wigglenet/io/node'
const path = process.argv[2]!
const before = process.memoryUsage.rss()
let peak = before
const sample = () => { peak = Math.max(peak, process.memoryUsage.rss()) }
setInterval(sample, 5).unref()
const stream = await streamTable(path, { drop: ['note'], validation: 0.01, buffer: 4096 })
const net = network(stream.inputs, [dense(8, relu()), dense(2)])
const stated = memoryOf(net, stream, { batch: 64 }).total
const run = fit(net, stream, { epochs: 1, batch: 64 })
let last
for await (const event of run) if (event.kind === 'epoch') last = event
sample()
console.log(JSON.stringify({ grown: peak - before, peak, stated, size: statSync(path).size, rows: stream.rows, accuracy: last.validation.accuracy }))
`,
    )
    const alias = {
      'wigglenet/node': join(root, 'packages/wigglenet/src/node/index.ts'),
      wigglenet: join(root, 'packages/wigglenet/src/index.ts'),
      '@wigglenet/io/node': join(root, 'packages/io/src/node/index.ts'),
    }
    const modules = [join(root, 'node_modules')]
    const bundle = await rolldown({
      input: at('program.ts'),
      platform: 'node',
      resolve: { alias, modules },
      external: [/^node:/],
    })
    await bundle.write({ file: program, format: 'esm' })
    await bundle.close()
    const told = execFileSync(
      process.execPath,
      ['--max-semi-space-size=1', '--max-old-space-size=64', program, at('large.csv')],
      { encoding: 'utf8', timeout: 60_000 },
    )
    const { grown, peak, stated, size, rows, accuracy } = JSON.parse(told) as Record<string, number>
    expect(size).toBeGreaterThan(110_000_000)
    expect(rows).toBeGreaterThan(128_000)
    expect(accuracy).toBeGreaterThan(0.97)
    expect(stated).toBeLessThan(2_000_000)
    expect(grown).toBeLessThan(size / 2)
    expect(peak).toBeLessThan(size)
  }, 90_000)
})

test('a table of 50,000 rows without quotes is read whole as well', async () => {
  writeFileSync(at('plain.csv'), sortedCsv(50_000))
  expect((await readTable(at('plain.csv'))).rows).toBe(50_000)
})
