import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
let count = 0
const out = () => join(folder, `search-${++count}`)
const over = ['--over', 'rate=log:1e-4..1e-1', '--over', 'hidden=2|16|32,32']
const short = ['search', 'iris', ...over, '--epochs', '9', '--least', '1']
const model = (search: string) => readFileSync(join(search, 'best', 'model.wiggle.safetensors'))

interface Told {
  readonly kind: string
  readonly trial: number
  readonly epochs: number
  readonly loss?: number
  readonly failure?: string
  readonly setting: Readonly<Record<string, unknown>>
}
const trialsOf = (lines: readonly string[]) =>
  lines.map((text) => JSON.parse(text) as Told).filter(({ kind }) => kind === 'trial')

describe('search', () => {
  test('the best of the drawn settings is trained as a run, judged on rows that no trial has seen', async () => {
    const path = out()
    const ended = await runHere([...short, '--trials', '9', '--json', '--out', path])
    expect(ended.stderr).toBe('')
    expect(ended.code).toBe(0)
    const told = trialsOf(ended.lines)
    expect(told.filter(({ epochs }) => epochs === 1)).toHaveLength(9)
    expect(told.filter(({ epochs }) => epochs === 9).length).toBeGreaterThanOrEqual(1)
    const last = told.filter(({ epochs }) => epochs === 9).sort((a, b) => a.loss! - b.loss!)[0]!
    const options = JSON.parse(readFileSync(join(path, 'best', 'options.json'), 'utf8')) as {
      settings: { rate: number; hidden: number[] }
    }
    expect(options.settings).toMatchObject(last.setting)
    expect(resultOf(ended)).toMatchObject({ kind: 'result', folder: join(path, 'best') })
    expect(resultOf(ended).accuracy).toBeGreaterThan(0.6)
    expect(readdirSync(path).sort()).toEqual(['best', 'events.jsonl', 'search.json'])
  })

  test('dead units are drawn again in every trial and in the best run, where that is asked for', async () => {
    const path = out()
    const high = ['--activation', 'relu', '--optimizer', 'gradient-descent', '--rate', '4', '--epochs', '4']
    const over = ['--over', 'revive=1|2', '--method', 'grid']
    const ended = await runHere(['search', 'spiral', '--hidden', '20', ...high, ...over, '--json', '--out', path])
    expect(ended.code).toBe(0)
    const told = trialsOf(ended.lines)
    expect(told.map(({ setting }) => setting)).toEqual([{ revive: 1 }, { revive: 2 }])
    expect(told[0]!.loss).not.toBe(told[1]!.loss)
    expect(ended.lines.some((line) => line.startsWith('{"stage":"model","kind":"revive"'))).toBe(true)
  })

  test('a search that was interrupted twice goes on to the trials and the model bytes of one that was not', async () => {
    const [whole, parted] = [out(), out()]
    const flags = [...short, '--trials', '6', '--json', '--out']
    const first = await runHere([...flags, whole])
    const atTrial = (trial: number) => ({
      onWrite: (text: string, interrupt: AbortController) => {
        if (text.includes(`"kind":"trial","trial":${trial},`)) interrupt.abort()
      },
    })
    const cut = await runHere([...flags, parted], atTrial(2))
    expect(cut.code).toBe(130)
    expect(resultOf(cut)).toEqual({ kind: 'result', folder: parted, interrupted: true })
    expect((await runHere(['search', '--resume', parted, '--json'], atTrial(5))).code).toBe(130)
    const last = await runHere(['search', '--resume', parted, '--json'])
    expect(last.code).toBe(0)
    const kept = (path: string) =>
      trialsOf(readFileSync(join(path, 'events.jsonl'), 'utf8').trimEnd().split('\n')).map(
        ({ trial, epochs, loss, setting }) => ({ trial, epochs, loss, setting }),
      )
    expect(kept(parted)).toEqual(kept(whole))
    expect(trialsOf(last.lines).length).toBeLessThan(trialsOf(first.lines).length)
    expect(model(parted).equals(model(whole))).toBe(true)
  })

  test('a grid tries every combination for all epochs, and says the best five', async () => {
    const path = out()
    const grid = [
      'search',
      'iris',
      '--method',
      'grid',
      '--over',
      'l2=0|0.01',
      '--over',
      'dropout=0..0.4',
      '--points',
      '3',
    ]
    const { code, stdout } = await runHere([...grid, '--epochs', '4', '--out', path])
    expect(code).toBe(0)
    expect(stdout).toContain('search on iris: 6 settings, grid\n  each trial of 4 epochs\n')
    expect(stdout).toContain('  90 rows train, 30 compare, 30 judge the best one at the end\n')
    expect(stdout.match(/^trial \d, 4 epochs: validation loss [\d.]+, accuracy [\d.]+ {3}l2 /gm)).toHaveLength(6 + 5)
    expect(stdout).toMatch(/training the best one, l2 0(\.01)?, dropout 0(\.2|\.4)?\n/)
  })

  test('a setting whose training becomes NaN is told as failed and never wins; where all do, the search says so', async () => {
    const some = await runHere([
      'search',
      'iris',
      '--method',
      'grid',
      '--over',
      'rate=1e30|0.01',
      '--epochs',
      '2',
      '--json',
      '--out',
      out(),
    ])
    const [bad, good] = trialsOf(some.lines)
    expect(bad!.failure).toContain('every number must stay finite; got Infinity in ')
    expect(good!.loss).toBeGreaterThan(0)
    expect(some.code).toBe(0)
    const all = await runHere([
      'search',
      'iris',
      '--method',
      'grid',
      '--over',
      'rate=1e30|1e31',
      '--epochs',
      '2',
      '--out',
      out(),
    ])
    expect(all.code).toBe(1)
    expect(all.stdout).toContain('no setting could be trained: each became NaN or infinite; search over lower rates')
  })

  test.each([
    [['iris'], '--over: there must be an option to search over; got none.'],
    [['iris', '--over', 'speed=1|2'], '--over: the option must be one of hidden, activation,'],
    [['iris', '--over', 'epochs=1|2'], '--over: the option must be one of hidden, activation,'],
    [['iris', '--over', 'rate=fast'], '--over rate: the value must be a number; got "fast".'],
    [
      ['iris', '--over', 'rate=log:0..1'],
      '--over rate: low and high must be two numbers above 0, the lower one first; got 0 and 1.',
    ],
    [
      ['iris', '--over', 'activation=a..b'],
      '--over activation: a range must be of a flag that takes a number; got a..b.',
    ],
    [['iris', '--over', 'activation=relu|rely'], '--activation: the value must be one of'],
    [
      ['iris', '--over', 'rate=1|2', '--rate', '1'],
      '--over: what is searched over has no one value; got --over rate and --rate.',
    ],
    [['iris', '--over', 'rate=1|2', '--over', 'rate=3'], '--over: each option may be named once; got rate twice.'],
    [
      ['iris', '--over', 'rate=1|2', '--method', 'grid', '--trials', '3'],
      '--trials: the flag must be of use to the method grid; got --method grid.',
    ],
    [
      ['iris', '--over', 'rate=1|2', '--method', 'best'],
      '--method: the value must be one of halving, random, grid; got "best".',
    ],
    [
      ['iris', '--over', 'rate=1|2', '--validation', '0'],
      'search: there must be validation rows to compare settings by; got --validation 0.',
    ],
    [['iris', '--over', 'rate=1|2', '--stream'], '--stream: a search holds its rows in memory'],
    [[], 'search: there must be data: a file, a folder or a name; got none.'],
    [['--resume', '/nowhere'], '--resume: the folder must be that of a search, with search.json in it; got /nowhere.'],
    [
      ['--resume', '/nowhere', '--trials', '3'],
      '--resume: a search goes on with its own data and options; got --trials.',
    ],
  ])('%j is refused before a folder is made', async (flags, message) => {
    const path = out()
    const { code, stderr } = await runHere(['search', ...flags, ...(flags[0] === 'iris' ? ['--out', path] : [])])
    expect(code).toBe(2)
    expect(stderr).toContain(`wigglenet: ${message}`)
    expect(existsSync(path)).toBe(false)
  })
})
