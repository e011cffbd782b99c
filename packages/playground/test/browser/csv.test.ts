// A CSV file in the page: its target is chosen, and what is asserted is the network's state: what it learns from, how it is drawn, how well it does.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { available, type Opened, useChromium } from '../built/chromium.ts'

const rows = Array.from({ length: 80 }, (_, k) => [k % 9, (k * 7) % 80, k % 2 ? 'odd' : 'even'] as const)
/** A number that hangs on both columns, and on none of the words. */
const cars = `weight,power,fuel,kind\n${rows.map(([a, b, kind]) => `${a},${b},${100 + 2.5 * a + Math.abs(b - 40)},${kind}`).join('\n')}\n`

describe.skipIf(!available)('in Chromium', () => {
  const { url, open } = useChromium()
  let opened: Opened
  let page: Page
  beforeAll(async () => {
    opened = await open(url())
    page = opened.page
    await page.getByText('Your own CSV').click()
  }, 60_000)
  afterAll(() => expect(opened.faults).toEqual([]))

  const state = <Result>(part: string): Promise<Result> =>
    page.evaluate(`globalThis.wigglenetPlayground.${part}`) as Promise<Result>
  const soon = <Result>(read: () => Promise<Result>) => expect.poll(read, { timeout: 20_000, interval: 20 })
  const give = (name: string, text: string) =>
    page
      .locator('.csv input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'utf8') })
  const told = () => page.locator('.csv [role=status]').textContent()
  const choose = (label: string, value: string) =>
    page.locator(`.csv label.field:has(> span:text-is("${label}")) select`).selectOption({ label: value })
  /** What was made of the choice, once it is seen. */
  const made = () =>
    state(
      'opening.value || !globalThis.wigglenetPlayground.view.value ? undefined : (({ names, classes, axes, target }) => ({ names, classes, axes, target }))(globalThis.wigglenetPlayground.opened.value)',
    )
  const train = async (steps: number) => {
    await state(`step(${steps})`)
    await soon(() => state('view.value?.step')).toBe(steps)
  }

  test('its classes are guessed; a number chosen as the target is learned from all other columns, as shades in a plane', async () => {
    await give('cars.csv', cars)
    await soon(made).toMatchObject({ names: ['weight', 'power', 'fuel'], classes: ['even', 'odd'] })
    await choose('Target', 'fuel')
    await soon(made).toEqual({
      names: ['weight', 'power'],
      axes: ['weight', 'power'],
      target: { name: 'fuel', range: [101, 155.5] },
    })
    await soon(told).toBe('80 points drawn.')
    expect(await state('setup.value.training.loss')).toBe('mean-squared-error')
    await train(3000)
    const { train: own, test: kept } =
      await state<Record<'train' | 'test', { error: number; rSquared: number }>>('view.value')
    expect(own.rSquared).toBeGreaterThan(0.95)
    expect(kept.rSquared).toBeGreaterThan(0.9)
    expect(own.error).toBeLessThan(4)
    await soon(() => page.locator('.standing').textContent()).toMatch(
      /training loss [\d.]+, RMSE [\d.]+, R² (over )?0\.\d+ · test loss/,
    )
    const surface = 'Array.from(globalThis.wigglenetPlayground.view.value.surface.values)'
    const values = await state<number[]>(`view.value && ${surface}`)
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(30)
    expect(
      await page
        .getByRole('img', { name: /^Predictions of fuel as shades over weight and power, from 101 to 156/ })
        .count(),
    ).toBe(1)
    await soon(() => page.locator('.ramp').textContent()).toMatch(/^fuel: 101156/)
  })

  test('from one column it is a fitted curve', async () => {
    await choose('Learn from', 'one column')
    await choose('Across', 'power')
    await soon(made).toEqual({
      names: ['power'],
      axes: ['power', 'fuel'],
      target: { name: 'fuel', range: [101, 155.5] },
    })
    await train(3000)
    const curve = (part: string) => state<number>(`view.value.curve.${part}`)
    expect(await state('view.value.surface')).toBeUndefined()
    expect(await curve('y[0]')).toBeGreaterThan((await curve('y[128]')) + 20) // a valley at 40
    expect(await state<number>('view.value.train.rSquared')).toBeGreaterThan(0.5)
    await soon(() => page.locator('.ramp').count()).toBe(0)
    await soon(() => page.getByRole('img', { name: /^The fitted curve of fuel over power/ }).count()).toBe(1)
  })

  test('and back to classes, which take two columns', async () => {
    await choose('Target', 'kind')
    await soon(made).toMatchObject({ names: ['power', 'weight'], classes: ['even', 'odd'] })
    expect(await state('setup.value.training.loss')).toBe('softmax')
  })

  test('a link brings a table of numbers back', async () => {
    await choose('Target', 'weight') // nine whole numbers are classes, until it is said that they are not
    await choose('Predict it as', 'a number')
    await soon(made).toMatchObject({ names: ['power', 'fuel'], target: { name: 'weight' } })
    const setup = await state('setup.value')
    await page.getByRole('button', { name: 'Copy link', exact: true }).click()
    await soon(async () => page.url()).toMatch(/#v=1&d=values,/)
    await page.reload()
    await soon(() => page.evaluate('globalThis.wigglenetPlayground?.view.value?.step')).toBe(0)
    expect(await state('setup.value')).toEqual(setup)
    await page.getByText('Your own CSV').click()
  })

  test('a file without columns to learn from, or with a bad line, is told, and what is open stays', async () => {
    const before = await made()
    await give('names.csv', 'name,town\na,b\nc,d\n')
    await soon(told).toBe(
      'names.csv: there must be a column of at most 10 classes and two of numbers, or two columns of numbers; got the columns name, town. Give a file that has them.',
    )
    await give('bad.csv', 'a,b\n1,2\n3,"4\n')
    await soon(told).toMatch(/^bad\.csv: .*line 3/)
    await give('parts.csv', 'a,b,y\n1,,2.5\n,2,3.5\n3,,4.5\n,4,5\n')
    await soon(told).toBe('At least 2 rows must have a value in each of a, b, y; got 0 of 4. Learn from other columns.')
    expect(await made()).toEqual(before)
  })

  test('numbers of 10,000 rows and 20 columns are learned in their plane', async () => {
    const names = Array.from({ length: 20 }, (_, k) => `c${k}`)
    const lines = Array.from({ length: 10_000 }, (_, row) =>
      [...names.map((_, k) => (row * (2 * k + 1)) % 101), (row % 101) / 8].join(),
    )
    await give('rows.csv', `${[...names, 'y'].join()}\n${lines.join('\n')}`)
    await soon(told).toBe('10000 points drawn in a plane of 20 columns.')
    await soon(made).toMatchObject({
      target: { name: 'y' },
      axes: [expect.stringMatching(/^direction 1 /), expect.anything()],
    })
    await train(1000)
    expect(await state<number>('view.value.train.rSquared')).toBeGreaterThan(0.9)
  })
})
