// <wiggle-net> as a course page has it: the built script alone, opened from a folder.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { available, dist, useChromium } from './chromium.ts'

const script = join(dist, 'wiggle-net.js')
const example = fileURLToPath(new URL('../../../../examples/embedding.html', import.meta.url))

test('the script is at most 120 kB, gzipped', () => {
  expect(gzipSync(readFileSync(script), { level: 9 }).length).toBeLessThanOrEqual(120_000)
})

describe.skipIf(!available)('in Chromium', () => {
  const { open } = useChromium()
  const folder = mkdtempSync(join(tmpdir(), 'wigglenet-element-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  let number = 0
  /** A page with this in its body. */
  function pageWith(body: string, options?: BrowserContextOptions, head = '') {
    const file = join(folder, `${number++}.html`)
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>course</title><link rel="icon" href="data:,">`
    writeFileSync(
      file,
      `${html}<script src="${pathToFileURL(script)}" defer></script></head><body>${body}</body></html>`,
    )
    return open(pathToFileURL(file).href, options)
  }
  const stateOf = (page: Page, what: string, element = 'wiggle-net') =>
    page.evaluate(`document.querySelector(${JSON.stringify(element)}).state?.${what}`)
  const stepOf = (page: Page, element?: string) => stateOf(page, 'view.value?.step ?? -1', element) as Promise<number>
  const opened = (page: Page) => expect.poll(() => stepOf(page)).toBeGreaterThanOrEqual(0)

  test('the example page: each figure trains on its own, and nothing but the script is asked for', async () => {
    const { page, faults, asked } = await open(pathToFileURL(example).href, { offline: true })
    for (const id of ['linear', 'relu', 'sine']) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded()
      await page.locator(`#${id}`).getByRole('button', { name: 'Run' }).click()
      await expect.poll(() => stepOf(page, `#${id}`)).toBeGreaterThan(1500)
    }
    expect(page.workers()).toHaveLength(3)
    expect(await stateOf(page, 'view.value.train.accuracy', '#linear')).toBeLessThan(0.6)
    expect(await stateOf(page, 'view.value.train.accuracy', '#relu')).toBeGreaterThan(0.9)
    expect(await stateOf(page, 'view.value.curve.y.length', '#sine')).toBeGreaterThan(10)
    expect(asked).toEqual([pathToFileURL(example).href, pathToFileURL(script).href])
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('buttons run, pause, step and reset, by the keyboard too, and have names', async () => {
    const { page, faults } = await pageWith('<wiggle-net hidden="4" rows="50"></wiggle-net>')
    await opened(page)
    await page.getByRole('img', { name: /^Decision regions of 3 classes/ }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => stepOf(page)).toBeGreaterThan(10)
    expect(await page.evaluate('document.activeElement.shadowRoot.activeElement.textContent')).toBe('Pause')
    await page.keyboard.press('Enter')
    await expect.poll(() => stateOf(page, 'view.value.running')).toBe(false)
    const before = await stepOf(page)
    await page.getByRole('button', { name: 'One step' }).click()
    await expect.poll(() => stepOf(page)).toBe(before + 1)
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(() => stepOf(page)).toBe(0)
    await expect.poll(() => page.locator('.standing').textContent()).toMatch(/^step 0, epoch 0 · training loss \d/)
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('an attribute that changes is read: a rate while it runs, a layer from the start', async () => {
    const { page, faults } = await pageWith('<wiggle-net autoplay hidden="4"></wiggle-net>')
    const element = page.locator('wiggle-net')
    await expect.poll(() => stepOf(page)).toBeGreaterThan(100)
    await element.evaluate((node) => node.setAttribute('rate', '0.5'))
    await expect.poll(() => stateOf(page, 'setup.value.training.rate')).toBe(0.5)
    expect(await stepOf(page)).toBeGreaterThan(100)
    await element.evaluate((node) => {
      node.setAttribute('hidden', '6,5')
      node.setAttribute('data', 'moons')
    })
    await expect
      .poll(() => stateOf(page, 'opened.value.summary'))
      .toBe('3-layer neural network (2 hidden layers): 13 neurons, 52 weights + 13 biases = 65 learnable parameters')
    expect(await stateOf(page, 'running.value')).toBe(true)
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('a bad attribute and a bad formula are told in the figure, and a good one takes the words away', async () => {
    const { page, faults } = await pageWith('<wiggle-net activation="relo"></wiggle-net>')
    const element = page.locator('wiggle-net')
    const alert = page.getByRole('alert')
    await expect.poll(() => alert.textContent()).toMatch(/^wiggle-net: activation must be one of .*; got "relo"\./)
    expect(await page.getByRole('button', { name: 'Run' }).isDisabled()).toBe(true)
    await element.evaluate((node) => node.setAttribute('activation', 'tanh'))
    await opened(page)
    expect(await alert.count()).toBe(0)
    await element.evaluate((node) => node.setAttribute('formula', 'sin(x'))
    await expect
      .poll(() => alert.textContent())
      .toBe('functionOf: column 6 must be ")"; got the end. Correct the formula.')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('out of sight a figure rests; taken away it ends its worker', async () => {
    const { page, faults } = await pageWith('<wiggle-net autoplay></wiggle-net><div style="height: 5000px"></div>')
    await expect.poll(() => stepOf(page)).toBeGreaterThan(10)
    await page.evaluate('scrollTo(0, 4000)')
    await expect.poll(() => stateOf(page, 'view.value.running')).toBe(false)
    await page.evaluate('scrollTo(0, 0)')
    await expect.poll(() => stateOf(page, 'view.value.running')).toBe(true)
    await page.locator('wiggle-net').evaluate((node) => node.remove())
    await expect.poll(() => page.workers()).toEqual([])
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('below the window no worker starts, until the figure is seen', async () => {
    const { page } = await pageWith('<div style="height: 5000px"></div><wiggle-net></wiggle-net>')
    await page.waitForTimeout(300)
    expect(page.workers()).toEqual([])
    await page.locator('wiggle-net').scrollIntoViewIfNeeded()
    await opened(page)
    expect(page.workers()).toHaveLength(1)
    await page.context().close()
  })

  test('where less motion is asked for, autoplay waits for the visitor', async () => {
    const { page } = await pageWith('<wiggle-net autoplay></wiggle-net>', { reducedMotion: 'reduce' })
    await opened(page)
    expect(await stateOf(page, 'running.value')).toBe(false)
    expect(await stepOf(page)).toBe(0)
    await page.context().close()
  })

  test('hidden layers do not hide it, even where a page hides all that is hidden; an empty "hidden" does', async () => {
    const { page } = await pageWith(
      '<wiggle-net id="shown" hidden="8"></wiggle-net><wiggle-net id="away" hidden></wiggle-net>',
      {},
      '<style>[hidden] { display: none }</style>',
    )
    expect(await page.locator('#shown').isVisible()).toBe(true)
    expect(await page.locator('#away').isVisible()).toBe(false)
    await page.context().close()
  })

  test('under a strict policy that allows its worker and WebAssembly a figure trains, in its own style', async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src file: 'wasm-unsafe-eval'; worker-src blob:; style-src 'self'; img-src data:">`
    const { page, faults } = await pageWith('<wiggle-net autoplay></wiggle-net>', {}, policy)
    await expect.poll(() => stepOf(page)).toBeGreaterThan(10)
    expect(await page.locator('.figure').evaluate((node) => getComputedStyle(node).paddingTop)).toBe('12px')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('a page whose policy forbids its worker is told so, in the figure', async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`
    const { page } = await pageWith('<wiggle-net></wiggle-net>', {}, policy)
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toBe(
        'wiggle-net: the page must let a worker start from its own text; got an error instead. ' +
          "Let the page's content security policy allow worker-src blob:.",
      )
    await page.context().close()
  })

  test.each(['light', 'dark'] as const)(
    'the example page in %s has no serious fault of accessibility, and figures in its colours',
    async (colorScheme) => {
      const { page } = await open(pathToFileURL(example).href, { colorScheme })
      await expect.poll(() => stepOf(page, '#relu')).toBe(0)
      const ground = `getComputedStyle(document.querySelector('#relu').shadowRoot.querySelector('.figure')).backgroundColor`
      expect(await page.evaluate(ground)).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(23, 26, 31)')
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') })
      const serious = await page.evaluate(`axe.run().then(({ violations }) =>
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes[0].html))`)
      expect(serious).toEqual([])
      await page.context().close()
    },
  )
})
