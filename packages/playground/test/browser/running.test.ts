// The page while it trains: pictures in time, memory that does not grow, links, files, failures, and what axe-core says of it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spiral } from 'wigglenet'
import { firstSetup, type Setup } from '../../src/setup.ts'
import { available, type Opened, useChromium } from '../built/chromium.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** 2-20-2, the network that speed is told of. */
const twoClasses: Setup = {
  ...firstSetup,
  data: { kind: 'moons', classes: 2, noise: 0.1, rows: 200, testShare: 0.2, seed: 1 },
}

describe.skipIf(!available)('in Chromium', () => {
  const { url, open } = useChromium()
  let opened: Opened
  let page: Page
  beforeAll(async () => {
    opened = await open(url())
    page = opened.page
  }, 60_000)
  afterAll(() => expect(opened.faults).toEqual([]))

  const state = <Result>(part: string): Promise<Result> =>
    page.evaluate(`globalThis.wigglenetPlayground.${part}`) as Promise<Result>
  /** 0 while another setup is on its way: what is seen is still the one before. */
  const stepNow = () => state<number>('opening.value ? 0 : (globalThis.wigglenetPlayground.view.value?.step ?? 0)')
  // How many and how soon: bench/frames.ts measures it.
  test('while 2-20-2 trains pictures keep coming, each of a later step', async () => {
    await state(`open(${JSON.stringify(twoClasses)}, { run: true })`)
    await expect.poll(() => stepNow(), { timeout: 20_000 }).toBeGreaterThan(1000)
    const steps = (await page.evaluate(async () => {
      const { view } = (
        globalThis as unknown as {
          wigglenetPlayground: { view: { value: { step: number }; subscribe(call: () => void): () => void } }
        }
      ).wigglenetPlayground
      const seen: number[] = []
      await new Promise<void>((done) => {
        const stop = view.subscribe(() => {
          if (seen.push(view.value.step) !== 20) return
          queueMicrotask(() => stop())
          done()
        })
      })
      return seen
    })) as number[]
    await state('pause()')
    expect(new Set(steps).size).toBe(20)
    expect([...steps].sort((x, y) => x - y)).toEqual(steps)
  })

  test('where less motion is asked for, a run is seen once a second, and a step by hand at once', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await state(`open(${JSON.stringify(twoClasses)}, { run: true })`)
    await expect.poll(() => stepNow(), { timeout: 20_000 }).toBeGreaterThan(1000)
    const [views, ms] = (await page.evaluate(async () => {
      const { view } = (
        globalThis as unknown as {
          wigglenetPlayground: { view: { subscribe(call: () => void): () => void } }
        }
      ).wigglenetPlayground
      const start = performance.now()
      let views = -1 // it is called at once too
      await new Promise<void>((done) => {
        const stop = view.subscribe(() => {
          if (++views < 3) return
          queueMicrotask(() => stop())
          done()
        })
      })
      return [views, performance.now() - start]
    })) as [number, number]
    expect(views).toBe(3)
    expect(ms).toBeGreaterThan(1900) // two whole waits, and what was left of the first
    await state('pause()')
    await state(`open(${JSON.stringify(twoClasses)}, { run: false })`)
    await state('step(5)')
    await expect.poll(() => state('view.value?.step'), { timeout: 20_000 }).toBe(5)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
  })

  test('100,000 steps leave the heaps of page and worker as they were', async () => {
    await state(`open(${JSON.stringify(twoClasses)}, { run: true })`)
    await expect.poll(() => stepNow(), { timeout: 20_000 }).toBeGreaterThan(50_000)
    const heaps = await heapsOf(page)
    const before = await heaps()
    const from = await state<number>('view.value.step')
    await expect.poll(() => state('view.value.step'), { timeout: 20_000 }).toBeGreaterThan(from + 100_000)
    const after = await heaps()
    await state('pause()')
    expect(after).toHaveLength(2)
    after.forEach((bytes, k) => expect(bytes - before[k]!).toBeLessThan(1_000_000))
  })

  test('a link with weights comes back to the same bits, and so does a second one', async () => {
    await state(`open(${JSON.stringify(twoClasses)}, { run: false })`)
    await state('step(300)')
    await expect.poll(() => state('view.value?.step'), { timeout: 20_000 }).toBe(300)
    const bits = () =>
      state<Record<string, number[]>>(
        'view.value && Object.fromEntries(Object.entries(globalThis.wigglenetPlayground.view.value.parameters).map(([name, values]) => [name, [...new Uint32Array(values.buffer)]]))',
      )
    const copyLink = async () => {
      await page.locator('summary', { hasText: 'Files' }).click()
      await page.getByText('Copy link with weights').click()
    }
    const learned = await bits()
    await copyLink()
    await expect.poll(() => page.url()).toMatch(/&w=/)
    const link = page.url()
    await page.reload()
    await expect.poll(bits, { timeout: 20_000 }).toEqual(learned)
    expect(await state('setup.value')).toEqual(twoClasses)
    await copyLink()
    await expect.poll(() => page.url()).toBe(link)
  })

  test('numbers that run away are told with the fix, and the fix, taken until it is enough, trains', async () => {
    const data = { kind: 'function', formula: 'sin(6*x)', range: [-1, 1], noise: 0, rows: 100, testShare: 0, seed: 1 }
    const training = { ...firstSetup.training, loss: 'mean-squared-error', optimizer: 'gradient-descent', rate: 100 }
    await state(`open(${JSON.stringify({ ...firstSetup, data, training })}, { run: true })`)
    const alert = page.getByRole('alert')
    await expect
      .poll(() => alert.textContent(), { timeout: 20_000 })
      .toMatch(/first at step \d+ \(epoch \d+\)\..*Lower the rate/)
    expect(await state('running.value')).toBe(false)
    expect(await page.locator('.summary').textContent()).not.toMatch(/NaN|Infinity/)
    const trains = 'running.value && globalThis.wigglenetPlayground.view.value?.step > 1000'
    const takeFix = async () => {
      // It may go away by itself: then there is nothing to take.
      if (await alert.isVisible())
        await alert
          .getByRole('button')
          .click({ timeout: 1000 })
          .catch(() => undefined)
      return state(trains)
    }
    await expect.poll(takeFix, { timeout: 20_000, interval: 100 }).toBe(true)
    expect(await state('failure.value')).toBe(undefined)
    await state(`open(${JSON.stringify(twoClasses)}, { run: false })`)
  })

  test('a CSV file of 10,000 rows and 20 columns is drawn by two of them and learned, a bad one told by its line', async () => {
    const { X, y } = spiral({ rows: 10_000, classes: 2, seed: 1 })
    const names = Array.from({ length: 19 }, (_, k) => `c${k}`)
    const cells = (row: number) => names.map((_, k) => (k < 2 ? X[2 * row + k]! : (row * (k + 1)) % 101))
    const lines = Array.from(
      { length: 10_000 },
      (_, row) => `${cells(row).join(',')},${y[row] === 0 ? 'left' : 'right'}`,
    )
    await page.getByText('Your own CSV').click()
    const file = page.locator('.csv input[type=file]')
    const give = (name: string, text: string) =>
      file.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await give('rows.csv', `${[...names, 'side'].join(',')}\n${lines.join('\n')}`)
    const told = page.locator('.csv [role=status]')
    await expect.poll(() => told.textContent(), { timeout: 15_000 }).toMatch(/^10000 points drawn/)
    await expect.poll(() => state('opened.value.train.rows'), { timeout: 20_000 }).toBe(8000)
    expect(await state('opened.value.names.slice(0, 2)')).toEqual(['c0', 'c1'])
    await state('step(1000)')
    await expect.poll(() => state('view.value?.step'), { timeout: 20_000 }).toBe(1000)
    await give('bad.csv', 'a,b,kind\n1,2,x\n3,"4,y\n')
    await expect.poll(() => told.textContent()).toMatch(/^bad\.csv: .*line 3/)
    expect(await state('opened.value.train.rows')).toBe(8000)
    await state(`open(${JSON.stringify(firstSetup)}, { run: false })`)
  })

  const looks = [
    ['light', 'light', 1280],
    ['dark', 'dark', 1280],
    ['light, at phone width', 'light', 390],
  ] as const
  test.each(looks)('axe-core finds no serious fault: %s', async (_, colorScheme, width) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await page.waitForTimeout(300)
    if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axe)
    const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
      violations: { id: string; impact: string; nodes: { html: string }[] }[]
    }
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])).toEqual([])
  })
})

/** Measures the used heaps of the page and of its worker, after a collection. */
async function heapsOf(page: Page): Promise<() => Promise<number[]>> {
  const session = await page.context().newCDPSession(page)
  const workers: string[] = []
  const answers = new Map<number, (bytes: number) => void>()
  let asked = 0
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.push(sessionId)
  })
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    answers.get(id)?.(result?.usedSize ?? 0)
  })
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  const ask = (sessionId: string, method: string) =>
    new Promise<number>((done) => {
      const id = ++asked
      answers.set(id, done)
      void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
    })
  return async () => {
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    const others = await Promise.all(
      workers.map(async (worker) => {
        await ask(worker, 'HeapProfiler.collectGarbage')
        return ask(worker, 'Runtime.getHeapUsage')
      }),
    )
    return [usedSize, ...others]
  }
}
