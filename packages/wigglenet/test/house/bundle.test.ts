// The promise to a page: what trains a small network, bundled from the sources, minified and gzipped, is at most 30 kB.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type OutputChunk, rolldown } from 'rolldown'
import { beforeAll, expect, test } from 'vitest'

const LIMIT_BYTES = 30_000
const src = fileURLToPath(new URL('../../src', import.meta.url))

/** What a page that trains a 2-20-2 network writes. */
const pageOn = (entry: string) => `
  import { network, dense, tanh, fit, gradientDescent, spiral } from ${JSON.stringify(entry)}
  export async function train(epochs) {
    const net = network(2, [dense(20, tanh()), dense(2)])
    const options = { loss: 'softmax', optimizer: gradientDescent({ rate: 1 }), epochs, seed: 1 }
    const events = []
    for await (const event of fit(net, spiral({ classes: 2, seed: 1 }), options)) events.push(event)
    return events
  }`

async function bundlePage(entry: string): Promise<OutputChunk> {
  const page = pageOn(entry)
  const bundle = await rolldown({
    input: 'page.js',
    platform: 'browser',
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === 'page.js' ? id : null),
        load: (id) => (id === 'page.js' ? page : null),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true, codeSplitting: false })
  await bundle.close()
  expect(output).toHaveLength(1)
  return output[0]
}
const gzippedBytes = ({ code }: OutputChunk) => gzipSync(code, { level: 9 }).length

let chunk: OutputChunk
beforeAll(async () => {
  chunk = await bundlePage(join(src, 'index.ts'))
})

/** The files of src whose code is in the bundle, with their bytes before minification. */
function filesInside(): [path: string, bytes: number][] {
  return Object.entries(chunk.modules)
    .map(([id, { renderedLength }]): [string, number] => [relative(src, id).split(sep).join('/'), renderedLength])
    .filter(([path, bytes]) => bytes > 0 && !path.startsWith('..') && path.endsWith('.ts'))
}

test('a page that trains a 2-20-2 network needs at most 30 kB, minified and gzipped', () => {
  const bytes = gzippedBytes(chunk)
  const folders = new Map<string, number>()
  for (const [path, size] of filesInside()) {
    const folder = path.split('/').slice(0, -1).join('/') || 'src'
    folders.set(folder, (folders.get(folder) ?? 0) + size)
  }
  const lines = [...folders]
    .sort((a, b) => b[1] - a[1])
    .map(([folder, size]) => `${String(size).padStart(8)}  ${folder}`)
  const told = `${bytes} bytes; before minification, by folder:\n${lines.join('\n')}\n`
  expect(bytes, told).toBeLessThanOrEqual(LIMIT_BYTES)
  expect(folders.has('train'), told).toBe(true)
})

test('the same page on the published files needs at most 30 kB too', async () => {
  const published = join(src, '../dist/index.js')
  expect(existsSync(published), 'dist/ is missing: npm run build').toBe(true)
  expect(gzippedBytes(await bundlePage(published))).toBeLessThanOrEqual(LIMIT_BYTES)
})

test('the catalogue, what only Node has and the reference backend are not inside', () => {
  const unwanted = filesInside().filter(([path]) => /^(catalogue\.ts|node\/|web\/|backend\/reference\/)/.test(path))
  expect(unwanted).toEqual([])
})

test('layers, activations that learn and masks, which the page does not use, are not inside', () => {
  const used = ['dense', 'dense-part', 'weighted', 'settings', 'activated', 'activation-alone'].map(
    (name) => `network/layers/${name}.ts`,
  )
  const layers = filesInside().filter(([path]) => path.startsWith('network/layers/'))
  expect(layers.map(([path]) => path).filter((path) => !used.includes(path))).toEqual([])
  expect(filesInside().filter(([path]) => /learned-code|masks|from-data|erf/.test(path))).toEqual([])
})

test('the bundle trains: the loss falls and the spiral is learned better than by chance', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wigglenet-bundle-'))
  try {
    writeFileSync(join(folder, 'page.mjs'), chunk.code)
    const { train } = await import(pathToFileURL(join(folder, 'page.mjs')).href)
    const epochs = (await train(100)).filter((event: { kind: string }) => event.kind === 'epoch')
    expect(epochs).toHaveLength(100)
    expect(epochs.at(-1).loss).toBeLessThan(epochs[0].loss)
    expect(epochs.at(-1).accuracy).toBeGreaterThan(0.6)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
