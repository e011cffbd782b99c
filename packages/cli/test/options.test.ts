// What train is told of rows, classes, images, counts and L-BFGS: into the model, the report, and a run that goes on.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
let count = 0
const out = () => join(folder, `run-${++count}`)
const file = (name: string, lines: readonly string[]) => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  return join(folder, name)
}
const noise = (row: number) => ((row * 7919) % 101) / 101
const few = ['--epochs', '3', '--hidden', '4', '--json']
const start = ({ lines }: { lines: readonly string[] }) =>
  JSON.parse(lines[0]!) as { notes: string[]; settings: object }
const bytesOf = (path: string) => readFileSync(join(path, 'model.wiggle.safetensors'))
const textOf = (path: string) => readFileSync(join(path, 'report.html'), 'utf8')
const refusal = async (...argv: string[]) => {
  const { code, stderr } = await runHere(argv)
  expect(code).toBe(2)
  return stderr.replace(/^wigglenet: /, '').trimEnd()
}

/** 80 rows of a number, what each counts, and a class: where `people` is 3, the label is turned. */
const rows = Array.from({ length: 80 }, (_, row) => {
  const [x, people] = [noise(row), [1, 0, 2, 3][row % 4]!]
  return [x.toFixed(3), people, (people === 3 ? x < 0.5 : x > 0.5) ? 'high' : 'low'] as const
})
const survey = file('survey.csv', ['size,people,class', ...rows.map((row) => row.join(','))])
/** The same with each row as often as it counts. */
const often = file('often.csv', [
  'size,class',
  ...rows.flatMap(([x, people, label]) => Array<string>(people).fill(`${x},${label}`)),
])

describe('--weights', () => {
  test('is a column that is no input; rows count by it in training and in scores, here and later', async () => {
    const path = out()
    const ended = await runHere(['train', survey, '--weights', 'people', ...few, '--out', path])
    expect(ended.stderr).toBe('')
    expect(start(ended).notes).toContain('each row counts by its people, in scores too; 20 of 80 count nothing')
    const { rows: judged, effectiveRows } = resultOf(ended) as { rows: number; effectiveRows: number }
    expect(effectiveRows).toBeGreaterThan(judged / 3)
    expect(effectiveRows).toBeLessThan(judged)
    expect(textOf(path)).toMatch(/, by weights as sure as \d+ alike\. 95 % interval/)
    expect(textOf(path)).toContain('rows count by')
    const [weighed, repeated] = [
      resultOf(await runHere(['evaluate', path, survey, '--weights', 'people', '--json'])),
      resultOf(await runHere(['evaluate', path, often, '--json'])),
    ]
    expect(weighed.accuracy).toBeCloseTo(repeated.accuracy as number, 6)
    expect(weighed.rows).toBe(80)
    const { stdout } = await runHere(['evaluate', path, survey, '--weights', 'people'])
    expect(stdout).toMatch(/^accuracy 0\.\d{3} on 80 rows, each counted by its people\n/)
  })

  test('L-BFGS with them comes to the same minimum as with each row as often', async () => {
    const flags = ['--optimizer', 'l-bfgs', '--hidden', 'none', '--l2', '0.01', '--test', '0', '--json']
    const [weighed, repeated] = [out(), out()]
    const reason = resultOf(await runHere(['train', survey, '--weights', 'people', ...flags, '--out', weighed])).reason
    expect(reason).toBe('converged')
    await runHere(['train', often, ...flags, '--out', repeated])
    // Inputs are standardized by all rows alike, so that the weights of the models differ; what they predict does not by much.
    const predictions = async (path: string) =>
      (await runHere(['predict', path, '-'], { stdin: 'size\n0.2\n0.8\n' })).lines.slice(1)
    const [a, b] = [await predictions(weighed), await predictions(repeated)]
    const numbers = (list: readonly string[]) => list.flatMap((line) => line.split(',').slice(1).map(Number))
    numbers(a).forEach((value, i) => expect(value).toBeCloseTo(numbers(b)[i]!, 1))
  })

  test('what is no weight is refused, with its line', async () => {
    const planted = (text: string) =>
      file('planted.csv', ['size,people,class', '1,2,a', `2,${text},b`, '3,1,a', '1,2,b'])
    const train = async (text: string) =>
      (await refusal('train', planted(text), '--weights', 'people')).split(': ').slice(1).join(': ')
    expect(await train('-2')).toBe(
      'column "people" in line 3 must be a weight, a number in [0, ∞); got -2. Correct it; 0 leaves the row out.',
    )
    expect(await train('')).toBe(
      'column "people" in line 3 must be a weight, a number in [0, ∞); got none. Correct it; 0 leaves the row out.',
    )
    const [first, ...others] = Array.from({ length: 30 }, (_, k) => `${k},${k === 0 ? 1 : 0},${k % 2 ? 'a' : 'b'}`)
    const one = file('one.csv', ['size,people,class', first!, ...others])
    expect(await refusal('train', one, '--weights', 'people')).toMatch(
      /^.*one\.csv, (validation|test|training) rows: some of the rows must have a weight above 0; got 0 in all \d+\. Give them weights\.$/,
    )
    expect(await refusal('train', survey, '--weights', 'class', '--target', 'class')).toBe(
      '--weights: the weights must stand in a column of their own, one of size, people; got "class", the target. Choose a name from the list.',
    )
    expect(await refusal('train', survey, '--weights', 'size', '--stream')).toBe(
      `--weights: weights of rows are for data that are read whole; got ${survey}, which is streamed. Leave it out.`,
    )
  })
})

