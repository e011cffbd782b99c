import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
const irisRun = join(folder, 'iris')
const pricesRun = join(folder, 'prices')
const header = 'sepal_length,sepal_width,petal_length,petal_width'
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const prices = file(
  'prices.csv',
  `size,colour,price\n${Array.from({ length: 90 }, (_, row) => `${row % 30},${row % 2 ? 'red' : 'blue'},${100 + 7 * (row % 30) + (row % 2 ? 50 : 0)}.5`).join('\n')}\n`,
)

beforeAll(async () => {
  await runHere(['train', 'iris', '--out', irisRun])
  await runHere(['train', prices, '--unseen', 'refuse', '--out', pricesRun])
})

/** What a command says on its one line of errors, with the folder's path taken out. */
async function complaint(argv: string[], stdin = ''): Promise<string> {
  const { code, stdout, stderr } = await runHere(argv, { stdin })
  expect(code).toBe(2)
  expect(stdout).toBe('')
  return stderr.replaceAll(`${folder}/`, '').trimEnd()
}

describe('predict', () => {
  test('each row gets a label and probabilities that sum to 1, columns found by name', async () => {
    const rows = file(
      'some.csv',
      'petal_width,petal_length,sepal_width,sepal_length,note\n0.2,1.4,3.5,5.1,x\n2.1,5.9,3,7.1,y\n',
    )
    const { code, lines } = await runHere(['predict', irisRun, rows])
    expect(code).toBe(0)
    expect(lines[0]).toBe('prediction,probability_setosa,probability_versicolor,probability_virginica')
    const cells = lines.slice(1).map((line) => line.split(','))
    expect(cells.map(([label]) => label)).toEqual(['setosa', 'virginica'])
    for (const [, ...shares] of cells) expect(shares.reduce((sum, share) => sum + Number(share), 0)).toBeCloseTo(1, 5)
  })

  test('values that training did not have are told on standard error, with their line, and predicted all the same', async () => {
    const shapes = file(
      'shapes.csv',
      `size,colour,price\n${Array.from({ length: 60 }, (_, row) => `${row % 30},${row % 2 ? 'red' : 'blue'},${row % 30}.5`).join('\n')}\n`,
    )
    const run = join(folder, 'shapes')
    await runHere(['train', shapes, '--epochs', '3', '--out', run])
    const { code, lines, stderr } = await runHere([
      'predict',
      run,
      file('odd.csv', 'size,colour\n3,red\n4,green\n900,blue\n'),
    ])
    expect(code).toBe(0)
    expect(lines).toHaveLength(4)
    expect(stderr.trimEnd().split('\n')).toEqual([
      'wigglenet: column "size": 1 value, the first 900 in line 4, far outside the range of training, 0 to 29; clipped',
      'wigglenet: column "colour": 1 value, the first "green" in line 3, not seen in training; taken as none of its categories',
    ])
  })

  test('- reads standard input, and --json writes an object a line', async () => {
    const stdin = `${header}\n5.1,3.5,1.4,0.2\n`
    const { lines } = await runHere(['predict', join(irisRun, 'model.wiggle.safetensors'), '-', '--json'], { stdin })
    expect(lines).toHaveLength(1)
    const { prediction, probabilities } = JSON.parse(lines[0]!) as {
      prediction: string
      probabilities: Record<string, number>
    }
    expect(prediction).toBe('setosa')
    expect(Object.keys(probabilities)).toEqual(['setosa', 'versicolor', 'virginica'])
  })

  test('rows without a header are the features in their order', async () => {
    const { lines } = await runHere(['predict', irisRun, '-', '--no-header'], {
      stdin: '5.1,3.5,1.4,0.2\n7.1,3,5.9,2.1\n',
    })
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['setosa', 'virginica'])
  })

  test('rows without a header, but with another number of cells, are refused', async () => {
    const { code, stderr } = await runHere(['predict', irisRun, '-', '--no-header'], { stdin: '5.1,3.5,1.4\n' })
    expect(code).toBe(2)
    expect(stderr).toBe(
      'wigglenet: standard input: rows without a header must have 4 cells, sepal_length, sepal_width, petal_length, petal_width; got 3. Give the features of training in their order, without the target, or a header.\n',
    )
  })

  test('numbers come out in the unit of the target', async () => {
    const { lines } = await runHere(['predict', pricesRun, '-'], { stdin: 'size,colour\n10,blue\n10,red\n' })
    expect(lines[0]).toBe('prediction')
    expect(Math.abs(Number(lines[1]) - 170.5)).toBeLessThan(10)
    expect(Math.abs(Number(lines[2]) - 220.5)).toBeLessThan(10)
  })

  test('3,000 rows are predicted in their order', async () => {
    const flowers = ['5.1,3.5,1.4,0.2', '7.1,3,5.9,2.1']
    const stdin = `${header}\n${Array.from({ length: 3000 }, (_, row) => flowers[row % 2]).join('\n')}\n`
    const { lines } = await runHere(['predict', irisRun, '-'], { stdin })
    expect(lines).toHaveLength(3001)
    expect(lines.slice(1).every((line, row) => line.startsWith(row % 2 === 0 ? 'setosa,' : 'virginica,'))).toBe(true)
  })

  test('a hinge loss gives scores, since it has no probabilities', async () => {
    const run = join(folder, 'svm')
    await runHere(['train', 'circles', '--loss', 'binary-svm', '--epochs', '5', '--out', run])
    const { lines } = await runHere(['predict', run, '-'], { stdin: 'x1,x2\n0,0\n1,0\n' })
    expect(lines[0]).toMatch(/^prediction,score_/)
    expect(lines[0]!.split(',')).toHaveLength(2)
  })

  test.each([
    [
      'a row of another width',
      `${header}\n1,2,3,4\n1,2,3\n`,
      'standard input: every row must have 4 cells, one for each column; got 3 in line 3. Add or remove cells, or put quotes around a cell that holds a delimiter.',
    ],
    [
      'text in a number column',
      `${header}\n1,2,3,4\n1,2,wide,4\n`,
      'standard input: column "petal_length" must hold numbers; got "wide" in line 3. Correct the cell, or take the column as a category.',
    ],
    [
      'a missing column',
      'sepal_length,sepal_width,petal_length\n1,2,3\n',
      'standard input: there must be a column "petal_width", as in training; got the columns sepal_length, sepal_width, petal_length. Add the column; its cells may be empty if its missing values are filled in.',
    ],
    ['nothing', '', 'standard input: the file must hold rows; got an empty file. Give a file with at least one row.'],
  ])('%s is refused before anything is written', async (_, stdin, message) => {
    expect(await complaint(['predict', irisRun, '-'], stdin)).toBe(`wigglenet: ${message}`)
  })

  test('what stands in a column that nobody uses does not matter, neither in training nor in prediction', async () => {
    const lines = Array.from({ length: 60 }, (_, row) => `${row % 9},${row === 7 ? 'abc' : row},${row % 2 ? 'x' : 'y'}`)
    const junk = file('junk.csv', `a,junk,c\n${lines.join('\n')}\n`)
    const run = join(folder, 'junk')
    const trained = await runHere(['train', junk, '--drop', 'junk', '--epochs', '2', '--out', run])
    expect(trained.stderr).toBe('')
    const predicted = await runHere(['predict', run, junk])
    expect(predicted.stderr).toBe('')
    expect(predicted.lines).toHaveLength(61)
  })

  test('a category such as 07 is the text that it was in training', async () => {
    const lines = Array.from({ length: 60 }, (_, row) => `0${row % 3},${row % 3 === 1 ? 'x' : 'y'}`)
    const codes = file('codes.csv', `code,c\n${lines.join('\n')}\n`)
    const run = join(folder, 'codes')
    await runHere(['train', codes, '--category', 'code', '--rate', '0.01', '--epochs', '60', '--out', run])
    const predicted = await runHere(['predict', run, '-'], { stdin: 'code\n00\n01\n02\n' })
    expect(predicted.stderr).toBe('')
    expect(predicted.lines.slice(1).map((line) => line.split(',')[0])).toEqual(['y', 'x', 'y'])
  })

  test('a category not seen in training is refused where the model was told to', async () => {
    expect(await complaint(['predict', pricesRun, '-'], 'size,colour\n10,blue\n10,green\n')).toBe(
      'wigglenet: standard input: column "colour" must be one of blue, red; got "green" in line 3. Give a category seen in training.',
    )
  })

  test('a model file cut at every 100th byte is refused in one line', async () => {
    const bytes = readFileSync(join(irisRun, 'model.wiggle.safetensors'))
    for (let size = 0; size < bytes.length; size += 100) {
      writeFileSync(join(folder, 'cut'), bytes.subarray(0, size))
      expect(await complaint(['predict', join(folder, 'cut'), '-'], `${header}\n1,2,3,4\n`)).toMatch(
        /^wigglenet: cut: .*; got .*\.$/,
      )
    }
  })
})

