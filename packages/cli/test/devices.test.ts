import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { cacheFolder, choiceCache } from '../src/choice-cache.ts'
import { type Ended, resultOf, runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
let runs = 0
const out = () => join(folder, `run-${runs++}`)
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
const model = (run: string) => readFileSync(join(run, 'model.wiggle.safetensors'))

/** Ctrl-C at the end of the first epoch. */
const early = {
  onWrite: (text: string, interrupt: AbortController) => {
    if (text.includes('"kind":"epoch"')) interrupt.abort()
  },
}

describe('--device', () => {
  test('left out, it is threads, with the bytes of wasm, and nothing is said of it', async () => {
    const flags = ['train', 'iris', '--hidden', '300,300', '--batch', '64', '--epochs', '2', '--out']
    const [given, wasm] = [out(), out()]
    const { stdout } = await runHere([...flags, given])
    await runHere([...flags, wasm, '--device', 'wasm'])
    expect(json(join(given, 'options.json')).settings).toMatchObject({ device: 'threads', fast: false })
    expect(model(given).equals(model(wasm))).toBe(true)
    expect(stdout).not.toContain('device')
  })

  test('--fast says that its bits are those of this machine, and is kept for --resume', async () => {
    const run = out()
    const first = await runHere(['train', 'iris', '--fast', '--epochs', '3', '--out', run])
    expect(first.stdout).toMatch(
      /\n {2}(fused multiply-adds: the last bits are those of this machine; without them the bits are the same on every machine|this engine has no fused multiply-adds: --fast changes nothing here)\n/,
    )
    expect(json(join(run, 'options.json')).settings).toMatchObject({ device: 'threads', fast: true })
    expect((await runHere(['train', '--resume', run])).code).toBe(0)
  })

  test.each(['blas', 'reference'])('--fast with %s is refused', async (device) => {
    const { code, stderr } = await runHere(['train', 'iris', '--fast', '--device', device, '--out', out()])
    expect(code).toBe(2)
    expect(stderr).toBe(
      `wigglenet: --fast: fused multiply-adds are for the devices wasm, threads, auto; got --device ${device}. Leave one of them out.\n`,
    )
  })

  test('a run goes on only on the device that it began on', async () => {
    const run = out()
    const flags = ['train', 'iris', '--device', 'reference', '--epochs', '4', '--json', '--out', run]
    await runHere(flags, early)
    const options = json(join(run, 'options.json'))
    options.settings.device = 'wasm'
    writeFileSync(join(run, 'options.json'), JSON.stringify(options))
    const { code, stderr } = await runHere(['train', '--resume', run])
    expect(code).toBe(2)
    expect(stderr).toBe(
      'wigglenet: fit: device must be as in the saved run, reference; got wasm simd128. Resume with the same data and options, or start a new run.\n',
    )
  })
})

describe('--device auto', () => {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') }
  const file = join(folder, 'cache', 'wigglenet', 'devices.json')
  const flags = ['train', 'iris', '--device', 'auto', '--epochs', '2', '--out']
  const chosen = (run: string) => json(join(run, 'options.json')).settings.device as string
  const said =
    /\n {2}device (wasm|threads|blas), the fastest here for a step of this network: wasm [\d.]+ (µs|ms), threads [\d.]+ (µs|ms)/
  let first: Ended
  const run = out()
  beforeAll(async () => {
    first = await runHere([...flags, run], { env })
  })

  test('says what it chose and by which times, and the run keeps the name', () => {
    expect(first.stderr).toBe('')
    const [, name] = said.exec(first.stdout)!
    expect(chosen(run)).toBe(name)
    const bits = /\n {2}matrix products by .+: the last bits are those of this machine\n/
    if (name === 'blas') expect(first.stdout).toMatch(bits)
    else expect(first.stdout).not.toMatch(bits)
  })

  test('takes what is in the cache for the same network and batch, and measures others', async () => {
    const kept = json(file)
    const keys = Object.keys(kept)
    expect(keys).toHaveLength(1)
    // What is in the file is what counts, though no measurement could give it.
    writeFileSync(file, JSON.stringify({ [keys[0]!]: { name: 'wasm', stepMs: { wasm: 0.0123, threads: 77 } } }))
    const again = out()
    const { stdout } = await runHere([...flags, again], { env })
    expect(stdout).toContain(
      '\n  device wasm, the fastest here for a step of this network, measured before: wasm 12 µs, threads 77 ms\n',
    )
    expect(chosen(again)).toBe('wasm')
    await runHere([...flags, out(), '--batch', '50'], { env })
    expect(Object.keys(json(file))).toHaveLength(2)
  })

  test('where blas is chosen though --fast was given, the run goes on on it', async ({ skip }) => {
    const fused = [...flags.slice(0, -1), '--fast', '--batch', '40', '--out']
    const key = () => Object.keys(json(file)).find((text) => text.endsWith(',40,true]'))!
    const { stdout } = await runHere([...fused, out()], { env })
    if (!stdout.includes(', blas ')) skip('there is no BLAS here')
    writeFileSync(file, JSON.stringify({ [key()]: { name: 'blas', stepMs: { threads: 2, blas: 1 } } }))
    const again = out()
    expect((await runHere([...fused, again], { env })).stdout).toMatch(
      /measured before: threads 2 ms, blas 1 ms\n {2}matrix products by .+: the last bits are those of this machine\n/,
    )
    expect(json(join(again, 'options.json')).settings).toMatchObject({ device: 'blas', fast: false })
    expect((await runHere(['train', '--resume', again])).code).toBe(0)
  })

  test('a damaged cache is not used, which a line says, and is written anew', async () => {
    for (const [text, why] of [
      ['{"a', /Unterminated string|Expected/],
      ['[]', /it is not what this program writes/],
      ['{"a": {"name": 3}}', /a is not what this program writes/],
    ] as const) {
      writeFileSync(file, text)
      const { code, stdout } = await runHere([...flags, out()], { env })
      expect(code).toBe(0)
      expect(stdout).toContain(`\n  ${file} is damaged and is not used: `)
      expect(stdout).toMatch(why)
      expect(stdout).toMatch(said)
      expect(Object.keys(json(file))).toHaveLength(1)
    }
  })

  test('where nothing can be kept, it says so and trains', async () => {
    const blocked = join(folder, 'blocked')
    writeFileSync(blocked, '')
    const { code, stdout } = await runHere([...flags, out()], { env: { XDG_CACHE_HOME: blocked } })
    expect(code).toBe(0)
    expect(stdout).toContain('\n  the choice cannot be kept: ')
    expect((await runHere([...flags, out()], { env: {} })).stdout).not.toContain('kept')
  })
})

describe('the cache', () => {
  test('is in the folder that each system has for it', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/x', HOME: '/home/a' }, 'linux')).toBe('/x')
    expect(cacheFolder({ XDG_CACHE_HOME: 'x', HOME: '/home/a' }, 'linux')).toBe('/home/a/.cache')
    expect(cacheFolder({ HOME: '/Users/a' }, 'darwin')).toBe('/Users/a/Library/Caches')
    expect(cacheFolder({ LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local', HOME: '/c' }, 'win32')).toBe(
      'C:\\Users\\a\\AppData\\Local',
    )
    expect(cacheFolder({}, 'linux')).toBeUndefined()
  })

  test('keeps the last 200 choices', () => {
    const complaints: string[] = []
    const cache = choiceCache({ HOME: join(folder, 'many') }, 'linux', (line) => complaints.push(line))
    for (let i = 0; i < 205; i++) cache.set(`network ${i}`, { name: 'wasm', stepMs: { wasm: i + 1 } })
    expect(cache.get('network 4')).toBeUndefined()
    expect(cache.get('network 5')).toEqual({ name: 'wasm', stepMs: { wasm: 6 } })
    expect(cache.get('toString')).toBeUndefined()
    expect(complaints).toEqual([])
  })
})

describe('wigglenet devices', () => {
  let plain: Ended
  beforeAll(async () => {
    plain = await runHere(['devices'])
  }, 60_000)

  test('tells the machine, and a row of speeds for each device', () => {
    expect(plain.code).toBe(0)
    expect(plain.stdout).not.toContain('\u001b')
    expect(plain.stdout).toMatch(
      /^processors {4}\d+, \S.*\nengine {8}Node v\d+\..*\nrelaxed SIMD {2}(yes|no): .*\nBLAS {10}\S/,
    )
    for (const name of ['threads', 'wasm', 'reference'])
      expect(plain.stdout).toMatch(
        new RegExp(`\\n${name} +[\\d.]+ +[\\d.]+( [kM])?[ *]+ +[\\d.]+ +[\\d.]+( [kM])?[ *]*\\n`),
      )
    expect(plain.stdout.match(/ \*/g)!.length).toBe(2) // the fastest of each network
  })

  test('columns end at the same place in every row', () => {
    const rows = plain.lines.slice(plain.lines.findIndex((line) => line.startsWith('--device')))
    const table = rows.slice(0, rows.indexOf(''))
    const ends = new Set(table.map((line) => line.replace(/[ *]+$/, '').length))
    expect(ends.size, table.join('\n')).toBe(1)
  })

  test('where BLAS is missing it says how to get it, elsewhere which file it is', () => {
    const [line] = plain.lines.filter((text) => text.startsWith('BLAS'))
    expect(line).toMatch(/^BLAS {10}(none\. (Run npm install koffi|Install OpenBLAS).*\.|.*(\/|\.dll).*)$/)
    expect(plain.lines.some((text) => text.startsWith('blas '))).toBe(!line!.includes('none. '))
  })

  test('on a terminal the fastest is bold; --json gives numbers', async () => {
    const painted = await runHere(['devices'], { isTTY: true, columns: 120 })
    expect(painted.stdout).toContain('\u001b[1m')
    const found = resultOf(await runHere(['devices', '--json']))
    expect(found).toMatchObject({
      kind: 'devices',
      processors: expect.any(Number),
      engine: expect.stringContaining('Node v'),
    })
    const measured = found.measured as { network: string; steps: { name: string; stepMs: number }[] }[]
    expect(measured.map(({ network }) => network)).toEqual(['2-20-2', '784-128-10'])
    for (const { steps } of measured) for (const { stepMs } of steps) expect(stepMs).toBeGreaterThan(0)
  }, 60_000)
})
