import { describe, expect, test } from 'vitest'
import type { ExactRegions, Inspection, Slice } from 'wigglenet'
import {
  calibrationChart,
  confusionChart,
  decisionRasterChart,
  decisionRegionsChart,
  histogramChart,
  histogramSeriesChart,
  learningCurvesChart,
  networkChart,
  neuronChart,
  predictionsChart,
  projectionChart,
  unitHealthChart,
  unitResponsesChart,
  warpedGridChart,
  weightImagesChart,
} from '../src/index.ts'
import { embedded } from './pixels.ts'
import { all, group, parseXml, texts, titles } from './xml.ts'

const numbers = (...values: number[]) => Float64Array.from(values)

const curves = {
  kind: 'learning-curves',
  epoch: numbers(1, 2, 3),
  step: numbers(10, 20, 30),
  rate: numbers(0.1, 0.1, 0.1),
  loss: numbers(1, 0.5, 0.25),
  penalty: numbers(0, 0, 0),
  seconds: numbers(0.1, 0.1, 0.1),
  accuracy: numbers(0.5, 0.75, 1),
  validationLoss: numbers(1.1, 0.7, 0.8),
  validationAccuracy: numbers(0.4, 0.7, 0.6),
  best: 2,
} as const

const slice: Slice = {
  kind: 'slice',
  axes: [
    { name: 'age', range: [0, 10] },
    { name: 'height', range: [0, 2] },
  ],
  origin: numbers(0, 0),
  across: numbers(1, 0),
  up: numbers(0, 1),
}

describe('learningCurvesChart', () => {
  const svg = parseXml(learningCurvesChart(curves))

  test('draws loss and accuracy, training and validation, and the epoch that was kept', () => {
    expect(all(svg, 'g').filter(({ attributes }) => attributes['aria-label'] === 'line')).toHaveLength(4)
    const all_ = texts(svg)
    for (const text of [
      'Learning curves',
      'training',
      'validation',
      'epoch 2, kept',
      'loss (mean of the rows)',
      'accuracy (share of rows)',
      'epoch',
      '100 %',
    ]) {
      expect(all_).toContain(text)
    }
  })

  test('each line has a point for each epoch, in their order from left to right', () => {
    const { d } = all(group(svg, 'line'), 'path')[0]!.attributes
    const points = d!
      .slice(1)
      .split('L')
      .map((pair) => pair.split(',').map(Number) as [number, number])
    expect(points).toHaveLength(3)
    expect(points[1]![0]).toBeCloseTo((points[0]![0] + points[2]![0]) / 2, 1)
    // A loss of 0.5 lies two thirds of the way from 1 to 0.25.
    expect((points[1]![1] - points[0]![1]) / (points[2]![1] - points[0]![1])).toBeCloseTo(2 / 3, 2)
  })

  test('each epoch tells its numbers where a reader points', () => {
    expect(titles(svg)).toEqual([
      'epoch 1\nloss 1\nvalidation 1.1',
      'epoch 2\nloss 0.5\nvalidation 0.7',
      'epoch 3\nloss 0.25\nvalidation 0.8',
      'epoch 1\naccuracy 50.0 %\nvalidation 40.0 %',
      'epoch 2\naccuracy 75.0 %\nvalidation 70.0 %',
      'epoch 3\naccuracy 100.0 %\nvalidation 60.0 %',
    ])
  })

  test('a loss that falls by a factor of 1000 gets a logarithmic axis, which says so', () => {
    const { validationLoss: _, ...rest } = curves
    const steep = texts(parseXml(learningCurvesChart({ ...rest, loss: numbers(10, 0.1, 0.01) })))
    expect(steep).toContain('loss (mean of the rows), logarithmic')
    expect(steep).toEqual(expect.arrayContaining(['0.01', '0.1', '1', '10']))
  })

  test('a run of one epoch shows points, and an epoch that was not measured leaves a gap', () => {
    const one = {
      ...curves,
      epoch: numbers(1),
      loss: numbers(0.5),
      accuracy: numbers(0.5),
      validationLoss: numbers(0.6),
      validationAccuracy: numbers(0.4),
    }
    expect(all(parseXml(learningCurvesChart(one)), 'circle')).toHaveLength(4)
    const gap = parseXml(learningCurvesChart({ ...curves, loss: numbers(1, Number.NaN, 0.25) }))
    expect(titles(gap)[1]).toBe('epoch 2\nloss not measured\nvalidation 0.7')
  })
})

