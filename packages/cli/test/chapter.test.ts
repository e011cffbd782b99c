import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere, scratchFolder } from './fake-terminal.ts'

test('chapter runs one experiment by its name or its number, and tells claim, verdict, findings and measured numbers', async () => {
  const byName = await runHere(['chapter', 'counting'])
  expect(byName.code).toBe(0)
  expect(byName.lines[0]).toBe('7. Counting neurons, layers and parameters')
  expect(byName.lines[2]).toMatch(/^ {3}Verdict: holds \(\d+\.\d s\)$/)
  expect(byName.lines[3]).toBe(
    '   + 2 layers, 6 neurons, 20 weights (20 lines in the diagram) + 6 biases = 26 parameters; the text says 26.',
  )
  const time = (text: string) => text.replace(/\(\d+\.\d s/, '(0 s')
  expect(time((await runHere(['chapter', '7'])).stdout)).toBe(time(byName.stdout))
})

test('chapter --list names the experiments with their budgets and runs none', async () => {
  const { lines } = await runHere(['chapter', '--list'])
  expect(lines).toContain('7. counting: Counting neurons, layers and parameters (at most 2 s on 2 cores, 2 s in short)')
  expect(lines.filter((line) => / \(at most \d+ s on 2 cores, \d+ s in short\)$/.test(line))).toHaveLength(13)
})

test('approximation takes functions that are typed, and refuses them elsewhere or where they cannot be read', async () => {
  const { code, lines } = await runHere(['chapter', 'approximation', '--short', '--function', 'abs(x - 0.2)', 'x^3'])
  expect(code).toBe(0)
  expect(lines.filter((line) => line.startsWith('Largest difference from '))).toEqual([
    'Largest difference from abs(x - 0.2)',
    'Largest difference from x^3',
  ])
  const broken = await runHere(['chapter', 'approximation', '--function', 'sin(6*x'])
  expect([broken.code, broken.stderr]).toEqual([
    2,
    'wigglenet: functionOf: column 8 must be ")"; got the end. Correct the formula.\n',
  ])
  expect((await runHere(['chapter', 'counting', '--function', 'x'])).stderr).toBe(
    'wigglenet: chapter: --function must go with approximation; got "counting". Run chapter approximation, or leave --function out.\n',
  )
}, 120_000)

test('an experiment that is not there is an error that lists those that are', async () => {
  const { code, stderr } = await runHere(['chapter', 'gravity'])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /^wigglenet: chapter: the name must be one of .*\bcounting\b.*; got "gravity"\. Choose a name from the list\.\n$/,
  )
})

test('--out writes a page, into a folder that need not be there yet', async () => {
  const folder = join(scratchFolder(), 'a', 'b')
  const { lines } = await runHere(['chapter', 'counting', '--out', folder])
  expect(lines.at(-1)).toBe(join(folder, 'index.html'))
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  expect(page.startsWith('<!doctype html>')).toBe(true)
  expect(page).toContain('Counting neurons, layers and parameters')
})

test('on a terminal the progress stands on a line that is cleared away, and Ctrl-C ends with 130 and says what is done', async () => {
  const ended = await runHere(['chapter', 'one-neuron', '--short'], {
    isTTY: true,
    onWrite: (text, interrupt) => {
      if (text.includes(' %  2. One neuron')) interrupt.abort()
    },
  })
  expect(ended.code).toBe(130)
  expect(ended.stdout).toContain('\r 33 %  2. One neuron is a linear classifier')
  expect(ended.stdout.endsWith('\r\u001b[K')).toBe(true)
  expect(ended.stderr).toBe('interrupted: 0 of 1 experiments are done\n')
})
