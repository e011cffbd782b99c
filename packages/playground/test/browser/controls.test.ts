// Every control does what it says: what the page's network has learned after it is, to the bit, what a session in Node learns that is told
// the same.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Changes, firstSetup, type Setup } from '../../src/setup.ts'
import { available, type Opened, useChromium } from '../built/chromium.ts'
import { room } from '../session/room.ts'

const steps = 10

/** The numbers of a session that opens a setup, changes it, and trains a little. */
function learned(setup: Setup, changes: Changes = {}): Record<string, number[]> {
  const { tell, go, look } = room()
  tell({ kind: 'open', setups: [setup] }, { kind: 'set', changes }, { kind: 'step', count: steps })
  go()
  return Object.fromEntries(Object.entries(look().parameters).map(([name, values]) => [name, Array.from(values)]))
}

/** A script of the page, in which `state` is its state. */
const inPage = <Result>(page: Page, script: string): Promise<Result> =>
  page.evaluate(`(() => { const state = globalThis.wigglenetPlayground; return ${script} })()`) as Promise<Result>

const atStep = (page: Page, step: number) =>
  expect.poll(() => inPage(page, 'state.view.value?.step'), { timeout: 20_000, interval: 20 }).toBe(step)

/** The first field whose label begins so; what a slider stands at follows its label. */
const field = (page: Page, label: string, tag: 'input' | 'select') =>
  page.locator(`label.field:has(> span:text-matches("^${label}( [0-9.]+)?$"))`).locator(tag).first()
const number = (label: string, value: number) => async (page: Page) => {
  await field(page, label, 'input').fill(String(value))
  await field(page, label, 'input').blur()
}
const choose = (label: string, value: string) => (page: Page) => field(page, label, 'select').selectOption(value)
const click = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click()
const check = (name: string) => (page: Page) => page.getByLabel(name).click()

const { data, layers } = firstSetup
const withData = (changes: object): Setup => ({ ...firstSetup, data: { ...data, ...changes } as Setup['data'] })
const withTraining = (changes: Partial<Setup['training']>): Setup => ({
  ...firstSetup,
  training: { ...firstSetup.training, ...changes },
})

/** What is done, and the setup that it opens. */
const opening: readonly (readonly [name: string, act: (page: Page) => Promise<unknown>, setup: Setup])[] = [
  ['Kind', choose('Kind', 'rings'), withData({ kind: 'rings' })],
  ['Classes', number('Classes', 4), withData({ classes: 4 })],
  ['Rows', number('Rows', 120), withData({ rows: 120 })],
  ['Test share', number('Test share', 0.5), withData({ testShare: 0.5 })],
  ['Seed of the data', number('Seed of the data', 7), withData({ seed: 7 })],
  ['Noise', number('Noise', 0.5), withData({ noise: 0.5 })],
  ['Units', number('Units', 6), { ...firstSetup, layers: [{ ...layers[0]!, units: 6 }] }],
  ['One unit more', click('One unit more in layer 1'), { ...firstSetup, layers: [{ ...layers[0]!, units: 21 }] }],
  ['One unit less', click('One unit less in layer 1'), { ...firstSetup, layers: [{ ...layers[0]!, units: 19 }] }],
  ['Activation', choose('Activation', 'maxout'), { ...firstSetup, layers: [{ ...layers[0]!, activation: 'maxout' }] }],
  [
    'Pieces',
    async (page) => {
      await choose('Activation', 'maxout')(page)
      await number('Pieces', 3)(page)
    },
    { ...firstSetup, layers: [{ ...layers[0]!, activation: 'maxout', pieces: 3 }] },
  ],
  ['Add layer', click('Add layer'), { ...firstSetup, layers: [...layers, ...layers] }],
  ['Remove layer', click('Remove layer 1'), { ...firstSetup, layers: [] }],
  ['Skip connection', check('Skip connection'), { ...firstSetup, skip: true }],
  ['Loss', choose('Loss', 'svm'), withTraining({ loss: 'svm' })],
  ['Seed of the weights', number('Seed of the weights', 5), withTraining({ seed: 5 })],
  ['First weights ×', number('First weights ×', 3), withTraining({ scale: 3 })],
]

/** What is done after some steps, and what it changes from there on. */
const changing: readonly (readonly [name: string, act: (page: Page) => Promise<unknown>, changes: Changes])[] = [
  ['Rate', number('Rate', 0.2), { rate: 0.2 }],
  ['Batch', number('Batch', 40), { batch: 40 }],
  ['L2 strength', number('L2 strength λ', 0.5), { l2: 0.5 }],
  ['L1 strength', number('L1 strength', 0.5), { l1: 0.5 }],
  ['Optimizer', choose('Optimizer', 'momentum'), { optimizer: 'momentum' }],
  ['Dropout', number('Dropout', 0.5), { dropout: [0.5] }],
]

