// What a dense layer becomes.
import { operationList } from '../../formula/operations.ts'
import { parseFormula } from '../../formula/parse.ts'
import type { LayerPart } from '../part.ts'
import { gradientOf } from '../steps.ts'
import type { Activation, Dense, Initializer } from '../types.ts'
import { buildWeighted, tensorsOf } from './weighted.ts'

export const densePart: LayerPart<Dense> = {
  tensors: (node) => [
    ...tensorsOf(node),
    ...Object.entries(node.activation.learned).map(([name, { per, initial }]) => ({
      name,
      role: 'learned' as const,
      shape: [per === 'unit' ? node.units : 1] as const,
      initializer: { kind: 'constant', value: initial } satisfies Initializer,
      ...(node.locked && { locked: node.locked }),
    })),
  ],
  build: (node, plan) =>
    buildWeighted(node, plan, ({ affine, affineBack }, h) => {
      const { name, activation } = node
      if (isIdentity(activation)) {
        affine('', h)
        return (slope) => affineBack('', slope)
      }
      const learned = Object.fromEntries(Object.keys(activation.learned).map((own) => [own, `${name}.${own}`]))
      const gradients = Object.fromEntries(Object.entries(learned).map(([own, of]) => [own, gradientOf(of)]))
      const z = plan.trains && needsSum(activation) ? plan.values(`${name}:z`, node.units) : h
      affine('', z)
      plan.forward.push({ kind: 'activate', split: 'rows', z, h, activation, learned })
      const split = Object.keys(learned).length > 0 ? 'nothing' : 'rows'
      return (slope) => {
        plan.backward.push({ kind: 'activate-back', split, slope, z, h, activation, learned, gradients })
        affineBack('', slope)
      }
    }),
}

const isIdentity = ({ formula, learned }: Activation): boolean =>
  formula.value === 'z' && Object.keys(learned).length === 0

/** Whether the backward pass reads the sums: the slope uses z, or a learned parameter's gradient does. */
function needsSum({ kind, options, learned, formula }: Activation): boolean {
  const names = ['z', 'h', ...Object.keys(options), ...Object.keys(learned)]
  const { operations } = operationList([parseFormula(formula.derivative, { where: kind, names })])
  return Object.keys(learned).length > 0 || operations.some((part) => part.kind === 'name' && part.name === 'z')
}
