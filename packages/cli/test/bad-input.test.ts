// Every kind of bad input gives one whole line and the exit code 2.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
const out = join(folder, 'never')

/** What a command says, with the folder's path taken out. */
async function complaint(...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere(argv)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr.split('\n')).toHaveLength(2)
  return stderr.replaceAll(`${folder}/`, '').trimEnd()
}

const rows = Array.from({ length: 30 }, (_, row) => `${row},${row % 2 === 0 ? 'a' : 'b'}`).join('\n')
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

describe('bad tables', () => {
  test.each([
    [
      'a ragged row',
      'x,y\n1,a\n2,b,c\n',
      'every row must have 2 cells, one for each column; got 3 in line 3. Add or remove cells, or put quotes around a cell that holds a delimiter.',
    ],
    ['an empty file', '', 'the file must hold rows; got an empty file. Give a file with at least one row.'],
    [
      'bytes that are not UTF-8',
      bytes('x,y\n1,a\n2,', [0xff, 0xfe], '\n'),
      'the file must be in UTF-8; got other bytes in line 3. Save it as UTF-8 text.',
    ],
    ['a NUL', bytes('x,y\n1,a', [0], '\n'), 'the file must be text; got a NUL byte in line 2. Save it as UTF-8 text.'],
    [
      'an open quote',
      'x,y\n1,"a\n2,b\n',
      'every quote must be closed; got one left open in the row that starts in line 2. Close it, or double the quotes inside a cell.',
    ],
    [
      'two columns of one name',
      'x,x\n1,a\n',
      'every column must have a name of its own; got "x" for columns 1 and 2. Correct the header, or read the file as one without a header.',
    ],
    [
      'a column without a name',
      'x,\n1,a\n',
      'every column must have a name; got none for column 2. Correct the header, or read the file as one without a header.',
    ],
    [
      'a header only',
      'x,y\n',
      'the file must hold rows below its header; got a header only. Give a file with at least one row.',
    ],
    [
      'text among numbers',
      `x,y\n${rows}\noops,a\n`,
      'column "x" must hold numbers; got "oops" in line 32. Correct the cell, or take the column as a category.',
    ],
    [
      'infinity',
      `x,y\n${rows}\n-inf,a\n`,
      'column "x" must hold finite numbers; got "-inf" in line 32. Correct the cell, or leave it empty.',
    ],
    [
      'a gzip file cut short',
      gzipSync(`x,y\n${rows}`).subarray(0, 60),
      'the gzip file must be whole; got one that is cut short or damaged. Fetch or pack it again.',
    ],
  ])('%s is refused', async (_, content, message) => {
    writeFileSync(join(folder, 'bad.csv'), content)
    expect(await complaint('train', join(folder, 'bad.csv'), '--out', out)).toBe(`wigglenet: bad.csv: ${message}`)
  })

  test('NaN in a number column is a missing value, and refused where missing values are', async () => {
    writeFileSync(join(folder, 'nan.csv'), `x,y\n${rows}\nNaN,a\nNaN,a\nNaN,b\nNaN,b\n`)
    const said = await complaint('train', join(folder, 'nan.csv'), '--missing', 'refuse', '--out', out)
    expect(said).toMatch(
      /^wigglenet: nan.csv: column "x" must have a value in every row, as missing is 'refuse'; got none in line 3\d\. Fill in the value, or set missing to 'impute'\.$/,
    )
  })

  test('a single class is refused', async () => {
    writeFileSync(join(folder, 'one.csv'), `x,y\n${rows.replaceAll('b', 'a')}\n`)
    expect(await complaint('train', join(folder, 'one.csv'), '--out', out)).toBe(
      'wigglenet: one.csv: column "y" must have at least 2 classes; got one, "a". Give rows of at least two classes, or choose another target.',
    )
  })

  test('an unknown target is refused, and the columns are listed', async () => {
    expect(await complaint('train', 'iris', '--target', 'colour', '--out', out)).toBe(
      'wigglenet: --target: the target must name a column, one of sepal_length, sepal_width, petal_length, petal_width, species; got "colour". Choose a name from the list.',
    )
  })

  test('a last column of names is not taken for the target by itself', async () => {
    const named = Array.from({ length: 40 }, (_, row) => `${row},name ${row}`)
    writeFileSync(join(folder, 'named.csv'), `x,name\n${named.join('\n')}\n`)
    expect(await complaint('train', join(folder, 'named.csv'), '--out', out)).toBe(
      'wigglenet: --target: the last column, "name", is taken where no target is named, and must have classes or numbers; got 40 different texts in 40 rows. Name the column to predict with --target.',
    )
  })

  test('a target without values, and a number that is always the same, are refused', async () => {
    const numbers = Array.from({ length: 30 }, (_, row) => row)
    writeFileSync(join(folder, 'none.csv'), `x,y\n${numbers.map((row) => `${row},NaN`).join('\n')}\n`)
    expect(await complaint('train', join(folder, 'none.csv'), '--out', out)).toBe(
      'wigglenet: none.csv: the target "y" must have values; got none in 30 rows. Choose another target with --target.',
    )
    writeFileSync(join(folder, 'same.csv'), `x,y\n${numbers.map((row) => `${row},3.5`).join('\n')}\n`)
    expect(await complaint('train', join(folder, 'same.csv'), '--out', out)).toBe(
      'wigglenet: same.csv: the target "y" must have different values; got 3.5 in all 30 rows. Choose another target with --target.',
    )
  })

  test('infinity in the target column is refused with its line', async () => {
    const numbers = Array.from({ length: 30 }, (_, row) => `${row},${row === 7 ? 'inf' : row / 3}`)
    writeFileSync(join(folder, 'endless.csv'), `x,y\n${numbers.join('\n')}\n`)
    expect(await complaint('train', join(folder, 'endless.csv'), '--out', out)).toBe(
      'wigglenet: endless.csv: column "y" must hold finite numbers; got "inf" in line 9. Correct the cell, or leave it empty.',
    )
  })

  test('a class with fewer rows than parts is refused, and the file is named', async () => {
    writeFileSync(join(folder, 'rare.csv'), `x,y\n${rows}\n7,c\n8,c\n`)
    expect(await complaint('train', join(folder, 'rare.csv'), '--out', out)).toBe(
      'wigglenet: rare.csv: class "c" must have at least 3 rows, one for each part; got 2. Add rows of the class, or leave it out.',
    )
  })

  test('what a file holds cannot steer the terminal or break the line of an error', async () => {
    const odd = '"\u001b[2Jx\n\ty"'
    writeFileSync(join(folder, 'steer.csv'), `x,${odd}\n${rows.replaceAll('b', 'a')}\n`)
    expect(await complaint('train', join(folder, 'steer.csv'), '--out', out)).toBe(
      'wigglenet: steer.csv: column "\\u001b[2Jx\\n\\ty" must have at least 2 classes; got one, "a". Give rows of at least two classes, or choose another target.',
    )
  })

  test('a file that is not there is refused', async () => {
    expect(await complaint('train', join(folder, 'gone.csv'))).toBe(
      'wigglenet: gone.csv: the file or folder must exist; got no such path. Check the path.',
    )
  })
})