test('a confusion matrix has a cell and a count for each pair of classes', () => {
  const svg = parseXml(
    confusionChart(
      [
        [8, 2],
        [0, 5],
      ],
      ['cat', 'dog'],
    ),
  )
  expect(all(group(svg, 'cell'), 'rect')).toHaveLength(4)
  expect(texts(group(svg, 'text'))).toEqual(['8', '2', '0', '5'])
  expect(titles(svg)).toEqual([
    'cat, recognized\n8 of 10 rows, 80 %',
    'cat taken for dog\n2 of 10 rows, 20 %',
    'dog taken for cat\n0 of 5 rows, 0 %',
    'dog, recognized\n5 of 5 rows, 100 %',
  ])
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      'actual class',
      'predicted class',
      '13 of 15 rows are right. Shade: share of the actual class.',
    ]),
  )
})

test('cells are the stronger the larger their share: right ones blue, errors orange', () => {
  const [right, wrong] = all(
    group(
      parseXml(
        confusionChart(
          [
            [8, 2],
            [0, 5],
          ],
          ['cat', 'dog'],
        ),
      ),
      'cell',
    ),
    'rect',
  ).map(({ attributes }) => attributes)
  expect([right!.fill, wrong!.fill]).toEqual(['#0072b2', '#d55e00'])
  expect(Number(right!['fill-opacity'])).toBeGreaterThan(Number(wrong!['fill-opacity']))
})

test('a calibration curve shows only bins with rows, and how many they have', () => {
  const bins = [
    { low: 0, high: 0.5, rows: 0, confidence: Number.NaN, accuracy: Number.NaN },
    { low: 0.5, high: 0.75, rows: 4, confidence: 0.6, accuracy: 0.5 },
    { low: 0.75, high: 1, rows: 16, confidence: 0.9, accuracy: 0.875 },
  ]
  const svg = parseXml(calibrationChart({ kind: 'calibration-curve', bins, expectedError: 0.04 }))
  const radii = all(group(svg, 'dot'), 'circle').map(({ attributes }) => Number(attributes.r)) // large ones below small ones
  expect(radii).toEqual([8, 5])
  expect(titles(svg)[1]).toBe('sure by 50 % to 75 %: 4 rows\nmean confidence 60 %, right 50 %')
  const heights = all(group(svg, 'rect'), 'rect').map(({ attributes }) => Number(attributes.height))
  expect(heights).toHaveLength(2)
  expect((heights[1]! + 1) / (heights[0]! + 1)).toBeCloseTo(4, 0)
})

