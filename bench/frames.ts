// node scripts/run.mjs bench/frames.ts [--spans N]: the playground's page while 2-20-2 trains (200 moons, batch 10), in headless Chromium without
// a GPU: steps a second, the time from frame to frame, pictures a second, and how often the page's own thread was at work for 50 ms or more. Spans
// of two seconds; other work on the machine takes frames away, so the median and the best of them are told. Needs the build and /usr/bin/chromium.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { benchFolder } from './contestants.ts'

const at = process.argv.indexOf('--spans')
const spans = at < 0 ? 10 : Number(process.argv[at + 1])
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

interface Span {
  readonly stepsPerSecond: number
  readonly frameMsMedian: number
  readonly frameMs95: number
  readonly picturesPerSecond: number
  readonly longTasks: number
}

interface Playground {
  readonly setup: { readonly value: { readonly data: object; readonly layers: readonly object[] } }
  readonly view: { readonly value: { readonly step: number } | undefined; subscribe(call: () => void): () => void }
  open(setup: object, options: { readonly run: boolean }): void
}

const server = spawn(
  process.execPath,
  [join(benchFolder, '../packages/cli/bin/wigglenet.js'), 'play', '--no-open', '--port', '0'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
const [said] = (await once(server.stdout, 'data')) as [Buffer]
const url = /http:\S+/.exec(said.toString())?.[0]
if (url === undefined) throw new Error(`wigglenet play must print its address; got ${said}`)
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags.split(' ') })
try {
  const page = await (await browser.newContext({ reducedMotion: 'no-preference' })).newPage()
  await page.goto(url)
  await page.waitForFunction(
    () => (globalThis as unknown as { wigglenetPlayground?: Playground }).wigglenetPlayground?.view.value,
  )
  await page.evaluate(() => {
    const { wigglenetPlayground: state } = globalThis as unknown as { wigglenetPlayground: Playground }
    const data = { kind: 'moons', classes: 2, noise: 0.1, rows: 200, testShare: 0.2, seed: 1 }
    const layers = [{ ...state.setup.value.layers[0], units: 20 }]
    state.open({ ...state.setup.value, data, layers }, { run: true })
  })
  await page.waitForTimeout(2000)
  const seen: Span[] = []
  for (let i = 0; i < spans; i++) seen.push(await watch(page))
  for (const name of ['stepsPerSecond', 'frameMsMedian', 'frameMs95', 'picturesPerSecond', 'longTasks'] as const) {
    const sorted = seen.map((span) => span[name]).sort((a, b) => a - b)
    const best = name === 'stepsPerSecond' || name === 'picturesPerSecond' ? sorted.at(-1)! : sorted[0]!
    const digits = name.startsWith('frame') ? 1 : 0
    console.log(
      `${name}: median ${sorted[sorted.length >> 1]!.toFixed(digits)}, best ${best.toFixed(digits)} of ${spans} spans`,
    )
  }
} finally {
  await browser.close()
  server.kill()
}

/** Two seconds of the page as it runs. */
async function watch(page: Page): Promise<Span> {
  return page.evaluate(async () => {
    const { view } = (globalThis as unknown as { wigglenetPlayground: Playground }).wigglenetPlayground
    let [views, longTasks] = [-1, 0]
    const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length))
    observer.observe({ entryTypes: ['longtask'] })
    const stop = view.subscribe(() => views++)
    const from = view.value!.step
    const start = performance.now()
    const frames: number[] = []
    let last = start
    while (last - start < 2000) {
      const now = await new Promise<number>((done) => requestAnimationFrame(() => done(performance.now())))
      frames.push(now - last)
      last = now
    }
    stop()
    observer.disconnect()
    frames.sort((a, b) => a - b)
    const seconds = (last - start) / 1000
    return {
      stepsPerSecond: Math.round((view.value!.step - from) / seconds),
      frameMsMedian: frames[frames.length >> 1]!,
      frameMs95: frames[Math.floor(0.95 * frames.length)]!,
      picturesPerSecond: Math.round(views / seconds),
      longTasks,
    }
  })
}
