// What a network is: frozen plain data, JSON in and out, told apart by `kind`. Weights live in a model, never here.

/** A learned parameter of an activation. */
export interface LearnedParameter {
  /** How it is shared: one value for each unit, or one for the whole layer. */
  readonly per: 'unit' | 'layer'
  readonly initial: number
  /** The derivative of the value along it, as a formula over the names of the value, and `h`. */
  readonly derivative: string
}

/** An element-wise activation as data: its formulas and the values of its options.
 *  `value` and `derivative` as functions are not enumerable, so that JSON holds the data alone. */
export interface Activation {
  readonly kind: string
  readonly options: Readonly<Record<string, number>>
  readonly learned: Readonly<Record<string, LearnedParameter>>
  /** Formula texts over `z`, option names and learned names; `derivative` may also use `h`, the value itself. */
  readonly formula: { readonly value: string; readonly derivative: string }
  /** The initializer that fits this activation when a layer names none. */
  readonly initializer: Initializer
  /** h for one sum z, in float64; learned parameters take their initial values. */
  value(z: number): number
  /** dh/dz at one sum z, in float64. */
  derivative(z: number): number
}

export type Initializer =
  | {
      readonly kind: 'he' | 'glorot' | 'lecun'
      readonly distribution: 'normal' | 'uniform'
      /** A factor on the deviation; left out where it is 1. */
      readonly gain?: number
    }
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'constant'; readonly value: number }

interface LayerOptions {
  readonly name?: string
  /** The node that feeds this layer; left out, the one before it in a chain. */
  readonly from?: string
  /** Share of this layer's outputs set to zero in training, in [0, 1); the rest is divided by 1 - dropout. Or another kind of dropout. */
  readonly dropout: number | Dropout
  /** Standard deviation of the Gaussian noise added to this layer's inputs in training, in their unit. */
  readonly inputNoise: number
  readonly weights: Initializer
  readonly biases: Initializer
  /** Strengths of 0.5·l2·Σw² and l1·Σ|w| over its weights, beside those of the run; where they are not 0. */
  readonly l2?: number
  readonly l1?: number
  /** What holds for its weights after each update. */
  readonly constraint?: Constraint
  /** What its weights are disturbed by in training. */
  readonly noise?: WeightNoise
  /** Whether training leaves it as it is. */
  readonly locked?: true
}

/** What holds for the weights of a layer after each update; it carries code that JSON does not hold. */
export type Constraint = { readonly kind: 'max-norm'; readonly limit: number } | { readonly kind: 'non-negative' }

/** Dropout of another kind than the plain one; it carries code that JSON does not hold. */
export interface Dropout {
  readonly kind: 'alpha-dropout'
  readonly share: number
}

/** Noise on the weights of a layer in training; it carries code that JSON does not hold. */
export interface WeightNoise {
  readonly kind: 'weight-noise'
  readonly deviation: number
}

export interface Dense<Units extends number = number> extends LayerOptions {
  readonly kind: 'dense'
  readonly units: Units
  readonly activation: Activation
}
export interface Maxout<Units extends number = number> extends LayerOptions {
  readonly kind: 'maxout'
  readonly units: Units
  readonly pieces: number
}
export interface Add {
  readonly kind: 'add'
  readonly name?: string
  readonly from: readonly string[]
}
export interface Concat {
  readonly kind: 'concat'
  readonly name?: string
  readonly from: readonly string[]
}
interface NormOptions {
  readonly name?: string
  readonly from?: string
  readonly activation: Activation
  /** Added to the variance. */
  readonly epsilon: number
  /** Whether training leaves it as it is. */
  readonly locked?: true
}
export interface BatchNorm extends NormOptions {
  readonly kind: 'batch-norm'
  /** The share of the running statistics that a step keeps. */
  readonly momentum: number
}
export interface LayerNorm extends NormOptions {
  readonly kind: 'layer-norm'
}
export interface CRelu {
  readonly kind: 'crelu'
  readonly name?: string
  readonly from?: string
}
export interface Neurons {
  readonly kind: 'neurons'
  readonly name?: string
  readonly from?: string
  readonly units: number
  readonly neurons: readonly { readonly name: string; readonly activation: Activation }[]
  /** From an input (`x0`) or a neuron to a neuron. */
  readonly edges: readonly (readonly [from: string, to: string])[]
  /** The neurons whose values go out. */
  readonly outputs: readonly string[]
  readonly l2?: number
  readonly l1?: number
  readonly locked?: true
}
/** The layer `of` once more, with the same weights. */
export interface SameAs {
  readonly kind: 'same-as'
  readonly name?: string
  readonly from?: string
  readonly of: string
}
/** Some of the numbers that come in, from number `first` on. */
export interface Columns<Units extends number = number> {
  readonly kind: 'columns'
  readonly name?: string
  readonly from?: string
  readonly first: number
  readonly units: Units
}
export type Layer<Units extends number = number> =
  | Dense<Units>
  | Maxout<Units>
  | Add
  | Concat
  | BatchNorm
  | LayerNorm
  | CRelu
  | Neurons
  | SameAs
  | Columns<Units>