describe('decision regions', () => {
  const raster = {
    kind: 'decision-raster',
    slice,
    columns: 4,
    rows: 2,
    outputs: 2,
    scores: new Float32Array(16),
    classes: ['cat', 'dog'],
    labels: Uint16Array.of(0, 0, 1, 1, 0, 0, 0, 1), // the lower row first
    probabilities: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
  } as const
  const points = { places: [1, 0.5, 9, 1.5, 20, 1], labels: [0, 1, 1] }

  test('a raster becomes a picture whose upper row is the upper one, the surer the stronger', () => {
    const svg = parseXml(decisionRasterChart(raster, { points }))
    const { values, width, height, alphas, palette } = embedded(all(svg, 'image')[0]!.attributes.href!)
    expect([width, height]).toEqual([4, 2])
    const colours = Array.from(values, (place) => Array.from(palette.subarray(3 * place, 3 * place + 3)).join())
    const [cat, dog] = ['0,120,190', '230,150,0']
    expect(colours).toEqual([cat, cat, cat, dog, cat, cat, dog, dog])
    expect(alphas[values[4]!]).toBeGreaterThan(alphas[values[0]!]! * 5)
  })

  test('points within the window are drawn with their class and place, in a shape for each class', () => {
    const svg = parseXml(decisionRasterChart(raster, { points }))
    const dots = all(svg, 'g').filter(({ attributes }) => attributes['aria-label'] === 'dot')
    expect(dots.flatMap(titles)).toEqual(['cat\nage 1, height 0.5', 'dog\nage 9, height 1.5'])
    expect(dots.map((own) => own.children[0]!.name)).toEqual(['circle', 'path'])
    expect(texts(svg)).toEqual(expect.arrayContaining(['age', 'height', 'cat', 'dog']))
  })

  test('the boundary runs between cells of different classes and nowhere else', () => {
    const boundary = all(parseXml(decisionRasterChart(raster)), 'path').find(
      ({ attributes }) => attributes.class === 'boundary',
    )!
    expect(boundary.attributes.d!.match(/M/g)).toHaveLength(2)
    const still = all(parseXml(decisionRasterChart({ ...raster, labels: new Uint16Array(8) })), 'path').find(
      ({ attributes }) => attributes.class === 'boundary',
    )!
    expect(still.attributes.d).toBe('')
  })

  test('numbers become shades from the least to the largest', () => {
    const { labels: _, classes: __, probabilities: ___, ...rest } = raster
    const svg = parseXml(decisionRasterChart({ ...rest, outputs: 1, predictions: numbers(0, 1, 2, 3, 4, 5, 6, 8) }))
    expect(texts(svg)).toEqual(expect.arrayContaining(['From 0 to 8.', '0', '4', '8']))
    const { values, alphas } = embedded(all(svg, 'image')[0]!.attributes.href!)
    expect(
      Array.from(values, (place) => alphas[place]! / alphas[values[3]!]!).map((share) => Math.round(8 * share)),
    ).toEqual([4, 5, 6, 8, 0, 1, 2, 3])
  })

  test('exact regions are drawn as their polygons, with holes, boundary and kinks', () => {
    const ring = numbers(0, 0, 10, 0, 10, 2, 0, 2)
    const hole = numbers(2, 0.5, 2, 1.5, 4, 1.5, 4, 0.5)
    const exact: ExactRegions = {
      kind: 'exact-regions',
      slice,
      linearRegions: [],
      activationPatterns: 2,
      linearRegionCount: 2,
      kinks: numbers(0, 1, 10, 1),
      classes: ['cat', 'dog'],
      cells: [],
      regions: [
        { label: 0, share: 0.9, touchesEdge: true, rings: [ring, hole] },
        { label: 1, share: 0.1, touchesEdge: false, rings: [hole] },
      ],
      boundary: numbers(2, 0.5, 2, 1.5, 2, 1.5, 4, 1.5),
      boundaryClasses: Uint16Array.of(0, 1, 0, 1),
    }
    const svg = parseXml(decisionRegionsChart(exact))
    const byClass = (name: string) => all(svg, 'path').filter(({ attributes }) => attributes.class === name)
    expect(byClass('region').map(({ attributes }) => attributes.d!.match(/Z/g)!.length)).toEqual([2, 1])
    expect(byClass('boundary')[0]!.attributes.d!.match(/M/g)).toHaveLength(2)
    expect(byClass('kinks')[0]!.attributes.d!.match(/M/g)).toHaveLength(1)
    expect(texts(svg).join(' ')).toContain(
      '2 regions, 1 island among them; the network is 2 linear pieces here (thin lines).',
    )
    expect(titles(svg)).toEqual(['cat\n90 % of the window', 'dog\n10 % of the window'])
  })
})

