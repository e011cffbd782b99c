// Builds what is published: for each package the JavaScript of its entries in dist/ and their types in dist/types/.
// What an entry is stands in the package.json alone: an export, or a command of `bin`. Where two entries share code, it
// lies in one chunk, so that `instanceof` holds between them. An entry without types (a page, a script for pages) is built by
// Vite, in the mode that has its name. A package whose inputs have not changed is left alone; `--force` builds all. A build
// that fails leaves the old dist/ in place.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workerSource } from './worker-source.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules/.cache/wigglenet-build')
const viteConfig = 'vite.config.ts'
const alwaysInputs = [
  'package-lock.json',
  'tsconfig.base.json',
  'scripts/build.mjs',
  'scripts/sources.mjs',
  'scripts/worker-source.mjs',
]
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

class BuildError extends Error {}

/** The packages with something to build, each after those that it depends on. */
function readPackages() {
  const found = new Map()
  for (const folder of readdirSync(join(root, 'packages'))) {
    const at = join(root, 'packages', folder)
    if (!existsSync(join(at, 'package.json'))) continue
    const manifest = readJson(join(at, 'package.json'))
    const entries = readEntries(at, manifest)
    if (entries.length > 0) found.set(manifest.name, { name: manifest.name, folder, at, manifest, entries })
  }
  const ordered = new Map()
  const visit = (unit) => {
    if (ordered.has(unit.name)) return
    unit.byVite = unit.entries.some(({ source }) => source === viteConfig)
    // What Vite bundles is no dependency of those who install the package.
    const { dependencies, devDependencies } = unit.manifest
    const names = Object.keys({ ...dependencies, ...(unit.byVite && devDependencies) })
    unit.needs = names.flatMap((name) => found.get(name) ?? [])
    for (const needed of unit.needs) visit(needed)
    ordered.set(unit.name, unit)
  }
  for (const unit of found.values()) visit(unit)
  return [...ordered.values()]
}

/** The entries of a package: { output: 'node.js', source: 'src/node/index.ts', typed, asked: './node' }. */
function readEntries(at, manifest) {
  const entries = []
  for (const [asked, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === 'string') {
      if (target.startsWith('./dist/'))
        entries.push({ output: target.replace('./dist/', ''), source: viteConfig, typed: false, asked })
      continue
    }
    const source = target.types.replace('./dist/types/', 'src/').replace(/\.d\.ts$/, '.ts')
    entries.push({ output: target.default.replace('./dist/', ''), source, typed: true, asked })
    if (target.node === undefined) continue
    const output = target.node.replace('./dist/', '')
    entries.push({ output, source: `src/${output.replace(/\.js$/, '.ts')}`, typed: false, asked })
  }
  for (const [asked, file] of Object.entries(manifest.bin ?? {})) {
    const [, output] = /'\.\.\/dist\/(.+\.js)'/.exec(readFileSync(join(at, file), 'utf8')) ?? []
    if (output === undefined) {
      const where = relative(root, join(at, file))
      throw new BuildError(`build: ${where} must import one file of ../dist/; got none. Import the built entry there.`)
    }
    entries.push({ output, source: `src/${output.replace(/\.js$/, '.ts')}`, typed: false, asked })
  }
  return entries
}

function checkEntries({ folder, at, entries }) {
  for (const { source, asked } of entries) {
    if (existsSync(join(at, source))) continue
    const where = `packages/${folder}/${source}`
    throw new BuildError(
      `build: ${where} must exist, since packages/${folder}/package.json names it as "${asked}"; got no such file. ` +
        'Write it, or take the entry out of package.json.',
    )
  }
}

/** A hash of all that a package is built from; the packages that it needs are part of it. */
function hashInputs(unit) {
  const hash = createHash('sha256').update(process.version)
  const settings = readdirSync(unit.at).filter((name) => /\.(json|ts|html)$/.test(name))
  const own = [...settings, ...Object.values(unit.manifest.bin ?? {})]
  const sources = readdirSync(join(unit.at, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const files = [...alwaysInputs.map((file) => join(root, file)), ...own.map((file) => join(unit.at, file)), ...sources]
  for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  for (const needed of unit.needs) hash.update(needed.hash)
  return hash.digest('hex')
}

/** Whether dist/ holds what the last build of these same inputs wrote. */
function isFresh(unit) {
  const stamp = join(cache, `${unit.folder}.json`)
  if (!existsSync(stamp)) return false
  const { hash, outputs } = readJson(stamp)
  return hash === unit.hash && outputs.every((output) => existsSync(join(unit.at, 'dist', output)))
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.stderr.on('data', (chunk) => (text += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, text }))
  })
}

async function buildTypes(unit, staging) {
  if (!unit.entries.some((entry) => entry.typed)) return
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(unit.at, 'tsconfig.json')
  const { code, text } = await run(process.execPath, [tsc, '-p', project, '--outDir', join(staging, 'types')])
  if (code !== 0)
    throw new BuildError(`build: the types of ${unit.name} must be free of errors; got\n${text.trimEnd()}`)
}