describe('evaluate', () => {
  test('accuracy and confusion of a file with labels', async () => {
    const rows = file(
      'labelled.csv',
      `${header},species\n5.1,3.5,1.4,0.2,setosa\n7.1,3,5.9,2.1,virginica\n5,3.4,1.5,0.2,virginica\n`,
    )
    const { stdout } = await runHere(['evaluate', irisRun, rows])
    expect(stdout).toBe(
      [
        'accuracy 0.667 on 3 rows',
        'actual classes down, predicted ones across:',
        '              setosa  versicolor  virginica',
        '  setosa           1           0          0',
        '  versicolor       0           0          0',
        '  virginica        1           0          1',
        '',
      ].join('\n'),
    )
  })

  test('labels that are numbers are the same ones in another spelling', async () => {
    const lines = Array.from({ length: 60 }, (_, row) => `${row % 9},${row % 9 > 4 ? '1.0' : '0.0'}`)
    const labelled = file('spelt.csv', `a,c\n${lines.join('\n')}\n`)
    const run = join(folder, 'spelt')
    await runHere(['train', labelled, '--rate', '0.01', '--epochs', '60', '--out', run])
    const { stdout, stderr } = await runHere(['evaluate', run, labelled])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^accuracy 1\.000 on 60 rows\n/)
  })

  test.each([
    ['--seed 2', () => prices, '--seed: the flag is for generated data; got prices.csv. Leave it out.'],
    ['--seed 2', () => 'iris', '--seed: the flag is for generated data; got iris. Leave it out.'],
    ['--no-header', () => folder, '--no-header: the flag is for CSV files; got a folder. Leave it out.'],
    [
      '--delimiter tab',
      () => 'iris',
      '--delimiter: the flag is for CSV files; got the embedded data iris. Leave it out.',
    ],
  ])('%s is refused where it would do nothing', async (flags, data, message) => {
    expect(await complaint(['evaluate', irisRun, data(), ...flags.split(' ')])).toBe(`wigglenet: ${message}`)
  })

  test('R² and errors of a file with numbers, as JSON', async () => {
    const ended = await runHere(['evaluate', pricesRun, prices, '--json'])
    expect(resultOf(ended)).toMatchObject({ kind: 'result', rows: 90 })
    expect(resultOf(ended).r2).toBeGreaterThan(0.97)
    expect(resultOf(ended).rootMeanSquaredError).toBeLessThan(15)
  })

  test('embedded data with another seed are new points', async () => {
    const run = join(folder, 'spiral')
    await runHere(['train', 'spiral', '--out', run])
    const ended = await runHere(['evaluate', run, 'spiral', '--seed', '2', '--json'])
    expect(resultOf(ended).rows).toBe(300)
    expect(resultOf(ended).accuracy).toBeGreaterThan(0.9)
  })

  test('a label that training did not have is refused with its line', async () => {
    const rows = file('strange.csv', `${header},species\n5.1,3.5,1.4,0.2,rose\n`)
    expect(await complaint(['evaluate', irisRun, rows])).toBe(
      'wigglenet: strange.csv: column "species" must be one of the classes of the training rows, setosa, versicolor, virginica; got "rose" in line 2. Correct the label, or have rows of its class in training too.',
    )
  })
})

