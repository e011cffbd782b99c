import { expect, test } from 'vitest'
import { firstSetup } from '../src/setup.ts'
import { readShare, shareText } from '../src/share.ts'
import { entryOf, firstVariation, type Varied, variantsOf, variations } from '../src/variation.ts'

const all = Object.keys(variations) as Varied[]

test('the networks of a comparison are the present one with one thing changed', () => {
  const variants = variantsOf(firstSetup, { what: 'units', values: [3, 6, 20] })
  expect(variants.map(({ layers }) => layers.map(({ units }) => units))).toEqual([[3], [6], [20]])
  expect(variants[2]).toEqual(firstSetup)
  const strengths = variantsOf(firstSetup, { what: 'l2', values: [0.001, 0.1] })
  expect(strengths.map(({ training }) => training.l2)).toEqual([0.001, 0.1])
  expect(strengths.map(({ layers }) => layers)).toEqual([firstSetup.layers, firstSetup.layers])
})

test('more layers are like the last one, and units without a layer make one', () => {
  const deep = variantsOf(firstSetup, { what: 'layers', values: [0, 3] })
  expect(deep.map(({ layers }) => layers.length)).toEqual([0, 3])
  expect(deep[1]!.layers[2]).toEqual(firstSetup.layers[0])
  const [one] = variantsOf({ ...firstSetup, layers: [] }, { what: 'activation', values: ['tanh', 'relu'] })
  expect(one!.layers).toEqual([{ units: 20, activation: 'tanh', dropout: 0 }])
})

test.each(all)(
  'networks that differ in %s begin with two to four, told apart in words, and fit into a link',
  (what) => {
    const variation = firstVariation(what, firstSetup)
    const labels = variation.values.map(entryOf(what).label)
    expect(new Set(labels).size).toBe(variation.values.length)
    expect(labels.length).toBeGreaterThanOrEqual(2)
    expect(labels.length).toBeLessThanOrEqual(4)
    expect(readShare(shareText(firstSetup, { variation }))).toEqual({ setup: firstSetup, variation })
  },
)

test('losses are those that the data allow', () => {
  const sine = { kind: 'function', formula: 'x', range: [0, 1], noise: 0, rows: 9, testShare: 0, seed: 1 } as const
  const { values } = firstVariation('loss', { ...firstSetup, data: sine })
  expect(values).not.toContain('softmax')
  expect(values).toContain('mean-squared-error')
})

test.each(['units,3', 'units,3,6,9,12,20', 'units,3,0', 'size,1,2', 'activation,relu,swoosh'])(
  'a link with the comparison %s is damaged',
  (text) => {
    expect(readShare(`${shareText(firstSetup)}&c=${text}`)).toEqual({
      problem:
        'This link is damaged: its comparison cannot be read. The page shows its first setup; copy the link again, whole.',
    })
  },
)
