// What each step of a plan means: every other backend is held against these loops.
import type { Step } from '../../plan/types.ts'
import {
  activate,
  activateBack,
  affine,
  affineInput,
  affineParameters,
  concat,
  dropout,
  fold,
  gather,
  largestBack,
  mask,
  noise,
  passBack,
} from './layers.ts'
import { loss } from './losses.ts'
import type { Machine, Run } from './machine.ts'
import { regularize, update } from './updates.ts'

/** A function that runs one step on the machine. */
export function interpret(machine: Machine, step: Step): Run {
  const at = (name: string) => machine.buffers.get(name)!
  switch (step.kind) {
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
    case 'largest':
      return fold(machine, step.pieces.map(at), at(step.output), Math.max)
    case 'add':
      return fold(machine, step.inputs.map(at), at(step.output), (a, b) => a + b)
    case 'concat':
      return concat(machine, step.inputs.map(at), at(step.output))
    case 'dropout':
      return dropout(machine, step, at(step.input), at(step.mask), at(step.output))
    case 'dropout-back':
      return fold(machine, [at(step.slope), at(step.mask)], at(step.slope), (a, b) => a * b)
    case 'mask':
      return mask(machine, at(step.values), at(step.mask))
    case 'loss':
      return loss(machine, step)
    case 'largest-back':
      return largestBack(machine, at(step.slope), step.pieces.map(at), at(step.h), step.slopes.map(at))
    case 'affine-parameters':
      return affineParameters(machine, at(step.input), at(step.slope), at(step.dW), at(step.db))
    case 'affine-input':
      return affineInput(machine, at(step.slope), at(step.W), at(step.output), step.accumulate)
    case 'pass-back':
      return passBack(machine, at(step.slope), step.from, at(step.output), step.accumulate)
    case 'regularize':
      return regularize(machine, at(step.parameter), at(step.gradient))
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
