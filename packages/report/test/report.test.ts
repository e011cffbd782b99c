import { beforeAll, describe, expect, test } from 'vitest'
import {
  batchNorm,
  deadUnits,
  dense,
  distributions,
  examples,
  fit,
  fitLbfgs,
  type Network,
  network,
  neurons,
  poisson,
  relu,
  sameAs,
  saturation,
  type TrainingEvent,
  tanh,
  updateRatio,
} from 'wigglenet'
import { figureOf, figuresOf, type Report, reportHtml, type TrainedRun } from '../src/index.ts'
import { predictionsOf } from '../src/run/predictions-of.ts'
import { trainedSpiral } from './trained.ts'
import { all, parseXml, texts } from './xml.ts'

let run: TrainedRun
let report: Report
beforeAll(async () => {
  ;({ run, report } = await trainedSpiral())
})

const textOf = (html: string) =>
  html
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

describe('the figures of a run', () => {
  test('over two inputs are those of the plane and all others', () => {
    expect(figuresOf(run).map(({ name }) => name)).toEqual([
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

  test('of networks without exact polygons, or without layers, are all drawn', async () => {
    const single = neurons(
      [{ name: 'a', activation: tanh() }, { name: 'b' }, { name: 'c' }, { name: 'd' }],
      [
        ['x0', 'a'],
        ['a', 'b'],
        ['x1', 'c'],
        ['a', 'c'],
        ['x1', 'd'],
      ],
      { outputs: ['b', 'c', 'd'] },
    )
    const namesOf = async (net: Network<2>) => {
      const model = await fit(net, run.training!, { epochs: 1, seed: 1 }).model
      const figures = figuresOf({ ...run, model })
      for (const figure of figures) parseXml(figure.draw())
      return figures.map(({ name }) => name as string)
    }
    const alone = await namesOf(network(2, [single]))
    expect(alone).toEqual(expect.arrayContaining(['regions', 'network', 'histogram']))
    expect(alone.filter((name) => ['polygons', 'health', 'neuron'].includes(name))).toEqual([])
    const shared = await namesOf(network(2, [dense(2, relu(), { name: 'h' }), sameAs('h'), batchNorm(), dense(3)]))
    expect(shared).toEqual(expect.arrayContaining(['regions', 'network', 'health', 'neuron']))
    expect(shared).not.toContain('polygons')
  })

  test('of the course of its layers are there where monitors told of them at three epochs or more, and in the report', async () => {
    const course = ['health-over-time', 'update-ratio', 'weights-over-time', 'outputs-over-time']
    const monitors = [deadUnits, saturation, updateRatio, distributions].map((make) => make({ everyEpochs: 1 }))
    const net = network(2, [dense(6, relu()), dense(4, tanh()), dense(3)])
    const told = async (epochs: number) => {
      const events: TrainingEvent[] = []
      for await (const event of fit(net, run.training!, { epochs, seed: 1, monitors })) events.push(event)
      return { ...run, events }
    }
    const names = (of: TrainedRun) => figuresOf(of).map(({ name }) => name as string)
    const often = await told(3)
    expect(names(often).slice(0, 6)).toEqual(['curves', ...course, 'confusion'])
    expect(names(await told(2)).filter((name) => course.includes(name))).toEqual([])
    const drawn = (name: string) => parseXml(figureOf(often, name).draw())
    expect(texts(drawn('health-over-time'))).toEqual(
      expect.arrayContaining(['Dead and saturated units over time', 'h1, dead', 'h2, flat']),
    )
    expect(texts(drawn('update-ratio'))).toEqual(expect.arrayContaining(['h1', 'h2', 'scores']))
    expect(all(drawn('weights-over-time'), 'image')).toHaveLength(3)
    for (const name of course) parseXml(figureOf(often, name).draw({ theme: 'dark' }))
    const html = reportHtml({ ...report, run: often })
    expect(html).toContain('<h2>As it was trained</h2>')
    expect(html).toContain('<h3>Distribution of outputs over time</h3>')
    expect(reportHtml(report)).not.toContain('As it was trained')
  })

  test('are all whole SVG in both themes', () => {
    for (const { draw } of figuresOf(run))
      for (const theme of ['light', 'dark'] as const) expect(parseXml(draw({ theme })).name).toBe('svg')
  })

  test('of a model alone need no rows and no events', () => {
    expect(figuresOf({ model: run.model, events: [] }).map(({ name }) => name)).toEqual([
      'regions',
      'polygons',
      'units',
      'grid',
      'network',
      'neuron',
      'histogram',
    ])
  })

  test('an unknown one is refused with the names that there are', () => {
    expect(() => figureOf({ model: run.model, events: [] }, 'curve')).toThrow(
      'plot: the picture must be one that this run has: regions, polygons, units, grid, network, neuron, histogram; got "curve". Choose a name from the list.',
    )
  })

  test('a confusion matrix of training rows says that it is one', () => {
    const { test: _, ...rest } = run
    expect(figureOf(rest, 'confusion').draw()).toContain('>Confusion matrix of the training rows<')
    expect(figureOf(run, 'confusion').draw()).toContain('>Confusion matrix<')
  })
})

describe('a report', () => {
  test('says what was trained, how good it is and how sure that is', () => {
    const text = textOf(
      reportHtml({ ...report, estimate: { accuracy: 0.9, rows: 100 }, seconds: 12.3, ended: 'all epochs done' }),
    )
    expect(text).toContain('A 2-layer neural network (1 hidden layer) for classification into 3 classes.')
    expect(text).toContain(
      '90 % accuracy On 100 rows used neither to train nor to stop. 95 % interval: 82.6 % to 94.5 %',
    )
    expect(text).toContain('epochs (all epochs done) 20')
    expect(text).toContain('of training 12 s')
    expect(text).toContain('learnable parameters 51')
  })

  test('of rows with weights tells an interval for as many rows as make it as sure', () => {
    const text = textOf(reportHtml({ ...report, estimate: { accuracy: 0.9, rows: 250, effectiveRows: 100.4 } }))
    expect(text).toContain('On 250 rows used neither to train nor to stop, by weights as sure as 100 alike.')
    expect(text).toContain('95 % interval: 82.6 % to 94.5 %') // as of 100 rows
  })

  test('after cross-validation tells the spread of the folds; without rows kept back, that there is no estimate', () => {
    const { estimate: _, ...rest } = report
    const folds = textOf(
      reportHtml({ ...rest, estimate: { accuracy: 0.95, rows: 150, folds: [0.9, 0.95, 1], deviation: 0.0408 } }),
    )
    expect(folds).toContain('Mean of 3 folds, 150 rows in all.')
    expect(folds).toContain('Standard deviation over the folds: 4.1 points.')
    expect(textOf(reportHtml(rest))).toContain('no estimate No rows were kept back to judge by.')
  })

  test('of numbers tells R² and errors in the unit of the target', () => {
    const estimate = { rSquared: 0.8765, rows: 40, meanAbsoluteError: 1.2345, rootMeanSquaredError: 2.3456 }
    const text = textOf(reportHtml({ ...report, estimate }))
    expect(text).toContain(
      '0.876 R² On 40 rows used neither to train nor to stop. Errors: 1.23 on average, root mean square 2.35, in the unit of the target.',
    )
  })

  test('tells the findings in their order, or that there are none, or nothing where no doctor has looked', () => {
    const finding = (title: string) => ({
      title,
      evidence: `${title} evidence`,
      reason: `${title} reason`,
      change: `${title} change`,
    })
    const text = textOf(reportHtml({ ...report, findings: [finding('First'), finding('Second')] }))
    expect(text).toContain('First First evidence First reason Try First change Second Second evidence')
    expect(textOf(reportHtml(report))).toContain('The doctor Nothing wrong was found.')
    const { findings: _, ...rest } = report
    expect(textOf(reportHtml(rest))).not.toContain('doctor')
  })

  test('lists settings and commands', () => {
    const html = reportHtml({
      ...report,
      settings: { hidden: [8], l2: 0.001 },
      commands: [{ command: "wigglenet predict 'a b' rows.csv", purpose: 'predict new rows' }],
    })
    expect(html).toContain('<code>wigglenet predict &#39;a b&#39; rows.csv</code>')
    expect(textOf(html)).toContain('hidden 8 l2 0.001 loss softmax seed 1')
  })

  test('asks nothing of any server, and is below a megabyte and a half', () => {
    const html = reportHtml(report)
    expect(html.match(/\b(?:https?:)?\/\/[\w.-]+/g)!.filter((address) => !address.endsWith('//www.w3.org'))).toEqual([])
    expect(html).not.toMatch(/<(link|iframe|base|object|embed)\b|@import|url\(/)
    expect(
      Array.from(html.matchAll(/(?:src|href)="([^"]{5})/g), ([, begin]) => begin).filter((begin) => begin !== 'data:'),
    ).toEqual([])
    expect(html.length).toBeLessThan(1_500_000)
  })

  test('shows names of users as they are, whatever is in them', async () => {
    const names = ['</script><script>alert(1)</script>', '"><img src=x onerror=alert(2)>', "a & b 'c' \u0000\ud800"]
    const { report: hostile } = await trainedSpiral(names)
    const html = reportHtml({
      ...hostile,
      name: '</title><b>',
      settings: { '<i>': '</td>' },
      commands: [{ command: '<u>', purpose: '<s>' }],
    })
    const plain = reportHtml({ ...report, settings: { x: 'y' }, commands: [{ command: 'x', purpose: 'y' }] })
    const tags = (text: string) => new Set(Array.from(text.matchAll(/<\/?([a-z]\w*)/g), ([, name]) => name))
    expect(tags(html)).toEqual(tags(plain))
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).not.toMatch(/\sonerror=alert(?!\(2\)&gt;)/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
    expect(html).not.toMatch(/\u0000|[\ud800-\udfff]/)
    expect(html).toContain('<title>&lt;/title&gt;&lt;b&gt; – wigglenet</title>')
  })

  test('of a network with many units leaves out its exact regions, which could take minutes', async () => {
    const wide = await fit(network(2, [dense(40, relu()), dense(40, relu()), dense(3)]), run.training!, {
      loss: 'softmax',
      epochs: 1,
      seed: 1,
    }).model
    const html = reportHtml({ name: 'wide', run: { ...run, model: wide } })
    expect(html).toContain('<h3>Decision regions</h3>')
    expect(html).not.toContain('<h3>Exact decision regions</h3>')
    expect(reportHtml(report)).toContain('<h3>Exact decision regions</h3>')
  })

  test('of a loss of counts holds the counts that are predicted against those that came', async () => {
    const X = Array.from({ length: 40 }, (_, i) => [i / 20 - 1])
    const data = examples({ X, y: X.map(([x]) => Math.round(Math.exp(2 + x!))), task: 'regression' })
    const model = await fitLbfgs(network(1, [dense(1)]), data, { loss: poisson() }).model
    const { predicted, actual } = predictionsOf(model, data)
    expect([actual[0], actual[39]]).toEqual([3, 19])
    predicted.forEach((count, row) => expect(Math.abs(count - Math.exp(2 + X[row]![0]!))).toBeLessThan(1))
  })

  test('of a model alone is a page too', () => {
    const text = textOf(reportHtml({ name: 'bare', run: { model: run.model, events: [] } }))
    expect(text).toContain('What it does')
    expect(text).not.toContain('How it learned')
  })
})
