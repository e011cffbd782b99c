// An optimizer run by itself on a backend: the tests write the gradients.
import type { Backend, Execution } from '../../src/backend/backend.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import { gradientOf } from '../../src/network/steps.ts'
import type { Optimizer } from '../../src/optimizer/types.ts'
import { compile } from '../../src/plan/compile.ts'
import { makeData } from '../backend/data.ts'
import { settingsOf, tableFor } from '../backend/running.ts'

export type Letter = 'W' | 'b'

/** A network of 2 inputs and 3 scores whose gradients the test writes itself. */
export function prepare(backend: Backend, optimizer: Optimizer): Execution {
  const plan = compile(network(2, [dense(3)]), { batch: 1, loss: resolveLoss('softmax'), optimizer })
  const execution = backend.prepare(plan)
  execution.configure(settingsOf(execution, 1))
  execution.setData('training', makeData({ inputs: 2, rows: 1, classes: 3, seed: 1 }))
  execution.seek({ step: 0, epoch: 0, position: 0 })
  return execution
}

/** One update with these gradients. */
export function update(execution: Execution, gradients: Readonly<Record<Letter, ArrayLike<number>>>): void {
  execution.begin('training', true, tableFor(execution, 1))
  for (const letter of ['W', 'b'] as const) execution.write(gradientOf(`scores.${letter}`), gradients[letter])
  execution.plan.update.forEach((_, i) => execution.run('update', i))
  const { step } = execution.cursor()
  execution.seek({ step: step + 1, epoch: 0, position: 0 })
}
