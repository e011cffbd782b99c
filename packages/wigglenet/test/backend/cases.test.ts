import { expect, test } from 'vitest'
import * as catalogue from '../../src/catalogue.ts'
import { functionNames } from '../../src/formula/meaning.ts'
import { activations } from './activations.ts'
import { cases, losses } from './cases.ts'

test('every activation, loss and optimizer of the catalogue is a case of the suites', () => {
  const kinds = (parts: readonly { kind: string }[]) => parts.map(({ kind }) => kind)
  expect(kinds(Object.values(activations))).toEqual(expect.arrayContaining(Object.keys(catalogue.activations)))
  expect(kinds(Object.values(losses).map(({ loss }) => loss))).toEqual(
    expect.arrayContaining(Object.keys(catalogue.losses)),
  )
  expect(kinds(cases.map(({ optimizer }) => optimizer))).toEqual(
    expect.arrayContaining(Object.keys(catalogue.optimizers)),
  )
})

test('the activations use every function, operator and comparison of the language', () => {
  const text = Object.values(activations)
    .map(({ formula }) => formula.value)
    .join('\n')
  const missing = [...functionNames(), '+', '-', '*', '/', '^', '?', '>', '>=', '<', '<=', '==', '!='].filter(
    (word) => !text.includes(/\w/.test(word) ? `${word}(` : word),
  )
  expect(missing).toEqual([])
})