/** Whether more than one entry may use a module. */
const isShared = (id) => !/[\\/]src[\\/](node|web|search|index-node|predict-node|catalogue)\b/.test(id)

/** A plugin that finds all modules which these entries import, at first or second hand. */
function findReached(entries) {
  const reached = new Set()
  return {
    name: 'find-reached',
    buildEnd() {
      const visit = (id) => {
        if (reached.has(id)) return
        reached.add(id)
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) visit(next)
      }
      for (const id of entries) visit(id)
    },
    reaches: (id) => reached.has(id),
  }
}

async function buildJavaScript(unit, staging) {
  const { rolldown } = await import('rolldown')
  const dependencies = Object.keys({ ...unit.manifest.dependencies, ...unit.manifest.optionalDependencies })
  const sourceOf = ({ source }) => join(unit.at, source)
  const quickEntries = unit.entries.filter(({ asked }) => asked === './predict')
  const quick = findReached(quickEntries.map(sourceOf))
  const isExternal = (id) =>
    id.startsWith('node:') || dependencies.some((name) => id === name || id.startsWith(`${name}/`))
  const bundle = await rolldown({
    // Those that read least come first: what all read then lies in their order, by which pages are smallest.
    input: Object.fromEntries(
      [...quickEntries, ...unit.entries].map((entry) => [entry.output.replace(/\.js$/, ''), sourceOf(entry)]),
    ),
    platform: 'neutral',
    external: isExternal,
    plugins: [workerSource(), quick],
    checks: { bundlerTimings: false }, // a busy machine is no fault of the sources
    onLog(level, log) {
      if (level === 'warn')
        throw new BuildError(`build: ${unit.name} must bundle without a warning; got ${log.message}`)
    },
  })
  try {
    await bundle.write({
      dir: staging,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'shared/[name].js',
      // Node parses all of it before the first line runs: small and ASCII is read fastest. Names of a file's top level stay, so that
      // errors keep theirs and a stack can be read; so do lines, since Node shows the one that an error comes from.
      minify: {
        compress: true,
        mangle: { toplevel: false },
        codegen: { asciiOnly: true, removeWhitespace: false },
      },
      comments: { legal: true, annotation: true, jsdoc: false },
      // What more than one entry may use lies in two files, in the order of its imports: a page bundled from them is as small as one from
      // sources. The first holds what the entry for predicting alone reaches, so that it reads nothing else.
      codeSplitting: {
        groups: [
          { name: 'predicting', test: (id) => quick.reaches(id) && !/-node\.ts$/.test(id) },
          { name: 'library', test: isShared },
        ],
      },
    })
  } finally {
    await bundle.close()
  }
}

async function buildByVite(unit, staging) {
  const { build, createLogger } = await import('vite')
  const warnings = []
  const warn = (message) => warnings.push(message)
  const customLogger = { ...createLogger('silent'), warn, warnOnce: warn }
  for (const { output } of unit.entries) {
    const settings = { outDir: staging, emptyOutDir: false, reportCompressedSize: false }
    await build({ root: unit.at, mode: output, logLevel: 'warn', customLogger, build: settings })
    if (warnings.length > 0)
      throw new BuildError(`build: ${output} of ${unit.name} must bundle without a warning; got ${warnings.join('\n')}`)
  }
}

async function build(unit, types) {
  const staging = join(cache, `${unit.folder}-${process.pid}`)
  const dist = join(unit.at, 'dist')
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { recursive: true })
  try {
    // Types need the types of the packages before; JavaScript needs nothing of them.
    const buildCode = unit.byVite ? buildByVite : buildJavaScript
    await Promise.all([buildCode(unit, staging), types.then(() => buildTypes(unit, staging))])
    rmSync(dist, { recursive: true, force: true })
    renameSync(staging, dist)
    const outputs = readdirSync(dist, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(dist, join(entry.parentPath, entry.name)))
    writeFileSync(join(cache, `${unit.folder}.json`), JSON.stringify({ hash: unit.hash, outputs }))
    const code = outputs.filter((output) => !output.startsWith('types'))
    const bytes = code.reduce((sum, output) => sum + statSync(join(dist, output)).size, 0)
    console.log(
      `built ${unit.name}: ${unit.entries.map((entry) => entry.output).join(', ')} (${Math.ceil(bytes / 1000)} kB)`,
    )
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

async function main() {
  const args = process.argv.slice(2)
  const unknown = args.find((arg) => arg !== '--force')
  if (unknown !== undefined) throw new BuildError(`build: the only flag is --force; got ${unknown}. Remove it.`)
  const builds = new Map()
  for (const unit of readPackages()) {
    checkEntries(unit)
    unit.hash = hashInputs(unit)
    if (!args.includes('--force') && isFresh(unit)) continue
    const before = Promise.all(unit.needs.map((needed) => builds.get(needed.name)))
    builds.set(unit.name, build(unit, before))
  }
  // All end before the first failure is told, so that none is left half done.
  const ends = await Promise.allSettled(builds.values())
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}

main().catch((error) => {
  console.error(error instanceof BuildError ? error.message : error)
  process.exitCode = 1
})
