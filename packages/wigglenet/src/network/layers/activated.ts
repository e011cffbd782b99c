// The way of a layer through its activation.
import { operationList } from '../../formula/operations.ts'
import { parseFormula } from '../../formula/parse.ts'
import { carriedBy } from '../../kernel/part.ts'
import type { ActivatedNode, LearnedCode } from '../activations/learned-code.ts'
import type { PlanBuilder, Tensor } from '../part.ts'
import { gradientOf } from '../steps.ts'
import type { Activation } from '../types.ts'

/** What the activation of a layer learns. */
export const learnedTensors = (node: ActivatedNode): readonly Tensor[] =>
  (carriedBy(node.activation) as LearnedCode | undefined)?.tensors(node) ?? []

/** Where a layer's sums go (`z`), and the steps from them to h and back. */
export interface Activated {
  readonly z: string
  activate(): void
  /** The gradient along h becomes the one along z, in place. */
  back(slope: string): void
}

export function buildActivation(
  name: string,
  activation: Activation,
  units: number,
  plan: PlanBuilder,
  h: string,
): Activated {
  if (isIdentity(activation)) return { z: h, activate() {}, back() {} }
  const learned = Object.fromEntries(Object.keys(activation.learned).map((own) => [own, `${name}.${own}`]))
  const gradients = Object.fromEntries(Object.entries(learned).map(([own, of]) => [own, gradientOf(of)]))
  const z = plan.trains && needsSum(activation) ? plan.values(`${name}:z`, units) : h
  return {
    z,
    activate: () => plan.forward.push({ kind: 'activate', z, h, activation, learned }),
    back: (slope) => plan.backward.push({ kind: 'activate-back', slope, z, h, activation, learned, gradients }),
  }
}

const isIdentity = ({ formula, learned }: Activation): boolean =>
  formula.value === 'z' && Object.keys(learned).length === 0

/** Whether the backward pass reads the sums: the slope uses z, or a learned parameter's gradient does. */
function needsSum({ kind, options, learned, formula }: Activation): boolean {
  const names = ['z', 'h', ...Object.keys(options), ...Object.keys(learned)]
  const { operations } = operationList([parseFormula(formula.derivative, { where: kind, names })])
  return Object.keys(learned).length > 0 || operations.some((part) => part.kind === 'name' && part.name === 'z')
}
