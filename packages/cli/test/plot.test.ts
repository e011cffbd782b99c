import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
const run = join(folder, 'spiral-1')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
beforeAll(async () => {
  expect(
    (await runHere(['train', 'spiral', '--hidden', '8', '--activation', 'relu', '--epochs', '10', '--out', run])).code,
  ).toBe(0)
  keepEvents(run)
})

/** Which epochs monitors look at depends on the speed of the machine: here they have looked at none, or at these. */
function keepEvents(path: string, looks: readonly number[] = []): void {
  const file = join(path, 'events.jsonl')
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !line.includes('"kind":"monitor"'))
  const told = { stage: 'model', kind: 'monitor', monitor: 'update-ratio', step: 1, rows: 9 }
  const layers = [{ layer: 'h1', values: { ratio: 0.002 } }]
  writeFileSync(file, [...looks.map((epoch) => JSON.stringify({ ...told, epoch, layers })), ...lines].join('\n'))
}

describe('report.html', () => {
  test('train writes it, with the score, the doctor and the commands to go on', () => {
    const html = read('spiral-1/report.html')
    for (const text of [
      '<h1>spiral-1</h1>',
      'The doctor',
      '<h3>Learning curves</h3>',
      '<h3>Confusion matrix</h3>',
      '<h3>Decision regions</h3>',
      `npx wigglenet train --resume ${run}`,
    ]) {
      expect(html).toContain(text)
    }
    expect(html.length).toBeLessThan(1_500_000)
  })

  test('after folds it has the confusion of all rows, and the spread', async () => {
    const out = join(folder, 'folds')
    const ended = await runHere(['train', 'iris', '--folds', '3', '--epochs', '5', '--json', '--out', out])
    expect(resultOf(ended).report).toBe(join(out, 'report.html'))
    const html = read('folds/report.html')
    expect(html).toContain('of 150 rows are right.')
    expect(html).toContain('Mean of 3 folds, 150 rows in all.')
  })

  test('one that cannot be written is told, and costs the run nothing', async () => {
    const out = join(folder, 'blocked')
    const onWrite = () => mkdirSync(join(out, 'report.html'), { recursive: true })
    const { code, stdout, stderr } = await runHere(['train', 'xor', '--epochs', '3', '--out', out], {
      onWrite: (text) => text.startsWith('epoch') && onWrite(),
    })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toContain('no report: ')
    expect(existsSync(join(out, 'model.wiggle.safetensors'))).toBe(true)
    expect(existsSync(join(out, 'summary.md'))).toBe(true)
  })

  test('an interrupted run has none, and gets it when it is resumed', async () => {
    const out = join(folder, 'interrupted')
    const first = await runHere(['train', 'moons', '--epochs', '30', '--out', out], {
      onWrite: (text, interrupt) => text.startsWith('epoch') && interrupt.abort(),
    })
    expect(first.code).toBe(130)
    expect(existsSync(join(out, 'report.html'))).toBe(false)
    expect((await runHere(['train', '--resume', out])).code).toBe(0)
    expect(existsSync(join(out, 'report.html'))).toBe(true)
  })
})

describe('plot', () => {
  test('without a picture lists those that there are', async () => {
    const { code, stdout } = await runHere(['plot', run])
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toEqual([
      'curves',
      'confusion',
      'calibration',
      'regions',
      'polygons',
      'units',
      'grid',
      'network',
      'health',
      'neuron',
      'histogram',
    ])
  })

  test('draws how the layers fared where the monitors of train have looked at three epochs', async () => {
    const out = join(folder, 'looked-at')
    expect((await runHere(['train', 'xor', '--epochs', '4', '--out', out])).code).toBe(0)
    keepEvents(out, [1, 2])
    expect((await runHere(['plot', out])).lines).not.toContain('update-ratio')
    keepEvents(out, [1, 2, 4])
    expect((await runHere(['plot', out])).lines).toContain('update-ratio')
    expect((await runHere(['plot', out, 'update-ratio', '--out', join(folder, 'ratio.svg')])).code).toBe(0)
    expect(read('ratio.svg')).toContain('>Update ratio over time<')
  })

  test('writes SVG, PNG or HTML, as the file ends', async () => {
    const file = (name: string) => join(folder, name)
    const svg = await runHere(['plot', run, 'curves', '--out', file('c.svg'), '--theme', 'dark', '--width', '800'])
    expect(svg.stdout).toBe(`${file('c.svg')}\n`)
    expect(read('c.svg')).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" .* width="800" .*fill="#171a1f"/)
    expect((await runHere(['plot', run, 'regions', '--out', file('r.png')])).code).toBe(0)
    const png = readFileSync(file('r.png'))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBe(2 * 640)
    expect((await runHere(['plot', run, 'network', '--out', file('n.html')])).code).toBe(0)
    expect(read('n.html')).toMatch(/^<!doctype html>.*<h3>The network<\/h3>/s)
  })

  test('without --out it writes into the folder of the run', async () => {
    const { stdout } = await runHere(['plot', run, 'network'])
    expect(stdout).toBe(`${join(run, 'network.svg')}\n`)
    expect(existsSync(join(run, 'network.svg'))).toBe(true)
  })

  test('of data that have changed or gone, it draws what needs no rows, and says so', async () => {
    const data = join(folder, 'rows.csv')
    const rows = Array.from({ length: 60 }, (_, k) => `${k % 7},${(k * 5) % 11},${k % 2 === 0 ? 'even' : 'odd'}`)
    writeFileSync(data, `a,b,kind\n${rows.join('\n')}\n`)
    const out = join(folder, 'changing')
    expect((await runHere(['train', data, '--epochs', '2', '--out', out])).code).toBe(0)
    keepEvents(out)
    writeFileSync(data, `a,b,kind\n${rows.slice(1).join('\n')}\n`)
    const { code, stdout, stderr } = await runHere(['plot', out])
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^wigglenet: some pictures are missing: plot: the data must be as when the run began, \w{12}…; got \w{12}… from .*rows\.csv\. Bring the data back, or start a new run\.\n$/,
    )
    expect(stdout.trimEnd().split('\n')).toEqual([
      'curves',
      'regions',
      'units',
      'grid',
      'network',
      'neuron',
      'histogram',
    ])
  })

  test.each([
    [
      ['nowhere', 'curves'],
      'plot: the folder must be that of a run, with options.json in it; got nowhere. Name the folder that train has printed.',
    ],
    [
      [run, 'curves', '--out', 'c.pdf'],
      '--out: the file must end with .svg, .png or .html; got c.pdf. Choose one of these.',
    ],
    [
      [run, '--out', 'c.svg'],
      '--out: there must be a picture to write; got none. Name one; without --out they are listed.',
    ],
    [[run, 'curves', '--theme', 'pink'], '--theme: the theme must be light or dark; got pink. Choose one of these.'],
    [
      [run, 'curves', '--width', '10'],
      '--width: the width must be a whole number in [240, 4000]; got 10. Choose such a number.',
    ],
    [
      [run, 'curve'],
      'plot: the picture must be one that this run has: curves, confusion, calibration, regions, polygons, units, grid, network, health, neuron, histogram; got "curve". Choose a name from the list.',
    ],
  ])('bad input is one line and the exit code 2: %j', async (argv, line) => {
    const { code, stdout, stderr } = await runHere(['plot', ...argv])
    expect([code, stdout, stderr]).toEqual([2, '', `wigglenet: ${line}\n`])
  })
})
