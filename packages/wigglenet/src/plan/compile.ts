// compile(network, …) → the plan: which steps run in which order over which buffers. Every shape is settled here, once.
import { checkNames, checkWhole, deepFreeze } from '../check/check.ts'
import { operationList } from '../formula/operations.ts'
import { parseFormula } from '../formula/parse.ts'
import { parameterShapes } from '../network/parameters.ts'
import type { Activation, Loss, Network, Node } from '../network/types.ts'
import type { Optimizer } from '../optimizer/types.ts'
import type { BufferRole, Plan, PlanBuffer, Step } from './types.ts'

export interface CompileOptions {
  /** The most rows of a step, in [1, 16777216]. */
  readonly batch: number
  /** Without a loss the plan only predicts. */
  readonly loss?: Loss | undefined
  /** Without an optimizer the plan has gradients but no updates. */
  readonly optimizer?: Optimizer | undefined
  /** Room for switching units off (`trainer.mask`). */
  readonly masks?: boolean
}

/** The steps and buffers that run a network.
 *  Throws:  OptionError for an unknown option, or when batch is no whole number in its range
 *  Example: compile(net, { batch: 32, loss: softmax(), optimizer: adam() }).forward.length  */
export function compile(network: Network, options: CompileOptions): Plan {
  checkNames('compile', options, ['batch', 'loss', 'optimizer', 'masks'])
  const { batch, loss, optimizer, masks = false } = options
  checkWhole('compile', 'batch', batch, '[1, 16777216]')
  const parameters = parameterShapes(network)
  const buffers = new Map<string, PlanBuffer>()
  const forward: Step[] = []
  const backward: Step[] = []
  const update: Step[] = []
  const noise: number[] = []
  const dropout: number[] = []

  const buffer = (name: string, role: BufferRole, rows: number, columns: number, of?: string) => {
    buffers.set(name, { name, role, rows, columns, ...(of === undefined ? {} : { of }) })
    return name
  }
  const values = (name: string, columns: number) => buffer(name, 'values', batch, columns)

  for (const { name, role, shape } of parameters) {
    const [rows, columns] = shape.length === 2 ? shape : [1, shape[0]]
    buffer(name, role, rows, columns)
    if (loss) buffer(gradientOf(name), 'gradient', rows, columns, name)
    if (loss && optimizer) {
      const slots = Object.keys(optimizer.state).map((slot) =>
        buffer(stateOf(name, slot), 'state', rows, columns, name),
      )
      if (role === 'weights')
        update.push({ kind: 'regularize', split: 'units', parameter: name, gradient: gradientOf(name) })
      update.push({ kind: 'update', split: 'units', gradient: gradientOf(name), state: slots, parameter: name })
    }
  }

  const widths = new Map<string, number>([
    ['x', network.inputs],
    ...network.nodes.map((node) => [node.name, node.units] as const),
  ])
  const targets = loss === undefined || loss.target === 'index' ? 1 : network.outputs
  const y = buffer(':y', 'targets', batch, targets)
  values('x', network.inputs)
  forward.push({ kind: 'gather', split: 'rows', X: 'x', y })

  // The gradient along a node's output: the first that needs it writes it, later ones add to it.
  const written = new Set<string>()
  const into = (name: string) => {
    const slope = gradientOf(name)
    if (!buffers.has(slope)) values(slope, widths.get(name)!)
    const accumulate = written.has(name)
    written.add(name)
    return { output: slope, accumulate }
  }
  const reversed: (() => Step[])[] = []

  for (const node of network.nodes) {
    const output = values(node.name, node.units)
    const slope = gradientOf(node.name)
    if (node.kind === 'add' || node.kind === 'concat') {
      forward.push({ kind: node.kind, split: 'rows', inputs: node.from, output })
      reversed.push(() => passBack(node, slope, widths, into))
    } else {
      layer(node, output, slope)
    }
    if (masks && node !== network.nodes.at(-1)) {
      const mask = buffer(maskOf(node.name), 'mask', 1, node.units)
      forward.push({ kind: 'mask', split: 'rows', values: output, mask })
      const unmasked = reversed.pop()!
      reversed.push(() => [{ kind: 'mask', split: 'rows', values: slope, mask }, ...unmasked()])
    }
  }

  function layer(node: Extract<Node, { kind: 'dense' | 'maxout' }>, output: string, slope: string): void {
    const source = node.from[0]!
    let input = source
    if (loss && node.inputNoise > 0) {
      input = values(`${node.name}:noisy`, node.inputs)
      noise.push(node.inputNoise)
      forward.push({ kind: 'noise', split: 'rows', input: source, output: input, index: noise.length - 1 })
    }
    const dropped = loss !== undefined && node.dropout > 0
    const h = dropped ? values(`${node.name}:h`, node.units) : output
    const pieces = node.kind === 'maxout' ? Array.from({ length: node.pieces }, (_, i) => `${i + 1}`) : ['']
    const affine = (piece: string, z: string) =>
      forward.push({
        kind: 'affine',
        split: 'rows',
        input,
        W: `${node.name}.W${piece}`,
        b: `${node.name}.b${piece}`,
        output: z,
      })
    const affineBack = (piece: string, dZ: string): Step[] => {
      const [W, b] = [`${node.name}.W${piece}`, `${node.name}.b${piece}`]
      const steps: Step[] = [
        { kind: 'affine-parameters', split: 'units', input, slope: dZ, dW: gradientOf(W), db: gradientOf(b) },
      ]
      if (source !== 'x') steps.unshift({ kind: 'affine-input', split: 'rows', slope: dZ, W, ...into(source) })
      return steps
    }

    let back: () => Step[]
    if (node.kind === 'maxout') {
      const sums = pieces.map((piece) => values(`${node.name}:z${piece}`, node.units))
      pieces.forEach((piece, i) => affine(piece, sums[i]!))
      forward.push({ kind: 'largest', split: 'rows', pieces: sums, output: h })
      back = () => {
        const slopes = pieces.map((piece) => values(gradientOf(`${node.name}:z${piece}`), node.units))
        const steps: Step[] = [{ kind: 'largest-back', split: 'rows', slope, pieces: sums, h, slopes }]
        pieces.forEach((piece, i) => steps.push(...affineBack(piece, slopes[i]!)))
        return steps
      }
    } else if (isIdentity(node.activation)) {
      affine('', h)
      back = () => affineBack('', slope)
    } else {
      const learned = Object.fromEntries(
        Object.keys(node.activation.learned).map((name) => [name, `${node.name}.${name}`]),
      )
      const gradients = Object.fromEntries(Object.entries(learned).map(([name, of]) => [name, gradientOf(of)]))
      const z = loss && needsSum(node.activation) ? values(`${node.name}:z`, node.units) : h
      affine('', z)
      forward.push({ kind: 'activate', split: 'rows', z, h, activation: node.activation, learned })
      back = () => [
        {
          kind: 'activate-back',
          split: Object.keys(learned).length > 0 ? 'nothing' : 'rows',
          slope,
          z,
          h,
          activation: node.activation,
          learned,
          gradients,
        },
        ...affineBack('', slope),
      ]
    }
    if (dropped) {
      const mask = values(`${node.name}:kept`, node.units)
      dropout.push(node.dropout)
      forward.push({ kind: 'dropout', split: 'rows', input: h, mask, output, index: dropout.length - 1 })
      reversed.push(() => [{ kind: 'dropout-back', split: 'rows', slope, mask }, ...back()])
    } else {
      reversed.push(back)
    }
  }

  const scores = network.nodes.at(-1)!.name
  if (loss) {
    const { output: slope } = into(scores)
    backward.push({ kind: 'loss', split: 'rows', scores, y, slope, loss })
    for (const steps of reversed.reverse()) backward.push(...steps())
  }
  return Object.freeze({
    network,
    loss,
    optimizer,
    batch,
    parameters,
    buffers,
    scores,
    forward: deepFreeze(forward),
    backward: deepFreeze(backward),
    update: deepFreeze(update),
    noise: deepFreeze(noise),
    dropout: deepFreeze(dropout),
  })
}

