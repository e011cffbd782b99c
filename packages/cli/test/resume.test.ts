import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
const model = (run: string) => readFileSync(join(run, 'model.wiggle.safetensors'))

interface Told {
  readonly stage: string
  readonly kind: string
  readonly step: number
  readonly epoch: number
  readonly monitor?: string
}
const events = (run: string) =>
  readFileSync(join(run, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)

/** Ctrl-C when this epoch of this stage is told. */
const atEpoch = (epoch: number, stage = 'model') => ({
  onWrite: (text: string, interrupt: AbortController) => {
    if (text.includes(`"stage":"${stage}","kind":"epoch"`) && text.includes(`"epoch":${epoch},`)) interrupt.abort()
  },
})

describe('resume', () => {
  test('a folder in which another process works is refused, and one whose process has ended is taken over', async () => {
    const run = join(folder, 'locked')
    const first = await runHere(['train', 'xor', '--epochs', '2', '--out', run])
    expect(first.code).toBe(0)
    expect(existsSync(join(run, '.lock'))).toBe(false)
    writeFileSync(join(run, '.lock'), `${process.ppid}\n`) // a process that lives
    const refused = await runHere(['train', '--resume', run])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toBe(
      `wigglenet: ${run}: only one process may work in a folder; got process ${process.ppid} at work in it. Wait until it ends, or choose another folder; if it is no wigglenet, remove ${join(run, '.lock')}.\n`,
    )
    for (const text of ['99999999\n', '']) {
      writeFileSync(join(run, '.lock'), text) // a process that has ended; a file of nobody
      expect((await runHere(['train', '--resume', run])).code).toBe(0)
    }
  })

  test('an interrupted run goes on to the bytes of one that was not, and tells every event once', async () => {
    const flags = ['train', 'spiral', '--epochs', '60', '--patience', '60', '--json', '--out']
    const whole = join(folder, 'whole')
    const parted = join(folder, 'parted')
    await runHere([...flags, whole])
    const first = await runHere([...flags, parted], atEpoch(7))
    expect(first.code).toBe(130)
    expect(resultOf(first)).toMatchObject({ kind: 'result', interrupted: true, reason: 'aborted' })
    expect(model(parted).equals(model(whole))).toBe(false)
    const second = await runHere(['train', '--resume', parted, '--json'], atEpoch(31))
    expect(second.code).toBe(130)
    const last = await runHere(['train', '--resume', parted, '--json'])
    expect(last.code).toBe(0)
    expect(model(parted).equals(model(whole))).toBe(true)
    const told = events(parted)
    expect(told.filter(({ kind }) => kind === 'epoch').map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 60 }, (_, k) => k + 1),
    )
    const checkpoints = told.filter(({ kind }) => kind === 'checkpoint').map(({ step }) => step)
    expect(new Set(checkpoints).size).toBe(checkpoints.length)
    expect(told.filter(({ kind }) => kind === 'stop')).toHaveLength(1)
    const looks = told.filter(({ kind }) => kind === 'monitor').map(({ monitor, epoch }) => `${monitor} ${epoch}`)
    expect(new Set(looks).size).toBe(looks.length)
    // Each of the three sittings has begun with a look.
    expect(looks).toEqual(expect.arrayContaining(['saturation 1', 'update-ratio 1', 'distributions 1']))
    expect(looks.filter((look) => look.startsWith('distributions')).length).toBeGreaterThanOrEqual(3)
  })

  test('a run that revives dead units goes on to the same bytes, and tells each revival once', async () => {
    const high = ['--hidden', '20', '--activation', 'relu', '--optimizer', 'gradient-descent', '--rate', '4']
    const flags = [
      'train',
      'spiral',
      ...high,
      '--revive',
      '3',
      '--epochs',
      '14',
      '--validation',
      '0',
      '--json',
      '--out',
    ]
    const [whole, parted] = [join(folder, 'revived'), join(folder, 'revived-parted')]
    expect((await runHere([...flags, whole])).code).toBe(0)
    const revived = (run: string) => events(run).filter(({ kind }) => kind === 'revive')
    expect([...new Set(revived(whole).map(({ epoch }) => epoch))]).toEqual([3, 6, 9, 12])
    expect((await runHere([...flags, parted], atEpoch(7))).code).toBe(130)
    expect((await runHere(['train', '--resume', parted])).code).toBe(0)
    expect(model(parted).equals(model(whole))).toBe(true)
    expect(revived(parted)).toEqual(revived(whole))
  })

  test('a run interrupted among its folds keeps the folds that are done', async () => {
    const flags = ['train', 'iris', '--folds', '3', '--epochs', '20', '--json', '--out']
    const whole = await runHere([...flags, join(folder, 'folds-whole')])
    const parted = join(folder, 'folds-parted')
    const first = await runHere([...flags, parted], atEpoch(9, 'fold-2'))
    expect(first.code).toBe(130)
    expect(resultOf(first)).toMatchObject({ accuracy: null, interrupted: true })
    const last = await runHere(['train', '--resume', parted, '--json'])
    expect(last.lines.some((line) => line.includes('"stage":"fold-1"'))).toBe(false)
    expect(resultOf(last).folds).toEqual(resultOf(whole).folds)
    expect(model(parted).equals(model(join(folder, 'folds-whole')))).toBe(true)
  })

  test('a finished run ends at once with the same model', async () => {
    const run = join(folder, 'finished')
    await runHere(['train', 'iris', '--epochs', '5', '--out', run])
    const before = model(run)
    const { code, stdout } = await runHere(['train', '--resume', run])
    expect(code).toBe(0)
    expect(stdout).not.toContain('epoch 1/5')
    expect(model(run).equals(before)).toBe(true)
  })

  test('Ctrl-C says with which command to go on', async () => {
    const run = join(folder, 'told')
    const press = {
      onWrite: (text: string, interrupt: AbortController) => text.startsWith('epoch 1/') && interrupt.abort(),
    }
    const { code, stdout } = await runHere(['train', 'iris', '--out', run], press)
    expect(code).toBe(130)
    expect(stdout).toContain(`\ninterrupted; go on with: npx wigglenet train --resume ${run}\n`)
  })

  test('a line of events that was cut short is dropped', async () => {
    const run = join(folder, 'cut')
    await runHere(['train', 'iris', '--epochs', '5', '--json', '--out', run], atEpoch(2))
    appendFileSync(join(run, 'events.jsonl'), '{"stage":"model","ki')
    await runHere(['train', '--resume', run])
    expect(events(run).filter(({ kind }) => kind === 'epoch')).toHaveLength(5)
  })

  test('changed data are refused', async () => {
    const file = join(folder, 'data.csv')
    const rows = Array.from({ length: 60 }, (_, row) => `${row},${row < 30 ? 'low' : 'high'}`)
    writeFileSync(file, `x,y\n${rows.join('\n')}\n`)
    const run = join(folder, 'changed')
    await runHere(['train', file, '--json', '--out', run], atEpoch(2))
    writeFileSync(file, `x,y\n${rows.join('\n').replace('7,low', '7.5,low')}\n`)
    const { code, stderr } = await runHere(['train', '--resume', run])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^wigglenet: --resume: the data must be as when the run began, [0-9a-f]{12}…; got [0-9a-f]{12}… from .*data\.csv\. Bring the data back, or start a new run\.\n$/,
    )
  })

  test('with no checkpoint yet it starts again from the saved options', async () => {
    const run = join(folder, 'early')
    await runHere(['train', 'iris', '--epochs', '5', '--seed', '7', '--out', run])
    const other = join(folder, 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'options.json'), readFileSync(join(run, 'options.json')))
    expect((await runHere(['train', '--resume', other])).code).toBe(0)
    expect(model(other).equals(model(run))).toBe(true)
    expect(existsSync(join(other, 'summary.md'))).toBe(true)
  })
})
