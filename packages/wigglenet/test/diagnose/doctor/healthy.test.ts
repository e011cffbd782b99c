// No false alarm: sound runs over real data, at which the doctor must stay silent.
import { describe, expect, test } from 'vitest'
import { leakyRelu } from '../../../src/network/activations/leaky-relu.ts'
import { relu } from '../../../src/network/activations/relu.ts'
import { tanh } from '../../../src/network/activations/tanh.ts'
import { dense } from '../../../src/network/layers/dense.ts'
import { maxout } from '../../../src/network/layers/maxout.ts'
import { network } from '../../../src/network/network.ts'
import type { Layer } from '../../../src/network/types.ts'
import { momentum } from '../../../src/optimizer/momentum.ts'
import type { FitOptions } from '../../../src/train/types.ts'
import { imagesFrom, tableFrom, whereReal } from '../real-data.ts'
import { imageParts, partsOf, rulesOf } from './runs.ts'

/** As the command line trains small and large tables. */
const small: FitOptions = { batch: 16, l2: 0.003, epochs: 200, patience: 20, seed: 1 }
const large: FitOptions = { batch: 32, l2: 0.001, epochs: 60, patience: 20, seed: 1 }
const smooth = () => [dense(64, tanh()), dense(64, tanh())]
const bent = () => [dense(64, relu()), dense(64, relu())]

const tables: readonly [name: string, target: string, how: string, layers: () => Layer[], options: FitOptions][] = [
  ['iris', 'species', 'tanh', smooth, small],
  ['iris', 'species', 'ReLU', bent, small],
  ['wine', 'cultivar', 'tanh', smooth, small],
  ['wine', 'cultivar', 'maxout', () => [maxout(20)], small],
  ['breast_cancer', 'diagnosis', 'tanh', smooth, small],
  [
    'breast_cancer',
    'diagnosis',
    'leaky ReLU and momentum',
    () => [dense(30, leakyRelu())],
    { ...small, optimizer: momentum({ rate: 0.01 }) },
  ],
  ['penguins', 'species', 'tanh', smooth, small],
  ['mpg', 'mpg', 'tanh', smooth, small],
  ['digits', 'digit', 'ReLU', bent, large],
  ['diamonds_5394', 'price', 'ReLU', bent, { ...large, epochs: 30 }],
]

describe.skipIf(whereReal !== '')(`no finding${whereReal}`, () => {
  test.each(tables)('%s, %s by %s', async (name, target, _how, layers, options) => {
    const table = tableFrom(name)!
    const { train, validation, test: judge } = partsOf(table, target)
    const outputs = train.classes?.length ?? 1
    const net = network(train.inputs, [...layers(), dense(outputs)])
    expect(await rulesOf({ network: net, data: train, test: judge, options: { ...options, validation } })).toEqual([])
  })

  test.each(['mnist', 'fashion-mnist'] as const)('%s, 6,000 images, 784-64-10', async (name) => {
    const { train, validation } = imageParts(imagesFrom(name, 6000)!)
    const net = network(784, [dense(64, relu()), dense(10)])
    const options = { batch: 64, epochs: 5, seed: 1, validation, patience: 5 }
    expect(await rulesOf({ network: net, data: train, options })).toEqual([])
  })
})