describe('--class-weights and --label-smoothing', () => {
  test('go into the loss, which the model file keeps, and a run that goes on has the same bits', async () => {
    const [whole, path] = [out(), out()]
    const flags = ['--class-weights', 'balanced', '--label-smoothing', '0.1', '--hidden', '4', '--json']
    await runHere(['train', survey, ...flags, '--epochs', '6', '--out', whole])
    const stopped = await runHere(['train', survey, ...flags, '--epochs', '6', '--out', path], {
      onWrite: (text, interrupt) => text.includes('"epoch":2') && interrupt.abort(),
    })
    expect(stopped.code).toBe(130)
    await runHere(['train', '--resume', path, '--json'])
    expect(bytesOf(path).equals(bytesOf(whole))).toBe(true)
    expect(bytesOf(path).toString('latin1')).toMatch(/\\"smoothing\\":0\.1,\\"weights\\":\[/)
    expect(textOf(path)).toContain('labelSmoothing')
    expect(await refusal('train', '--resume', path, '--class-weights', 'balanced')).toBe(
      '--resume: a run goes on with its own data and options; got --class-weights. Leave them out, or start a new run.',
    )
    const binary = await runHere([
      'train',
      survey,
      ...flags,
      '--loss',
      'binary-softmax',
      '--epochs',
      '2',
      '--out',
      out(),
    ])
    expect(binary.code).toBe(0)
  })

  test('are refused where there are no classes, with another loss, and out of range', async () => {
    expect(await refusal('train', survey, '--class-weights', 'equal')).toBe(
      '--class-weights: the value must be one of balanced; got "equal". Choose a name from the list.',
    )
    expect(await refusal('train', survey, '--class-weights', 'balanced', '--loss', 'svm')).toBe(
      '--class-weights: the flag is for the losses softmax and binary-softmax; got svm. Leave it out.',
    )
    expect(await refusal('train', survey, '--target', 'size', '--label-smoothing', '0.1')).toBe(
      '--label-smoothing: the flag is for the losses softmax and binary-softmax; got mean-squared-error. Leave it out.',
    )
    expect(await refusal('train', survey, '--label-smoothing', '1')).toBe(
      '--label-smoothing: smoothing must be a number in [0, 1); got 1. Give smoothing a value in [0, 1).',
    )
    expect(await refusal('train', survey, '--class-weights', 'balanced', '--stream')).toBe(
      '--class-weights: all training rows must be in memory, to count those of each class; got a stream. Leave it out.',
    )
    expect(await refusal('search', survey, '--over', 'label-smoothing=0|0.1')).toMatch(
      /^--over: the option must be one of hidden, /,
    )
  })
})

describe('--augment', () => {
  const idx = (sizes: number[], values: Iterable<number>) =>
    Buffer.from([0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255]), ...values])
  const images = join(folder, 'images')
  mkdirSync(images)
  const pixel = (_: unknown, k: number) => (((k >> 4) % 2 === 0 ? k % 4 < 2 : k % 4 >= 2) ? 200 : (k * 13) % 90)
  writeFileSync(join(images, 'train-images-idx3-ubyte'), idx([90, 4, 4], Array.from({ length: 90 * 16 }, pixel)))
  writeFileSync(
    join(images, 'train-labels-idx1-ubyte'),
    idx(
      [90],
      Array.from({ length: 90 }, (_, k) => k % 2),
    ),
  )

  test('changes images otherwise in each epoch, and a run that goes on has the same bits', async () => {
    const [whole, path] = [out(), out()]
    const flags = ['--augment', 'shift=1,rotate,flip', '--epochs', '4', '--hidden', '5', '--json']
    const ended = await runHere(['train', images, ...flags, '--out', whole])
    expect(start(ended).settings).toMatchObject({ augment: { shift: 1, rotate: 10, flip: true } })
    await runHere(['train', images, ...flags, '--out', path], {
      onWrite: (text, interrupt) => text.includes('"epoch":2') && interrupt.abort(),
    })
    await runHere(['train', '--resume', path, '--json'])
    expect(bytesOf(path).equals(bytesOf(whole))).toBe(true)
    expect(textOf(path)).toContain('shift 1, rotate 10, flip')
    const plain = out()
    await runHere(['train', images, ...flags.slice(2), '--out', plain])
    expect(bytesOf(plain).equals(bytesOf(whole))).toBe(false)
  })

  test('can be searched over, and is for images', async () => {
    const flags = ['--method', 'grid', '--epochs', '2', '--hidden', '4', '--out', out()]
    const { stdout } = await runHere(['search', images, '--over', 'augment=none|shift=1,flip', ...flags])
    expect(stdout).toMatch(/augment \(none\)\n/)
    expect(stdout).toMatch(/augment \(shift 1, flip\)\n/)
    expect(await refusal('train', survey, '--augment', 'flip')).toBe(
      '--augment: the flag is for images; got a table. Leave it out.',
    )
    const usage =
      '--augment: the value must be some of shift, flip, rotate, elastic, each once, with a size for all but flip, or none; got'
    for (const text of ['bend', 'flip=2', 'shift=-1', 'shift,shift=2', '']) {
      const wrong = text.split(',').at(-1)!
      const fix = 'Write it as in shift=2,rotate=10,flip.'
      expect(await refusal('train', images, '--augment', text)).toBe(`${usage} ${JSON.stringify(wrong)}. ${fix}`)
    }
    expect(await refusal('train', images, '--augment', 'rotate=200')).toBe(
      '--augment: rotate must be a number in [0, 180]; got 200. Give rotate a value in [0, 180].',
    )
  })
})

