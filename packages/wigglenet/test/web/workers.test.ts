// A page opened from a file, with no network and no other file, trains in a worker and gets the model that training in Node gives.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workerSource } from '../../../../scripts/worker-source.mjs'
import { programs } from './programs.ts'

const browser = '/usr/bin/chromium'
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const available = existsSync(browser) || process.env.CI !== undefined

let folder = ''
let context: BrowserContext | undefined
beforeAll(async () => {
  if (!available) return
  expect(existsSync(browser), `${browser} must be there; get it with: apt-get install -y chromium`).toBe(true)
  folder = mkdtempSync(join(tmpdir(), 'wigglenet-chromium-'))
  const bundle = await rolldown({
    input: fileURLToPath(new URL('./page.ts', import.meta.url)),
    platform: 'browser',
    logLevel: 'silent',
    plugins: [workerSource()],
  })
  const { output } = await bundle.generate({ format: 'iife', name: 'page' })
  await bundle.close()
  const script = output[0].code.replaceAll('</script', '<\\/script')
  const html = (policy: string) =>
    `<!doctype html><meta charset="utf-8">${policy}<title>worker</title><script>${script}</script>`
  writeFileSync(join(folder, 'page.html'), html(''))
  const policy = `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`
  writeFileSync(join(folder, 'strict.html'), html(policy))
  context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: browser,
    headless: true,
    offline: true,
    args: flags.split(' '),
  })
}, 60_000)
afterAll(async () => {
  await context?.close()
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

async function open(file: string): Promise<Page> {
  const page = await context!.newPage()
  await page.goto(pathToFileURL(join(folder, file)).href)
  return page
}
const why = `there is no ${browser}; get it with: apt-get install -y chromium`

test('a run in a worker of a page has the bits of a run in Node, and the worker ends', async ({ skip }) => {
  if (!available) skip(why)
  const page = await open('page.html')
  expect(await page.evaluate('page.whole()')).toEqual(await programs.whole())
  await expect.poll(() => page.workers()).toEqual([])
})

test('the worker ends when the loop is left, and when an error comes, which has its class and message', async ({
  skip,
}) => {
  if (!available) skip(why)
  const page = await open('page.html')
  expect(await page.evaluate('page.left()')).toEqual(await programs.left())
  await expect.poll(() => page.workers()).toEqual([])
  expect(await page.evaluate('page.failing()')).toEqual(await programs.failing())
  await expect.poll(() => page.workers()).toEqual([])
})

test('the page stays free: its timers run while the worker trains', async ({ skip }) => {
  if (!available) skip(why)
  const page = await open('page.html')
  expect(await page.evaluate('page.longestPause()')).toBeLessThan(200)
})

test('a page that forbids workers is told so', async ({ skip }) => {
  if (!available) skip(why)
  const page = await open('strict.html')
  expect(await page.evaluate('page.failing()')).toEqual([
    'UnsupportedError',
    'fitInWorker: the worker must start, and live until it has answered; got an error before it started. ' +
      "Let the page's content security policy allow worker-src blob:, or train with fit.",
  ])
})
