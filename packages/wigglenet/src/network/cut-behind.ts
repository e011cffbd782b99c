// A network up to one of its layers.
import { checkOneOf, deepFreeze } from '../check/check.ts'
import type { Network, Node } from './types.ts'

/** The node of that name.
 *  Throws:  OptionError that lists the names */
export function nodeOf(where: string, network: Network, name: string): Node {
  checkOneOf(
    where,
    'node',
    name,
    network.nodes.map((node) => node.name),
  )
  return network.nodes.find((node) => node.name === name)!
}

/** The network whose output is that node of it, with the nodes that lead there. */
export function cutBehind({ inputs, nodes }: Network, last: Node): Network {
  const needed = new Set([last.name])
  for (const node of [...nodes].reverse()) {
    if (!needed.has(node.name)) continue
    for (const source of node.from) needed.add(source)
    if (node.kind === 'same-as') needed.add(node.of)
  }
  const kept = nodes.filter(({ name }) => needed.has(name))
  return deepFreeze({ kind: 'network', inputs, outputs: last.units, nodes: kept })
}