describe('--loss poisson', () => {
  const counts = Array.from(
    { length: 90 },
    (_, row) => `${noise(row)},${Math.floor(1 + 6 * noise(row) * noise(3 * row))}`,
  )
  const visits = file('visits.csv', ['x,visits', ...counts])

  test('takes counts as they are, and predicts counts, in the report too', async () => {
    const path = out()
    const ended = await runHere([
      'train',
      visits,
      '--loss',
      'poisson',
      '--hidden',
      '4',
      '--epochs',
      '60',
      '--json',
      '--out',
      path,
    ])
    expect(ended.code).toBe(0)
    expect(resultOf(ended).r2).toEqual(expect.any(Number))
    const { lines } = await runHere(['predict', path, '-'], { stdin: 'x\n0.02\n0.98\n' })
    const [low, high] = lines.slice(1).map(Number) as [number, number]
    // Counts are 1 for small x, and 1 + 6·0.98·(noise of mean 1/2), floored: 3.4 on average, for large ones.
    expect(low).toBeGreaterThan(0.5)
    expect(low).toBeLessThan(2)
    expect(high).toBeGreaterThan(2.2)
    expect(high).toBeLessThan(5)
    expect(bytesOf(path).toString('latin1')).toMatch(/\\"name\\":\\"visits\\",\\"mean\\":0,\\"deviation\\":1/)
    const streamed = await runHere(['train', visits, '--stream', '--loss', 'poisson', ...few, '--out', out()])
    expect(resultOf(streamed).r2).toEqual(expect.any(Number))
    const again = await runHere(['plot', path, 'predictions', '--out', join(folder, 'predictions.svg')])
    expect(again.code).toBe(0)
  })

  test('like any loss of numbers tells that few whole numbers are no classes', async () => {
    for (const loss of ['huber', 'absolute-error', 'poisson']) {
      const [whole, streamed] = [
        await runHere(['train', visits, '--loss', loss, ...few, '--out', out()]),
        await runHere(['train', visits, '--loss', loss, '--stream', ...few, '--out', out()]),
      ]
      expect(resultOf(whole).r2).toEqual(expect.any(Number))
      expect(resultOf(streamed).r2).toEqual(expect.any(Number))
    }
    expect(await refusal('train', survey, '--loss', 'poisson', '--target', 'class')).toBe(
      'loss poisson: the data must be of regression; got data of classification. Use softmax for classes, mean-squared-error for numbers.',
    )
  })

  test('refuses what is no count, with its line, and a search among other losses', async () => {
    const negative = file('negative.csv', ['x,visits', '1,2', '2,-1', '3,4'])
    expect(await refusal('train', negative, '--loss', 'poisson')).toBe(
      `${negative}: the target "visits" must hold counts, 0 or more, for a loss of counts; got -1 in line 3. Correct it, or choose another loss, such as huber.`,
    )
    const over = ['--over', 'loss=huber|poisson', '--task', 'regression', '--method', 'grid', '--out', out()]
    expect(await refusal('search', visits, ...over)).toBe(
      '--over: the target of poisson must be counts, and that of other losses is standardized; got poisson among others. Leave it out of the list, or search with --loss poisson alone.',
    )
  })
})

