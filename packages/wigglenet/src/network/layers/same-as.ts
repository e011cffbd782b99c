import { checkNames, deepFreeze } from '../../check/check.ts'
import { OptionError, ShapeError } from '../../check/errors.ts'
import { placeOf, walk } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import { type LayerPart, type PlanBuilder, partOf } from '../part.ts'
import { gradientOf, type Step } from '../steps.ts'
import type { Node, SameAs } from '../types.ts'
import { checkName } from './settings.ts'

/** A layer once more, in another place of a graph: it computes what that layer computes, with the same weights, which are learned from both places and
 *  kept and counted once. Dropout and noise draw anew in each place; regularization, a constraint and `locked` are those of the layer.
 *  Running statistics of a batch normalization are moved on in each place.
 *  Formula: the gradient along each weight is the sum of those of all its places
 *  Shapes:  those of the layer
 *  Options: of, the layer's name: one with weights that is listed before this one; name, from
 *  Throws:  OptionError for bad options, and in `network` for a layer that is not there, not before it, or has no weights of its own; ShapeError there when
 *           other numbers of inputs come in
 *  Source:  Bromley et al. 1993, Signature Verification using a "Siamese" Time Delay Neural Network
 *  Example: network(8, { a: columns(0, 4), left: dense(9, relu()), b: columns(4, 4, { from: 'x' }), right: sameAs('left'), … })  */
export function sameAs(of: string, options: { readonly name?: string; readonly from?: string } = {}): SameAs {
  const { name, from } = checkNames('sameAs', options, ['name', 'from'])
  const data = {
    kind: 'same-as',
    of: checkName('sameAs', of, 'of'),
    ...(name === undefined ? {} : { name: checkName('sameAs', name) }),
    ...(from === undefined ? {} : { from: checkName('sameAs', from, 'from') }),
  } as const
  return deepFreeze(carrying(data, partFor(data.of)))
}

/** The node whose weights a node uses: itself, for all but `sameAs`. */
export const ownerOf = (nodes: readonly Node[], node: Node): Node =>
  node.kind === 'same-as' ? nodes.find(({ name }) => name === node.of)! : node

/** The names of layers whose weights are used in several places. */
export const sharedIn = (nodes: readonly Node[]): ReadonlySet<string> =>
  new Set(nodes.flatMap((node) => (node.kind === 'same-as' ? [node.of] : [])))

const partFor = (of: string): LayerPart<SameAs> => ({
  sizes(where, [source], [inputs], nodes) {
    const owner = nodes.find(({ name }) => name === of)
    const able = nodes.filter((node) => partOf(node).tensors(node as never).length > 0).map(({ name }) => name)
    if (!owner || !able.includes(of)) {
      throw new OptionError({
        where,
        expected: `of must be a layer with weights of its own that comes before it: ${able.join(', ') || 'there is none'}`,
        received: JSON.stringify(of),
        fix: 'Correct the name, or list that layer first.',
      })
    }
    if (owner.inputs === inputs) return { inputs, units: owner.units }
    throw new ShapeError({
      where,
      expected: `as many numbers must come in as into ${of}, ${owner.inputs}`,
      received: `${inputs} of ${source}`,
      fix: 'Make them equal, or give it weights of its own.',
    })
  },
  tensors: () => [],
  build,
})

type SameAsNode = Extract<Node, { kind: 'same-as' }>

/** The steps of the layer, with its parameters, and with gradients of this place that are added to the layer's behind the way back. */
function build(node: SameAsNode, plan: PlanBuilder): (slope: string) => void {
  const owner = ownerOf(plan.network.nodes, node)
  const part = partOf(owner)
  const tensors = part.tensors(owner as never)
  const names = new Map(tensors.map(({ name }) => [`${node.name}.${name}`, `${owner.name}.${name}`]))
  const forward: Step[] = []
  const backward: Step[] = []
  const here = {
    ...plan,
    forward,
    backward,
    scratch: (name: string, columns: number, rows?: number, of?: string) =>
      plan.scratch(name, columns, rows, names.get(of!) ?? of),
  }
  // What holds after the updates is seen to by the layer itself.
  const { constraint: _, ...data } = owner as Node & { readonly constraint?: unknown }
  const back = part.build({ ...data, name: node.name, from: node.from } as never, here)
  plan.forward.push(...forward.map((step) => renamed(step, names)))
  return (slope) => {
    for (const { name, role, shape, locked } of tensors) {
      const learns = !locked || plan.allGradients
      if (role === 'statistics' || (!learns && role !== 'learned')) continue
      const [rows, columns] = shape.length === 2 ? shape : [1, shape[0]]
      const of = `${owner.name}.${name}`
      const more = plan.scratch(gradientOf(`${node.name}.${name}`), columns, rows, of)
      if (learns) plan.last.push(ownStep(addGradient, { more, gradient: gradientOf(of) }))
    }
    back(slope)
    plan.backward.push(...backward.map((step) => renamed(step, names)))
  }
}

/** The step with other names of buffers, wherever steps have names. */
function renamed(step: Step, names: ReadonlyMap<string, string>): Step {
  const other = (value: unknown): unknown => {
    if (typeof value === 'string') return names.get(value) ?? value
    return Array.isArray(value) ? value.map(other) : value
  }
  const all = (record: object) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, other(value)]))
  const inside = Object.entries(step).filter(([key]) => key === 'of' || key === 'learned' || key === 'gradients')
  return { ...all(step), ...Object.fromEntries(inside.map(([key, value]) => [key, all(value)])) } as unknown as Step
}

/** gradient += more, number by number */
const addGradient: StepCode<{ readonly more: string; readonly gradient: string }> = {
  name: 'add-gradient',
  reference(machine, { more, gradient }) {
    const [from, to] = [machine.buffers.get(more)!.values, machine.buffers.get(gradient)!.values]
    return () => {
      for (let i = 0; i < to.length; i++) to[i]! += from[i]!
    }
  },
  wasm(e, kernel, { more, gradient }) {
    const places = [placeOf(kernel, gradient), placeOf(kernel, more)]
    const { storedRows, stride } = places[0]!
    walk(
      e,
      places,
      () => e.i32((storedRows * stride) / 4),
      () => 16,
      ([to, from]) => {
        e.get(to!).get(to!).at(op.v128Load).get(from!).at(op.v128Load).op(op.f32x4Add).at(op.v128Store)
      },
    )
  },
}
