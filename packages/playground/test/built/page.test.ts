// What is built of the page: how much it is, that it runs from a server, offline and from a folder, and a CSV file that comes with it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { available, dist, stepOf, useChromium } from './chromium.ts'

const limitBytes = 250_000

/** What the page asks for before it is used: its files, what they import at once, and the worker; not what is imported on demand. */
function firstLoad(): string[] {
  const found = new Set<string>()
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const wanted = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file!)
  wanted.push(
    ...readdirSync(join(dist, 'assets')).flatMap((file) => (file.startsWith('worker-') ? `assets/${file}` : [])),
  )
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (found.has(file)) continue
    found.add(file)
    if (!file.endsWith('.js')) continue
    const text = readFileSync(join(dist, file), 'utf8')
    wanted.push(
      ...[...text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(([, name]) => `assets/${name}`),
    )
  }
  return ['index.html', ...found]
}

test('all that the page loads before it is used is at most 250 kB, gzipped; the charts of a saved picture come on demand', () => {
  const files = firstLoad()
  const sizes = files.map((file) => [file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length] as const)
  const sum = sizes.reduce((bytes, [, size]) => bytes + size, 0)
  const told = `${sum} bytes\n${sizes.map(([file, size]) => `${String(size).padStart(8)}  ${file}`).join('\n')}`
  expect(sum, told).toBeLessThanOrEqual(limitBytes)
  expect(sum, told).toBeGreaterThan(100_000)
  const onDemand = readdirSync(join(dist, 'assets')).filter((file) => !files.includes(`assets/${file}`))
  expect(onDemand).toEqual(expect.arrayContaining([expect.stringMatching(/^picture-/)]))
})

test('the licences of all that is bundled come along, also inside of the forms that are one file', () => {
  for (const file of ['licenses.md', 'wigglenet-playground.html'])
    for (const name of ['preact', '@preact/signals', 'uplot', 'csv-parse'])
      expect(readFileSync(join(dist, file), 'utf8'), file).toMatch(new RegExp(`\\n## ${name} - [\\d.]+ \\(MIT\\)\\n`))
  expect(readFileSync(join(dist, 'wiggle-net.js'), 'utf8')).toMatch(/^\/\*!\n# Licenses\n[\s\S]*\n## preact - /)
})

describe.skipIf(!available)('in Chromium', () => {
  const rows = ['width,length,kind', ...Array.from({ length: 40 }, (_, k) => `${k % 7},${k},${k < 20 ? 'a' : 'b'}`)]
  const text = (csv: string) => async () => new TextEncoder().encode(csv)
  const { url, open } = useChromium({
    '/data/my rows.csv': text(rows.join('\n')),
    '/data/bad.csv': text('a,b,kind\n1,2,x\n3,"4,y\n'),
  })

  test('from a server it is isolated from other origins, trains, and asks for nothing but its own files', async () => {
    const { page, faults, asked } = await open(url())
    await page.getByRole('button', { name: 'Run' }).click()
    await expect.poll(() => stepOf(page)).toBeGreaterThan(100)
    expect(await page.evaluate('crossOriginIsolated')).toBe(true)
    expect(asked.filter((address) => !address.startsWith(url()))).toEqual([])
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('once loaded it opens offline, reads a CSV file there too, and says nothing in the console', async () => {
    const { page, faults } = await open(url())
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await page.context().setOffline(true)
    await page.reload()
    await expect.poll(() => stepOf(page)).toBe(0)
    await page.getByText('Your own CSV').click()
    await page.getByLabel('Or paste its text').fill(rows.join('\n'))
    await page.getByLabel('Or paste its text').blur()
    await expect.poll(() => page.locator('.csv [role=status]').textContent()).toBe('40 points drawn.')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('opened from a folder it trains in a worker, asks for no other file, and reads CSV', async () => {
    const file = pathToFileURL(join(dist, 'wigglenet-playground.html')).href
    const { page, faults, asked } = await open(file, { offline: true })
    await page.getByRole('button', { name: 'Run' }).click()
    await expect.poll(() => stepOf(page)).toBeGreaterThan(100)
    expect(page.workers()).toHaveLength(1)
    await page.getByText('Your own CSV').click()
    await page.getByLabel('Or paste its text').fill(rows.join('\n'))
    await page.getByLabel('Or paste its text').blur()
    await expect.poll(() => page.locator('.csv [role=status]').textContent()).toBe('40 points drawn.')
    expect(asked).toEqual([file])
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('a CSV file that the address names is what the page opens with', async () => {
    const { page, faults } = await open(url('?data=data%2Fmy%20rows.csv'))
    const names = 'globalThis.wigglenetPlayground?.opened.value?.names'
    await expect.poll(() => page.evaluate(names)).toEqual(['width', 'length'])
    await expect.poll(() => page.locator('.csv [role=status]').textContent()).toBe('40 points drawn.')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test("a bad CSV file is told in the library's words, a missing one and one of another site by its name", async () => {
    const told = async (query: string) => {
      const { page } = await open(url(`?data=${query}`))
      const status = page.locator('.csv [role=status]')
      await expect.poll(() => status.textContent()).not.toMatch(/^It is read in this page/)
      const words = await status.textContent()
      await page.context().close()
      return words
    }
    expect(await told('data/bad.csv')).toMatch(/^data\/bad\.csv: /)
    expect(await told('data/none.csv')).toBe(
      'data/none.csv: the file must lie beside the page, on the same server; got status 404. Correct the address.',
    )
    expect(await told('//example.com/rows.csv')).toBe(
      '//example.com/rows.csv: the file must lie beside the page, on the same server; got no file. Correct the address.',
    )
  })
})
