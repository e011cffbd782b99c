// What batch and layer normalization share: options, what they learn, and the way from normalized values to h.
import { checkFlag, checkNames, checkNumber, deepFreeze } from '../../check/check.ts'
import { carrying } from '../../kernel/part.ts'
import { ownStep } from '../../kernel/step.ts'
import type { LayerPart, PlanBuilder, Tensor } from '../part.ts'
import { gradientOf } from '../steps.ts'
import type { BatchNorm, LayerNorm, Node } from '../types.ts'
import { buildActivation } from './activated.ts'
import { activationAlone } from './activation-alone.ts'
import { scaleShift, scaleShiftBack } from './scale-shift.ts'
import { checkName } from './settings.ts'

/** Options that both kinds of normalization take. */
export interface NormSettings {
  /** Its name in the network; left out, h1, h2, … and `scores` for the last one. */
  readonly name?: string
  /** The layer that feeds it, or `x`; left out, the one before it. */
  readonly from?: string
  /** Added to the variance, in (0, ∞), default 1e-5. */
  readonly epsilon?: number
  /** Whether training leaves its scale, its shift and its statistics as they are; default false. */
  readonly locked?: boolean
}

/** A layer of that kind from an activation, options, or both; `more` are its other numbers, each with its interval and default.
 *  Throws:  OptionError for a bad activation or option */
export function norm<Norm extends BatchNorm | LayerNorm>(
  kind: Norm['kind'],
  where: string,
  given: readonly [unknown, unknown],
  more: Readonly<Record<string, readonly [interval: string, standard: number]>>,
  part: LayerPart<Norm>,
): Norm {
  const [activation, options] = activationAlone(where, ...given)
  const numbers = { ...more, epsilon: ['(0, ∞)', 1e-5] } as typeof more
  const {
    name,
    from,
    locked = false,
    ...rest
  } = checkNames(where, options, ['name', 'from', 'locked', ...Object.keys(numbers)])
  const data = {
    kind,
    ...(name === undefined ? {} : { name: checkName(where, name) }),
    ...(from === undefined ? {} : { from: checkName(where, from, 'from') }),
    activation,
    ...Object.fromEntries(
      Object.entries(numbers).map(([option, [interval, standard]]) => [
        option,
        checkNumber(where, option, rest[option] === undefined ? standard : rest[option], interval),
      ]),
    ),
    ...(checkFlag(where, 'locked', locked) && { locked: true }),
  }
  return deepFreeze(carrying(data as unknown as Norm, part))
}

type NormNode = Extract<Node, { kind: 'batch-norm' | 'layer-norm' }>

export const sameWidth = (_where: string, _from: readonly string[], [width]: readonly number[]) => ({
  inputs: width!,
  units: width!,
})

/** The scale, 1 at first, and the shift, 0 at first, of each unit. */
export const scaleTensors = ({ units, locked }: NormNode): readonly Tensor[] =>
  [
    { name: 'gamma', value: 1 },
    { name: 'beta', value: 0 },
  ].map(({ name, value }) => ({
    name,
    role: 'learned',
    shape: [units],
    initializer: { kind: 'constant', value },
    ...(locked && { locked }),
  }))

/** The steps from normalized values to the node's output; gives what leads the gradient back to `d:` of the normalized values, in place. */
export function buildScaled({ name, units, activation }: NormNode, plan: PlanBuilder, normal: string) {
  const output = plan.values(name, units)
  const [gamma, beta] = [`${name}.gamma`, `${name}.beta`]
  const { z, activate, back } = buildActivation(name, activation, units, plan, output)
  plan.forward.push(ownStep(scaleShift, { input: normal, gamma, beta, output: z }))
  activate()
  return (slope: string) => {
    back(slope)
    const [dGamma, dBeta] = [gradientOf(gamma), gradientOf(beta)]
    plan.backward.push(ownStep(scaleShiftBack, { slope, normal, gamma, dGamma, dBeta }))
  }
}
