// Parts → a model that predicts. How a model is written to bytes stands in file.ts, so that a page that never saves does not load it.
import type { Backend, Execution } from '../backend/backend.ts'
import { resolveDevice } from '../backend/resolve.ts'
import { checkNames, deepFreeze, show } from '../check/check.ts'
import { ShapeError } from '../check/errors.ts'
import { flatRows, flatValues, type Rows } from '../data/flat-rows.ts'
import type { Row } from '../data/types.ts'
import { compile } from '../plan/compile.ts'
import { checkParts, copyParameters } from './check-parts.ts'
import { classesOf, inUnit, probabilitiesOf, rowsOf, type Scores } from './outputs.ts'
import type { Model, ModelParts } from './types.ts'

/** Rows of a step when many rows are predicted. */
const BATCH = 256

export interface ModelOptions {
  /** Which backend predicts; default the standard one. */
  readonly device?: Backend
  /** What error messages name. */
  readonly where?: string
}

/** A model from its parts. The parameters are copied; a backend is prepared at the first prediction.
 *  Throws:  ShapeError when parameters, network and preprocessing do not fit; NumberError for a parameter that is not finite;
 *           DataError when loss, task and classes do not fit
 *  Example: createModel({ network: net, parameters, loss: softmax(), task: 'classification', classes: ['a', 'b'], provenance })  */
export function createModel<Inputs extends number>(
  parts: ModelParts<Inputs>,
  options: ModelOptions = {},
): Model<Inputs> {
  checkNames('createModel', options, ['device', 'where'])
  const { where = 'createModel' } = options
  const device = resolveDevice(where, options.device)
  checkParts(where, parts)
  return assembleModel({ ...parts, parameters: copyParameters(where, parts.network, parts.parameters) }, device)
}

/** A model of parts that fit together; it keeps the parameters as they are. Training ends here, without the checks. */
export function assembleModel<Inputs extends number>(parts: ModelParts<Inputs>, device: Backend): Model<Inputs> {
  const { network, parameters, loss, task, classes, preprocessing, provenance } = parts
  const { inputs, outputs } = network
  const own: ModelParts<Inputs> = {
    network,
    parameters: Object.freeze(parameters),
    loss,
    task,
    ...(classes && { classes: Object.freeze([...classes]) }),
    ...(preprocessing && { preprocessing: deepFreeze(preprocessing) }),
    provenance: deepFreeze(provenance),
  }

  const prepared = new Map<number, Execution>()
  const run = (X: Float32Array): Scores => {
    const rows = X.length / inputs
    const batch = rows === 1 ? 1 : BATCH
    let execution = prepared.get(batch)
    if (!execution) {
      execution = device.prepare(compile(network, { batch }))
      for (const [name, values] of Object.entries(own.parameters)) execution.write(name, values)
      prepared.set(batch, execution)
    }
    return execution.scores(X, rows)
  }
  const scoresFor = (name: string, rows: unknown) => run(readRows(name, own, rows))

  return Object.freeze({
    ...own,
    predict(rows: unknown) {
      const scores = scoresFor('predict', rows)
      if (classes) return Array.from(classesOf(scores, outputs), (label) => own.classes![label])
      const numbers = inUnit(preprocessing, scores, loss, outputs)
      return outputs === 1 ? Array.from(numbers) : rowsOf(numbers, outputs)
    },
    scores: (rows: unknown) => rowsOf(scoresFor('scores', rows), outputs),
    probabilities: (rows: unknown) => probabilitiesOf('probabilities', loss, scoresFor('probabilities', rows), outputs),
    scoresInto(X: Float32Array, out: Float32Array) {
      const fits = Number.isInteger(X.length / inputs) && out.length === (X.length / inputs) * outputs
      if (!fits) throw misfit('scoresInto', `X must have rows x ${inputs} numbers and out rows x ${outputs}`, X, out)
      out.set(run(X))
    },
  }) as unknown as Model<Inputs>
}

const misfit = (where: string, expected: string, ...received: readonly unknown[]) =>
  new ShapeError({
    where,
    expected,
    received: received.map((value) => show(value)).join(' and '),
    fix: 'Give whole rows.',
  })

/** Rows as the user has them → the network's inputs, every value checked. */
export function readRows(
  where: string,
  { network: { inputs }, preprocessing }: Pick<ModelParts, 'network' | 'preprocessing'>,
  rows: unknown,
): Float32Array {
  if (rows instanceof Float32Array || rows instanceof Uint8Array) {
    if (preprocessing?.kind === 'table')
      throw misfit(where, 'rows must be a list of rows, as the model has columns', rows)
    if (rows.length % inputs !== 0) throw misfit(where, `rows must have a multiple of ${inputs} numbers`, rows)
    if (!preprocessing) return flatValues(where, 'rows', rows)
    const count = rows.length / inputs
    const images = Array.from({ length: count }, (_, row) => rows.subarray(row * inputs, (row + 1) * inputs))
    return preprocessing.encode(images, where)
  }
  if (!Array.isArray(rows)) throw misfit(where, 'rows must be a list of rows', rows)
  return preprocessing
    ? preprocessing.encode(rows as readonly Row[], where)
    : flatRows(where, 'rows', rows as Rows, inputs)
}
