// What each step of a plan means: every other backend is held against these loops.
import type { Run } from '../../kernel/machine.ts'
import type { Step } from '../../network/steps.ts'
import {
  activate,
  activateBack,
  affine,
  affineInput,
  affineParameters,
  dropout,
  dropoutBack,
  gather,
  noise,
} from './layers.ts'
import { loss } from './losses.ts'
import type { PlanMachine } from './machine.ts'
import { regularize, update } from './updates.ts'

/** A function that runs one step on the machine. */
export function interpret(machine: PlanMachine, step: Step): Run {
  const at = (name: string) => machine.buffers.get(name)!
  switch (step.kind) {
    case 'own':
      return step.code.reference(machine, step.of)
    case 'gather':
      return gather(machine, at(step.X), at(step.y))
    case 'noise':
      return noise(machine, step, at(step.input), at(step.output))
    case 'affine':
      return affine(machine, at(step.input), at(step.W), at(step.b), at(step.output))
    case 'activate':
      return activate(machine, step)
    case 'activate-back':
      return activateBack(machine, step)
    case 'dropout':
      return dropout(machine, step, at(step.input), at(step.mask), at(step.output))
    case 'dropout-back':
      return dropoutBack(machine, at(step.slope), at(step.mask))
    case 'loss':
      return loss(machine, step)
    case 'affine-parameters':
      return affineParameters(machine, at(step.input), at(step.slope), at(step.dW), at(step.db))
    case 'affine-input':
      return affineInput(machine, at(step.slope), at(step.W), at(step.output), step.accumulate)
    case 'regularize':
      return regularize(machine, step, at(step.parameter), at(step.gradient))
    case 'update':
      return update(
        machine,
        at(step.parameter),
        at(step.gradient),
        step.state.map(at),
        machine.plan.buffers.get(step.parameter)!.role === 'weights' ? 1 : 0,
      )
    default:
      return step satisfies never
  }
}