describe('--optimizer l-bfgs', () => {
  test('runs through folder, report and model; a run that was stopped begins its stage again, to the same bits', async () => {
    const [whole, path] = [out(), out()]
    const flags = ['--optimizer', 'l-bfgs', '--hidden', '5', '--epochs', '30', '--json']
    const ended = await runHere(['train', survey, ...flags, '--out', whole])
    expect(start(ended).settings).toMatchObject({ optimizer: 'l-bfgs', validation: 0, batch: 80 })
    expect(['epochs', 'converged']).toContain(resultOf(ended).reason)
    expect(textOf(whole)).toContain('l-bfgs')
    expect(existsSync(join(whole, 'facts.json'))).toBe(true)
    expect(readFileSync(join(whole, 'facts.json'), 'utf8')).toContain('"kind": "l-bfgs"')
    const stopped = await runHere(['train', survey, ...flags, '--out', path], {
      onWrite: (text, interrupt) => text.includes('"epoch":3') && interrupt.abort(),
    })
    expect(stopped.code).toBe(130)
    cpSync(path, `${path}-copy`, { recursive: true })
    expect((await runHere(['train', '--resume', path, '--json'])).code).toBe(0)
    expect(bytesOf(path).equals(bytesOf(whole))).toBe(true)
    const epochs = readFileSync(join(path, 'events.jsonl'), 'utf8').match(/"kind":"epoch"/g)!
    expect(epochs).toHaveLength(resultOf(ended).epochs as number)
  })

  test('is judged by folds as any other', async () => {
    const flags = [
      '--optimizer',
      'l-bfgs',
      '--folds',
      '2',
      '--epochs',
      '5',
      '--hidden',
      'none',
      '--json',
      '--out',
      out(),
    ]
    expect(resultOf(await runHere(['train', survey, ...flags])).folds).toHaveLength(2)
  })

  test('says what it does not go with, and which commands', async () => {
    const message = (got: string) =>
      `--optimizer: l-bfgs takes all rows at once and finds its steps itself: it goes with none of --rate, --schedule, --warm-up, --clip, --average, --revive, --l1, --dropout, --alpha-dropout, --weight-noise, --max-norm, --batch-norm, --batch, --patience, --augment, --stream; got ${got}. Leave one of them out.`
    for (const flags of [['--rate', '0.1'], ['--batch', '8'], ['--patience', '3'], ['--batch-norm'], ['--stream']]) {
      expect(await refusal('train', survey, '--optimizer', 'l-bfgs', ...flags)).toBe(message(flags[0]!))
    }
    const steps =
      '--optimizer: the optimizer must make steps of some rows, and l-bfgs, which takes all at once, is for train alone; got l-bfgs. Choose another one.'
    expect(await refusal('search', survey, '--optimizer', 'l-bfgs', '--over', 'hidden=2|3')).toBe(steps)
    expect(await refusal('search', survey, '--over', 'optimizer=adam|l-bfgs', '--method', 'grid')).toBe(steps)
    expect(await refusal('rates', survey, '--optimizer', 'l-bfgs')).toBe(steps)
  })
})
