import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'
import { fingerprints } from './fingerprints.ts'

// Made with Node 20.20 on x86-64. A change of these is a change of every trained network: say so in the changelog.
const expected = {
  '2-20-3 tanh, gradient descent, wasm': '10cc455bc981cd5d',
  '2-20-3 tanh, gradient descent, reference': '1953b004853993f9',
  'dropout, noise, maxout, Adam, wasm': '546b88fde456dda4',
  'dropout, noise, maxout, Adam, reference': '9f40a699be4dd6af',
  'every function of the language, wasm': 'b0ac48a4a361ab2c',
  'every function of the language, reference': '8c8f4aa4ecf10954',
}

const browser = '/usr/bin/chromium'
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

test('training gives these bits in Node', () => {
  expect(fingerprints()).toEqual(expected)
})

test('training gives the same bits in Chromium', async ({ skip }) => {
  if (!existsSync(browser) && !process.env.CI) skip(`there is no ${browser}; get it with: apt-get install -y chromium`)
  expect(existsSync(browser), `${browser} must be there; get it with: apt-get install -y chromium`).toBe(true)

  const bundle = await rolldown({
    input: fileURLToPath(new URL('./fingerprints.ts', import.meta.url)),
    platform: 'browser',
    logLevel: 'silent',
  })
  const { output } = await bundle.generate({ format: 'iife', name: 'program' })
  await bundle.close()
  const profile = mkdtempSync(join(tmpdir(), 'wigglenet-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser,
    headless: true,
    args: flags.split(' '),
  })
  try {
    const page = await context.newPage()
    await page.setContent('<title>same bits</title>')
    await page.addScriptTag({ content: output[0].code })
    expect(await page.evaluate('program.fingerprints()')).toEqual(expected)
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true })
  }
})
