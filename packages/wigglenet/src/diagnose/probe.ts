// A network and some rows, run step by step beside the training, so that every layer of every row can be looked at. It has memory of its
// own: what a probe does can reach no bit of a run.
import type { Backend, Execution, Totals } from '../backend/backend.ts'
import { stillSettings } from '../backend/still-settings.ts'
import type { DataSet } from '../data/types.ts'
import type { Step } from '../network/steps.ts'
import type { Loss, Network, Node } from '../network/types.ts'
import type { Optimizer } from '../optimizer/types.ts'
import { compile } from '../plan/compile.ts'
import type { Plan } from '../plan/types.ts'
import type { ParameterValues } from '../train/loss-and-gradients.ts'

/** Numbers of a buffer, row-major. */
export type Values = Float32Array | Float64Array
/** A layer with weights, in its place. */
export type WeightedNode = Extract<Node, { kind: 'dense' | 'maxout' }>

/** A layer as a batch went through it. */
export interface LayerView {
  readonly node: WeightedNode
  /** Name of the buffer that its products read. */
  readonly input: string
  /** Z = X·Wᵀ + b, (rows, units), of each piece; one for a dense layer. */
  readonly sums: readonly Values[]
  /** What its activation, or the largest piece, gave: (rows, units). */
  readonly outputs: Values
}

/** Some rows that have gone through the network; backward too, in a pass that was asked to. */
export interface Batch {
  readonly rows: number
  readonly layers: ReadonlyMap<string, LayerView>
  /** A buffer of the plan: gradients of the batch's mean loss, values of its rows. */
  read(buffer: string): Values
}

export interface ProbeOptions {
  readonly data: DataSet
  /** Without one, passes go forward alone: such a probe is ready several times as soon. */
  readonly loss?: Loss
  readonly batch: number
  readonly device: Backend
  /** With one, `update` can be called. */
  readonly optimizer?: Optimizer
  readonly l2?: number
  readonly l1?: number
}

export interface Probe {
  readonly plan: Plan
  /** Rows of the data. */
  readonly rows: number
  /** Takes parameters, or an optimizer's state, by the names of their buffers. */
  load(values: ParameterValues): void
  /** Runs all rows in order, batch by batch, without dropout and noise, and gives their sums. */
  pass(look: (batch: Batch) => void, options?: { readonly backward?: boolean }): Totals
  /** One step of training on the first batch, with a row of the optimizer's table. The parameters are then those after the step. */
  update(table: Float64Array): void
  read(buffer: string): Values
}

/** Prepares a probe; its parameters are 0 until they are loaded. */
export function probe(network: Network, options: ProbeOptions): Probe {
  const { data, device, optimizer, l2 = 0, l1 = 0 } = options
  const batch = Math.min(options.batch, data.rows)
  const plan = compile(
    network,
    options.loss ? { batch, loss: options.loss, optimizer, weighted: !!data.weights, allGradients: true } : { batch },
  )
  const execution = device.prepare(plan)
  execution.configure({ ...stillSettings(plan), l2, l1 })
  execution.setData('training', data)
  const weighted = new Map(network.nodes.filter(isWeighted).map((node) => [node.name, node]))
  const backward = () => plan.backward.forEach((_, i) => execution.run('backward', i))

  return {
    plan,
    rows: data.rows,
    load(values) {
      for (const [name, numbers] of Object.entries(values)) execution.write(name, numbers)
    },
    pass(look, { backward: back = false } = {}) {
      let sums: Totals = { loss: 0, hits: 0, rows: 0 }
      for (let from = 0; from < data.rows; from += batch) {
        const rows = Math.min(batch, data.rows - from)
        execution.seek({ step: 0, epoch: 0, position: from })
        execution.begin('training', false)
        const layers = new Map<string, LayerView>()
        plan.forward.forEach((step, i) => {
          execution.run('forward', i)
          see(execution, step, rows, weighted, layers)
        })
        if (back) backward()
        else if (options.loss) execution.run('backward', 0) // the loss
        const { loss, hits } = execution.totals()
        sums = { loss: sums.loss + loss, hits: sums.hits + hits, rows: sums.rows + rows }
        const isValues = (buffer: string) => plan.buffers.get(buffer)!.role === 'values'
        look({ rows, layers, read: (buffer) => execution.read(buffer, isValues(buffer) ? rows : undefined) })
      }
      return sums
    },
    update(table) {
      execution.seek({ step: 0, epoch: 0, position: 0 })
      execution.begin('training', false, table)
      plan.forward.forEach((_, i) => execution.run('forward', i))
      backward()
      plan.update.forEach((_, i) => execution.run('update', i))
    },
    read: (buffer) => execution.read(buffer),
  }
}

/** Whether a node has weights of its own. */
export const isWeighted = (node: Node): node is WeightedNode => node.kind === 'dense' || node.kind === 'maxout'

/** Names of the pieces' suffixes: `['']` for a dense layer, `['1', '2', …]` for maxout, as in h1.W1. */
export const suffixesOf = (node: WeightedNode): string[] =>
  node.kind === 'maxout' ? Array.from({ length: node.pieces }, (_, piece) => `${piece + 1}`) : ['']

/** Copies what a step has just written into its layer. Sums are taken here, since an activation may overwrite them. */
function see(
  execution: Execution,
  step: Step,
  rows: number,
  weighted: ReadonlyMap<string, WeightedNode>,
  layers: Map<string, LayerView>,
): void {
  if (step.kind === 'affine') {
    const name = layerOf(step.output)
    if (!weighted.has(name)) return // a layer once more, elsewhere
    const sums = execution.read(step.output, rows)
    const earlier = layers.get(name)?.sums ?? []
    layers.set(name, { node: weighted.get(name)!, input: step.input, sums: [...earlier, sums], outputs: sums })
    return
  }
  const output = step.kind === 'activate' ? step.h : step.kind === 'own' ? step.of.output : undefined
  if (typeof output !== 'string') return
  const layer = layers.get(layerOf(output))
  if (layer) layers.set(layer.node.name, { ...layer, outputs: execution.read(output, rows) })
}

/** The layer that a buffer belongs to. */
const layerOf = (buffer: string): string => buffer.split(/[.:]/)[0]!
