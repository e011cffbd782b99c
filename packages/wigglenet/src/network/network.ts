// A network from its layers: a chain, or a graph of named layers. Sizes are inferred here, once.
import { checkWhole, show } from '../check/check.ts'
import { refuse } from '../check/errors.ts'
import { checkName, sizes } from './layers/settings.ts'
import { partOf } from './part.ts'
import { type Entry, place } from './place.ts'
import type { Layer, Network } from './types.ts'

/** The outputs of a chain as a type: the units of its last layer where they are a literal. */
export type OutputsOf<Layers extends readonly Layer[]> = Layers extends readonly [...Layer[], infer Last]
  ? Last extends { readonly units: infer Units extends number }
    ? Units
    : number
  : number

/** A network from its layers, frozen. In a chain each layer feeds the next; they are called h1, h2, … and `scores`. In a graph the layers
 *  have the names they are listed under and say by `from` what feeds them (left out, the one listed before); `x` is the input.
 *  The last layer listed is the output, and every other one must lead to it.
 *  Shapes:  X (batch, inputs) → scores (batch, outputs); the literal sizes are part of the type
 *  Throws:  ShapeError for a cycle, sizes that do not fit, or a layer that nothing uses; OptionError for a bad or unknown name
 *  Example: network(2, [dense(20, relu()), dense(3)])  // Network<2, 3>
 *           network(4, { h1: dense(4, relu()), sum: add({ from: ['x', 'h1'] }), scores: dense(3) })  */
export function network<Inputs extends number, const Layers extends readonly Layer[]>(
  inputs: Inputs,
  layers: Layers,
): Network<Inputs, OutputsOf<Layers>>
export function network<Inputs extends number>(inputs: Inputs, graph: Readonly<Record<string, Layer>>): Network<Inputs>
export function network(inputs: number, layers: readonly Layer[] | Readonly<Record<string, Layer>>): Network {
  const where = 'network'
  checkWhole(where, 'inputs', inputs, sizes)
  const isChain = Array.isArray(layers)
  if (typeof layers !== 'object' || layers === null || Object.keys(layers).length === 0) {
    refuse(
      where,
      'layers must be a list or an object of at least one layer',
      show(layers),
      'Give it a layer, as in network(2, [dense(3)]).',
    )
  }
  const listed: [string, Layer][] = isChain
    ? layers.map((layer, i) => [nameOf(layer) ?? (i === layers.length - 1 ? 'scores' : `h${i + 1}`), layer])
    : Object.entries(layers)
  return place(where, inputs, listed.map(toEntry))
}

const nameOf = (layer: Layer): string | undefined => (typeof layer === 'object' ? layer?.name : undefined)

function toEntry([name, layer]: [string, Layer], i: number, listed: [string, Layer][]): Entry {
  const at = `network.${checkName('network', name, 'the name of a layer')}`
  partOf(layer, at)
  if (layer.name !== undefined && layer.name !== name) {
    refuse(at, 'a layer in a graph must be called as it is listed', show(layer.name), 'Leave its own name out.')
  }
  const from = layer.from ?? (i === 0 ? 'x' : listed[i - 1]![0])
  return { name, layer, from: typeof from === 'string' ? [from] : from }
}
