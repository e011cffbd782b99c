import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readCsv } from '@wigglenet/io'
import { afterAll, expect, test, vi } from 'vitest'
import * as library from 'wigglenet'
import {
  activation,
  alphaDropout,
  concat,
  dense,
  encodeTable,
  examples,
  fit,
  fitPreprocessing,
  leakyRelu,
  type Model,
  maxNorm,
  maxout,
  network,
  relu,
  selu,
  spiral,
  weightNoise,
} from 'wigglenet'
import * as catalogue from 'wigglenet/catalogue'
import { makerName, modelCode } from '../../src/page/model-code.ts'

const folder = await mkdtemp(join(tmpdir(), 'playground-code-'))
afterAll(() => rm(folder, { recursive: true }))

/** What the exported text gives when it is run on the sources. */
async function ran(code: string): Promise<Model> {
  const sources = new URL('../../../wigglenet/src/index.ts', import.meta.url).pathname
  const path = join(folder, `${Math.random().toString(36).slice(2)}.ts`)
  await writeFile(path, code.replace(`from 'wigglenet'`, `from ${JSON.stringify(sources)}`))
  return ((await import(pathToFileURL(path).href)) as { model: Model }).model
}

const data = spiral({ rows: 60, classes: 3, seed: 1 })
const places = Array.from({ length: 50 }, (_, i) => [Math.sin(i), Math.cos(3 * i)] as const)

const square = activation('square', {}, { value: 'z * z' })
const nets = {
  'a chain': network(2, [dense(5, relu(), { dropout: 0.25 }), maxout(4), dense(3)]),
  'options of its own': network(2, [dense(5, leakyRelu({ slope: 0.3 })), maxout(2, { pieces: 3 }), dense(3)]),
  'every option of a layer': network(2, [
    dense(5, selu(), { dropout: alphaDropout(0.1), noise: weightNoise(0.02), constraint: maxNorm(3), l2: 0.01 }),
    maxout(4, { locked: true, inputNoise: 0.1, l1: 0.02 }),
    dense(3),
  ]),
  'a formula of its own': network(2, [dense(5, square()), dense(3)]),
  'a skip connection': network(2, { h1: dense(6, relu()), joined: concat({ from: ['x', 'h1'] }), scores: dense(3) }),
}

test.each(Object.entries(nets))('the exported text of %s runs, and predicts the same bits', async (_, net) => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const model = await fit(net, data, { epochs: 3, seed: 1, loss: 'softmax' }).model
  const again = await ran(modelCode(model, [0.1, 0.4]))
  expect(said).toHaveBeenCalledWith(model.predict([[0.1, 0.4]]))
  said.mockRestore()
  expect(again.scores(places)).toEqual(model.scores(places))
  expect(again.provenance).toEqual(model.provenance)
  expect(again.network).toEqual(model.network)
})

test('a model of a table keeps its preprocessing', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const table = readCsv('long,wide,kind\n100,1,a\n200,2,b\n300,4,a\n400,8,b\n')
  const every = Uint32Array.of(0, 1, 2, 3)
  const { preprocessing } = fitPreprocessing(table, every, { target: 'kind' })
  const X = encodeTable(preprocessing, table, every, 'test')
  const rows = {
    ...examples({ X, y: [0, 1, 0, 1], inputs: 2, task: 'classification', classes: ['a', 'b'] }),
    preprocessing,
  }
  const model = await fit(network(2, [dense(3, relu()), dense(2)]), rows, { epochs: 2, seed: 1 }).model
  const again = await ran(modelCode(model, [150, 3]))
  expect(again.scores([[150, 3]])).toEqual(model.scores([[150, 3]]))
  expect(said).toHaveBeenCalledWith(model.predict([[150, 3]]))
  said.mockRestore()
})

test('the text is short: makers where they say all', async () => {
  const model = await fit(nets['a chain'], data, { epochs: 1, seed: 1 }).model
  const code = modelCode(model, [0, 0])
  expect(code).toContain(`import { createModel, dense, maxout, network, relu, softmax } from 'wigglenet'`)
  expect(code).toContain('  h1: dense(5, relu(), { dropout: 0.25 }),\n  h2: maxout(4),\n  scores: dense(3),\n')
  expect(code).toContain('  loss: softmax(),\n')
})

test('every part of the library is made by its kind in camel case, as the text writes it', () => {
  const makers = library as unknown as Record<string, () => { kind: string }>
  const kinds = [...Object.keys(catalogue.activations), ...Object.keys(catalogue.losses)]
  for (const kind of kinds) expect(makers[makerName(kind)]!().kind).toBe(kind)
})
