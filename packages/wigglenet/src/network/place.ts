// Puts layers in order and infers every size. Written without recursion: model files come through here too.
import { deepFreeze } from '../check/check.ts'
import { refuse, ShapeError } from '../check/errors.ts'
import { carrying } from '../kernel/part.ts'
import { partOf } from './part.ts'
import type { Layer, Network, Node } from './types.ts'

/** A layer with its name and the names of what feeds it. */
export interface Entry {
  readonly name: string
  readonly from: readonly string[]
  readonly layer: Layer
}

/** The network of these layers; the last one is the output.
 *  Throws:  OptionError for names that are unknown or used twice; ShapeError for a cycle, sizes that do not fit, or a layer that nothing uses */
export function place(where: string, inputs: number, entries: readonly Entry[]): Network {
  const byName = index(where, entries)
  const ordered = sort(where, entries, byName)
  const output = entries.at(-1)!
  checkAllUsed(where, entries, byName, output.name)
  const widths = new Map([['x', inputs]])
  const nodes: Node[] = []
  for (const { name, from, layer } of ordered) {
    const part = partOf(layer)
    const each = from.map((source) => widths.get(source)!)
    const { inputs, units } = part.sizes?.(`${where}.${name}`, from, each, nodes) ?? {
      inputs: each[0]!,
      units: unitsOf(layer),
    }
    const { name: _name, from: _from, ...rest } = layer
    nodes.push(carrying({ ...rest, name, from: [...from], inputs, units } as Node, part))
    widths.set(name, units)
  }
  return deepFreeze({ kind: 'network', inputs, outputs: widths.get(output.name)!, nodes })
}

function index(where: string, entries: readonly Entry[]): Map<string, Entry> {
  const byName = new Map<string, Entry>()
  for (const entry of entries) {
    if (entry.name === 'x' || byName.has(entry.name)) {
      refuse(
        where,
        'the names of layers must differ, and x is the input',
        entry.name === 'x' ? 'a layer called x' : `two layers called ${entry.name}`,
        'Rename one.',
      )
    }
    byName.set(entry.name, entry)
  }
  for (const { name, from } of entries) {
    for (const source of from) {
      if (source === 'x' || byName.has(source)) continue
      refuse(
        `${where}.${name}`,
        `from must be one of ${few(['x', ...byName.keys()].filter((other) => other !== name))}`,
        JSON.stringify(source),
        'Correct the name, or add the layer.',
      )
    }
  }
  return byName
}

const few = (names: readonly string[]) =>
  names.length <= 20 ? names.join(', ') : `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`

/** The entries so that each comes after what feeds it; those already in order stay as they are listed.
 *  Throws:  ShapeError for a cycle */
export function sort<Of extends Pick<Entry, 'name' | 'from'>>(
  where: string,
  entries: readonly Of[],
  byName: ReadonlyMap<string, Of>,
): Of[] {
  const ordered: Of[] = []
  const state = new Map<string, 'open' | 'done'>([['x', 'done']])
  for (const start of entries) {
    const stack = state.has(start.name) ? [] : [{ entry: start, next: 0 }]
    state.set(start.name, state.get(start.name) ?? 'open')
    while (stack.length > 0) {
      const top = stack.at(-1)!
      const source = top.entry.from[top.next++]
      if (source === undefined) {
        state.set(top.entry.name, 'done')
        ordered.push(top.entry)
        stack.pop()
      } else if (state.get(source) === 'open') {
        const open = stack.map(({ entry }) => entry.name)
        const cycle = [...open.slice(open.indexOf(source)), source].reverse()
        refuse(where, 'there must be no cycle', path(cycle), 'Change what feeds one of them.', ShapeError)
      } else if (!state.has(source)) {
        state.set(source, 'open')
        stack.push({ entry: byName.get(source)!, next: 0 })
      }
    }
  }
  return ordered
}

function path(names: readonly string[]): string {
  return (names.length <= 12 ? names : [...names.slice(0, 6), '…', ...names.slice(-5)]).join(' → ')
}

function checkAllUsed(
  where: string,
  entries: readonly Entry[],
  byName: ReadonlyMap<string, Entry>,
  output: string,
): void {
  const used = [output, ...entries.flatMap(({ from }) => from)]
  const unused = entries.find(({ name }) => !used.includes(name))
  if (unused === undefined) return
  const names = [unused.name]
  for (let entry: Entry | undefined = unused; entry !== undefined; entry = byName.get(names[0]!)) {
    names.unshift(entry.from[0]!)
  }
  refuse(
    where,
    `every layer must lead to the output, ${output}, which is the last one listed`,
    `${unused.name}, which nothing uses, at the end of ${path(names)}`,
    'Join it with add or concat, list it last, or remove it.',
    ShapeError,
  )
}

const unitsOf = (layer: Layer) => (layer as { readonly units: number }).units
