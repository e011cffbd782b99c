import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { outcome } from '../src/experiment.ts'
import { experiments } from '../src/experiments.ts'
import { chapterPage } from '../src/page/chapter-page.ts'
import { drawFigure } from '../src/page/draw.ts'
import { runExperiment } from '../src/run-experiment.ts'

const counting = experiments.find(({ name }) => name === 'counting')!
const options = { seed: 1, machine: '2 cores' }

test('the page has the claim, the verdict, the measured sentences, the picture and the table of an experiment', async () => {
  const page = chapterPage([await runExperiment(counting)], options)
  expect(page).toContain('Measured: 1 claim. Of these hold: 1; in part: 0; not here: 0.')
  expect(page).toContain('The claim holds.')
  expect(page).toContain('How large is a network?')
  expect(page).toContain('At most 2 seconds on 2 cores.')
  expect(page).toContain('has 26 learnable parameters')
  expect(page).toContain('<h3>The 3-layer network</h3>')
  expect(page).toContain('<td>the right network of the figure</td><td>3</td><td>9</td><td>32</td><td>9</td><td>41</td>')
})

test('it loads nothing, and no text of an experiment becomes a tag', async () => {
  const wicked = '<script>alert("&")</script>'
  const result = await runExperiment({
    ...counting,
    title: wicked,
    idea: wicked,
    claim: { says: wicked, place: wicked },
    hypothesis: wicked,
    method: wicked,
    run: async () =>
      outcome([{ holds: false, says: wicked }], {
        remarks: [wicked],
        measurements: [{ title: wicked, columns: [{ name: wicked, unit: wicked }], rows: [[wicked]] }],
        figures: [
          {
            kind: 'bars',
            title: wicked,
            caption: wicked,
            value: { label: wicked },
            series: [wicked],
            rows: [{ name: wicked, values: [1] }],
          },
        ],
      }),
  })
  const page = chapterPage([result], { seed: 1, machine: wicked })
  expect(page).not.toContain('<script')
  expect(page).toContain('The claim does not hold here.')
  expect(page).not.toMatch(/(src|href)="(?!#|https:\/\/cs231n\.github\.io|data:)/)
})

test('an experiment without its data is named as not measured, with where it looked', async () => {
  const data = { folder: '/nowhere', has: () => false, read: () => Promise.reject(new Error('nothing to read')) }
  const page = chapterPage([await runExperiment({ ...counting, needs: ['mnist'] }, { data })], options)
  expect(page).toContain('Not measured: mnist is not in /nowhere.')
  expect(page).toContain('<span class="verdict none">not measured</span>')
  expect(existsSync('/nowhere')).toBe(false)
})

test('a picture that stands alone has the title and the caption of its figure', async () => {
  const { outcome: found } = await runExperiment(counting)
  const svg = drawFigure(found!.figures[0]!)
  expect(svg.startsWith('<svg')).toBe(true)
  expect(svg).toContain(
    'aria-label="The 3-layer network. Every line is a weight: 32 of them, and one bias for each of the 9 neurons."',
  )
})
