import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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
const noisy = (row: number) => ((row * 7919) % 101) / 101
const line = (row: number) => `${row % 40},${noisy(row)},${3 * (row % 40) + 5 + noisy(row)}`
const regression = file('lines.csv', `a,b,price\n${Array.from({ length: 120 }, (_, row) => line(row)).join('\n')}\n`)

describe('train', () => {
  test('a table becomes a folder with a model, events, options and a summary', async () => {
    const path = out()
    const { code, stdout, stderr } = await runHere(['train', 'iris', '--epochs', '40', '--out', path])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(readdirSync(path).sort()).toEqual([
      'checkpoint.safetensors',
      'events.jsonl',
      'facts.json',
      'model.wiggle.safetensors',
      'options.json',
      'report.html',
      'summary.md',
    ])
    expect(stdout).toContain('  target species, the last column, as no --target was given\n')
    expect(stdout).toContain('  90 rows train, 30 tell when to stop, 30 judge at the end\n')
    expect(stdout).toContain('3-layer neural network (2 hidden layers): 131 neurons, 4544 weights + 131 biases')
    expect(stdout).toMatch(/accuracy 0\.\d{3} on 30 rows used neither to train nor to stop\n/)
    expect(readFileSync(join(path, 'summary.md'), 'utf8')).toContain(`npx wigglenet train --resume ${path}`)
    const events = readFileSync(join(path, 'events.jsonl'), 'utf8').trimEnd().split('\n')
    const kinds = events.map((text) => JSON.parse(text) as { kind: string; epoch: number })
    expect(kinds.filter(({ kind }) => kind === 'epoch').map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 40 }, (_, k) => k + 1),
    )
    expect(kinds.at(-1)).toMatchObject({ kind: 'stop', epoch: 40, reason: 'epochs' })
  })

  test('with --json every line is JSON, and the held-out score is the first score of the last line', async () => {
    const ended = await runHere(['train', 'iris', '--epochs', '30', '--json', '--out', out()])
    const kinds = ended.lines.map((text) => (JSON.parse(text) as { kind: string }).kind)
    expect(kinds[0]).toBe('start')
    expect(kinds.at(-1)).toBe('result')
    expect(ended.lines.at(-1)).toMatch(/^\{"kind":"result","accuracy":[\d.]+,/)
    expect(resultOf(ended).accuracy).toBeGreaterThan(0.85)
  })

  test('two runs with one seed give model files of the same bytes', async () => {
    const bytes: Buffer[] = []
    for (let k = 0; k < 2; k++) {
      const ended = await runHere(['train', 'moons', '--epochs', '5', '--json', '--out', out()])
      bytes.push(readFileSync(String(resultOf(ended).model)))
    }
    expect(bytes[0]!.equals(bytes[1]!)).toBe(true)
  })

  test('another seed gives another model', async () => {
    const bytes: Buffer[] = []
    for (const seed of ['1', '2']) {
      const ended = await runHere(['train', 'iris', '--epochs', '3', '--json', '--seed', seed, '--out', out()])
      bytes.push(readFileSync(String(resultOf(ended).model)))
    }
    expect(bytes[0]!.equals(bytes[1]!)).toBe(false)
  })

  test('a number column is predicted in its own unit, with R² and errors', async () => {
    const ended = await runHere(['train', regression, '--json', '--out', out()])
    expect(ended.lines.at(-1)).toMatch(/^\{"kind":"result","r2":0\.9\d+,/)
    const { meanAbsoluteError } = resultOf(ended)
    expect(meanAbsoluteError).toBeLessThan(5) // the targets go from 5 to 123
  })

  test('folds judge every row once, then all rows train for the median best epoch', async () => {
    const path = out()
    const ended = await runHere(['train', 'iris', '--folds', '3', '--epochs', '40', '--json', '--out', path])
    const { folds, rows, confusion, accuracy, epochs } = resultOf(ended) as {
      folds: number[]
      rows: number
      confusion: number[][]
      accuracy: number
      epochs: number
    }
    expect(folds).toHaveLength(3)
    expect(rows).toBe(150)
    expect(confusion.map((row) => row.reduce((sum, cell) => sum + cell, 0))).toEqual([50, 50, 50])
    expect(accuracy).toBeCloseTo(folds.reduce((sum, score) => sum + score, 0) / 3, 12)
    const saved = JSON.parse(readFileSync(join(path, 'folds.json'), 'utf8')) as { best: number }[]
    expect(epochs).toBe(saved.map(({ best }) => best).sort((a, b) => a - b)[1])
    expect(JSON.parse(ended.lines[0]!)).toMatchObject({ rows: { train: 80, validation: 20, test: 50 } })
    const described = await runHere(['describe', path])
    expect(described.stdout).toContain('trained on 150 rows')
  })

  test('its events tell dead units, saturation, updates and distributions, as far as there are such units', async () => {
    const told = async (...flags: string[]) => {
      const path = out()
      await runHere(['train', 'iris', '--hidden', '5', '--epochs', '2', ...flags, '--out', path])
      const lines = readFileSync(join(path, 'events.jsonl'), 'utf8').trimEnd().split('\n')
      const events = lines.map(
        (line) => JSON.parse(line) as { kind: string; epoch: number; monitor?: string; stage: string },
      )
      return events.flatMap(({ kind, epoch, monitor, stage }) =>
        kind === 'monitor' && epoch === 1 ? [`${stage} ${monitor}`] : [],
      )
    }
    const all = ['model saturation', 'model update-ratio', 'model distributions']
    expect(await told('--activation', 'relu')).toEqual(['model dead-units', ...all])
    expect(await told('--activation', 'tanh')).toEqual(all)
    expect(await told('--folds', '3')).toEqual(all)
  })

  test('without rows to judge with, no score is claimed', async () => {
    const ended = await runHere(['train', 'iris', '--test', '0', '--epochs', '2', '--json', '--out', out()])
    expect(ended.lines.at(-1)).toMatch(/^\{"kind":"result","accuracy":null,"estimatedBy":"nothing"/)
    const plain = await runHere(['train', 'iris', '--test', '0', '--epochs', '2', '--out', out()])
    expect(plain.stdout).toContain('no estimate: no rows were kept back (--test 0)\n')
  })

  test.each([
    ['--hidden none', '1-layer neural network (0 hidden layers): 3 neurons, 12 weights + 3 biases = 15'],
    ['--hidden 8,5 --activation prelu', '16 neurons, 87 weights + 16 biases + 13 learned in activations = 116'],
    ['--hidden 6 --maxout 3', '9 neurons, 90 weights + 21 biases = 111'],
    ['--loss svm --hidden 4', '7 neurons, 28 weights + 7 biases = 35'],
    [
      '--batch-norm --batch 16',
      '131 neurons, 4544 weights + 131 biases + 256 learned in activations and normalizations',
    ],
    ['--optimizer momentum --rate 0.01 --l1 0.001 --dropout 0.1 --max-norm 2 --batch 7', '131 neurons'],
    [
      '--optimizer adamw --rate 0.01 --schedule cosine --warm-up 20',
      'adamw at rate 0.01, schedule cosine, 20 steps of warm-up',
    ],
    [
      '--optimizer lion --schedule on-plateau --clip 1 --average 0.9',
      'lion, schedule on-plateau, gradients up to 1, weights averaged by 0.9',
    ],
    ['--activation selu --alpha-dropout 0.1 --weight-noise 0.01', 'alpha dropout 0.1, weight noise 0.01'],
    ['--device reference --hidden 4', '7 neurons'],
    ['--drop sepal_length,sepal_width --hidden 4', '7 neurons, 20 weights + 7 biases = 27'],
  ])('%s is what is trained', async (flags, text) => {
    const ended = await runHere(['train', 'iris', ...flags.split(' '), '--epochs', '2', '--out', out()])
    expect(ended.stderr).toBe('')
    expect(ended.stdout).toContain(text)
  })

  test('plain gradient descent tells how fast weights are forgotten: ln 2 / -ln(1 - 0.1·0.003) steps, 6 in an epoch', async () => {
    const path = out()
    const flags = ['train', 'iris', '--epochs', '3', '--l2', '0.003', '--optimizer']
    const { stdout } = await runHere([...flags, 'gradient-descent', '--rate', '0.1', '--out', path])
    expect(stdout).toContain('half-life of a weight under l2 0.003: 2310 steps, 385 epochs\n')
    expect(readFileSync(join(path, 'summary.md'), 'utf8')).toContain(
      'Half-life of a weight under l2 0.003: 2310 steps, 385 epochs.\n',
    )
    expect((await runHere([...flags, 'momentum', '--out', out()])).stdout).not.toContain('half-life')
  })

  test('--device threads trains the bytes of one thread', async () => {
    const flags = ['train', 'iris', '--hidden', '300,300', '--batch', '64', '--epochs', '3', '--out']
    const [one, many] = [out(), out()]
    await runHere([...flags, one])
    expect((await runHere([...flags, many, '--device', 'threads'])).code).toBe(0)
    const model = (path: string) => readFileSync(join(path, 'model.wiggle.safetensors'))
    expect(model(many).equals(model(one))).toBe(true)
  })

  test('a binary loss has one output', async () => {
    const ended = await runHere([
      'train',
      'circles',
      '--loss',
      'binary-softmax',
      '--hidden',
      '8',
      '--json',
      '--out',
      out(),
    ])
    expect(JSON.parse(ended.lines[0]!)).toMatchObject({
      network: '2-layer neural network (1 hidden layer): 9 neurons, 24 weights + 9 biases = 33 learnable parameters',
    })
    expect(resultOf(ended).accuracy).toBeGreaterThan(0.9)
  })

  test('a table without a header has columns 1, 2, 3 …', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row},${row % 7},${row < 30 ? 'low' : 'high'}`)
    const path = file('headless.csv', `${rows.join('\n')}\n`)
    const ended = await runHere(['train', path, '--no-header', '--out', out()])
    expect(ended.stdout).toContain('target 3, the last column, as no --target was given')
    expect(ended.stdout).toContain('target 3: classification, 2 classes (high, low)')
  })

  test('a dropped last column is not the target; the one before it is', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row},${row < 30 ? 'low' : 'high'},note ${row}`)
    const path = file('noted.csv', `x,level,note\n${rows.join('\n')}\n`)
    const ended = await runHere(['train', path, '--drop', 'note', '--epochs', '2', '--out', out()])
    expect(ended.stdout).toContain('target level, the last column, as no --target was given\n')
  })

  test('rows without a number to predict are left out, and it is said', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row},${row % 3 === 0 ? 'NaN' : row / 2}`)
    const path = file('gaps.csv', `x,y\n${rows.join('\n')}\n`)
    const ended = await runHere(['train', path, '--epochs', '2', '--out', out()])
    expect(ended.stdout).toContain('  20 of 60 rows have no y and are left out\n')
    expect(ended.stdout).toContain('  24 rows train, 8 tell when to stop, 8 judge at the end\n')
  })

  test('names with line ends and escapes are shown as such, and each takes one line', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row},"${row % 2 ? 'a\nb' : '\u001b[2J'}"`)
    const path = file('odd.csv', `x,y\n${rows.join('\n')}\n`)
    const ended = await runHere(['train', path, '--epochs', '2', '--out', out()])
    expect(ended.stdout).toContain('  target y: classification, 2 classes (\\u001b[2J, a\\nb)\n')
    expect(ended.stdout).not.toContain('\u001b')
  })

  test('few rows to judge by are called few, unless folds judge by all of them', async () => {
    const hint = 'with so few rows to judge by, --folds 5 gives a steadier estimate\n'
    const one = await runHere(['train', 'iris', '--epochs', '2', '--out', out()])
    expect(one.stdout).toContain(hint)
    const folds = await runHere(['train', 'iris', '--folds', '2', '--epochs', '2', '--out', out()])
    expect(folds.stdout).not.toContain('--folds')
  })

  test('a folder that holds something is not overwritten', async () => {
    const path = out()
    mkdirSync(path)
    writeFileSync(join(path, 'mine.txt'), 'mine')
    const { code, stderr } = await runHere(['train', 'iris', '--out', path])
    expect(code).toBe(2)
    expect(stderr).toBe(`wigglenet: --out: the folder must be new, or empty; got ${path}. Choose another name.\n`)
    expect(readdirSync(path)).toEqual(['mine.txt'])
  })

  test('input that is refused leaves no folder behind', async () => {
    const path = out()
    const { code } = await runHere(['train', 'iris', '--l2', '-1', '--out', path])
    expect(code).toBe(2)
    expect(existsSync(path)).toBe(false)
  })

  test('a run that diverges ends with 1 and names step, layer and quantity', async () => {
    const flags = ['--optimizer', 'gradient-descent', '--rate', '1e30']
    const { code, stderr } = await runHere(['train', 'iris', ...flags, '--out', out()])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^wigglenet: fit: every number must stay finite; got \S+ in \S+, .*first at step \d+ .*\n$/)
  })
})
