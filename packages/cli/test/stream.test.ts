// train --stream: files are read as their rows are needed; the run folder, going on with it and using the model are as ever.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { streamedFiles } from '../src/stream-task.ts'
import { resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const model = (run: string) => readFileSync(join(run, 'model.wiggle.safetensors'))

/** Two classes apart by a line, sorted by class. */
const linesOf = (rows: number) =>
  Array.from({ length: rows }, (_, i) => {
    const label = i < rows / 2 ? 'low' : 'high'
    const x = ((i * 37) % 101) / 10
    return `${x},${(label === 'low' ? x - 2 : x + 2).toFixed(2)},${['a', 'b', 'c'][i % 3]},${label}\n`
  })
const csv = (lines: readonly string[]) => `x,y,group,label\n${lines.join('')}`
writeFileSync(at('rows.csv'), csv(linesOf(3000)))

describe('train --stream', () => {
  const flags = [
    'train',
    at('rows.csv'),
    '--stream',
    '--buffer',
    '300',
    '--epochs',
    '6',
    '--batch',
    '20',
    '--validation',
    '0.1',
  ]

  test('says what it does and how much memory it takes, learns sorted rows, and its model predicts and is judged', async () => {
    const run = at('told')
    const ended = await runHere([...flags, '--out', run])
    expect(ended.stderr).toBe('')
    expect(ended.code).toBe(0)
    expect(ended.stdout).toContain('streamed from disk: 0.0 MB')
    expect(ended.stdout).toContain('target label, the last column, as none was named')
    expect(ended.stdout).toMatch(/ {2}300 of the training rows in memory at a time: 0\.\d MB with network and batch\n/)
    expect(ended.stdout).toMatch(/accuracy (0\.9\d\d|1\.000) on \d\d\d rows used neither to train nor to stop/)
    expect(readFileSync(join(run, 'events.jsonl'), 'utf8')).not.toContain('monitor')
    const judged = await runHere(['evaluate', run, at('rows.csv'), '--json'])
    expect(resultOf(judged).accuracy).toBeGreaterThan(0.95)
    writeFileSync(at('new.csv'), 'x,y,group\n5,9,a\n5,1,b\n')
    const predicted = await runHere(['predict', run, at('new.csv')])
    expect(predicted.lines.map((line) => line.split(',')[0])).toEqual(['prediction', 'high', 'low'])
  })

  test('an interrupted run goes on to the bytes of one that was not', async () => {
    const [whole, parted] = [at('whole'), at('parted')]
    await runHere([...flags, '--json', '--out', whole])
    const first = await runHere([...flags, '--json', '--out', parted], {
      onWrite: (text, interrupt) => {
        if (text.includes('"kind":"epoch"') && text.includes('"epoch":2,')) interrupt.abort()
      },
    })
    expect(first.code).toBe(130)
    expect(model(parted).equals(model(whole))).toBe(false)
    const rest = await runHere(['train', '--resume', parted, '--json'])
    expect(rest.code).toBe(0)
    expect(model(parted).equals(model(whole))).toBe(true)
  })

  test('a file that has changed is not gone on with', async () => {
    const path = at('grown.csv')
    writeFileSync(path, csv(linesOf(900)))
    const run = at('grown')
    await runHere(['train', path, '--stream', '--buffer', '200', '--epochs', '1', '--out', run])
    appendFileSync(path, '1,1,a,low\n')
    const ended = await runHere(['train', '--resume', run])
    expect(ended.code).toBe(2)
    expect(ended.stderr).toMatch(
      /^wigglenet: --resume: the data must be as when the run began, [0-9a-f]{12}…; got [0-9a-f]{12}… from .*grown\.csv\. Bring the data back, or start a new run\.\n$/,
    )
  })

  test('the CSV files of a folder are one table', async () => {
    mkdirSync(at('parts'))
    const lines = linesOf(3000)
    writeFileSync(at('parts/1.csv'), csv(lines.slice(0, 1000)))
    writeFileSync(at('parts/2.csv'), csv(lines.slice(1000)))
    const more = ['--stream', '--buffer', '300', '--epochs', '2', '--json', '--out']
    const ended = await runHere(['train', at('parts'), ...more, at('of-parts')])
    expect(resultOf(ended)).toMatchObject({ kind: 'result', rowsInAll: 3000 })
    expect(ended.stdout).toContain('streamed from disk: 2 files, 0.0 MB')
  })

  test.each([
    [
      ['spiral', '--stream'],
      '--stream: the flag is for files that are streamed; got the embedded data spiral. Leave it out.',
    ],
    [
      [at('rows.csv'), '--buffer', '9'],
      '--buffer: the flag is for files that are streamed; got data that are read whole. Leave it out, or add --stream.',
    ],
    [
      [at('rows.csv'), '--stream', '--buffer', '0'],
      '--buffer: buffer must be a whole number in [1, 4294967295]; got 0. Give buffer a whole number in [1, 4294967295].',
    ],
    [
      [at('rows.csv'), '--stream', '--buffer', '9', '--batch', '10'],
      'fit: the buffer of the stream must hold at least a batch, 10 rows; got 9. Make the stream with a larger buffer, or use a smaller batch.',
    ],
    [
      [at('rows.csv'), '--stream', '--folds', '3'],
      `--folds: folds are for data that are read whole; got ${at('rows.csv')}, which is streamed. Use --test, the share of the rows that judge.`,
    ],
    [
      [at('rows.csv'), '--stream', '--revive', '1'],
      '--revive: all training rows must be in memory, to see which units none of them activates; got a stream. Leave it out.',
    ],
    [
      [at('rows.csv'), '--stream', '--scaling', 'unit'],
      '--scaling: the flag is for images; got a table. Leave it out.',
    ],
    [
      [at('rows.csv'), '--stream', '--target', 'z'],
      '--target: target must name a column, one of x, y, group, label; got "z". Choose a name from the list.',
    ],
    [
      [at('rows.csv'), '--stream', '--target', 'x', '--drop', 'x'],
      '--drop: the target must stay; got "x". Name another target, or leave it out of --drop.',
    ],
    [[folder, '--stream', '--out', 'x'], undefined],
    [
      [at('none.csv'), '--stream'],
      `${at('none.csv')}: the file or folder must exist; got no such path. Check the path.`,
    ],
  ])('%j is refused in words', async (argv, line) => {
    mkdirSync(at('empty'), { recursive: true })
    const words = line === undefined ? ['train', at('empty'), '--stream'] : ['train', ...argv]
    const ended = await runHere(words)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toBe(
      `wigglenet: ${line ?? `${at('empty')}: a folder that is streamed must hold CSV files; got none. Give a folder with files that end in .csv, or leave --stream out.`}\n`,
    )
  })

  test('a file too large to be read whole is streamed without being asked, a packed one is not', async () => {
    expect(await streamedFiles(at('rows.csv'), {}, 1000)).toMatchObject({ paths: [at('rows.csv')], asked: false })
    expect(await streamedFiles(at('rows.csv'), {}, 1_000_000)).toBeUndefined()
    writeFileSync(at('rows.csv.gz'), 'x'.repeat(2000))
    expect(await streamedFiles(at('rows.csv.gz'), {}, 1000)).toBeUndefined()
    expect(await streamedFiles('iris', {}, 0)).toBeUndefined()
  })
})
