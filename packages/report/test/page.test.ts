// The report in a browser, from a file and without a network.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportHtml } from '../src/index.ts'
import { trainedSpiral } from './trained.ts'

const executablePath = '/usr/bin/chromium'

const available = existsSync(executablePath) || process.env.CI !== undefined

describe.skipIf(!available)('the report in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wigglenet-report-'))
  const file = join(folder, 'report.html')
  let browser: Browser
  beforeAll(async () => {
    const { report } = await trainedSpiral()
    const finding = { title: 'A fault', evidence: 'Numbers.', reason: 'It does harm.', change: 'Another rate.' }
    writeFileSync(
      file,
      reportHtml({
        ...report,
        findings: [finding],
        commands: [{ command: 'npx wigglenet predict runs/spiral-1 rows.csv', purpose: 'predict' }],
      }),
    )
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(colorScheme: 'light' | 'dark', width: number): Promise<{ page: Page; faults: string[] }> {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, offline: true })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('console', (message) => faults.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && request.url() !== pathToFileURL(file).href)
        faults.push(`asks for ${request.url()}`)
    })
    await page.goto(pathToFileURL(file).href)
    return { page, faults }
  }

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)(
    'opens in %s at a width of %i with all pictures in sight, no error, and nothing asked for',
    async (scheme, width) => {
      const { page, faults } = await open(scheme, width)
      const { pictures, wide, ground } = await page.evaluate(() => ({
        pictures: Array.from(document.querySelectorAll('figure > svg'), (svg) => svg.getBoundingClientRect().width),
        wide: document.documentElement.scrollWidth,
        ground: getComputedStyle(document.body).backgroundColor,
      }))
      expect(pictures).toHaveLength(11)
      for (const one of pictures) expect(one).toBeGreaterThan(250)
      expect(wide).toBe(width)
      expect(ground).toBe(scheme === 'light' ? 'rgb(244, 246, 248)' : 'rgb(14, 16, 19)')
      expect(faults).toEqual([])
      await page.context().close()
    },
  )

  test('writing in pictures lies within its card, and no two labels of an axis overlap', async () => {
    const { page } = await open('light', 1280)
    const faults = await page.evaluate(() => {
      const found: string[] = []
      for (const figure of document.querySelectorAll('figure')) {
        const card = figure.getBoundingClientRect()
        for (const text of figure.querySelectorAll('text')) {
          const { left, right } = text.getBoundingClientRect()
          if (left < card.left || right > card.right) found.push(`${text.textContent} is cut off`)
        }
        for (const axis of figure.querySelectorAll('[aria-label$="tick label"]')) {
          const boxes = Array.from(axis.children, (tick) => tick.getBoundingClientRect()).filter(
            ({ width }) => width > 0,
          )
          boxes.forEach((a, i) => {
            for (const b of boxes.slice(i + 1)) {
              if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                found.push(`labels of ${figure.querySelector('h3')!.textContent} overlap`)
            }
          })
        }
      }
      return found
    })
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('pointing at a place of the curves tells its numbers, once', async () => {
    const { page, faults } = await open('light', 1280)
    const place = page.locator('.places rect').nth(4)
    await place.scrollIntoViewIfNeeded()
    await place.hover()
    const tip = page.locator('#tip')
    expect(await tip.textContent()).toMatch(/^epoch 5\nloss [\d.]+\nvalidation [\d.]+$/)
    expect(await tip.evaluate((element) => element.style.opacity)).toBe('1')
    expect(await place.evaluate((element) => element.querySelector('title'))).toBe(null) // else the browser tells it too
    await page.mouse.move(2, 2)
    expect(await tip.evaluate((element) => element.style.opacity)).toBe('0')
    expect(await place.evaluate((element) => element.querySelector('title')?.textContent)).toMatch(/^epoch 5/)
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('without scripts all is there', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true })
    const page = await context.newPage()
    await page.goto(pathToFileURL(file).href)
    expect(await page.locator('figure > svg').count()).toBe(11)
    expect(await page.locator('.places title').count()).toBe(40)
    await context.close()
  })
})
