// The examples and the README's code run as tests, and print what is written here or there.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Runs a program with the built library, as a user would, and gives the lines that it prints. */
const run = (program: string, folder = root) =>
  execFileSync(process.execPath, [join(root, 'scripts/run.mjs'), program], { cwd: folder, encoding: 'utf8' })
    .trimEnd()
    .split('\n')

test("the text's 3-layer forward pass is the same by hand and as a network", () => {
  const lines = run('examples/forward-pass.ts')
  expect(lines).toEqual([
    '3-layer neural network (2 hidden layers): 9 neurons, 32 weights + 9 biases = 41 learnable parameters',
    'by hand:    -2.838223819798',
    'as network: -2.838224 (x rounded to float32)',
    'firing rate of the first neuron: 0.619604',
  ])
})

test("a user's own activation is derived, checked, trained, saved and loaded", () => {
  expect(run('examples/own-activation.ts')).toEqual([
    'derived: sigmoid(beta * z) + z * (sigmoid(beta * z) * (1 - sigmoid(beta * z)) * beta)',
    'gradients agree with differences: true',
    'after saving and loading: the same prediction',
  ])
})

test('iris is learned from its table, and a row as the user has it is named', () => {
  expect(run('examples/iris.ts')).toEqual(['accuracy on rows used neither to train nor to stop: 1.000', 'setosa'])
})

test('a siamese network tells whether two points lie on the same circle, with one layer that reads both', () => {
  expect(run('examples/siamese.ts')).toEqual([
    '3-layer neural network (2 hidden layers): 50 neurons, 576 weights + 34 biases = 610 learnable parameters',
    'accuracy on new pairs: 0.998',
    'learned: left.W, left.b, h.W, h.b, scores.W, scores.b',
  ])
})

test('the picture of the README is the one that its program draws', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wigglenet-picture-'))
  try {
    execFileSync(
      process.execPath,
      [join(root, 'scripts/run.mjs'), 'examples/spiral-picture.ts', join(folder, 'spiral.svg')],
      { cwd: root },
    )
    expect(
      readFileSync(join(folder, 'spiral.svg'), 'utf8') === readFileSync(join(root, 'docs/spiral.svg'), 'utf8'),
    ).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the code of the README prints what the README says', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [, code, printed] = /```ts\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(readme)!
  const folder = mkdtempSync(join(tmpdir(), 'wigglenet-readme-'))
  try {
    writeFileSync(join(folder, 'readme.ts'), code!)
    expect(run(join(folder, 'readme.ts'), folder).join('\n')).toBe(printed!.trimEnd())
  } finally {
    rmSync(folder, { recursive: true })
  }
})
