// The built page in a browser: a server for it, pages whose errors are kept, and the state to assert on.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Server, type Serving, serve } from '../../../cli/src/serve.ts'

const executablePath = '/usr/bin/chromium'
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
/** Whether these tests can run; where CI is set they must. */
export const available = existsSync(executablePath) || process.env.CI !== undefined
export const why = `there is no ${executablePath}; get it with: apt-get install -y chromium`

export const dist = fileURLToPath(new URL('../../dist', import.meta.url))

export interface Opened {
  readonly page: Page
  /** What the console or an error said. */
  readonly faults: string[]
  /** The addresses that were asked for. */
  readonly asked: string[]
}

/** A browser and a server for the tests of a file. */
export function useChromium(others?: Serving['others']) {
  let browser: Browser | undefined
  let server: Server | undefined
  beforeAll(async () => {
    if (!available) return
    for (const file of ['index.html', 'wiggle-net.js', 'wigglenet-playground.html'])
      expect(existsSync(join(dist, file)), `dist/${file} is missing: run \`npm run build\` first`).toBe(true)
    browser = await chromium.launch({ executablePath, args: flags.split(' ') })
    server = await serve({ folder: dist, port: 0, ...(others && { others }) })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  return {
    url: (path = '') => `${server!.url}${path}`,
    async open(url: string, options: BrowserContextOptions = {}): Promise<Opened> {
      const context = await browser!.newContext({ reducedMotion: 'no-preference', ...options })
      const page = await context.newPage()
      const faults: string[] = []
      const asked: string[] = []
      page.on('console', (message) => faults.push(`console: ${message.text()}`))
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
      page.on('request', (request) => {
        if (/^(http|file)/.test(request.url())) asked.push(request.url())
      })
      await page.goto(url)
      return { page, faults, asked }
    },
  }
}

/** A number of the page's state, once there is one. */
export const stepOf = (page: Page): Promise<number> =>
  page.evaluate('globalThis.wigglenetPlayground?.view.value?.step ?? -1')