describe('bad images', () => {
  const idx = (sizes: number[], values: number[]) =>
    bytes([0, 0, 8, sizes.length], ...sizes.map((size) => [0, 0, size >> 8, size & 255]), values)
  const pixels = idx(
    [4, 2, 2],
    Array.from({ length: 16 }, (_, k) => k),
  )
  const folderOf = (name: string, images: Buffer, labels: Buffer) => {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'train-images-idx3-ubyte'), images)
    writeFileSync(join(folder, name, 'train-labels-idx1-ubyte'), labels)
    return join(folder, name)
  }

  test('an IDX file cut short is refused', async () => {
    const path = folderOf('cut', pixels.subarray(0, 20), idx([4], [0, 1, 0, 1]))
    const said = await complaint('train', path, '--out', out)
    expect(said).toBe(
      'wigglenet: cut/train-images-idx3-ubyte: the file must have a header of 16 bytes and 4 x 2 x 2 values, 32 bytes in all; got 20 bytes. The file is cut short: fetch it again.',
    )
  })

  test('an IDX file with more bytes than its header says is refused', async () => {
    const path = folderOf('long', bytes([...pixels], [1, 2, 3]), idx([4], [0, 1, 0, 1]))
    expect(await complaint('train', path, '--out', out)).toBe(
      'wigglenet: long/train-images-idx3-ubyte: the file must have a header of 16 bytes and 4 x 2 x 2 values, 32 bytes in all; got 35 bytes. The file is too long: fetch it again.',
    )
  })

  test('labels for other images are refused', async () => {
    const path = folderOf('other', pixels, idx([3], [0, 1, 0]))
    expect(await complaint('train', path, '--out', out)).toBe(
      'wigglenet: other/train-labels-idx1-ubyte: labels must have 1 size, the 4 images of train-images-idx3-ubyte; got 3. Give the labels of these images.',
    )
  })

  test('a label out of range is refused', async () => {
    const record = (label: number) => [label, ...new Array<number>(3072).fill(7)]
    mkdirSync(join(folder, 'cifar'))
    writeFileSync(join(folder, 'cifar', 'data_batch_1.bin'), bytes(record(3), record(11)))
    expect(await complaint('train', join(folder, 'cifar'), '--out', out)).toBe(
      'wigglenet: cifar/data_batch_1.bin: the label of record 2 must be a whole number in [0, 9]; got 11. Give a file of CIFAR-10, not of CIFAR-100, in the binary version.',
    )
  })

  test('--test is refused where there are test images', async () => {
    const path = folderOf('tested', pixels, idx([4], [0, 1, 0, 1]))
    writeFileSync(join(path, 't10k-images-idx3-ubyte'), pixels)
    writeFileSync(join(path, 't10k-labels-idx1-ubyte'), idx([4], [0, 1, 0, 1]))
    expect(await complaint('train', path, '--test', '0.5', '--out', out)).toBe(
      'wigglenet: --test: the flag is for data without test rows of their own; got 4 test images. Leave it out.',
    )
  })

  test('a flag for tables is refused with images', async () => {
    const path = folderOf('good', pixels, idx([4], [0, 1, 0, 1]))
    expect(await complaint('train', path, '--target', 'x', '--out', out)).toBe(
      'wigglenet: --target: the flag is for tables; got images. Leave it out.',
    )
  })
})

