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

/** The names that `--device` takes. */
export const deviceNames: readonly string[] = [...Object.keys(makers), 'auto']

/** A device, by its name and what it is in words, where that is not what is always said. */
interface Chosen {
  /** Never `auto`. */
  readonly name: string
  readonly device: Backend
  readonly notes: readonly string[]
}

/** Makes the device of a run.
 *  Throws:  OptionError for an unknown name, or `fast` where it would do nothing; UnsupportedError that says what blas lacks here */
function chooseDevice(
  { device: name, fast: fused }: { readonly device: string; readonly fast: boolean },
  network: Network,
  batch: number,
  env: Readonly<Record<string, string | undefined>>,
): Chosen {
  if (fused && deviceNames.includes(name) && !fusing.includes(name)) {
    throw new OptionError({
      where: '--fast',
      expected: `fused multiply-adds are for the devices ${fusing.join(', ')}`,
      received: `--device ${name}`,
      fix: 'Leave one of them out.',
    })
  }
  if (name === 'auto') return measured(network, batch, fused, env)
  // Only to be refused with the whole list.
  if (!Object.hasOwn(makers, name))
    choose('--device', name, Object.fromEntries(deviceNames.map((known) => [known, known])))
  const device = makers[name]!(fused)
  return { name, device, notes: machineBits(name, device, fused) }
}

/** The device of a run, settled when its first network is known. */
export interface DeviceOnce {
  of(network: Network, batch: number): Backend
  /** What has to be said of the device, once it is settled. */
  notes(): readonly string[]
  /** The settings with the name of the device that was settled, in place of `auto`: a run goes on on the same one. */
  settled<Settings extends { readonly device: string }>(settings: Settings): Settings
}

/** Settles the device of a run at its first use.
 *  Throws:  nothing; its `of` throws as `chooseDevice` does */
export function deviceOnce(
  settings: { readonly device: string; readonly fast: boolean },
  env: Readonly<Record<string, string | undefined>>,
): DeviceOnce {
  let chosen: Chosen | undefined
  return {
    of(network, batch) {
      chosen ??= chooseDevice(settings, network, batch, env)
      return chosen.device
    },
    notes: () => chosen?.notes ?? [],
    settled: (all) => (chosen ? { ...all, device: chosen.name } : all),
  }
}

function measured(
  network: Network,
  batch: number,
  fused: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Chosen {
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
  const maker = kept && makers[kept.name]
  if (maker) return { ...kept, device: maker(fused), before: true }
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
