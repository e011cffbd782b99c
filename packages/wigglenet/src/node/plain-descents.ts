// Which weights gradient descent may change inside the product that is their gradient: W -= rate·(Xᵀ·dZ) in one go, without a pass over W and dW.
import type { Step, StepOf } from '../network/steps.ts'
import type { Plan } from '../plan/types.ts'

/** The updates that are no more than w - rate·g, and keep nothing, by the name of the gradient: nothing else looks at it, and what it is the product of stays in
 *  its buffers until the update. */
export function plainDescents({ optimizer, backward, update }: Plan): ReadonlyMap<string, StepOf<'update'>> {
  const found = new Map<string, StepOf<'update'>>()
  if (optimizer?.update !== 'w - rate * g' || Object.keys(optimizer.state).length > 0) return found
  backward.forEach((product, at) => {
    if (product.kind !== 'affine-parameters') return
    const { input, slope, dW } = product
    const using = [...backward, ...update].filter((step) => step !== product && namesIn(step).includes(dW))
    const own = using.find((step) => step.kind === 'update')
    const isPlain = using.every(
      (step) => step === own || (step.kind === 'regularize' && step.l2 === 0 && step.l1 === 0),
    )
    const written = [...backward.slice(at + 1), ...update].flatMap(writtenBy)
    if (own && isPlain && !written.includes(input) && !written.includes(slope)) found.set(dW, own)
  })
  return found
}

/** All texts of a step, the names of its buffers among them. */
export const namesIn = (step: Step): readonly unknown[] =>
  Object.values<unknown>(step.kind === 'own' ? step.of : step).flat()

/** The values and slopes that a step of the way back may change; of an own step, all that it names. */
function writtenBy(step: Step): readonly unknown[] {
  if (step.kind === 'own') return namesIn(step)
  if (step.kind === 'affine-input') return [step.output]
  return step.kind === 'activate-back' || step.kind === 'dropout-back' ? [step.slope] : []
}