test('each unit has a picture: blue above 0, orange below, nothing at 0', () => {
  const values = Float32Array.of(1, 0, -1, 0.5, 0, 0, 0, 0)
  const svg = parseXml(
    unitResponsesChart({
      kind: 'unit-responses',
      slice,
      columns: 2,
      rows: 2,
      node: 'h1',
      units: 2,
      values,
      ranges: Float32Array.of(-1, 1, 0, 0),
    }),
  )
  expect(texts(svg)).toEqual(expect.arrayContaining(['Units of h1', '0', '1 (silent)']))
  expect(titles(svg)).toEqual(['unit 0 of h1\nfrom −1 to 1', 'unit 1 of h1\nfrom 0 to 0'])
  const { values: places, palette, alphas } = embedded(all(svg, 'image')[0]!.attributes.href!)
  const colour = (i: number) => [...palette.subarray(3 * places[i]!, 3 * places[i]! + 3), alphas[places[i]!]]
  expect(colour(0)).toEqual([222, 98, 8, 255]) // upper left: -1
  expect(colour(1)).toEqual([0, 124, 200, 128])
  expect(colour(2)).toEqual([0, 124, 200, 255]) // lower left: 1
  expect(colour(3)[3]).toBe(0)
})

test('of many units some are drawn, and the chart says how many', () => {
  const units = 64
  const svg = parseXml(
    unitResponsesChart({
      kind: 'unit-responses',
      slice,
      columns: 1,
      rows: 1,
      node: 'h1',
      units,
      values: new Float32Array(units),
      ranges: new Float32Array(2 * units),
    }),
  )
  expect(all(svg, 'image')).toHaveLength(20)
  expect(texts(svg).join(' ')).toContain('20 of 64 units.')
})

test('weight images have the shape of the input, their upper row above', () => {
  const images = Float32Array.of(1, 0, 0, 0, 0, -1)
  const svg = parseXml(
    weightImagesChart({
      kind: 'weight-images',
      node: 'h1',
      units: 1,
      shape: [1, 2, 3],
      images,
      limits: Float32Array.of(0.25),
    }),
  )
  expect(titles(svg)).toEqual(['unit 0 of h1\nlargest weight 0.25'])
  const { values, alphas, palette, width, height } = embedded(all(svg, 'image')[0]!.attributes.href!)
  expect([width, height]).toEqual([3, 2])
  expect(Array.from(values, (place) => alphas[place])).toEqual([255, 0, 0, 0, 0, 255])
  expect(palette[3 * values[0]! + 2]).toBe(200) // blue excites
  expect(palette[3 * values[5]!]).toBe(222) // orange inhibits
})

test('weights of three channels become colours, in which grey is 0', () => {
  const images = Float32Array.of(1, 0, 0, 0, -1, 0) // red, green, blue of two pixels
  const svg = parseXml(
    weightImagesChart({
      kind: 'weight-images',
      node: 'h1',
      units: 1,
      shape: [3, 1, 2],
      images,
      limits: Float32Array.of(1),
    }),
  )
  const { values, channels } = embedded(all(svg, 'image')[0]!.attributes.href!)
  expect(channels).toBe(3)
  expect(Array.from(values)).toEqual([255, 128, 0, 128, 128, 128])
})

test('a warped grid has the lines between all crossings, before and after', () => {
  const points = numbers(0, 0, 1, 0, 0, 1, 1, 1)
  const svg = parseXml(
    warpedGridChart(
      {
        kind: 'warped-grid',
        slice,
        columns: 2,
        rows: 2,
        node: 'h1',
        units: [0, 3],
        points,
        warped: Float32Array.from(points, (value) => 2 * value),
        labels: Uint16Array.of(0, 0, 1, 1),
      },
      { classes: ['cat', 'dog'] },
    ),
  )
  const lines = all(svg, 'g').filter(({ attributes }) => attributes.class === 'grid')
  expect(lines).toHaveLength(2)
  for (const { children } of lines)
    expect(children.map(({ attributes }) => attributes.d!.match(/M/g)!.length)).toEqual([3, 1])
  expect(texts(svg)).toEqual(expect.arrayContaining(['age', 'height', 'unit 0', 'unit 3', 'cat', 'dog']))
})

