// compile(network, …) → the plan: which steps run in which order over which buffers. Every shape is settled here, once.
import { checkNames, checkWhole, deepFreeze } from '../check/check.ts'
import { refuse } from '../check/errors.ts'
import { carriedBy } from '../kernel/part.ts'
import type { BufferRole, PlanBuffer } from '../kernel/place.ts'
import { ownStep, type StepCode } from '../kernel/step.ts'
import { parameterShapes } from '../network/parameters.ts'
import { type PlanBuilder, partOf } from '../network/part.ts'
import { gradientOf, maskOf, type Step, stateOf } from '../network/steps.ts'
import type { Loss, Network } from '../network/types.ts'
import type { LearnedTensor, OptimizerPart } from '../optimizer/part.ts'
import type { Optimizer } from '../optimizer/types.ts'
import type { MaskTerms } from './masks.ts'
import type { Plan } from './types.ts'

export interface CompileOptions {
  /** The most rows of a step, in [1, 16777216]. */
  readonly batch: number
  /** Without a loss the plan only predicts. */
  readonly loss?: Loss | undefined
  /** Without an optimizer the plan has gradients but no updates. */
  readonly optimizer?: Optimizer | undefined
  /** Whether rows have weights, default false: each row's loss and gradient is multiplied by its own. */
  readonly weighted?: boolean
  /** Whether what is locked has gradients too, though nothing updates it; default only where there is no optimizer. */
  readonly allGradients?: boolean
  /** The step that switches units off (`trainer.mask`), where there is to be room for it. */
  readonly masks?: StepCode<MaskTerms> | undefined
}

/** The steps and buffers that run a network.
 *  Throws:  OptionError for an unknown option, or when batch is no whole number in its range
 *  Example: compile(net, { batch: 32, loss: softmax(), optimizer: adam() }).forward.length  */
export function compile(network: Network, options: CompileOptions): Plan {
  checkNames('compile', options, ['batch', 'loss', 'optimizer', 'weighted', 'allGradients', 'masks'])
  const { batch, loss, optimizer, weighted = false, allGradients = optimizer === undefined, masks } = options
  checkWhole('compile', 'batch', batch, '[1, 16777216]')
  const parameters = parameterShapes(network)
  const buffers = new Map<string, PlanBuffer>()
  const buffer = (name: string, role: BufferRole, rows: number, columns: number, of?: string) => {
    buffers.set(name, { name, role, rows, columns, ...(of === undefined ? {} : { of }) })
    return name
  }

  const learned: LearnedTensor[] = []
  for (const { name, role, shape, locked, l2 = 0, l1 = 0 } of parameters) {
    const [rows, columns] = shape.length === 2 ? shape : [1, shape[0]]
    buffer(name, role, rows, columns)
    if (!loss || role === 'statistics') continue
    // What an activation learns has its gradient computed with the slope.
    if (locked && !allGradients && role !== 'learned') continue
    const gradient = buffer(gradientOf(name), 'gradient', rows, columns, name)
    if (!optimizer || locked) continue
    const slots = Object.keys(optimizer.state)
    const state = Object.fromEntries(
      slots.map((slot) => [slot, buffer(stateOf(name, slot), 'state', rows, columns, name)]),
    )
    learned.push({ role, parameter: name, gradient, state, l2, l1 })
  }

  const widths = new Map<string, number>([
    ['x', network.inputs],
    ...network.nodes.map((node) => [node.name, node.units] as const),
  ])
  const targets = loss === undefined || loss.target === 'index' ? 1 : network.outputs
  const y = buffer(':y', 'targets', batch, weighted ? targets + 1 : targets)
  const written: string[] = []
  const learns = learning(network, allGradients)
  const builder: PlanBuilder = {
    network,
    trains: loss !== undefined,
    updates: optimizer,
    allGradients,
    after: [],
    last: [],
    forward: [],
    backward: [],
    noise: [],
    dropout: [],
    values: (name, columns) => buffer(name, 'values', batch, columns),
    scratch: (name, columns, rows = 1, of) => buffer(name, 'scratch', rows, columns, of),
    width: (name) => widths.get(name)!,
    into(name) {
      if (!learns.includes(name)) return undefined
      const slope = gradientOf(name)
      if (!buffers.has(slope)) builder.values(slope, widths.get(name)!)
      const accumulate = written.includes(name)
      written.push(name)
      return { output: slope, accumulate }
    },
  }
  const { forward, backward, noise, dropout } = builder
  builder.values('x', network.inputs)
  forward.push({ kind: 'gather', X: 'x', y })

  const scores = network.nodes.at(-1)!.name
  const reversed: (() => void)[] = []
  for (const node of network.nodes) {
    const { name, units } = node
    const back = partOf(node).build(node as never, builder)
    /** The step that switches units of the node off, in its values or in the gradient along them. */
    const switching = (values: string): Step[] =>
      masks && name !== scores ? [ownStep(masks, { values, mask: buffer(maskOf(name), 'mask', 1, units) })] : []
    forward.push(...switching(name))
    reversed.unshift(() => {
      const slope = gradientOf(name)
      if (!learns.includes(name)) return
      backward.push(...switching(slope))
      back(slope)
    })
  }
  if (loss) {
    const { output: slope } = builder.into(scores)!
    backward.push({ kind: 'loss', scores, y, slope, loss })
    for (const back of reversed) back()
    backward.push(...builder.last)
  }
  if (optimizer && learned.length === 0) {
    refuse(
      'compile',
      'a network that is trained must have a layer that learns',
      'locked layers alone',
      'Leave locked out of one of them.',
    )
  }
  const update = optimizer ? updatesOf(learned, builder.after, (carriedBy(optimizer) ?? {}) as OptimizerPart) : []
  return Object.freeze({
    network,
    loss,
    optimizer,
    weighted,
    batch,
    parameters,
    buffers,
    scores,
    ...deepFreeze({ forward, backward, update, noise, dropout }),
  })
}

/** The names of nodes that something learned lies behind, or in: only along these does a gradient go back. The output is always one. What
 *  is locked does not learn, unless `all` gradients are wanted. */
function learning({ nodes }: Network, all: boolean): readonly string[] {
  const names = [nodes.at(-1)!.name]
  for (const node of nodes) {
    const tensors = partOf(node).tensors(node as never)
    const own = tensors.some(({ role, locked }) => role !== 'statistics' && (all || !locked))
    if (own || [...node.from, (node as { of?: string }).of].some((source) => names.includes(source!)))
      names.push(node.name)
  }
  return names
}

/** Regularization and update of each tensor; where the optimizer looks at all gradients first, all regularization comes before that. */
function updatesOf(
  learned: readonly LearnedTensor[],
  constraints: readonly Step[],
  { before, after }: OptimizerPart,
): Step[] {
  const regularized = ({ role, parameter, gradient, l2, l1 }: LearnedTensor): Step[] =>
    role === 'weights' ? [{ kind: 'regularize', parameter, gradient, l2, l1 }] : []
  const update = ({ parameter, gradient, state }: LearnedTensor): Step => ({
    kind: 'update',
    gradient,
    state: Object.values(state),
    parameter,
  })
  const first = before ? [...learned.flatMap(regularized), ...before(learned)] : []
  const each = learned.flatMap((tensor) => [...(before ? [] : regularized(tensor)), update(tensor)])
  return [...first, ...each, ...constraints, ...(after?.(learned) ?? [])]
}
