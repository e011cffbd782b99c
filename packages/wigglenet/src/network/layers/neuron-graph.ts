// Single neurons in an acyclic graph: checked, and put into groups that are computed together.
import { OptionError, ShapeError } from '../../check/errors.ts'
import { carriedBy } from '../../kernel/part.ts'
import { sort } from '../place.ts'
import type { Activation } from '../types.ts'

/** A neuron by its name, with its activation. */
export interface NeuronData {
  readonly name: string
  readonly activation: Activation
}

/** From whom, an input or a neuron, to which neuron. */
export type Edge = readonly [from: string, to: string]

/** Neurons, the edges between them and the inputs, and whose values are the outputs. */
export interface NeuronGraph {
  readonly neurons: readonly NeuronData[]
  readonly edges: readonly Edge[]
  readonly outputs: readonly string[]
}

/** The number of the input of that name: 3 for `x3`; nothing for what is no input. */
export const inputOf = (name: string): number | undefined =>
  /^x(0|[1-9]\d{0,7})$/.test(name) ? Number(name.slice(1)) : undefined

/** Refuses a graph that cannot be computed, or has neurons to no purpose.
 *  Throws:  OptionError for unknown or double names and edges; ShapeError for a cycle, or a neuron that is not between inputs and outputs */
export function checkGraph(where: string, graph: NeuronGraph): void {
  const { neurons, edges, outputs } = graph
  const names = neurons.map(({ name }) => name)
  const known = new Set(names)
  const options = (expected: string, received: string, fix: string) =>
    new OptionError({ where, expected, received, fix })
  const own = names.find((name) => /^x\d*$/.test(name))
  if (own !== undefined)
    throw options('x, x0, x1, … are the inputs, not names of neurons', JSON.stringify(own), 'Rename the neuron.')
  const twice = firstDouble(names)
  if (twice !== undefined)
    throw options('the names of neurons must differ', `two neurons called ${twice}`, 'Rename one.')
  edges.forEach(([from, to], i) => {
    const all = few(names)
    if (!known.has(from) && inputOf(from) === undefined)
      throw options(
        `edges[${i}] must come from an input x0, x1, … or one of ${all}`,
        JSON.stringify(from),
        'Correct the name, or add the neuron.',
      )
    if (!known.has(to))
      throw options(
        `edges[${i}] must lead to one of ${all}`,
        JSON.stringify(to),
        'Correct the name, or add the neuron.',
      )
  })
  const same = firstDouble(edges.map(([from, to]) => `${from} to ${to}`))
  if (same !== undefined) throw options('edges must differ', `two edges from ${same}`, 'Remove one.')
  const stranger = outputs.find((name) => !known.has(name))
  if (stranger !== undefined || outputs.length === 0)
    throw options(
      `outputs must be some of ${few(names)}`,
      stranger === undefined ? '[]' : JSON.stringify(stranger),
      'Correct the name, or add the neuron.',
    )
  const again = firstDouble(outputs)
  if (again !== undefined) throw options('outputs must differ', `${again} twice`, 'Name it once.')
  checkPlaces(where, graph)
}

/** Every neuron is fed, leads to an output, and not to itself. */
function checkPlaces(where: string, graph: NeuronGraph): void {
  const { neurons, edges, outputs } = graph
  const fed = new Set(edges.map(([, to]) => to))
  const idle = neurons.find(({ name }) => !fed.has(name))
  if (idle)
    throw new ShapeError({
      where,
      expected: 'every neuron must be fed by an edge',
      received: `${idle.name}, which has none`,
      fix: 'Give it one, or remove it.',
    })
  const order = inOrder(where, graph)
  const useful = new Set(outputs)
  for (const { name, from } of order.reverse()) if (useful.has(name)) for (const source of from) useful.add(source)
  const lost = neurons.find(({ name }) => !useful.has(name))
  if (!lost) return
  throw new ShapeError({
    where,
    expected: `every neuron must lead to an output, ${few(outputs)}`,
    received: `${lost.name}, which leads to none`,
    fix: 'Give it an edge, list it among the outputs, or remove it.',
  })
}

/** The neurons with those that feed them, each after these. */
function inOrder(where: string, { neurons, edges }: NeuronGraph) {
  const entries = new Map(neurons.map(({ name }) => [name, { name, from: [] as string[] }]))
  for (const [from, to] of edges) if (inputOf(from) === undefined) entries.get(to)!.from.push(from)
  return sort(where, [...entries.values()], entries)
}

/** How far each neuron is from the inputs: 1 for one that they alone feed, else one more than the farthest of those that feed it. */
export function levelsOf(graph: NeuronGraph): ReadonlyMap<string, number> {
  const levels = new Map<string, number>()
  for (const { name, from } of inOrder('neurons', graph))
    levels.set(name, from.reduce((most, source) => Math.max(most, levels.get(source)!), 0) + 1)
  return levels
}

/** Neurons of one level with the same activation, by their numbers in the list. */
export interface Group {
  /** The name of the first. */
  readonly name: string
  readonly activation: Activation
  readonly members: readonly number[]
}

/** The neurons in groups, level by level. One whose activation learns is a group of its own, so that what it learns has its name. */
export function groupsOf(graph: NeuronGraph): readonly Group[] {
  const levels = levelsOf(graph)
  const groups = new Map<string, Group & { readonly level: number; readonly members: number[] }>()
  graph.neurons.forEach(({ name, activation }, i) => {
    const level = levels.get(name)!
    const key = `${level} ${carriedBy(activation) ? name : JSON.stringify(activation)}`
    const group = groups.get(key) ?? { name, activation, level, members: [] }
    group.members.push(i)
    groups.set(key, group)
  })
  return [...groups.values()].sort((a, b) => a.level - b.level)
}

function firstDouble(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name).size)
}

const few = (names: readonly string[]) =>
  names.length <= 20 ? names.join(', ') : `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`
