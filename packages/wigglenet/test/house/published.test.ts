// What a user gets: each package packed, installed into an empty folder, run, type-checked there. It uses the builds.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const builds = {
  wigglenet: 'index.js',
  io: 'index.js',
  report: 'index.js',
  chapter: 'index.js',
  playground: 'index.html',
  cli: 'main.js',
}

let folder = ''
let packed: readonly {
  readonly name: string
  readonly filename: string
  readonly files: readonly { path: string }[]
}[] = []

/** Runs a command in the user's folder; what it prints, or all that it printed as the error. */
function run(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { cwd: join(folder, 'user'), encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
  }
}

beforeAll(() => {
  for (const [name, file] of Object.entries(builds)) {
    const built = existsSync(join(root, 'packages', name, 'dist', file))
    expect(built, `packages/${name}/dist/${file} is missing: run \`npm run build\` first`).toBe(true)
  }
  folder = mkdtempSync(join(tmpdir(), 'wigglenet-published-'))
  mkdirSync(join(folder, 'user'))
  const places = Object.keys(builds).map((name) => join(root, 'packages', name))
  packed = JSON.parse(run('npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...places))
  run('npm', 'init', '--yes')
  run('npm', 'pkg', 'set', 'type=module')
  const quick = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  run('npm', 'install', ...quick, ...packed.map(({ filename }) => join(folder, filename)))
}, 180_000)
afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

test('each package packs its builds, licence and readme, and no source or test', () => {
  expect(packed.map(({ name }) => name)).toEqual([
    'wigglenet',
    '@wigglenet/io',
    '@wigglenet/report',
    '@wigglenet/chapter',
    '@wigglenet/playground',
    '@wigglenet/cli',
  ])
  for (const { name, files } of packed) {
    const paths = files.map(({ path }) => path)
    expect(paths, name).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
    const built = name === '@wigglenet/playground' ? 'js|html|css|md' : 'js|d\\.ts'
    const wanted = new RegExp(`^(LICENSE|README\\.md|package\\.json|bin/[^/]+|fonts/[\\w.-]+|dist/.+\\.(${built}))$`)
    expect(
      paths.filter((path) => !wanted.test(path)),
      name,
    ).toEqual([])
  }
})

test('the library comes with no dependency, and no package that comes with the others runs a script as it is installed', () => {
  const installed = JSON.parse(readFileSync(join(folder, 'user/node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, { dependencies?: object; hasInstallScript?: boolean }>
  }
  const { packages } = installed
  expect(packages['node_modules/wigglenet']!.dependencies).toBe(undefined)
  expect(existsSync(join(folder, 'user/node_modules/wigglenet/node_modules'))).toBe(false)
  // What is not of Plot and d3, by which charts are drawn.
  const drawing =
    /^node_modules\/(@observablehq\/|d3|internmap|delaunator|robust-predicates|interval-tree-1d|binary-search-bounds|isoformat|iconv-lite|safer-buffer|rw$)/
  const others = Object.keys(packages).filter((path) => !drawing.test(path))
  expect(others.sort()).toEqual([
    'node_modules/@resvg/resvg-wasm',
    'node_modules/@wigglenet/chapter',
    'node_modules/@wigglenet/cli',
    'node_modules/@wigglenet/io',
    'node_modules/@wigglenet/playground',
    'node_modules/@wigglenet/report',
    'node_modules/commander',
    'node_modules/csv-parse',
    'node_modules/wigglenet',
  ])
  expect(Object.keys(packages).filter((path) => packages[path]!.hasInstallScript)).toEqual([])
})

const program = `
import { adam, DataError, dense, describe, fit, network, relu, spiral } from 'wigglenet'
import { loadModel, saveModel } from 'wigglenet/node'

const net = network(2, [dense(20, relu()), dense(3)])
const run = fit(net, spiral({ classes: 3, seed: 1 }), { loss: 'softmax', optimizer: adam(), epochs: 50, l2: 1e-3, seed: 1 })
const losses = []
for await (const event of run) if (event.kind === 'epoch') losses.push(event.loss)
const model = await run.model
await saveModel(model, 'spiral.wiggle.safetensors')
const again = await loadModel('spiral.wiggle.safetensors')
let refusal
try {
  await loadModel('missing.safetensors')
} catch (error) {
  refusal = error
}
console.log(JSON.stringify({
  text: describe(net).text,
  epochs: losses.length,
  falls: losses[losses.length - 1] < losses[0],
  labels: model.predict([[0.1, 0.4]]).length,
  same: String(again.predict([[0.1, 0.4]])) === String(model.predict([[0.1, 0.4]])),
  refused: refusal instanceof DataError,
}))
`

test('a program trains, saves and loads with the installed library, and errors of both entries are of one class', () => {
  writeFileSync(join(folder, 'user/program.js'), program)
  expect(JSON.parse(run('node', 'program.js'))).toEqual({
    text: '2-layer neural network (1 hidden layer): 23 neurons, 100 weights + 23 biases = 123 learnable parameters',
    epochs: 50,
    falls: true,
    labels: 1,
    same: true,
    refused: true,
  })
})

test('a program that only predicts gives the bits of the others from a model file, with the same things under the same names', () => {
  const parts = `{
    network: of.network(1, [of.dense(2, of.tanh()), of.dense(1)]),
    parameters: {
      'h1.W': Float32Array.of(1, -1),
      'h1.b': Float32Array.of(0, 0.5),
      'scores.W': Float32Array.of(2, 3),
      'scores.b': Float32Array.of(-1),
    },
    loss: of.squaredHinge(),
    task: 'classification',
    classes: ['no', 'yes'],
    provenance: {
      library: '0.1.0', seed: 1, options: {}, data: { fingerprint: '', rows: 0 }, epochs: 0, steps: 0,
      engine: { backend: 'wasm', features: [] },
    },
  }`
  writeFileSync(
    join(folder, 'user/predict.js'),
    `import { readFile, writeFile } from 'node:fs/promises'
import * as all from 'wigglenet'
import * as quick from 'wigglenet/predict'
const partsOf = (of) => (${parts})
await writeFile('hinge.safetensors', all.modelToBytes(partsOf(all)))
const models = [
  all.createModel(partsOf(all)),
  quick.createModel(partsOf(quick)),
  quick.modelFromBytes(await readFile('hinge.safetensors')),
]
let refusal
try {
  quick.modelFromBytes(new Uint8Array(3))
} catch (error) {
  refusal = error
}
console.log(JSON.stringify({
  scores: models.map((model) => model.scores([[1]])[0][0]),
  labels: models.map((model) => model.predict([[1]])[0]),
  others: Object.keys(quick).filter((name) => quick[name] !== all[name]),
  refused: refusal instanceof all.DataError,
}))`,
  )
  const { scores, ...rest } = JSON.parse(run('node', 'predict.js'))
  expect(rest).toEqual({ labels: ['no', 'no', 'no'], others: [], refused: true })
  expect(scores[0]).toBeCloseTo(2 * Math.tanh(1) + 3 * Math.tanh(-0.5) - 1, 6)
  expect(scores.slice(1)).toEqual([scores[0], scores[0]])
})

test('`wigglenet/predict` reads two files of 240 kB at most, in which nothing trains, judges, diagnoses or draws', () => {
  const dist = join(folder, 'user/node_modules/wigglenet/dist')
  const read = new Map<string, string>()
  const visit = (path: string) => {
    if (read.has(path)) return
    const text = readFileSync(join(dist, path), 'utf8')
    read.set(path, text)
    for (const [, next] of text.matchAll(/(?:from|import) ?"(\..+?)"/g)) visit(join(path, '..', next!))
  }
  visit('predict-node.js')
  expect([...read.keys()].sort()).toEqual(['predict-node.js', 'shared/predicting.js'])
  expect([...read.values()].reduce((sum, { length }) => sum + length, 0)).toBeLessThan(240_000)
  const modules = [...read.values()].flatMap((text) => [...text.matchAll(/^\/\/ packages\/wigglenet\/src\/(\w+)\//gm)])
  const folders = [...new Set(modules.map(([, name]) => name!))].sort()
  expect(folders).toEqual([
    'backend',
    'check',
    'data',
    'formula',
    'kernel',
    'model',
    'network',
    'node',
    'number',
    'plan',
  ])
})

test('every entry of every package can be imported', () => {
  const entries = [
    'wigglenet',
    'wigglenet/catalogue',
    'wigglenet/node',
    'wigglenet/predict',
    'wigglenet/web',
    '@wigglenet/io',
    '@wigglenet/io/node',
    '@wigglenet/report',
    '@wigglenet/report/node',
  ]
  for (const entry of entries) {
    const count = run('node', '-e', `import('${entry}').then((all) => console.log(Object.keys(all).length))`)
    expect(Number(count), entry).toBeGreaterThan(0)
  }
})

test('the types are there, whole, and know the sizes of a network', () => {
  const typed = program
    .replace('const losses = []', 'const losses: number[] = []')
    .replace('let refusal\n', 'let refusal: unknown\n')
  const sizes = `
import * as catalogue from 'wigglenet/catalogue'
import * as predict from 'wigglenet/predict'
import * as io from '@wigglenet/io'
import * as ioNode from '@wigglenet/io/node'
import * as report from '@wigglenet/report'
import * as reportNode from '@wigglenet/report/node'
import type { Network } from 'wigglenet'
export const everything = [catalogue, predict, io, ioNode, report, reportNode]
export const right: Network<2, 3> = net
// @ts-expect-error: the network takes 2 features
export const wrong: Network<4, 3> = net
`
  writeFileSync(join(folder, 'user/program.ts'), typed + sizes)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', '--noEmit']
  const target = ['--target', 'es2023', '--module', 'nodenext', '--lib', 'es2023,dom,dom.iterable', '--types', '']
  expect(run(process.execPath, tsc, ...strict, ...target, 'program.ts')).toBe('')
})

test('the command line is installed under its name and shows its help', () => {
  const help = run('npx', '--no-install', 'wigglenet', '--help')
  expect(help).toMatch(/^Usage: wigglenet /)
  for (const command of ['train', 'predict', 'evaluate', 'describe']) expect(help).toContain(command)
})

test('the installed command serves the playground that came with it', async () => {
  const bin = join(folder, 'user/node_modules/@wigglenet/cli/bin/wigglenet.js')
  const child = spawn(process.execPath, [bin, 'play', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((done) => child.on('close', done))
  const url = await new Promise<string>((done) =>
    child.stdout.once('data', (text) => done(String(text).split('\n')[0]!)),
  )
  const html = await (await fetch(url)).text()
  expect(html).toContain('<title>wigglenet playground</title>')
  for (const [, path] of html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) {
    expect((await fetch(new URL(path!, url))).status, path).toBe(200)
  }
  child.kill('SIGTERM')
  await ended
})

test('without a device, Node trains and predicts on threads and other runtimes on wasm, under the same names', () => {
  writeFileSync(
    join(folder, 'user', 'standard.js'),
    `import * as node from 'wigglenet'
import * as page from './node_modules/wigglenet/dist/index.js'
const standard = ({ trainer, network, dense, spiral, wasm }) =>
  trainer(network(2, [dense(2)]), spiral({ classes: 2, seed: 1 })).options.device === wasm
console.log(standard(node), Object.keys(node).sort().join() === Object.keys(page).sort().join())`,
  )
  writeFileSync(
    join(folder, 'user', 'quick.js'),
    `import 'wigglenet/predict'
import { trainer, network, dense, spiral, wasm } from './node_modules/wigglenet/dist/index.js'
console.log(trainer(network(2, [dense(2)]), spiral({ classes: 2, seed: 1 })).options.device === wasm)`,
  )
  writeFileSync(
    join(folder, 'user', 'page.js'),
    `import { trainer, network, dense, spiral, wasm } from './node_modules/wigglenet/dist/index.js'
console.log(trainer(network(2, [dense(2)]), spiral({ classes: 2, seed: 1 })).options.device === wasm)`,
  )
  expect(run('node', 'standard.js').trim()).toBe('false true')
  expect(run('node', 'quick.js').trim()).toBe('false')
  expect(run('node', 'page.js').trim()).toBe('true')
})
