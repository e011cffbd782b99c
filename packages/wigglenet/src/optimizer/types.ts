// An update rule is data: formulas over `w` (a parameter), `g` (its gradient), `decays` (1 for weights, 0 for biases and what activations learn),
// `rate`, `t` (the step, from 1), options and state.

export interface Optimizer {
  readonly kind: string
  /** Values of the options; `rate` is always among them. */
  readonly options: Readonly<Record<string, number>>
  /** Names computed once a step in float64, over options and `t`; each may use those before it. */
  readonly perStep: Readonly<Record<string, string>>
  /** State slots, one number for each parameter, 0 at first. Each formula gives the slot's next value; it sees the next values of the slots
   *  before it, and the old ones of itself and of the slots after it. */
  readonly state: Readonly<Record<string, string>>
  /** The parameter's next value; sees the next values of all slots. */
  readonly update: string
  /** The slot with what the model gets in the parameters' place, and what evaluation uses; left out, the parameters themselves. */
  readonly result?: string
  /** Before the updates, the gradient of each tensor, or all gradients as one vector, is shortened to the norm `options.clipNorm`, where it is longer. */
  readonly clips?: 'each' | 'all'
  /** Factors on the rate by the names of layers, which stand in the slot `layerRate`: 1 for those that are not named. */
  readonly rates?: Readonly<Record<string, number>>
}

/** A learning-rate schedule: a formula over `rate` (the optimizer's), `step` and `epoch` (both from 0), `steps` and `epochs` (of the whole
 *  run), options and state, evaluated in float64 once a step. */
export interface Schedule {
  readonly kind: string
  readonly options: Readonly<Record<string, number>>
  readonly rate: string
  /** For a schedule that listens: numbers, 0 at first, that each epoch's end changes, in order as an optimizer's slots are. Their formulas also see
   *  `loss`, that of the validation data, or of training where there are none; `epoch` is then 1 after the first. */
  readonly state?: Readonly<Record<string, string>>
}
