// Where the buffers of a plan stand in the one memory, for whoever writes code that reads them.

/** `statistics` are kept with the parameters and are not learned; `scratch` is one row that a step writes before it reads. */
export type BufferRole =
  | 'weights'
  | 'biases'
  | 'learned'
  | 'statistics'
  | 'gradient'
  | 'state'
  | 'values'
  | 'mask'
  | 'targets'
  | 'scratch'

/** A matrix. `rows` is the batch for values: a run may use fewer of them, never more. */
export interface PlanBuffer {
  readonly name: string
  readonly role: BufferRole
  readonly rows: number
  readonly columns: number
  /** For gradients and states: the parameter that they belong to. */
  readonly of?: string
}

export interface Place extends PlanBuffer {
  readonly address: number
  /** Float32 numbers from one stored row to the next. */
  readonly stride: number
  readonly storedRows: number
  readonly storedColumns: number
  readonly transposed: boolean
}

export interface Layout {
  readonly places: ReadonlyMap<string, Place>
  /** Floats in a row of the table: rate, t, then the optimizer's per-step values. */
  readonly tableStride: number
  readonly tableRows: number
  readonly table: number
  readonly panel: number
  /** 64 bytes for random words, then two floats for each row of the batch. */
  readonly words: number
  readonly rowScratch: number
  readonly noise: number
  readonly dropout: number
  /** The first byte behind the plan's buffers. */
  readonly end: number
}