describe('describe', () => {
  test('the networks of the text have 26 and 41 parameters', async () => {
    expect((await runHere(['describe', '3-4-2'])).stdout).toBe(
      [
        '2-layer neural network (1 hidden layer): 6 neurons, 20 weights + 6 biases = 26 learnable parameters',
        '',
        'layer   kind            from  inputs  units  weights  biases  learned',
        'h1      dense relu      x          3      4       12       4        0',
        'scores  dense identity  h1         4      2        8       2        0',
        '',
        '20 multiply-adds for one example',
        '',
      ].join('\n'),
    )
    const { lines } = await runHere(['describe', '3-4-4-1', '--json'])
    expect(JSON.parse(lines[0]!)).toMatchObject({ layers: 3, neurons: 9, weights: 32, biases: 9, parameters: 41 })
  })

  test('--activation and --maxout are counted', async () => {
    const prelu = await runHere(['describe', '2-20-3', '--activation', 'prelu'])
    expect(prelu.stdout).toContain('23 neurons, 100 weights + 23 biases + 20 learned in activations = 143 learnable')
    const maxout = await runHere(['describe', '2-20-3', '--maxout', '2'])
    expect(maxout.stdout).toContain('23 neurons, 140 weights + 43 biases = 183 learnable parameters')
  })

  test('a model says what it was trained on and what it needs', async () => {
    const { stdout } = await runHere(['describe', irisRun])
    expect(stdout).toContain(
      'classification of setosa, versicolor, virginica, loss softmax\ntarget species; features:\n',
    )
    expect(stdout).toMatch(/ {2}petal_width: number, in training from 0\.1 to 2\.5\n/)
    expect(stdout).toMatch(
      /trained on 90 rows \(fingerprint [0-9a-f]{16}\) for \d+ epochs, \d+ steps, seed 1, by wigglenet 0\.1\.0 on wasm\n$/,
    )
  })
})

test('help of every command has examples, and no colour', async () => {
  for (const argv of [['--help'], ['train', '--help'], ['predict', '-h'], ['evaluate', '-h'], ['describe', '-h'], []]) {
    const { code, stdout, stderr } = await runHere(argv, { isTTY: true })
    expect(code).toBe(0)
    expect(stderr).toBe('')
    if (argv.length > 0) expect(stdout).toContain('\nExamples:\n  wigglenet ')
    expect(stdout).not.toContain('\u001b')
  }
  expect((await runHere(['--version'])).stdout).toBe('0.1.0\n')
})
