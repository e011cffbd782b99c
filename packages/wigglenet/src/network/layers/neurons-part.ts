// What single neurons in a graph become: for each group of neurons of a level, sums over their edges and an activation.
import { ShapeError } from '../../check/errors.ts'
import { ownStep } from '../../kernel/step.ts'
import type { LayerPart, PlanBuilder, Tensor } from '../part.ts'
import { gradientOf } from '../steps.ts'
import type { FirstValues, Neurons, Node } from '../types.ts'
import { buildActivation, learnedTensors } from './activated.ts'
import { groupsOf, inputOf } from './neuron-graph.ts'
import { pick, pickBack } from './pick.ts'
import { sparseInputs, sparseParameters, sparseSums } from './sparse.ts'

type NeuronsNode = Extract<Node, { kind: 'neurons' }>

export const neuronsPart = ({ edges, units }: Neurons): LayerPart<Neurons> => ({
  sizes(where, _from, [inputs]) {
    const beyond = edges.find(([from]) => (inputOf(from) ?? 0) >= inputs!)
    if (!beyond) return { inputs: inputs!, units }
    throw new ShapeError({
      where,
      expected: `its edges must come from neurons or from its ${inputs} inputs, x0 the first`,
      received: `an edge from ${beyond[0]} to ${beyond[1]}`,
      fix: 'Correct the number, or feed it more inputs.',
    })
  },
  tensors,
  build,
})

function tensors(node: NeuronsNode): readonly Tensor[] {
  const { neurons, edges, l2, l1, locked } = node
  const lock = locked && { locked }
  const own = { ...(l2 && { l2 }), ...(l1 && { l1 }), ...lock }
  const initializer = { kind: 'constant', value: 0 } as const
  return [
    { name: 'W', role: 'weights', shape: [edges.length], initializer, each: firstWeights(node), ...own },
    { name: 'b', role: 'biases', shape: [neurons.length], initializer, ...lock },
    ...neurons.flatMap(({ name, activation }) =>
      learnedTensors({ activation, units: 1, ...lock }).map((tensor) => ({
        ...tensor,
        name: `${name}.${tensor.name}`,
      })),
    ),
  ]
}

/** Each weight as fits its neuron's activation: the edges to the neuron are its inputs, those from where the edge comes are the units beside it. */
function firstWeights({ neurons, edges }: NeuronsNode): readonly FirstValues[] {
  const [into, outOf] = [new Map<string, number>(), new Map<string, number>()]
  for (const [from, to] of edges) {
    outOf.set(from, (outOf.get(from) ?? 0) + 1)
    into.set(to, (into.get(to) ?? 0) + 1)
  }
  const initializers = new Map(neurons.map(({ name, activation }) => [name, activation.initializer]))
  return edges.map(([from, to]) => ({
    name: to,
    shape: [outOf.get(from)!, into.get(to)!],
    initializer: initializers.get(to)!,
  }))
}

function build(node: NeuronsNode, plan: PlanBuilder): (slope: string) => void {
  const { name, neurons, edges, outputs, units, locked } = node
  const source = node.from[0]!
  const [W, b] = [`${name}.W`, `${name}.b`]
  const groups = groupsOf(node).map((group) => ({ ...group, own: `${name}.${group.name}` }))
  const standing = new Map(
    groups.flatMap(({ own, members }) =>
      members.map((i, column) => [neurons[i]!.name, { buffer: `${own}:h`, column }] as const),
    ),
  )
  const placeOf = (from: string) => standing.get(from) ?? { buffer: source, column: inputOf(from)! }
  /** The buffers that these values stand in, and for each value the number of its buffer and its column. */
  const reading = (names: readonly string[]) => {
    const places = names.map(placeOf)
    const inputs = [...new Set(places.map(({ buffer }) => buffer))]
    const buffers = places.map(({ buffer }) => inputs.indexOf(buffer))
    return { inputs, buffers, columns: places.map(({ column }) => column) }
  }
  const edgesTo = new Map<string, number[]>(neurons.map((neuron) => [neuron.name, []]))
  edges.forEach(([, to], i) => edgesTo.get(to)!.push(i))

  const ways = groups.map(({ own, activation, members }) => {
    const h = plan.values(`${own}:h`, members.length)
    const { z, activate, back } = buildActivation(own, activation, members.length, plan, h)
    const all = members.flatMap((i, unit) => edgesTo.get(neurons[i]!.name)!.map((edge) => ({ unit, edge })))
    const terms = {
      ...reading(all.map(({ edge }) => edges[edge]![0])),
      edges: all.map(({ edge }) => edge),
      units: all.map(({ unit }) => unit),
      biases: members,
    }
    plan.forward.push(ownStep(sparseSums, { ...terms, W, b, output: z }))
    activate()
    return { h, terms, back }
  })
  const ends = reading(outputs)
  plan.forward.push(ownStep(pick, { ...ends, output: plan.values(name, units) }))

  return (slope) => {
    for (const { h, terms } of ways) {
      const columns = terms.biases.map((_, column) =>
        ends.columns.findIndex((end, i) => end === column && ends.inputs[ends.buffers[i]!] === h),
      )
      plan.backward.push(ownStep(pickBack, { slope, output: plan.values(gradientOf(h), columns.length), columns }))
    }
    const into = plan.into(source)
    if (into && !into.accumulate) {
      const columns = Array.from({ length: node.inputs }, () => -1)
      plan.backward.push(ownStep(pickBack, { slope, output: into.output, columns }))
    }
    for (const { h, terms, back } of [...ways].reverse()) {
      const along = gradientOf(h)
      back(along)
      if (!locked || plan.allGradients) {
        const gradients = { dW: gradientOf(W), db: gradientOf(b) }
        plan.backward.push(ownStep(sparseParameters, { ...terms, ...gradients, slope: along }))
      }
      const outputs = terms.inputs.map((input) => (input === source ? (into?.output ?? '') : gradientOf(input)))
      if (outputs.some(Boolean)) plan.backward.push(ownStep(sparseInputs, { ...terms, W, slope: along, outputs }))
    }
  }
}