test('a projection names its axes by their share of the variance, and rings errors', () => {
  const svg = parseXml(
    projectionChart(
      {
        kind: 'projection',
        mean: numbers(0, 0, 0),
        components: numbers(1, 0, 0, 0, 1, 0),
        variances: numbers(6, 3),
        shares: numbers(0.6, 0.3),
        points: Float32Array.of(0, 0, 1, 1, 2, 2),
      },
      { labels: [0, 1, 1], classes: ['cat', 'dog'], predicted: [0, 1, 0] },
    ),
  )
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      'component 1 (60 % of the variance)',
      'component 2 (30 % of the variance)',
      '3 rows; errors of the model are ringed.',
    ]),
  )
  expect(all(svg, 'circle').filter(({ attributes }) => attributes.r === '6.5')).toHaveLength(1)
  expect(titles(svg)).toEqual(['cat', 'dog', 'dog, taken for cat'])
})

test('predictions are points beside the line of those that are right', () => {
  const svg = parseXml(predictionsChart([1, 2, 3], [1, 2.5, 2], { name: 'price' }))
  expect(all(group(svg, 'dot'), 'circle')).toHaveLength(3)
  expect(titles(svg)[1]).toBe('actual 2\npredicted 2.5')
  expect(texts(svg)).toEqual(expect.arrayContaining(['price, actual', 'price, predicted']))
})

test('a histogram has a bar for each bin, as high as its count', () => {
  const svg = parseXml(
    histogramChart(
      {
        kind: 'histogram',
        edges: numbers(0, 1, 2, 3),
        counts: numbers(1, 4, 2),
        below: 0,
        above: 0,
        notFinite: 0,
        mean: 1.5,
        deviation: 0.5,
      },
      { name: 'weight' },
    ),
  )
  const heights = all(group(svg, 'rect'), 'rect').map(({ attributes }) => Number(attributes.height) + 1)
  expect(heights.map((height) => Math.round((10 * height) / heights[0]!) / 10)).toEqual([1, 4, 2])
  expect(texts(svg)).toEqual(expect.arrayContaining(['weight', 'count', 'Mean 1.5, standard deviation 0.5.']))
})

test('a distribution over time has a column for each time, its upper bins above', () => {
  const svg = parseXml(
    histogramSeriesChart(
      {
        kind: 'histogram-series',
        edges: numbers(-1, 0, 1),
        times: numbers(0, 10),
        counts: numbers(4, 0, 1, 3),
        means: numbers(-0.5, 0.2),
        deviations: numbers(0.1, 0.4),
      },
      { name: 'weight' },
    ),
  )
  const { values, width, height } = embedded(all(svg, 'image')[0]!.attributes.href!)
  expect([width, height]).toEqual([2, 2])
  expect(Array.from(values, (place) => place / 15)).toEqual([0, 3, 4, 1])
  expect(texts(svg)).toEqual(expect.arrayContaining(['weight', 'epoch', 'mean', '± one standard deviation']))
})

test('bars say how many units are dead, and how flat slopes are', () => {
  const layers = [
    { layer: 'h1', activity: { of: 'units', active: [5, 0, 3, 0], dead: [1, 3] } },
    { layer: 'h2', saturation: { flat: 0.25, flatByUnit: [0.25] } },
    { layer: 'scores' },
  ]
  const svg = parseXml(unitHealthChart({ rows: 20, layers, symmetric: [], linear: [] } as unknown as Inspection))
  const bars = all(group(svg, 'bar'), 'rect').map(({ attributes }) => Number(attributes.width))
  expect(bars[0]! / bars[1]!).toBeCloseTo(2, 1)
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['2 of 4 units', '25 %', 'h1', 'h2', 'active on no row', 'Measured on 20 training rows.']),
  )
})

