import { checkFlag, checkNames, checkNumber, deepFreeze, show } from '../../check/check.ts'
import { OptionError } from '../../check/errors.ts'
import { carrying } from '../../kernel/part.ts'
import { identity } from '../activations/identity.ts'
import type { Activation, Neurons } from '../types.ts'
import { checkActivation } from './activation-alone.ts'
import { checkGraph, type Edge } from './neuron-graph.ts'
import { neuronsPart } from './neurons-part.ts'
import { checkName } from './settings.ts'

/** The most neurons or edges: each becomes code of its own. */
const most = 65_536

/** A neuron of `neurons`. */
export interface NeuronSettings {
  readonly name: string
  /** Left out, the sum itself is its value. */
  readonly activation?: Activation
}

/** Options of `neurons`. */
export interface NeuronsSettings {
  /** Its name in the network; left out, h1, h2, … and `scores` for the last layer. */
  readonly name?: string
  /** The layer that feeds it, or `x`; left out, the one before it. */
  readonly from?: string
  /** The neurons whose values it gives on, in this order; left out, the last one listed. */
  readonly outputs?: readonly string[]
  /** Strengths of 0.5·l2·Σw² and l1·Σ|w| over its weights, which add to those of the run, in [0, ∞), default 0. */
  readonly l2?: number
  readonly l1?: number
  /** Whether training leaves its weights and biases, and what its activations learn, as they are; default false. */
  readonly locked?: boolean
}

/** Single neurons in an acyclic graph, each with its own activation, as a layer: alone it is a whole network. An edge goes from an input (`x0`, `x1`,
 *  …: the numbers that come in) or a neuron to a neuron, over any distance; every edge has one weight, every neuron a bias. It is computed level by level:
 *  first the neurons that the inputs alone feed. First weights fit each neuron's activation and its number of edges. For up to some
 *  thousand edges: where hundreds of neurons are joined with all of a level, `dense` is several times as fast.
 *  Formula: h[neuron] = f(Σ W[edge]·h[from] + b[neuron]), the sum over the edges to it
 *  Shapes:  x (batch, inputs) → (batch, outputs); W (edges), b (neurons), in the order listed
 *  Options: outputs, name, from, l2, l1, locked (see `NeuronsSettings`)
 *  Throws:  OptionError for names or edges that are unknown or double; ShapeError for a cycle, for a neuron that no edge feeds or that leads to
 *           no output, and in `network` for an input that does not come in
 *  Source:  CS231n Neural Networks 1, "Neural Networks as neurons in graphs"
 *  Example: network(2, [neurons([{ name: 'a', activation: tanh() }, { name: 'y' }], [['x0', 'a'], ['x1', 'a'], ['a', 'y'], ['x0', 'y']])])  */
export function neurons(
  list: readonly NeuronSettings[],
  edges: readonly (readonly [from: string, to: string])[],
  options: NeuronsSettings = {},
): Neurons {
  const where = 'neurons'
  const own = listOf(where, 'neurons', list).map((neuron, i) => {
    const { name, activation = identity() } = checkNames(`${where}[${i}]`, neuron, ['name', 'activation'])
    const at = `${where}[${i}]`
    return { name: checkName(at, name), activation: checkActivation(at, activation) }
  })
  const pairs = listOf(where, 'edges', edges).map((edge, i): Edge => {
    const [from, to] = Array.isArray(edge) && edge.length === 2 ? (edge as unknown[]) : []
    if (typeof from === 'string' && typeof to === 'string') return [from, to]
    const fix = "Write it as in ['x0', 'a']."
    throw new OptionError({ where, expected: `edges[${i}] must be a pair of names`, received: show(edge), fix })
  })
  const given = checkNames(where, options, ['name', 'from', 'outputs', 'l2', 'l1', 'locked'])
  const { outputs = [own.at(-1)!.name], l2 = 0, l1 = 0, locked = false } = given
  const ends = listOf(where, 'outputs', outputs).map((name) => checkName(where, name, 'each name in outputs'))
  checkGraph(where, { neurons: own, edges: pairs, outputs: ends })
  const data = {
    kind: where,
    units: ends.length,
    neurons: own,
    edges: pairs,
    outputs: ends,
    ...(given.name === undefined ? {} : { name: checkName(where, given.name) }),
    ...(given.from === undefined ? {} : { from: checkName(where, given.from, 'from') }),
    ...(checkNumber(where, 'l2', l2, '[0, ∞)') > 0 && { l2: l2 as number }),
    ...(checkNumber(where, 'l1', l1, '[0, ∞)') > 0 && { l1: l1 as number }),
    ...(checkFlag(where, 'locked', locked) && { locked: true as const }),
  } as const
  return deepFreeze(carrying(data, neuronsPart(data)))
}

function listOf(where: string, name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0 && value.length <= most) return value
  const expected = `${name} must be a list, its length in [1, ${most}]`
  const fix = 'Give a list that is not empty and not longer.'
  throw new OptionError({ where, expected, received: show(value), fix })
}
