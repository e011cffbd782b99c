// A page opened from a file, with no network and no other file, trains in workers and gets the models that training in Node gives.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workerSource } from '../../../../scripts/worker-source.mjs'
import { fingerprint } from '../../src/number/hash.ts'
import { fit } from '../../src/train/fit.ts'
import { data, large, net, programs } from './programs.ts'

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

test('what trains is a worker of the page, until the signal ends it', async ({ skip }) => {
  if (!available) skip(why)
  const page = await open('page.html')
  await page.evaluate('page.begin()')
  await expect.poll(() => page.workers().length).toBe(1)
  await page.waitForTimeout(200)
  expect(await page.evaluate('page.end()')).toBe(true)
  await expect.poll(() => page.workers()).toEqual([])
})

const singles = () =>
  Promise.all(
    [1, 2, 3, 4, 5].map(async (seed) => {
      const { parameters } = await fit(net, data, { epochs: 4, seed }).model
      return fingerprint(...Object.values(parameters))
    }),
  )

test('copies in a page have the bits of single runs in Node, also where workers cannot share memory', async ({
  skip,
}) => {
  if (!available) skip(why)
  const page = await open('page.html')
  expect(await page.evaluate('page.copies()')).toEqual({
    epochs: [4, 4, 4, 4, 4],
    bits: await singles(),
    sharing: false,
  })
  await expect.poll(() => page.workers()).toEqual([])
})

/** A page with the headers that isolate it. */
async function isolated(use: (page: Page) => Promise<void>): Promise<void> {
  const server = createServer((_, answer) => {
    const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
    answer.writeHead(200, { ...headers, 'Content-Type': 'text/html' }).end(readFileSync(join(folder, 'page.html')))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  await context!.setOffline(false)
  try {
    const page = await context!.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await use(page)
  } finally {
    await context!.setOffline(true)
    server.closeAllConnections()
    server.close()
  }
}

test('copies in a page that is cross-origin isolated share the data, with the same bits', async ({ skip }) => {
  if (!available) skip(why)
  await isolated(async (page) => {
    const bits = await singles()
    expect(await page.evaluate('page.copies()')).toEqual({ epochs: [4, 4, 4, 4, 4], bits, sharing: true })
  })
})

test('threads of an isolated page, in it and in its worker, have the bits of one thread in Node', async ({ skip }) => {
  if (!available) skip(why)
  const [rows, net] = large()
  const { parameters } = await fit(net, rows, { epochs: 3, batch: 64 }).model
  const bits = fingerprint(...Object.values(parameters))
  await isolated(async (page) => {
    expect(await page.evaluate('page.largeInWorker()')).toBe(bits)
    await expect.poll(() => page.workers()).toEqual([])
    expect(await page.evaluate('page.largeInPage()')).toBe(bits)
    await expect.poll(() => page.workers().length).toBe(1)
  })
})

test('a page that is not isolated is told what threads need', async ({ skip }) => {
  if (!available) skip(why)
  const page = await open('page.html')
  expect(await page.evaluate('page.twoThreads()')).toBe(
    'threads: the page must be cross-origin isolated for more than one thread; got count 2 in a page that is not. Serve it with ' +
      'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or leave count out.',
  )
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
