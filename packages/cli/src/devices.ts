// What runs the training, by name: made when it is asked for, since threads are started and a library is looked for. `auto` measures.
import { cpus } from 'node:os'
import { type Backend, fast, type Network, OptionError, reference, version, wasm } from 'wigglenet'
import { autoDevice, blas, threads } from 'wigglenet/node'
import { type ChoiceCache, choiceCache } from './choice-cache.ts'
import { choose } from './flags.ts'

/** The makers of devices; with fused multiply-adds only where `fast` is asked for. */
const makers: Readonly<Record<string, (fused: boolean) => Backend>> = {
  wasm: (fused) => (fused ? fast() : wasm),
  threads: (fused) => threads({ fast: fused }),
  blas: () => blas(),
  reference: () => reference,
}
const fusing = ['wasm', 'threads', 'auto']

type Env = Readonly<Record<string, string | undefined>>

/** What a device is chosen by. */
interface Asked {
  readonly name: string
  readonly network: Network
  readonly batch: number
  readonly fused: boolean
  readonly env: Env
}

interface Chosen {
  /** Never `auto`. */
  readonly name: string
  readonly device: Backend
  /** What has to be said of it. */
  readonly notes: readonly string[]
}

/** What `--device` takes. */
const choices: Readonly<Record<string, (asked: Asked) => Chosen>> = {
  ...Object.fromEntries(Object.keys(makers).map((name) => [name, byName])),
  auto: byMeasurement,
}

function byName({ name, fused }: Asked): Chosen {
  const device = makers[name]!(fused)
  return { name, device, notes: machineBits(name, device, fused) }
}

/** The settings that name a device. */
interface Named {
  readonly device: string
  readonly fast: boolean
}

/** The device of a run, settled when its first network is known. */
export interface DeviceOnce {
  of(network: Network, batch: number): Backend
  /** What has to be said of the device, once it is settled. */
  notes(): readonly string[]
  /** The settings with what was settled in place of `auto`: a run goes on on the same device. */
  settled<Settings extends Named>(settings: Settings): Settings
}

/** Settles the device of a run at its first use, in `of`, which throws
 *  OptionError for an unknown name, or `fast` where it would do nothing; UnsupportedError that says what blas lacks here. */
export function deviceOnce(settings: Named, env: Env): DeviceOnce {
  let chosen: Chosen | undefined
  return {
    of(network, batch) {
      const { device: name, fast: fused } = settings
      const make = choose('--device', name, choices)
      if (fused && !fusing.includes(name)) throw notFused(name)
      chosen ??= make({ name, network, batch, fused, env })
      return chosen.device
    },
    notes: () => chosen?.notes ?? [],
    settled: (all) => (chosen ? { ...all, device: chosen.name, fast: all.fast && fusing.includes(chosen.name) } : all),
  }
}

function notFused(name: string): OptionError {
  return new OptionError({
    where: '--fast',
    expected: `fused multiply-adds are for the devices ${fusing.join(', ')}`,
    received: `--device ${name}`,
    fix: 'Leave one of them out.',
  })
}

function byMeasurement({ network, batch, fused, env }: Asked): Chosen {
  const complaints: string[] = []
  const cache = choiceCache(env, process.platform, (line) => complaints.push(line))
  const { name, device, stepMs, before } = fromCacheOrMeasured(cache, network, batch, fused)
  const others = Object.entries(stepMs).map(([other, ms]) => `${other} ${stepText(ms)}`)
  const when = before ? ', measured before' : ''
  const notes = [`device ${name}, the fastest here for a step of this network${when}: ${others.join(', ')}`]
  return { name, device, notes: [...complaints, ...notes, ...machineBits(name, device, fused)] }
}

function fromCacheOrMeasured(cache: ChoiceCache, network: Network, batch: number, fused: boolean) {
  const key = keyOf(network, batch, fused)
  const kept = cache.get(key)
  if (kept && Object.hasOwn(makers, kept.name)) return { ...kept, device: makers[kept.name]!(fused), before: true }
  const { name, device, measured: times } = autoDevice(network, { batch, fast: fused })
  const stepMs = Object.fromEntries(times.map((time) => [time.name, time.stepMs]))
  cache.set(key, { name, stepMs })
  return { name, device, stepMs, before: false }
}

/** Machine, engine, libraries, network and batch: what a measurement is of. */
function keyOf(network: Network, batch: number, fused: boolean): string {
  const shape = network.nodes.map(({ kind, from, inputs, units }) => [kind, from, inputs, units])
  const processors = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`
  const here = [processors, process.platform, process.arch, process.version, blasFeatures(), version]
  return JSON.stringify([...here, network.inputs, shape, batch, fused])
}

function blasFeatures(): string {
  try {
    return blas().features.join()
  } catch {
    return 'no BLAS'
  }
}

/** What has to be said of devices whose last bits are not the same on every machine. */
function machineBits(name: string, { features }: Backend, fused: boolean): string[] {
  const cure = 'without them the bits are the same on every machine'
  if (name === 'blas') return [`matrix products by ${features.at(-1)}: the last bits are those of this machine`]
  if (!fused) return []
  return features.includes('relaxed-simd')
    ? [`fused multiply-adds: the last bits are those of this machine; ${cure}`]
    : ['this engine has no fused multiply-adds: --fast changes nothing here']
}

/** A time that a person reads: `0.4 µs`, `780 µs`, `75 ms`. */
export function stepText(ms: number): string {
  const [value, unit] = ms < 1 ? [1000 * ms, 'µs'] : [ms, 'ms']
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${unit}`
}