describe('bad flags', () => {
  test.each([
    ['train iris --epohcs 3', "unknown option '--epohcs' (Did you mean --epochs?). See wigglenet --help."],
    ['train iris --epochs', "option '--epochs <count>' argument missing. See wigglenet --help."],
    ['train iris --epochs ten', '--epochs: the value must be a number; got "ten". Write it as in 20 or 0.001.'],
    [
      'train iris --epochs 0',
      '--epochs: epochs must be a whole number in [1, 2147483647]; got 0. Give epochs a whole number in [1, 2147483647].',
    ],
    [
      'train iris --hidden 3,0',
      '--hidden: the value must be whole numbers with commas between them, or none; got "3,0". Write it as in 20,20.',
    ],
    [
      'train iris --activation step',
      '--activation: the value must be one of elu, gaussian, gelu, gelu-tanh, hard-sigmoid, hard-swish, hard-tanh, identity, leaky-relu, mish, prelu, relu, relu6, selu, sigmoid, silu, sine, softplus, softsign, tanh; got "step". Choose a name from the list.',
    ],
    [
      'train iris --hidden none --weight-noise 0.1',
      'train: --weight-noise is about hidden layers; got --hidden none and --weight-noise. Leave one of them out.',
    ],
    [
      'train iris --hidden none --batch-norm',
      'train: --batch-norm is about hidden layers; got --hidden none and --batch-norm. Leave one of them out.',
    ],
    [
      'train iris --alpha-dropout 1',
      '--alpha-dropout: share must be a number in [0, 1); got 1. Give share a value in [0, 1).',
    ],
    [
      'train iris --weight-noise -1',
      '--weight-noise: deviation must be a number in [0, ∞); got -1. Give deviation a value in [0, ∞).',
    ],
    [
      'train iris --alpha-dropout 0.1 --dropout 0.2',
      '--alpha-dropout: it stands in the place of --dropout; got --dropout 0.2 too. Leave one of them out.',
    ],
    [
      'train iris --alpha-dropout 0.1 --batch-norm',
      '--batch-norm: it goes with neither --maxout nor dropout; got --alpha-dropout 0.1. Leave one of them out.',
    ],
    [
      'train iris --optimizer sgd',
      '--optimizer: the value must be one of gradient-descent, momentum, nesterov, adagrad, rmsprop, centered-rmsprop, adadelta, adam, adamw, adamax, nadam, radam, amsgrad, lion, rprop, l-bfgs; got "sgd". Choose a name from the list.',
    ],
    [
      'train iris --loss hinge',
      '--loss: the value must be one of absolute-error, binary-softmax, binary-svm, huber, log-cosh, mean-squared-error, poisson, quantile, softmax, squared-hinge, svm; got "hinge". Choose a name from the list.',
    ],
    [
      'train iris --device gpu',
      '--device: the value must be one of wasm, threads, blas, reference, auto; got "gpu". Choose a name from the list.',
    ],
    [
      'train iris --drop a,,b',
      '--drop: the value must be names with commas between them; got "a,,b". Write it as in width,colour.',
    ],
    [
      'train iris --maxout 2 --activation relu',
      'train: hidden layers are maxout or have an activation; got --maxout and --activation. Leave one of them out.',
    ],
    [
      'train iris --folds 5 --test 0.3',
      'train: rows are tested in folds or kept back; got --folds and --test. Leave one of them out.',
    ],
    [
      'train iris --validation 0 --patience 3',
      'train: patience needs validation rows to watch; got --validation 0 and --patience. Leave one of them out.',
    ],
    [
      'train iris --out /dev/null/run',
      '--out: the folder must be one that can be made; got /dev/null/run, a path through a file. Choose another place.',
    ],
    ['train iris --scaling unit', '--scaling: the flag is for images; got a table. Leave it out.'],
    ['train iris --rate -1', '--rate: rate must be a number in [0, ∞); got -1. Give rate a value in [0, ∞).'],
    [
      'train iris --revive 5',
      '--revive: hidden units must be plain ReLU, which die; got tanh. Choose these, or leave it out.',
    ],
    [
      'train iris --revive 5 --maxout 2',
      '--revive: hidden units must be plain ReLU, which die; got maxout. Choose these, or leave it out.',
    ],
    [
      'train iris --activation relu --batch-norm --revive 5',
      '--revive: hidden units must be plain ReLU, which die; got batch normalization. Choose these, or leave it out.',
    ],
    [
      'train iris --activation relu --revive 0',
      '--revive: everyEpochs must be a whole number in [1, 2147483647]; got 0. Give everyEpochs a whole number in [1, 2147483647].',
    ],
    [
      'train iris --loss mean-squared-error',
      'loss mean-squared-error: the data must be of regression; got data of classification. Use softmax for classes, mean-squared-error for numbers.',
    ],
    [
      'train',
      'train: there must be data: a file, a folder or a name; got none. Name some, as in wigglenet train iris.',
    ],
    [
      'train --resume nowhere',
      '--resume: the folder must be that of a run, with options.json in it; got nowhere. Name the folder that train has printed.',
    ],
    [
      'train --resume nowhere --epochs 3',
      '--resume: a run goes on with its own data and options; got --epochs. Leave them out, or start a new run.',
    ],
    [
      'train iris --schedule linear',
      '--schedule: the value must be one of constant, step, exponential, inverse-time, polynomial, cosine, warm-restarts, one-cycle, on-plateau; got "linear". Choose a name from the list.',
    ],
    [
      'train iris --warm-up 0.5',
      '--warm-up: warmUpSteps must be a number in [1, ∞); got 0.5. Give warmUpSteps a value in [1, ∞).',
    ],
    ['train iris --clip 0', '--clip: clipNorm must be a number in (0, ∞); got 0. Give clipNorm a value in (0, ∞).'],
    [
      'train iris --average 1',
      '--average: averageDecay must be a number in [0, 1); got 1. Give averageDecay a value in [0, 1).',
    ],
    [
      'train iris --seed -1',
      '--seed: seed must be a whole number in [0, 9007199254740991]; got -1. Give seed a whole number in [0, 9007199254740991].',
    ],
    [
      'train iris --folds 1',
      '--folds: k must be a whole number in [2, 150]; got 1. Give k a whole number in [2, 150].',
    ],
    [
      'train iris --hidden 99999999',
      '--hidden: units must be a whole number in [1, 16777216]; got 99999999. Give units a whole number in [1, 16777216].',
    ],
    [
      'train iris --drop species --target species',
      '--drop: the target must stay; got "species". Name another target, or leave it out of --drop.',
    ],
    ['train spiral --no-header', '--no-header: the flag is for CSV files; got the embedded data spiral. Leave it out.'],
    ['train iris --delimiter tab', '--delimiter: the flag is for CSV files; got the embedded data iris. Leave it out.'],
    [
      'describe runs/iris-1 --activation relu',
      '--activation: the flag is for a network given by its sizes; got runs/iris-1. Leave it out.',
    ],
    [
      'describe 2-3 --activation relu --maxout 2',
      'describe: hidden layers are maxout or have an activation; got --maxout and --activation. Leave one of them out.',
    ],
    ['describe 2-3-', '2-3-: the file must exist; got no such file. Correct the path.'],
    ['train iris moons', "too many arguments for 'train'. Expected 1 argument but got 2. See wigglenet --help."],
    ['fit iris', "unknown command 'fit'. See wigglenet --help."],
    ['predict', "missing required argument 'model'. See wigglenet --help."],
    [
      'describe 2-0-3',
      '2-0-3: units must be a whole number in [1, 16777216]; got 0. Give units a whole number in [1, 16777216].',
    ],
  ])('%s', async (line, message) => {
    expect(await complaint(...line.split(' '))).toBe(`wigglenet: ${message}`)
  })

  test('a stack trace is shown with --debug only', async () => {
    const { stderr } = await runHere(['train', 'iris', '--hidden', 'x', '--debug'])
    expect(stderr.split('\n')[0]).toBe(
      'wigglenet: --hidden: the value must be whole numbers with commas between them, or none; got "x". Write it as in 20,20.',
    )
    expect(stderr).toContain('    at ')
  })
})