interface Placed {
  readonly name: string
  /** Names of the nodes that feed this one: `x` is the network's input. */
  readonly from: readonly string[]
  /** Width of what comes in (the sum of the widths for concat). */
  readonly inputs: number
  /** Width of what goes out. */
  readonly units: number
}
/** A layer in its place in the graph, every size known. */
export type Node =
  | (Omit<Dense, 'from' | 'name' | 'units'> & Placed)
  | (Omit<Maxout, 'from' | 'name' | 'units'> & Placed)
  | (Omit<Add, 'from' | 'name'> & Placed)
  | (Omit<Concat, 'from' | 'name'> & Placed)
  | (Omit<BatchNorm, 'from' | 'name'> & Placed)
  | (Omit<LayerNorm, 'from' | 'name'> & Placed)
  | (Omit<CRelu, 'from' | 'name'> & Placed)
  | (Omit<Neurons, 'from' | 'name' | 'units'> & Placed)
  | (Omit<SameAs, 'from' | 'name'> & Placed)
  | (Omit<Columns, 'from' | 'name' | 'units'> & Placed)

/** A fully-connected network: `nodes` stand in an order in which each comes after what feeds it; the last one is the output. */
export interface Network<Inputs extends number = number, Outputs extends number = number> {
  readonly kind: 'network'
  readonly inputs: Inputs
  readonly outputs: Outputs
  readonly nodes: readonly Node[]
}

/** A tensor of learnable numbers: `W` (units, inputs), `b` (units), or an activation's learned parameter; of single neurons `W` (edges).
 *  Names: `h1.W`, `h1.b`, `h1.slope`; a maxout layer has `h1.W1`, `h1.b1`, `h1.W2`, `h1.b2`, … one pair for each piece. */
export interface ParameterShape {
  readonly name: string
  readonly node: string
  readonly role: 'weights' | 'biases' | 'learned' | 'statistics'
  /** Weights: (units, inputs), or (edges). Biases and learned, one per unit: (units). Learned, shared: (1). */
  readonly shape: readonly [number] | readonly [number, number]
  readonly initializer: Initializer
  /** For each of its numbers by itself, how it is drawn at first, where they differ. */
  readonly each?: readonly FirstValues[]
  /** Strengths of 0.5·l2·Σw² and l1·Σ|w| of the layer's own, where they are not 0. */
  readonly l2?: number
  readonly l1?: number
  /** Whether training leaves it as it is. */
  readonly locked?: true
}

/** What the first values of a parameter depend on. */
export type FirstValues = Pick<ParameterShape, 'name' | 'shape' | 'initializer'>

/** What a loss is given for each example. */
export type TargetForm =
  | 'index' // the number of the class, 0 … outputs - 1
  | 'zero-one' // one output: class 0 is 0, class 1 is 1
  | 'plus-minus' // one output: class 0 is -1, class 1 is +1
  | 'number' // one number for each output

/** A loss given by formulas. */
export type ElementLoss = Extract<Loss, { formula: unknown }>

/** A loss as data. Element-wise ones carry formulas over `s` (a score) and `y` (its target) and are averaged over rows and
 *  outputs; the row losses (softmax, svm, kl-divergence, joint, multi-label) look at all scores of a row at once and are averaged over rows. */
export type Loss =
  | {
      readonly kind: 'softmax' | 'svm'
      readonly target: 'index'
      /** Of `crossEntropy`. */
      readonly smoothing?: number
      readonly weights?: readonly number[]
    }
  | {
      readonly kind: string
      readonly target: 'zero-one' | 'plus-minus' | 'number'
      readonly options: Readonly<Record<string, number>>
      readonly formula: { readonly value: string; readonly derivative: string }
      /** The score is the logarithm of the number that is predicted, and targets are 0 or more. */
      readonly link?: 'exp'
    }
  | {
      readonly kind: 'kl-divergence'
      readonly target: 'number'
      /** What is predicted is the softmax of the scores. */
      readonly link: 'softmax'
    }
  | {
      readonly kind: 'joint'
      readonly target: 'number'
      /** What is predicted is what each part predicts. */
      readonly link: 'parts'
      readonly parts: readonly { readonly loss: Loss; readonly columns: number; readonly weight: number }[]
    }
  | {
      readonly kind: 'multi-label'
      readonly target: 'number'
      /** What is predicted is the probability of each label. */
      readonly link: 'labels'
      readonly labels: readonly string[]
    }
