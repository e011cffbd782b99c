import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()

test('the rates of a table are shown with their losses, a suggestion, and a picture', async () => {
  const out = join(folder, 'rates.svg')
  const { code, stdout, stderr } = await runHere(['rates', 'iris', '--optimizer', 'nadam', '--out', out])
  expect([code, stderr]).toEqual([0, ''])
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toBe('nadam on 90 rows, batch 16')
  expect(lines[1]).toBe('     rate  loss')
  expect(lines[2]).toMatch(/^ 0\.000001 {2}1\.\d+$/)
  expect(lines.at(-2)).toMatch(/^try --rate 0\.0?\d+$/)
  expect(lines.at(-1)).toBe(out)
  expect(readFileSync(out, 'utf8')).toContain('Which learning rate?')
})

test('--json gives the curve; the same seed gives the same one', async () => {
  const [one, other] = [await runHere(['rates', 'moons', '--json']), await runHere(['rates', 'moons', '--json'])]
  const range = JSON.parse(one.stdout) as { curve: { rate: number }[]; suggestion: number }
  expect(range.curve.length).toBeGreaterThan(100)
  expect(range.suggestion).toBeGreaterThan(0)
  expect(other.stdout).toBe(one.stdout)
})

test.each([
  [
    'rates iris --rate 0.1',
    'rates: no flag of --rate, --schedule, --warm-up, --average, --epochs, --patience, --augment, and no stream: 200 steps of growing rates are run; got --rate. Leave it out.',
  ],
  ['rates iris --out rates.pdf', '--out: the file must end with .svg or .png; got rates.pdf. Choose one of these.'],
])('%s', async (line, message) => {
  const { code, stderr } = await runHere(line.split(' '))
  expect([code, stderr]).toEqual([2, `wigglenet: ${message}\n`])
})
