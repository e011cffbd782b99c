// How good models get with the command line's own defaults: node bench/accuracy.mjs [--seeds 5] [--from 1] [--only tables] [--data folder]
// Tables: the mean of 5 stratified folds, for each seed. Images: the score on their own test files. Prints a Markdown table for
// docs/accuracy.md. The build must be there: npm run build.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../packages/cli/bin/wigglenet.js', import.meta.url))
/** Data, flags, and the score that must be reached. */
const tables = [
  ['penguins.csv', '--target species', 0.985],
  ['iris.csv', '', 0.945],
  ['wine.csv', '', 0.965],
  ['breast_cancer.csv', '', 0.965],
  ['digits.csv', '', 0.965],
  ['mpg.csv', '--target mpg', 0.855],
  ['diamonds_5394.csv', '--target price --drop x,y,z', 0.955],
].map(([name, flags, goal]) => ({ path: join('tabular', name), flags: `${flags} --folds 5`.trim(), goal }))
const imageSets = [
  ['mnist', '--hidden 128 --batch 64 --epochs 5 --validation 0', 0.973],
  ['fashion-mnist', '--hidden 128 --batch 64 --epochs 5 --validation 0', 0.865],
  ['cifar10', '--hidden 100 --epochs 10 --scaling centered --validation 0', 0.42],
].map(([path, flags, goal]) => ({ path, flags, goal }))
const IMAGE_SEEDS = 3

/** The value after a flag, or what stands in for it. */
function flagValue(flag, fallback) {
  const at = process.argv.indexOf(flag)
  return at < 0 ? fallback : process.argv[at + 1]
}

/** Trains once and gives the result line. */
function train(path, flags, seed, out) {
  const args = [command, 'train', path, ...flags.split(' '), '--seed', String(seed), '--out', out, '--json']
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    let complaint = ''
    child.stdout.on('data', (part) => (text = (text + part).slice(-100_000)))
    child.stderr.on('data', (part) => (complaint += part))
    child.on('error', failed)
    child.on('close', (code) => {
      if (code === 0) done(JSON.parse(text.trimEnd().split('\n').at(-1)))
      else failed(new Error(`${path}: ${complaint.trim()}`))
    })
  })
}

async function measure({ path, flags, goal }, { from, seeds }, data, scratch) {
  const scores = []
  let measure = ''
  const started = performance.now()
  for (let seed = from; seed < from + seeds; seed++) {
    const result = await train(join(data, path), flags, seed, join(scratch, `${path.replaceAll('/', '-')}-${seed}`))
    measure = result.accuracy === undefined ? 'R²' : 'accuracy'
    scores.push(result.accuracy ?? result.r2)
  }
  const seconds = (performance.now() - started) / 1000 / seeds
  const mean = scores.reduce((sum, score) => sum + score, 0) / seeds
  const fixed = (value) => value.toFixed(4)
  const name = path.split(/[\\/]/).at(-1)
  const cells = [name, `\`${flags}\``, measure, fixed(mean), fixed(Math.min(...scores)), fixed(Math.max(...scores))]
  console.log(`| ${[...cells, goal, seconds.toFixed(1)].join(' | ')} |`)
  return mean >= goal
}

const data = resolve(
  flagValue(
    '--data',
    process.env.WIGGLENET_DATA ?? join(fileURLToPath(new URL('../..', import.meta.url)), 'shared/data'),
  ),
)
const wholeNumber = (flag, fallback) => {
  const value = Number(flagValue(flag, fallback))
  if (!Number.isInteger(value) || value < 1) throw new Error(`${flag} must be a whole number of at least 1`)
  return value
}
const from = wholeNumber('--from', '1')
const seeds = wholeNumber('--seeds', '5')
const only = flagValue('--only', 'all')
const groups = { tables, images: imageSets, all: [...tables, ...imageSets] }
if (!(only in groups)) throw new Error('--only must be tables or images')
const scratch = mkdtempSync(join(tmpdir(), 'wigglenet-accuracy-'))
try {
  const machine = `Node ${process.version}, ${cpus()[0].model}, ${new Date().toISOString().slice(0, 10)}`
  console.log(`${machine}; ${seeds} seeds from ${from} on, for images at most ${IMAGE_SEEDS}\n`)
  console.log('| data | flags of `wigglenet train` | score | mean | lowest | highest | at least | seconds a run |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  let reached = true
  for (const set of groups[only]) {
    const count = imageSets.includes(set) ? Math.min(seeds, IMAGE_SEEDS) : seeds
    reached = (await measure(set, { from, seeds: count }, data, scratch)) && reached
  }
  if (!reached) {
    console.error('a score is below what must be reached')
    process.exitCode = 1
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
