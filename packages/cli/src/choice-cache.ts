// Devices that were chosen by measurement, kept in the user's cache folder, so that the same network need not be measured again on the same
// machine. Everything in it may be lost: a file that is damaged is written anew.
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeFileSafely } from 'wigglenet/node'

/** Choices that are kept; older ones are dropped. */
const MOST_CHOICES = 200

/** What was chosen, and milliseconds of a step by device. */
export interface Choice {
  readonly name: string
  readonly stepMs: Readonly<Record<string, number>>
}

export interface ChoiceCache {
  get(key: string): Choice | undefined
  set(key: string, choice: Choice): void
}

/** The cache in the folder that the system has for it; where it has none, nothing is kept.
 *  `complain` is told in one line of a file that cannot be used. */
export function choiceCache(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  complain: (line: string) => void,
): ChoiceCache {
  const folder = cacheFolder(env, platform)
  if (folder === undefined) return { get: () => undefined, set: () => {} }
  const path = join(folder, 'wigglenet', 'devices.json')
  let told = false
  const read = (): Record<string, Choice> => {
    try {
      return checked(JSON.parse(readFileSync(path, 'utf8')))
    } catch (error) {
      const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
      if (!absent && !told) complain(`${path} is damaged and is not used: ${(error as Error).message}`)
      told = true
      return {}
    }
  }
  return {
    get(key) {
      const choices = read()
      return Object.hasOwn(choices, key) ? choices[key] : undefined
    },
    set(key, choice) {
      const { [key]: _, ...others } = read()
      const kept = Object.fromEntries([...Object.entries(others), [key, choice]].slice(-MOST_CHOICES))
      try {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSafely(path, new TextEncoder().encode(`${JSON.stringify(kept, null, 2)}\n`))
      } catch (error) {
        complain(`the choice cannot be kept: ${(error as Error).message}`)
      }
    },
  }
}

/** The folder for what can be made again, by the system's convention.
 *  Source:  XDG Base Directory Specification 0.8, $XDG_CACHE_HOME */
export function cacheFolder(
  { XDG_CACHE_HOME, HOME, LOCALAPPDATA }: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform === 'win32') return LOCALAPPDATA || undefined
  // The specification wants relative paths ignored.
  if (XDG_CACHE_HOME?.startsWith('/')) return XDG_CACHE_HOME
  if (!HOME) return undefined
  return platform === 'darwin' ? join(HOME, 'Library', 'Caches') : join(HOME, '.cache')
}

function checked(value: unknown): Record<string, Choice> {
  const fail = (what: string) => {
    throw new Error(`${what} is not what this program writes`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('it')
  for (const [key, choice] of Object.entries(value as Record<string, Choice | null>)) {
    if (typeof choice?.name !== 'string' || typeof choice.stepMs !== 'object' || choice.stepMs === null) fail(key)
    for (const ms of Object.values(choice!.stepMs)) if (!(typeof ms === 'number' && ms > 0)) fail(key)
  }
  return value as Record<string, Choice>
}
