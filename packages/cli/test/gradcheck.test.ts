import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()

describe('gradcheck', () => {
  test('the 41 parameters of the text’s second network are told by parameter, each right', async () => {
    const { code, stdout, stderr } = await runHere([
      'gradcheck',
      '3-4-4-1',
      '--activation',
      'sigmoid',
      '--loss',
      'binary-softmax',
    ])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^parameter {2}numbers {2}skipped {2}largest error {2,3}there\n/)
    expect(stdout).toMatch(/^h1\.W {7}12 .* (below rounding|\d\.\d\de-\d+) .*by formula, .* by differences$/m)
    expect(stdout).toContain('all 41 gradients on 10 rows agree to 1e-6')
  })

  test('as JSON it is what gradcheck() gives, kinks counted', async () => {
    const { lines } = await runHere(['gradcheck', '4-6-3', '--l1', '0.01', '--l2', '0.1', '--json', '--seed', '3'])
    const result = JSON.parse(lines[0]!) as {
      kind: string
      ok: boolean
      byParameter: { checked: number; skipped: number }[]
    }
    expect(result).toMatchObject({ kind: 'gradcheck', ok: true })
    expect(result.byParameter.reduce((sum, one) => sum + one.checked + one.skipped, 0)).toBe(4 * 6 + 6 + 6 * 3 + 3)
  })

  test('a trained model is checked on rows of a source', async () => {
    const run = join(folder, 'run')
    await runHere(['train', 'iris', '--hidden', '5', '--epochs', '2', '--out', run])
    const { code, stdout } = await runHere(['gradcheck', run, 'iris', '--rows', '7'])
    expect(code).toBe(0)
    expect(stdout).toContain('all 43 gradients on 7 rows agree to 1e-6')
    const lacking = await runHere(['gradcheck', run])
    expect(lacking.stderr).toBe(
      'wigglenet: gradcheck: a model needs rows to be checked on; got none. Name a file, as in wigglenet gradcheck runs/iris-1 iris.\n',
    )
    const idle = await runHere(['gradcheck', run, 'iris', '--loss', 'svm'])
    expect(idle.stderr).toBe(
      `wigglenet: --loss: the flag is for a network given by its sizes; got ${run}. Leave it out.\n`,
    )
  })

  test.each([
    ['3-5-4 --loss kl-divergence --weights', 44],
    ['3-5-2 --loss poisson', 32],
    ['3-5-6 --loss mean-squared-error+squared-hinge:2+kl-divergence:3', 56],
  ])('%s: counts, distributions and several outputs are drawn as the loss takes them', async (line, parameters) => {
    const { code, stdout } = await runHere(['gradcheck', ...line.split(' ')])
    expect(code).toBe(0)
    expect(stdout).toContain(`all ${parameters} gradients on 10 rows agree to 1e-6`)
  })

  test.each([
    ['3-2 --loss softmax+huber', '--loss: the loss must be of formulas, or klDivergence(); got softmax.'],
    ['3-2 --loss huber:x', '--loss: the value must be a number; got "x". Write it as in 20 or 0.001.'],
    ['3-2 --loss huber:3', 'loss joint: the network must have as many outputs as the data have targets, 3; got 2.'],
    ['3-2 iris', 'data: rows are for a model; got iris. Leave it out.'],
    ['3-2 --loss hinge', '--loss: the value must be one of '],
    [
      '784-128-10',
      'gradcheck: the network must have at most 20000 parameters, since each is moved and the loss taken anew; got 101770. Check a smaller network of the same kind.',
    ],
  ])('%s is refused', async (line, message) => {
    const { code, stderr } = await runHere(['gradcheck', ...line.split(' ')])
    expect(code).toBe(2)
    expect(stderr).toContain(`wigglenet: ${message}`)
  })
})
