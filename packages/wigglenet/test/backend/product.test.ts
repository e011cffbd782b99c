import { expect, test } from 'vitest'
import type { Execution } from '../../src/backend/backend.ts'
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { judgeSlope, tolerance as slopeTolerance } from '../../src/diagnose/slope.ts'
import { drawParameter } from '../../src/network/initializers/draw.ts'
import { strengthsOf } from '../../src/network/parameters.ts'
import { gradientOf } from '../../src/network/steps.ts'
import { backends } from './backends.ts'
import type { Case } from './cases.ts'
import { extreme, product } from './product.ts'
import { bitsOf, oneStep, prepareCase, train, trainUnfused } from './running.ts'

/** Of a tensor's largest magnitude. */
const tolerance = 1e-5
/** Numbers of a tensor whose gradient is held against differences; gradcheck.test.ts looks at all numbers of fewer networks. */
const sampled = 4

/** The execution as it was before the first step. */
function restart(execution: Execution): void {
  const { plan } = execution
  for (const { name, role } of plan.buffers.values())
    if (role === 'state') execution.write(name, execution.read(name).fill(0))
  plan.parameters.forEach((shape, i) => execution.write(shape.name, drawParameter(shape, 11, i)))
  execution.seek({ step: 0, epoch: 0, position: 0 })
}

/** The largest number in the buffers with these names. */
const largestIn = (execution: Execution, names: readonly string[]) =>
  Math.max(...names.flatMap((name) => Array.from(execution.read(name), Math.abs)))

/** The buffers of a training step that differ from the reference's. Sums over rows may cancel, and so does what a normalization gives back: to the
 *  last digit for a bias before batch normalization, and where all of a row but one number are equal before layer normalization. Such differences are
 *  measured by the slopes that they are made of, where those are larger. */
function differing(tested: Execution, oracle: Execution): string[] {
  const { buffers, network } = oracle.plan
  const slopes = [...buffers.keys()].filter((name) => name.startsWith('d:') && !name.includes('.'))
  const isNormalized = network.nodes.some(({ kind }) => kind === 'batch-norm' || kind === 'layer-norm')
  return [...buffers.values()].flatMap(({ name, role }) => {
    const along = `d:${name.replace(/^d:/, '').replace(/[.:].*/, '')}`
    const isSum = role === 'gradient' || role === 'scratch'
    const own = isSum ? slopes.filter((slope) => slope === along || slope.startsWith(`${along}:z`)) : []
    const parts = isNormalized && (isSum || name.startsWith('d:')) ? slopes : own
    const largest = largestIn(oracle, [name, ...parts])
    const expected = oracle.read(name)
    const far = Math.max(...Array.from(tested.read(name), (value, i) => Math.abs(value - expected[i]!)))
    return far <= tolerance * largest ? [] : [`${name}: ${far} where the largest is ${largest}`]
  })
}

/** Runs the regularization of the update alone, which adds to the gradients. */
function regularize(execution: Execution): void {
  execution.plan.update.forEach((step, i) => step.kind === 'regularize' && execution.run('update', i))
}

/** The gradients that are not those of the loss of a training step, whose chance is always the same, and its penalty. */
function wrongGradients(oracle: Execution, { settings, data }: Case): string[] {
  restart(oracle)
  oneStep(oracle)
  regularize(oracle)
  const { plan } = oracle
  const learned = plan.parameters.filter(({ name, locked }) => !locked && plan.buffers.has(gradientOf(name)))
  const gradients = learned.map(({ name }) => oracle.read(gradientOf(name)))
  return learned.flatMap((shape, i) => {
    const { name } = shape
    const own = strengthsOf(shape, { l2: 0, l1: 0, ...settings })
    const isHeld = plan.update.some((step) => step.kind === 'regularize' && step.parameter === name)
    const values = Float64Array.from(oracle.read(name))
    const largest = Math.max(...Array.from(gradients[i]!, Math.abs))
    const stride = Math.ceil(values.length / sampled)
    return Array.from({ length: Math.ceil(values.length / stride) }, (_, n) => n * stride).flatMap((k) => {
      const center = values[k]!
      const lossAt = (value: number) => {
        values[k] = value
        oracle.write(name, values)
        oracle.begin('training', true)
        plan.forward.forEach((_, step) => oracle.run('forward', step))
        oracle.run('backward', 0)
        const penalty = isHeld ? 0.5 * own.l2 * value * value + own.l1 * Math.abs(value) : 0
        return oracle.totals().loss / data.rows + penalty
      }
      const verdict = judgeSlope(
        lossAt,
        center,
        gradients[i]![k]!,
        1e-3 * largest,
        1e-3 * Math.max(1, Math.abs(center)),
      )
      lossAt(center)
      return verdict === 'kink' || verdict.error <= slopeTolerance
        ? []
        : [`${name}[${k}]: ${gradients[i]![k]}, must be ${verdict.numeric}`]
    })
  })
}

const cases = product(backends.slice(1).map(({ name }) => name))

test.each(cases.map((item) => [item.name, item] as const))('%s', (_name, item) => {
  const oracle = prepareCase(reference, item)
  const tested = prepareCase(wasm, item)
  const beside = item.beside && prepareCase(backends.find(({ name }) => name === item.beside)!, item)

  for (const execution of [oracle, tested, ...(beside ? [beside] : [])]) oneStep(execution)
  expect(differing(tested, oracle), 'a step through the layers and back').toEqual([])
  if (beside) expect(differing(beside, oracle), `a step on ${item.beside}`).toEqual([])
  // The same gradients are given to the reference, so that what an update makes of a difference in the last digits does not count.
  for (const { name, role } of oracle.plan.buffers.values())
    if (role === 'gradient') oracle.write(name, tested.read(name))
  for (const execution of [oracle, tested]) execution.plan.update.forEach((_, i) => execution.run('update', i))
  expect(differing(tested, oracle), 'the update').toEqual([])

  restart(tested)
  const totals = train(tested, 2)
  const bits = bitsOf(tested)
  restart(tested)
  expect(trainUnfused(tested, 2, item.data.rows, item.batch).hits).toBe(totals.hits)
  expect(bitsOf(tested), 'fused and unfused').toBe(bits)

  if (beside && /threads/.test(item.beside!)) {
    restart(beside)
    train(beside, 2)
    expect(bitsOf(beside), item.beside!).toBe(bits)
  }

  expect(wrongGradients(oracle, item), 'gradients').toEqual([])

  for (const execution of [tested, oracle]) {
    restart(execution)
    execution.setData('training', extreme(item.data))
    oneStep(execution)
    // The Poisson loss of a score of 1000 is infinite: `fit` stops there and says so.
    if (execution.totals().loss === Infinity && item.loss.kind === 'poisson') continue
    const bad = [...execution.plan.buffers.keys()].filter((name) => execution.read(name).some(Number.isNaN))
    expect(bad, 'NaN').toEqual([])
  }
})
