// What a layer carries beside its data: how wide it is, what it learns, and which steps it becomes.
import { checkCarrying } from '../kernel/part.ts'
import type { OwnStep } from '../kernel/step.ts'
import type { Step } from './steps.ts'
import type { Layer, Network, Node, ParameterShape } from './types.ts'

/** A tensor of a layer, under its own name: `W`. */
export type Tensor = Omit<ParameterShape, 'node'>

/** A plan as a layer sees it that becomes part of it. */
export interface PlanBuilder {
  readonly network: Network
  /** Whether there is a way back. */
  readonly trains: boolean
  /** The optimizer, where there are updates. */
  readonly updates: { readonly result?: string } | undefined
  /** Whether what is locked has gradients too. */
  readonly allGradients: boolean
  readonly forward: Step[]
  readonly backward: Step[]
  /** Steps after the updates. */
  readonly after: OwnStep[]
  /** Steps at the end of the way back. */
  readonly last: OwnStep[]
  /** Amounts of noise and dropout, by stream. */
  readonly noise: number[]
  readonly dropout: number[]
  /** Room for so many numbers of each row. */
  values(name: string, columns: number): string
  /** Room for numbers that a step writes before it reads them: a row, or as many rows as there are, laid out as the parameter `of` is. */
  scratch(name: string, columns: number, rows?: number, of?: string): string
  /** The numbers of each row that a node gives, or the input. */
  width(name: string): number
  /** Where the gradient along a node's output goes: the first that asks writes it, later ones add to it. Nothing where nothing behind it
   *  learns. */
  into(name: string): { readonly output: string; readonly accumulate: boolean } | undefined
}

export interface LayerPart<Of extends Layer = Layer> {
  /** The numbers of each row that come in and go out; `each` are the widths of what feeds it, `nodes` those before it. Left out, all that comes in, and the layer's units.
   *  Throws:  ShapeError for widths that do not fit */
  sizes?(
    where: string,
    from: readonly string[],
    each: readonly number[],
    nodes: readonly Node[],
  ): { inputs: number; units: number }
  /** What it learns, in order. */
  tensors(node: NodeOf<Of>): readonly Tensor[]
  /** Adds the steps that make the node's output, and gives what adds those that lead the gradient along it (`slope`) back. */
  build(node: NodeOf<Of>, plan: PlanBuilder): (slope: string) => void
}

/** What a constraint on the weights of a layer, or noise on them, carries. */
export interface WeightsPart {
  /** Adds its steps for W (units, inputs), and names the buffer that the layer's products read. */
  build(plan: PlanBuilder, W: string, shape: { readonly units: number; readonly inputs: number }): string
}

type NodeOf<Of extends Layer> = Extract<Node, { kind: Of['kind'] }>

/** What a layer carries.
 *  Throws:  OptionError for what is no layer, or a copy that has lost it */
export const partOf = (layer: unknown, where = 'network'): LayerPart =>
  checkCarrying<LayerPart>(where, 'a layer', layer, ['dense() or its like', 'networkFromData'])