describe.skipIf(!available)('in Chromium', () => {
  const { url, open } = useChromium()
  let opened: Opened
  let page: Page
  beforeAll(async () => {
    opened = await open(url())
    page = opened.page
  }, 60_000)
  afterAll(() => expect(opened.faults).toEqual([]))

  /** The page with the first setup, standing at step 0. */
  async function start(): Promise<void> {
    await inPage(page, `state.open(${JSON.stringify(firstSetup)}, { run: false })`)
    await settled()
  }
  /** Until what was opened is there and seen. */
  async function settled(): Promise<void> {
    await expect
      .poll(() => inPage(page, '!state.opening.value && state.view.value?.step'), { timeout: 20_000, interval: 20 })
      .toBe(0)
  }
  async function learnedInPage(): Promise<Record<string, number[]>> {
    await inPage(page, `state.step(${steps})`)
    await atStep(page, steps)
    return inPage(
      page,
      'Object.fromEntries(Object.entries(state.view.value.parameters).map(([name, values]) => [name, [...values]]))',
    )
  }

  test.each(opening)('%s opens the setup that it says', async (_, act, setup) => {
    await start()
    await act(page)
    await settled()
    expect(await inPage(page, 'state.setup.value')).toEqual(setup)
    expect(await learnedInPage()).toEqual(learned(setup))
  })

  test.each(changing)('%s changes the run and keeps what is learned', async (_, act, changes) => {
    await start()
    await act(page)
    const found = await learnedInPage()
    expect(found).toEqual(learned(firstSetup, changes))
    expect(found).not.toEqual(learned(firstSetup))
  })

  test('Step takes one step, Epoch goes to the end of the epoch, Reset to step 0', async () => {
    await start()
    await page.getByRole('button', { name: 'One step' }).click()
    await atStep(page, 1)
    await page.getByRole('button', { name: 'One epoch' }).click()
    await atStep(page, 24)
    await expect.poll(() => inPage(page, 'state.view.value.epoch')).toBe(1)
    await page.getByRole('button', { name: 'Reset' }).click()
    await settled()
  })

  test('Run trains until Pause, and the space bar does both', async () => {
    await start()
    const step = () => inPage<number>(page, 'state.view.value?.step ?? 0')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect.poll(step, { timeout: 20_000 }).toBeGreaterThan(100)
    await page.getByRole('button', { name: 'Pause' }).click()
    await expect.poll(() => inPage(page, 'state.view.value.running')).toBe(false)
    const still = await step()
    await page.waitForTimeout(200)
    expect(await step()).toBe(still)
    await page.locator('body').click({ position: { x: 2, y: 2 } })
    await page.keyboard.press('Space')
    await expect.poll(step, { timeout: 20_000 }).toBeGreaterThan(still)
    await page.keyboard.press('Space')
    await expect.poll(() => inPage(page, 'state.view.value.running')).toBe(false)
  })

  test('Speed holds the run to so many steps a second', async () => {
    await start()
    await choose('Speed', '100')(page)
    const started = await inPage<number>(page, 'performance.now()')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect.poll(() => inPage(page, 'state.view.value.step'), { timeout: 20_000 }).toBeGreaterThan(50)
    const [taken, now] = await inPage<[number, number]>(page, '[state.view.value.step, performance.now()]')
    expect(taken).toBeLessThanOrEqual(0.1 * (now - started))
    await page.getByRole('button', { name: 'Pause' }).click()
    await choose('Speed', 'Infinity')(page)
  })

  test('a click on a unit switches it off in the network, and on again', async () => {
    await start()
    await inPage(page, 'state.step(500)')
    await atStep(page, 500)
    const loss = () => inPage<number>(page, 'state.view.value.train.loss')
    const before = await loss()
    const unit = page.locator('.unit:not(.fixed)').first()
    await unit.click()
    await expect.poll(() => unit.getAttribute('aria-pressed')).toBe('false')
    await expect.poll(loss).not.toBe(before)
    await unit.click()
    await expect.poll(loss).toBe(before)
  })

  test('the keyboard reaches a weight and writes it', async () => {
    await start()
    await page.locator('.unit:not(.fixed)').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('.network-view line.chosen').waitFor({ state: 'attached' })
    await page.keyboard.press('e')
    const field = page.locator('.weight-field input')
    await field.fill('1.5')
    await page.locator('.weight-field').getByRole('button', { name: 'Set' }).click()
    await expect.poll(() => inPage(page, "state.view.value.parameters['h1.W'][0]")).toBe(1.5)
  })
})
