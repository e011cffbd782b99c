import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
let count = 0
const out = () => join(folder, `run-${++count}`)
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('after training', () => {
  test('a sound run ends with one line, and the doctor has nothing to add', async () => {
    const path = out()
    const { stdout } = await runHere(['train', 'iris', '--out', path])
    expect(stdout).toContain('doctor: nothing wrong was found\nmodel: ')
    expect(await runHere(['doctor', path])).toMatchObject({ code: 0, stdout: 'Nothing wrong was found.\n', stderr: '' })
  })

  test('a network without hidden layers on a spiral underfits: in short at the end, in full by the doctor', async () => {
    const path = out()
    const { stdout } = await runHere(['train', 'spiral', '--hidden', 'none', '--epochs', '40', '--out', path])
    expect(stdout).toMatch(
      /doctor: The network underfits\. The mean loss on the training rows themselves is 0\.\d+, \d+ % of what a constant answer costs, with no hidden layer\.\nwhy, and what to try: npx wigglenet doctor .*\nmodel: /,
    )
    const told = await runHere(['doctor', path])
    expect(told.lines.map((line) => line.replace(/[\d.]+/g, '#').slice(0, 30))).toEqual([
      '# The network underfits',
      '   The mean loss on the traini',
      '   Why it matters: The functio',
      '   Try: Use more units (a hidd',
    ])
    const { findings } = resultOf(await runHere(['doctor', path, '--json'])) as { findings: { rule: string }[] }
    expect(findings.map(({ rule }) => rule)).toEqual(['underfitting'])
  })

  test('--json gives the findings in the result, and no other line', async () => {
    const ended = await runHere(['train', 'spiral', '--hidden', 'none', '--epochs', '40', '--json', '--out', out()])
    expect(resultOf(ended).findings).toMatchObject([{ rule: 'underfitting', title: 'The network underfits' }])
    for (const line of ended.lines) expect(() => JSON.parse(line)).not.toThrow()
  })

  test('a run that fails at a rate of 1e30 says so, and keeps what the doctor reads', async () => {
    const path = out()
    const flags = ['--optimizer', 'gradient-descent', '--rate', '1e30']
    const { code, stdout, stderr } = await runHere(['train', 'moons', ...flags, '--out', path])
    expect(code).toBe(1)
    expect(stdout).toContain('doctor: The rate 1e+30 is too high. The run failed: fit: every number must stay finite;')
    expect(stderr).toMatch(/^wigglenet: fit: every number must stay finite; .*\n$/)
    const { lines } = await runHere(['doctor', path])
    expect(lines[0]).toBe('1. The rate 1e+30 is too high')
    expect(lines.at(-1)).toBe('   Try: Lower the rate to a tenth: gradient-descent at 1e+29.')
  })

  test('of dead units it names the flag that has them drawn again', async () => {
    const path = out()
    const high = ['--activation', 'relu', '--optimizer', 'gradient-descent', '--rate', '4', '--epochs', '14']
    await runHere(['train', 'spiral', '--hidden', '20', ...high, '--out', path])
    expect((await runHere(['doctor', path])).stdout).toMatch(
      /Try: Lower the rate \(gradient-descent, now 4\), use leaky ReLU or maxout, or have dead units drawn again: --revive 1, in code revive: revive\(\)\.\n/,
    )
  })

  test('a resumed run is judged by all its epochs', async () => {
    const path = out()
    const stop = (text: string, interrupt: AbortController) => {
      if (text.includes('"kind":"epoch"') && text.includes('"epoch":3,')) interrupt.abort()
    }
    const first = await runHere(['train', 'moons', '--epochs', '8', '--json', '--out', path], { onWrite: stop })
    expect(first.code).toBe(130)
    expect((await runHere(['train', '--resume', path])).code).toBe(0)
    const { curve } = JSON.parse(readFileSync(join(path, 'facts.json'), 'utf8')) as { curve: { epoch: number }[] }
    expect(curve.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('folds: the model that is kept is examined', async () => {
    const { stdout } = await runHere(['train', 'iris', '--folds', '3', '--out', out()])
    expect(stdout).toContain('doctor: nothing wrong was found\n')
  })
})

test('with data, the score on them is what the model is judged by', async () => {
  const path = out()
  const row = (i: number, sign: number) =>
    `${(i * 37) % 101},${(i * 61) % 103},${sign * ((i * 37) % 101) > sign * 50 ? 'a' : 'b'}`
  const rows = (sign: number) => Array.from({ length: 200 }, (_, i) => row(i, sign)).join('\n')
  const train = file('train.csv', `x,y,label\n${rows(1)}\n`)
  const other = file('other.csv', `x,y,label\n${rows(-1)}\n`)
  await runHere(['train', train, '--out', path])
  const { stdout } = await runHere(['doctor', path, other])
  expect(stdout).toMatch(/^accuracy 0\.0\d\d on 200 rows\n/)
  expect(stdout).toMatch(
    /1\. The network overfits\n {3}The accuracy is \d+(\.\d)? % on the training rows and \d+ % on 200 test rows\./,
  )
})

test.each([
  [
    ['doctor', join(folder, 'nowhere')],
    `wigglenet: doctor: the folder must be that of a run, with options.json in it; got ${join(folder, 'nowhere')}. Name the folder that train has printed.\n`,
  ],
  [['doctor', folder, '--seed', '2'], 'wigglenet: --seed: the flag is for data; got a run alone. Leave it out.\n'],
  [['doctor'], "wigglenet: missing required argument 'run'. See wigglenet --help.\n"],
])('%j is refused in a line', async (argv, line) => {
  writeFileSync(join(folder, 'facts.json'), JSON.stringify({ layers: [], curve: [], data: {}, scores: {} }))
  expect(await runHere(argv)).toMatchObject({ code: 2, stdout: '', stderr: line })
})

test('facts that are damaged, or something else, are refused', async () => {
  const path = scratchFolder()
  expect(existsSync(join(path, 'facts.json'))).toBe(false)
  for (const [text, received] of [
    ['{"layers":', 'the file must hold JSON;'],
    ['[]', 'got something else.'],
  ] as const) {
    writeFileSync(join(path, 'facts.json'), text)
    const { code, stderr } = await runHere(['doctor', path])
    expect([code, stderr]).toEqual([2, expect.stringContaining(received)])
  }
})

test('a run that was killed before it had a model says how to go on, to the doctor, to plot and to evaluate', async () => {
  const path = scratchFolder()
  writeFileSync(join(path, 'options.json'), '{}')
  const resume = `train --resume ${path}`
  const noModel = `wigglenet: ${path}: the run must have ended, or been interrupted, to have a model; got a folder without model.wiggle.safetensors. Go on with: npx wigglenet ${resume}\n`
  expect(await runHere(['plot', path])).toMatchObject({ code: 2, stdout: '', stderr: noModel })
  expect(await runHere(['evaluate', path, 'iris'])).toMatchObject({ code: 2, stdout: '', stderr: noModel })
  const { code, stderr } = await runHere(['doctor', path])
  expect([code, stderr]).toEqual([
    2,
    `wigglenet: ${join(path, 'facts.json')}: the file must hold the facts of a run, which train writes when it ends; got no file. Finish the run with train --resume, or start a new one; a run that streams its data has none.\n`,
  ])
})
