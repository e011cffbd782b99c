// The worked example of CONTRIBUTING.md, "Add an activation", done to a copy of the sources as it stands there.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as catalogue from '../../src/catalogue.ts'
import type * as library from '../../src/index.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
const section = guide.slice(guide.indexOf('## Add an activation'), guide.indexOf('## What a change looks like'))
/** Each step that has code: the file that it names, and the code. */
const steps = [...section.matchAll(/^\d\. [^`]*`([^`]+)`[^\n]*\n {3}```ts\n([\s\S]*?) {3}```\n/gm)].map(
  ([, path, code]) => ({
    path: path!,
    code: code!.replace(/^ {3}/gm, ''),
  }),
)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wigglenet-contributing-'))
  cpSync(join(root, 'packages/wigglenet/src'), join(folder, 'packages/wigglenet/src'), { recursive: true })
  for (const { path, code } of steps) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    if (path.endsWith('/all.ts')) appendFileSync(join(folder, path), code)
    else writeFileSync(join(folder, path), code, { flag: 'wx' })
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Bundles a file of the copy, and gives what it exports; `vitest` in it is what `given` holds. */
async function load(path: string, given: object = {}): Promise<Record<string, unknown>> {
  const names = Object.keys(given)
  Object.assign(globalThis, { given })
  const bundle = await rolldown({
    input: join(folder, path),
    plugins: [
      {
        name: 'vitest as given',
        resolveId: (id) => (id === 'vitest' ? id : null),
        load: (id) => (id === 'vitest' ? names.map((name) => `export const ${name} = given.${name}`).join('\n') : null),
      },
    ],
  })
  const file = join(folder, `${path.replaceAll('/', '-')}.mjs`)
  await bundle.write({ format: 'esm', file, codeSplitting: false })
  await bundle.close()
  return await import(pathToFileURL(file).href)
}

describe('the worked example of CONTRIBUTING.md', () => {
  test('is one file, one line in a list, and one test', () => {
    expect(steps.map(({ path }) => path.replace('packages/wigglenet/', ''))).toEqual([
      'src/network/activations/log-sigmoid.ts',
      'src/network/activations/all.ts',
      'test/network/activations/log-sigmoid.test.ts',
    ])
    expect(steps[1]!.code.trim().split('\n')).toHaveLength(1)
  })

  test('puts the new part into the public names and the catalogue, and its gradients are right on every backend of the entry', async () => {
    writeFileSync(
      join(folder, 'packages/wigglenet/src/all-entries.ts'),
      "export * from './index.ts'\nexport * as catalogue from './catalogue.ts'\n",
    )
    const copy = await load('packages/wigglenet/src/all-entries.ts')
    const { dense, drawParameter, gradcheck, lossAndGradients, network, parameterShapes, reference, spiral, wasm } =
      copy as unknown as typeof library
    const made = (copy as { logSigmoid: () => library.Activation }).logSigmoid
    expect((copy.catalogue as typeof catalogue).activations['log-sigmoid']).toBe(made)
    const net = network(2, [dense(7, made()), dense(3)])
    const parameters = Object.fromEntries(
      parameterShapes(net).map((shape, i) => [shape.name, drawParameter(shape, 1, i)]),
    )
    const data = spiral({ classes: 3, rows: 60, seed: 1 })
    expect(gradcheck(net, parameters, { data, loss: 'softmax' }).ok).toBe(true)
    const [is, must] = [wasm, reference].map((device) =>
      lossAndGradients(net, parameters, { data, loss: 'softmax', device }),
    )
    const largest = Math.max(...must!.gradients['h1.W']!.map(Math.abs))
    must!.gradients['h1.W']!.forEach((slope, i) => {
      expect(Math.abs(slope - is!.gradients['h1.W']![i]!)).toBeLessThan(1e-5 * largest)
    })
  })

  test('has a test that passes, and that fails for another number', async () => {
    const { path, code } = steps[2]!
    let count = 0
    const run = (_name: string, body: () => void) => {
      count++
      body()
    }
    await load(path, { expect, test: run })
    expect(count).toBe(1)
    const wrong = path.replace('.test.ts', '-wrong.test.ts')
    writeFileSync(join(folder, wrong), code.replace('-0.6931', '-0.6932'))
    await expect(load(wrong, { expect, test: run })).rejects.toThrow('to be close to')
  })
})
