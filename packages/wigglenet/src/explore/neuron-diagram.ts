import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, checkWhole, deepFreeze } from '../check/check.ts'
import { UnsupportedError } from '../check/errors.ts'
import { flatRows } from '../data/flat-rows.ts'
import type { Row } from '../data/types.ts'
import type { ModelParts } from '../model/types.ts'
import { nodeOf } from '../network/cut-behind.ts'
import type { Node } from '../network/types.ts'
import { runnerOf } from './activations-of.ts'
import { inputNames } from './input-names.ts'

/** The text's mathematical model of a neuron, with the numbers of one unit. */
export interface NeuronDiagram {
  readonly kind: 'neuron-diagram'
  readonly layer: string
  readonly unit: number
  /** Axons from other neurons, synapses and dendrites; large neurons show those of largest weight, in their order. */
  readonly inputs: readonly {
    readonly input: number
    readonly name: string
    /** x0, w0 and w0·x0, to be set as mathematics. */
    readonly signal: string
    readonly synapse: string
    readonly dendrite: string
    readonly weight: number
    readonly effect: 'excitatory' | 'inhibitory' | 'none'
    /** Where a row was given: its number here, and weight·value. */
    readonly value?: number
    readonly product?: number
    readonly y: number
  }[]
  /** How many inputs are not shown. */
  readonly hidden: number
  readonly bias: number
  /** The cell body: `Σ wᵢxᵢ + b`, and its value. */
  readonly cellBody: { readonly text: string; readonly sum?: number }
  readonly activation: { readonly kind: string; readonly formula: string }
  /** The output axon: `f(Σ wᵢxᵢ + b)`, and its value, the firing rate. */
  readonly axon: { readonly text: string; readonly rate?: number }
}

/** One unit as the text draws a neuron: signals x times synapses w flow along dendrites into the cell body, which sums them, and the
 *  activation of the sum leaves along the axon. With a row, the numbers that flow.
 *  Formula: firing rate = f(Σ w·x + b)
 *  Options: row, as `predict` takes one; inputs, the most that are shown, whole, in [1, 1000], default 8
 *  Throws:  OptionError for a unit that is none; UnsupportedError for a layer that is not dense; as `predict` for a bad row
 *  Source:  CS231n Neural Networks 1, "Biological motivation and connections"
 *  Example: neuronDiagram(model, 'h1', 0, { row: [0.5, -1] }).axon.rate  */
export function neuronDiagram(
  model: ModelParts,
  node: string,
  unit: number,
  options: { readonly row?: Row; readonly inputs?: number } = {},
): NeuronDiagram {
  const where = 'neuronDiagram'
  checkNames(where, options, ['row', 'inputs'])
  const most = checkWhole(where, 'inputs', options.inputs ?? 8, '[1, 1000]')
  const found = nodeOf(where, model.network, node)
  if (found.kind !== 'dense') {
    throw new UnsupportedError({
      where,
      expected: `${node} must be a dense layer, whose units have the form f(Σ w·x + b)`,
      received: `a ${found.kind} layer`,
      fix: 'Choose a dense layer.',
    })
  }
  checkWhole(where, 'unit', unit, `[0, ${found.units})`)
  const weights = model.parameters[`${node}.W`]!.subarray(unit * found.inputs, (unit + 1) * found.inputs)
  const bias = model.parameters[`${node}.b`]![unit]!
  const flow = options.row === undefined ? undefined : flowOf(where, model, found, unit, options.row)
  const names = namesOf(model, found)
  const shown = [...weights.keys()]
    .sort((i, j) => Math.abs(weights[j]!) - Math.abs(weights[i]!) || i - j)
    .slice(0, most)
    .sort((i, j) => i - j)
  return deepFreeze({
    kind: 'neuron-diagram',
    layer: node,
    unit,
    inputs: shown.map((input, place) => {
      const weight = weights[input]!
      return {
        input,
        name: names(input),
        signal: `x${input}`,
        synapse: `w${input}`,
        dendrite: `w${input}·x${input}`,
        weight,
        effect: weight > 0 ? 'excitatory' : weight < 0 ? 'inhibitory' : 'none',
        ...(flow && { value: flow.values[input]!, product: weight * flow.values[input]! }),
        y: (place + 0.5) / shown.length,
      } as const
    }),
    hidden: weights.length - shown.length,
    bias,
    cellBody: {
      text: 'Σ wᵢxᵢ + b',
      ...(flow && { sum: weights.reduce((sum, weight, i) => sum + weight * flow.values[i]!, bias) }),
    },
    activation: { kind: found.activation.kind, formula: found.activation.formula.value },
    axon: { text: 'f(Σ wᵢxᵢ + b)', ...(flow && { rate: flow.rate }) },
  })
}

/** What comes to a unit for a row, and what it gives. */
function flowOf(where: string, model: ModelParts, node: Node, unit: number, row: Row) {
  const { network, preprocessing } = model
  const X = preprocessing
    ? preprocessing.encode([row], where)
    : flatRows(where, 'row', [row as ArrayLike<number>], network.inputs)
  const [source] = node.from
  const through = (name: string) => {
    const { run, units } = runnerOf(where, model, name, resolveDevice(where))
    const out = new Float32Array(units)
    run(X, out)
    return out
  }
  return { values: source === 'x' ? X : through(source!), rate: through(node.name)[unit]! }
}

function namesOf(model: ModelParts, node: Node): (input: number) => string {
  const [source] = node.from
  if (source !== 'x') return (input) => `${source} unit ${input}`
  const names = inputNames(model)
  return (input) => names[input]!
}
