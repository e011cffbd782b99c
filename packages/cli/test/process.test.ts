// The command as a process: killed at random moments, interrupted, read by a pipe that closes.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratchFolder } from './fake-terminal.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const source = (path: string) => join(root, 'packages', path)
const folder = scratchFolder()
// Inside the repository, so that the packages it imports are found.
const built = mkdtempSync(join(root, 'node_modules/.wigglenet-cli-'))
const command = join(built, 'main.js')

beforeAll(async () => {
  const bundle = await rolldown({
    input: source('cli/src/main.ts'),
    platform: 'node',
    external: ['commander', /^csv-parse/, /^@observablehq/, /^@resvg/],
    resolve: {
      alias: {
        'wigglenet/catalogue': source('wigglenet/src/catalogue.ts'),
        'wigglenet/node': source('wigglenet/src/node/index.ts'),
        wigglenet: source('wigglenet/src/index.ts'),
        '@wigglenet/io/node': source('io/src/node/index.ts'),
        '@wigglenet/io': source('io/src/index.ts'),
        '@wigglenet/report/node': source('report/src/node/index.ts'),
        '@wigglenet/report': source('report/src/index.ts'),
        '@wigglenet/chapter': source('chapter/src/index.ts'),
      },
    },
  })
  await bundle.write({ dir: built, entryFileNames: 'main.js', format: 'esm' })
  await bundle.close()
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

interface End {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(argv: readonly string[]): { child: ChildProcess; ended: Promise<End> } {
  const child = spawn(process.execPath, [command, ...argv], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout!.on('data', (part) => (stdout += part))
  child.stderr!.on('data', (part) => (stderr += part))
  const ended = new Promise<End>((done) => {
    child.on('close', (code) => done({ code, stdout, stderr }))
  })
  return { child, ended }
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** Ten processes, one after the other, on a busy machine. */
const many = 120_000

/** Numbers in [0, 1), the same in every run of the test. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

async function killedRun(out: string, flags: readonly string[], kills: number, random: () => number): Promise<number> {
  const go = () =>
    start(existsSync(join(out, 'options.json')) ? ['train', '--resume', out] : ['train', ...flags, '--out', out])
  let landed = 0
  for (let k = 0; k < kills; k++) {
    const { child, ended } = go()
    await Promise.race([wait(60 + 300 * random()), ended])
    if (child.exitCode === null) landed++
    child.kill('SIGKILL')
    await ended
  }
  const { code, stderr } = await go().ended
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return landed
}

const epochsTold = (run: string, stage: string) =>
  readFileSync(join(run, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { stage: string; kind: string; epoch: number })
    .filter((event) => event.kind === 'epoch' && event.stage === stage)
    .map(({ epoch }) => epoch)

test(
  'a run killed at ten random moments ends with the bytes of one that was never killed',
  async () => {
    const flags = ['spiral', '--epochs', '4000', '--patience', '4000', '--seed', '3']
    const whole = join(folder, 'whole')
    expect((await start(['train', ...flags, '--out', whole]).ended).code).toBe(0)
    const killed = join(folder, 'killed')
    expect(await killedRun(killed, flags, 10, seeded(11))).toBe(10)
    const name = 'model.wiggle.safetensors'
    expect(readFileSync(join(killed, name)).equals(readFileSync(join(whole, name)))).toBe(true)
    expect(epochsTold(killed, 'model')).toEqual(Array.from({ length: 4000 }, (_, k) => k + 1))
  },
  many,
)

test(
  'a run killed among its folds ends with the same estimate and the same bytes',
  async () => {
    const flags = ['iris', '--epochs', '400', '--patience', '400', '--folds', '4']
    const whole = join(folder, 'folds-whole')
    expect((await start(['train', ...flags, '--out', whole]).ended).code).toBe(0)
    const killed = join(folder, 'folds-killed')
    await killedRun(killed, flags, 4, seeded(5))
    for (const name of ['model.wiggle.safetensors', 'folds.json']) {
      expect(readFileSync(join(killed, name)).equals(readFileSync(join(whole, name)))).toBe(true)
    }
    expect(epochsTold(killed, 'fold-2')).toEqual(Array.from({ length: 400 }, (_, k) => k + 1))
  },
  many,
)

test('Ctrl-C saves the model and ends with 130', async () => {
  const flags = ['spiral', '--epochs', '1000000', '--patience', '1000000']
  const run = join(folder, 'interrupted')
  const { child, ended } = start(['train', ...flags, '--out', run])
  while (!existsSync(join(run, 'checkpoint.safetensors'))) await wait(20)
  child.kill('SIGINT')
  const { code, stderr } = await ended
  expect(code).toBe(130)
  expect(stderr).toBe('\nstopping; Ctrl-C again ends at once\n')
  expect(existsSync(join(run, 'model.wiggle.safetensors'))).toBe(true)
})

test('a second Ctrl-C ends at once, without saving', async () => {
  // One step of this takes a second or more, and the first Ctrl-C waits for its end.
  const slow = ['--device', 'reference', '--hidden', '1000,1000', '--batch', '180']
  const run = join(folder, 'twice')
  const { child, ended } = start(['train', 'spiral', ...slow, '--out', run])
  while (!existsSync(join(run, 'options.json'))) await wait(20)
  await wait(200)
  // A process that has not run since the last signal gets no other one: so more follow, all within the step.
  while (child.exitCode === null) {
    child.kill('SIGINT')
    await Promise.race([wait(5), ended])
  }
  expect((await ended).code).toBe(130)
  expect(existsSync(join(run, 'model.wiggle.safetensors'))).toBe(false)
})

test('Ctrl-C ends play with 0, with a page still open', async () => {
  const { child, ended } = start(['play', '--port', '0'])
  const url = await new Promise<string>((done) => {
    child.stdout!.once('data', (text) => done(String(text).split('\n')[0]!))
  })
  expect((await fetch(url)).status).toBe(200)
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0, stderr: '\nstopping; Ctrl-C again ends at once\n' })
})

test.skipIf(!existsSync('/dev/full'))('a full disk under standard output is one line and the exit code 1', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [command, 'describe', '3-4-2'], { stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  let stderr = ''
  child.stderr!.on('data', (part) => (stderr += part))
  const code = await new Promise((done) => child.on('close', done))
  expect(stderr).toBe('wigglenet: standard output: ENOSPC: no space left on device, write\n')
  expect(code).toBe(1)
})

test('a reader that closes the pipe is no error', async () => {
  const child = spawn('sh', [
    '-c',
    `"$0" "$1" train spiral --json --out "$2" | head -1`,
    process.execPath,
    command,
    join(folder, 'piped'),
  ])
  let stderr = ''
  child.stderr.on('data', (part) => (stderr += part))
  child.stdout.resume()
  await new Promise((done) => child.on('close', done))
  expect(stderr).toBe('')
})

test('start trains two models in new folders and says what to try next', async () => {
  for (const number of [1, 2]) {
    const { code, stdout, stderr } = await start(['start']).ended
    expect(stderr).toBe('')
    expect(code).toBe(0)
    for (const name of [`runs/spiral-${number}`, `runs/iris-${number}`]) {
      expect(stdout).toMatch(new RegExp(`\\n  ${name}: accuracy 0\\.9\\d\\d`))
      expect(existsSync(join(folder, name, 'model.wiggle.safetensors'))).toBe(true)
    }
    expect(stdout.split('Done')[1]!.match(/\n {4}doctor: nothing wrong was found\n/g)).toHaveLength(2)
    expect(stdout).toContain(`\n  npx wigglenet evaluate runs/spiral-${number} spiral --seed 2  `)
  }
})
