// From rows in a program to a set of examples.
import { checkNames, checkOneOf, checkWhole, show } from '../check/check.ts'
import { DataError, OptionError, ShapeError } from '../check/errors.ts'
import { flatRows, flatValues, type Rows } from './flat-rows.ts'
import { checkTwoClasses, listNames, looksLikeClasses, sortLabels } from './labels.ts'
import type { DataSet } from './types.ts'

export interface ExamplesOptions<Row extends readonly number[] = readonly number[]> {
  readonly X: readonly Row[] | Rows | Float32Array | Uint8Array
  readonly y: readonly string[] | ArrayLike<number> | Rows
  /** Width of a row; needed only where X is one flat array. */
  readonly inputs?: number
  /** Default: classes if `y` is text, or whole numbers with at most 20 values and no row has several. */
  readonly task?: 'classification' | 'regression'
  /** Label names; with them, numbers in `y` are places in this list. Default: the labels found, sorted. */
  readonly classes?: readonly string[]
}

/** A set of examples from rows of numbers and their targets. Regression targets are kept in their unit; flat bytes stay bytes.
 *  Shapes:  X (rows, inputs); y (rows) labels or numbers, or (rows, targets) numbers
 *  Throws:  ShapeError for ragged rows, or targets that are not as many as the rows; DataError for NaN, infinity, a label out of range, a
 *           single class, classes of one name; OptionError for an unknown option
 *  Example: examples({ X: [[0, 0], [0, 1]], y: ['no', 'yes'] }).inputs  // 2, in its type too  */
export function examples<const Row extends readonly number[]>(
  options: ExamplesOptions<Row> & { readonly X: readonly Row[] },
): DataSet<Row['length']>
export function examples(options: ExamplesOptions): DataSet
export function examples(options: ExamplesOptions): DataSet {
  const where = 'examples'
  checkNames(where, options, ['X', 'y', 'inputs', 'task', 'classes'])
  const { X, inputs, rows } = features(where, options)
  checkTargets(where, options, rows)
  const targets = targetsOf(where, options)
  const scaling = X instanceof Uint8Array && {
    scaling: Object.freeze({ scale: new Float32Array(inputs).fill(1), shift: new Float32Array(inputs) }),
  }
  return Object.freeze({ kind: 'data', inputs, rows, X, ...scaling, ...targets })
}

function features(where: string, options: ExamplesOptions): Pick<DataSet, 'X' | 'inputs' | 'rows'> {
  const given = options.X
  const flat = given instanceof Float32Array || given instanceof Uint8Array
  if (!flat && !Array.isArray(given)) {
    throw new ShapeError({
      where,
      expected: 'X must be an array of rows, a Float32Array or a Uint8Array',
      received: show(given),
      fix: 'Give rows such as [[1, 2], [3, 4]].',
    })
  }
  if (given.length === 0) {
    throw new DataError({ where, expected: 'X must have at least 1 row', received: '0', fix: 'Give some rows.' })
  }
  const first = flat ? undefined : (given[0] as ArrayLike<number> | undefined)?.length
  const inputs = checkWhole(where, 'inputs', options.inputs ?? first, '[1, 16777216]')
  if (!flat) return { X: flatRows(where, 'X', given as Rows, inputs), inputs, rows: given.length }
  if (given.length % inputs !== 0) {
    throw new ShapeError({
      where,
      expected: `X must have a multiple of ${inputs} values, the width of a row`,
      received: String(given.length),
      fix: 'Give whole rows, or correct inputs.',
    })
  }
  const X = given instanceof Uint8Array ? new Uint8Array(given) : flatValues(where, 'X', given as Float32Array)
  return { X, inputs, rows: given.length / inputs }
}

/** Refuses a `y` of another length than X, and classes that are not a list of different texts.
 *  Throws:  ShapeError, DataError or OptionError */
function checkTargets(where: string, { y, classes, task }: ExamplesOptions, rows: number): void {
  if ((!Array.isArray(y) && !ArrayBuffer.isView(y)) || y.length !== rows) {
    throw new ShapeError({
      where,
      expected: `y must have ${rows} entries, one for each row of X`,
      received: Array.isArray(y) || ArrayBuffer.isView(y) ? String(y.length) : show(y),
      fix: 'Give each row one target.',
    })
  }
  if (classes === undefined) return
  if (task === 'regression') {
    throw new OptionError({
      where,
      expected: 'classes must be left out in regression',
      received: show(classes),
      fix: 'Remove them, or the task.',
    })
  }
  const isText = Array.isArray(classes) && classes.every((name) => typeof name === 'string')
  if (isText && new Set(classes).size === classes.length) return
  throw new DataError({
    where,
    expected: 'classes must be a list of different texts',
    received: show(classes),
    fix: 'Name each class once.',
  })
}

function targetsOf(where: string, options: ExamplesOptions): Pick<DataSet, 'task' | 'y' | 'targets' | 'classes'> {
  const { y, classes } = options
  const asTexts = Array.isArray(y) && y.length > 0 && y.every((label) => typeof label === 'string')
  const nested = Array.isArray(y) && typeof y[0] === 'object'
  const guessed = asTexts || classes || (!nested && looksLikeClasses(Array.from(y as ArrayLike<number>)))
  const task = checkOneOf(where, 'task', options.task ?? (guessed ? 'classification' : 'regression'), [
    'classification',
    'regression',
  ])
  if (task === 'regression') {
    const numbers = nested ? flatRows(where, 'y', y as Rows) : flatValues(where, 'y', y as ArrayLike<number>)
    return { task, y: numbers, targets: nested ? (y[0] as ArrayLike<number>).length : 1 }
  }
  if (nested) {
    throw new ShapeError({
      where,
      expected: 'y must have one label for each row in classification',
      received: 'rows of several numbers',
      fix: 'Give one label or class number a row.',
    })
  }
  if (asTexts || !classes) {
    if (!asTexts) flatValues(where, 'y', y as ArrayLike<number>)
    const labels = Array.from(y as ArrayLike<string | number>, String)
    const names = classes ?? sortLabels(labels)
    checkTwoClasses(where, classes ? 'classes' : 'y', names)
    return { task, y: numbered(where, labels, names), targets: 1, classes: Object.freeze([...names]) }
  }
  checkTwoClasses(where, 'classes', classes)
  const numbers = flatValues(where, 'y', y as ArrayLike<number>)
  const wrong = numbers.findIndex((label) => !Number.isInteger(label) || label < 0 || label >= classes.length)
  if (wrong >= 0) {
    throw new DataError({
      where,
      expected: `y[${wrong}] must be a whole number in [0, ${classes.length}), a place in classes`,
      received: show((y as ArrayLike<number>)[wrong]),
      fix: 'Correct the label, or add its class.',
    })
  }
  return { task, y: numbers, targets: 1, classes: Object.freeze([...classes]) }
}

function numbered(where: string, labels: readonly string[], classes: readonly string[]): Float32Array {
  const places = new Map(classes.map((name, index) => [name, index]))
  return Float32Array.from(labels, (label, row) => {
    const place = places.get(label)
    if (place !== undefined) return place
    throw new DataError({
      where,
      expected: `y[${row}] must be one of ${listNames(classes)}`,
      received: show(label),
      fix: 'Correct the label, or add it to classes.',
    })
  })
}