test('a network has a circle for each unit and a line for each weight, in the colour of its sign', () => {
  const svg = parseXml(
    networkChart({
      kind: 'network-diagram',
      layers: [
        { name: 'x', kind: 'input', x: 0, units: 2, hidden: 0 },
        { name: 'scores', kind: 'dense', x: 1, units: 5, hidden: 4, activation: 'identity' },
      ],
      nodes: [
        { id: 'x:0', layer: 'x', unit: 0, count: 1, x: 0, y: 0.25, label: 'age' },
        { id: 'x:1', layer: 'x', unit: 1, count: 1, x: 0, y: 0.75 },
        { id: 'scores:0', layer: 'scores', unit: 0, count: 1, x: 1, y: 0.3, label: 'cat', bias: 0.5 },
        { id: 'scores:…', layer: 'scores', count: 4, x: 1, y: 0.7 },
      ],
      edges: [
        { from: 'x:0', to: 'scores:0', weight: -2, sign: -1, strength: 1, fixed: false },
        { from: 'x:1', to: 'scores:0', weight: 1, sign: 1, strength: 0.5, fixed: false },
      ],
    }),
  )
  expect(all(svg, 'circle')).toHaveLength(3)
  const lines = all(svg, 'path').map(({ attributes }) => [attributes.stroke, attributes['stroke-width']])
  expect(lines).toEqual([
    ['#0072b2', '1.90'],
    ['#d55e00', '3.40'],
  ])
  expect(texts(svg)).toEqual(expect.arrayContaining(['age', 'cat', '+4', 'input', 'scores', '2', '5']))
  expect(titles(svg)).toEqual(
    expect.arrayContaining(['age to cat\nweight −2', 'x 1 to cat\nweight 1', 'cat\nbias 0.5']),
  )
})

test('a neuron shows its signals, synapses, sum and output', () => {
  const svg = parseXml(
    neuronChart({
      kind: 'neuron-diagram',
      layer: 'h1',
      unit: 2,
      inputs: [
        {
          input: 0,
          name: 'age',
          signal: 'x0',
          synapse: 'w0',
          dendrite: 'w0·x0',
          weight: 2,
          effect: 'excitatory',
          value: 3,
          product: 6,
          y: 0.25,
        },
        {
          input: 1,
          name: 'height',
          signal: 'x1',
          synapse: 'w1',
          dendrite: 'w1·x1',
          weight: -1,
          effect: 'inhibitory',
          value: 4,
          product: -4,
          y: 0.75,
        },
      ],
      hidden: 0,
      bias: 0.5,
      cellBody: { text: 'Σ wᵢxᵢ + b', sum: 2.5 },
      activation: { kind: 'relu', formula: 'z > 0 ? z : 0' },
      axon: { text: 'f(Σ wᵢxᵢ + b)', rate: 2.5 },
    }),
  )
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      'Neuron 2 of h1',
      'age = 3',
      '× 2',
      '= 6',
      'height = 4',
      '× −1',
      '= −4',
      'cell body',
      'Σ wᵢxᵢ + b',
      'b = 0.5',
      '= 2.5',
      'output axon',
      '2.5',
      'f = relu',
    ]),
  )
  expect(all(svg, 'path').filter(({ attributes }) => attributes.class === 'dendrite')).toHaveLength(2)
})

describe('every chart', () => {
  test('has the ground and the ink of its theme', () => {
    const [light, dark] = (['light', 'dark'] as const).map((theme) => parseXml(learningCurvesChart(curves, { theme })))
    expect(light!.children[0]!.attributes.fill).toBe('#ffffff')
    expect(dark!.children[0]!.attributes.fill).toBe('#171a1f')
    expect(dark!.attributes.color).toBe('#e8eaed')
  })

  test('is for a page a figure with its title, without a ground, in the variables of the page', () => {
    const html = learningCurvesChart(curves, { theme: 'page' })
    expect(html.startsWith('<figure><figcaption><h3>Learning curves</h3><p>By epoch,')).toBe(true)
    const figure = parseXml(html)
    expect(all(figure, 'svg')[0]!.children[0]!.name).toBe('g')
    expect(html).toContain('stroke="var(--series-0)"')
    expect(html).not.toMatch(/#[0-9a-f]{6}"/)
  })

  test('takes a width and a title, and says for readers of screens what it is', () => {
    const svg = parseXml(learningCurvesChart(curves, { width: 800, title: 'My <run> & "yours"' }))
    expect(svg.attributes.width).toBe('800')
    expect(svg.attributes['aria-label']).toBe(
      'My <run> & "yours". By epoch, each a pass over all training rows; the model has the weights of epoch 2.',
    )
    expect(texts(svg)).toContain('My <run> & "yours"')
  })

  test('has the same bytes each time', () => {
    expect(learningCurvesChart(curves)).toBe(learningCurvesChart(curves))
  })
})