// Names of layers and parameters have no colon, so that `d:b`, the gradient along layer b, is never the bias of a layer d.

/** Name of the buffer with the gradient of the loss along a parameter or a node's values. */
export const gradientOf = (name: string): string => `d:${name}`
/** Name of the buffer with an optimizer's state slot for a parameter. */
export const stateOf = (name: string, slot: string): string => `${slot}.of:${name}`
/** Name of the buffer that switches a node's units off. */
export const maskOf = (name: string): string => `${name}:on`

const isIdentity = ({ formula, learned }: Activation): boolean =>
  formula.value === 'z' && Object.keys(learned).length === 0

/** Whether the backward pass reads the sums: the slope uses z, or a learned parameter's gradient does. */
function needsSum({ kind, options, learned, formula }: Activation): boolean {
  const names = ['z', 'h', ...Object.keys(options), ...Object.keys(learned)]
  const { operations } = operationList([parseFormula(formula.derivative, { where: kind, names })])
  return Object.keys(learned).length > 0 || operations.some((part) => part.kind === 'name' && part.name === 'z')
}

function passBack(
  node: Extract<Node, { kind: 'add' | 'concat' }>,
  slope: string,
  widths: ReadonlyMap<string, number>,
  into: (name: string) => { output: string; accumulate: boolean },
): Step[] {
  const steps: Step[] = []
  let from = 0
  for (const name of node.from) {
    if (name !== 'x') steps.push({ kind: 'pass-back', split: 'rows', slope, from, ...into(name) })
    if (node.kind === 'concat') from += widths.get(name)!
  }
  return steps
}
