// Each guided experiment, chosen in the page, reaches what it states, within the time that it states.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { presets } from '../../src/page/presets.ts'
import { type Reached, reached } from '../../src/page/reaches.ts'
import { available, type Opened, useChromium } from '../built/chromium.ts'

describe.skipIf(!available)('in Chromium', () => {
  const { url, open } = useChromium()
  let opened: Opened
  beforeAll(async () => {
    opened = await open(url())
  }, 60_000)
  afterAll(() => expect(opened.faults).toEqual([]))

  test.each(presets.map((preset) => [preset.name, preset] as const))('%s reaches what it states', async (_, preset) => {
    const { page } = opened
    const { steps, seconds, low, high } = preset.reaches
    const read = (part: string) => page.evaluate(`globalThis.wigglenetPlayground.${part}`)
    await page.locator('label.field:has(> span:text-is("Start from")) select').selectOption(preset.name)
    await expect.poll(() => read('view.value?.step'), { timeout: 20_000, interval: 20 }).toBe(0)
    expect(await read('setup.value')).toEqual(preset.setup)
    await read(`step(${steps})`)
    const seen = `(({ step, running, train, test, curve, health }) => ({ step, running, train, test, supError: curve?.supError,
      health: health && { layers: health.layers.map(({ dead }) => ({ dead })) } }))`
    const view = async () => (await page.evaluate(`${seen}(globalThis.wigglenetPlayground.view.value)`)) as Reached
    await expect.poll(view, { timeout: 1000 * seconds, interval: 20 }).toMatchObject({ step: steps, running: false })
    // The health of the last step may come with the view after it.
    await expect
      .poll(async () => reached(await view(), preset.reaches), { timeout: 10_000, interval: 20 })
      .toSatisfy((value: number | undefined) => value !== undefined && value >= low && value <= high)
  })
})
