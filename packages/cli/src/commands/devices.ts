import { availableParallelism, cpus } from 'node:os'
import type { Command } from 'commander'
import { dense, fast, network, reference, relu, tanh, UnsupportedError, wasm } from 'wigglenet'
import { type BlasLibrary, blas, blasLibrary, measureDevices, type StepTime, threads } from 'wigglenet/node'
import { compact } from '../progress.ts'
import { type Paint, paintFor, type Terminal } from '../terminal.ts'

/** Milliseconds that each device is measured for on each network. */
const BUDGET_MS = 60

/** A small network and one that threads and BLAS are for. */
const samples = [
  { name: '2-20-2', batch: 10, network: network(2, [dense(20, tanh()), dense(2)]) },
  { name: '784-128-10', batch: 64, network: network(784, [dense(128, relu()), dense(10)]) },
] as const

/** What `wigglenet devices` finds, as a line of JSON holds it. */
interface Found {
  readonly kind: 'devices'
  readonly processor: string
  readonly processors: number
  readonly engine: string
  readonly relaxedSimd: boolean
  /** The library, or why there is none and how to install it. */
  readonly blas: BlasLibrary | { readonly missing: string }
  readonly measured: readonly { readonly network: string; readonly batch: number; readonly steps: StepTime[] }[]
}

/** `wigglenet devices`: what this machine can train on, and how fast. */
export function addDevices(program: Command, terminal: Terminal): void {
  program
    .command('devices')
    .summary('what this machine can train on, and how fast')
    .description('Measures training steps of two networks on each device, in two seconds or so.')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet devices
  wigglenet train mnist/ --device auto    measures with the network that is trained, and takes the fastest`,
    )
    .action(({ json }: { readonly json?: boolean }) => {
      const found = find()
      terminal.stdout.write(json ? `${JSON.stringify(found)}\n` : `${textOf(found, paintFor(terminal))}\n`)
    })
}

function find(): Found {
  const library = libraryOrWhyNot()
  const fused = fast()
  const relaxedSimd = fused.features.includes('relaxed-simd')
  const devices = {
    threads: threads(),
    wasm,
    ...(relaxedSimd && { 'threads --fast': threads({ fast: true }), 'wasm --fast': fused }),
    ...('name' in library && { blas: blas() }),
    reference,
  }
  return {
    kind: 'devices',
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    processors: availableParallelism(),
    engine: `Node ${process.version}, ${process.platform} ${process.arch}`,
    relaxedSimd,
    blas: library,
    measured: samples.map(({ name, batch, network }) => ({
      network: name,
      batch,
      steps: measureDevices(network, devices, { batch, budgetMs: BUDGET_MS }),
    })),
  }
}

function libraryOrWhyNot(): Found['blas'] {
  try {
    return blasLibrary()
  } catch (error) {
    if (error instanceof UnsupportedError) return { missing: error.fix }
    throw error
  }
}

function textOf(found: Found, paint: Paint): string {
  const { processor, processors, engine, relaxedSimd, blas: library, measured } = found
  const facts = [
    ['processors', `${processors}, ${processor}`],
    ['engine', engine],
    ['relaxed SIMD', relaxedSimd ? 'yes: --fast uses fused multiply-adds' : 'no: --fast changes nothing here'],
    ['BLAS', 'missing' in library ? `none. ${library.missing}` : libraryText(library)],
  ]
  return [
    ...alignedLeft(facts),
    '',
    ...tableOf(measured, paint),
    '',
    paint.dim(
      '* the fastest. Times are medians of some training steps, with the machine as busy as it is now. threads and',
    ),
    paint.dim(
      'wasm give the same bits on every machine, --fast and blas do not. --device auto measures your own network.',
    ),
  ].join('\n')
}

function libraryText({ name, version, file, threads: count }: BlasLibrary): string {
  return [version ?? name, ...(count === undefined ? [] : [`${count} threads`]), file ?? name].join(', ')
}

function alignedLeft(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name!.length))
  return rows.map(([name, ...rest]) => `${name!.padEnd(width)}  ${rest.join('  ')}`)
}

/** A row for each device; the fastest of each network is bold, and marked for those who see no colour. */
function tableOf(measured: Found['measured'], paint: Paint): string[] {
  const names = measured[0]!.steps.map(({ name }) => name)
  const first = Math.max('--device'.length, ...names.map((name) => name.length))
  const columns = measured.map(({ network: sizes, batch, steps }) => {
    const least = Math.min(...steps.map(({ stepMs }) => stepMs))
    const cells = steps.map(({ stepMs }) => ({
      time: digits(1000 * stepMs),
      speed: compact((1000 * batch) / stepMs),
      fastest: stepMs === least,
    }))
    return { title: `${sizes}, batch ${batch}`, cells }
  })
  const [timeWidth, speedWidth] = [9, 10]
  const line = (name: string, groups: readonly string[]) => `${name.padEnd(first)}  ${groups.join('   ')}`.trimEnd()
  const group = (time: string, speed: string, mark: string) =>
    `${time.padStart(timeWidth)} ${speed.padStart(speedWidth)} ${mark.padEnd(1)}`
  return [
    line(
      '',
      columns.map(({ title }) => title.padStart(timeWidth + 1 + speedWidth).padEnd(timeWidth + speedWidth + 3)),
    ),
    line(
      '--device',
      columns.map(() => group('µs a step', 'samples/s', '')),
    ),
    ...names.map((name, row) =>
      line(
        name,
        columns.map(({ cells }) => {
          const { time, speed, fastest } = cells[row]!
          const text = group(time, speed, fastest ? '*' : '')
          return fastest ? paint.bold(text) : text
        }),
      ),
    ),
  ]
}

/** Three digits that count. */
function digits(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
