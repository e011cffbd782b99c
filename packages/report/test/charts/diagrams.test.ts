import { expect, test } from 'vitest'
import { networkChart, neuronChart } from '../../src/index.ts'
import { all, parseXml, texts, titles } from '../xml.ts'

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
