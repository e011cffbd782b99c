// Attributes of <wiggle-net> → the setup that the page has too. What cannot be read is an error of the library's form.
import { OptionError } from 'wigglenet'
import { limits } from '../limits.ts'
import {
  activations,
  type Changes,
  changedSetup,
  type DataSetup,
  firstSetup,
  lossesFor,
  optimizers,
  type Setup,
  shapes,
  withClasses,
  withData,
} from '../setup.ts'

/** What <wiggle-net> reads. */
export const attributeNames = [
  ...['data', 'classes', 'noise', 'rows', 'test', 'formula', 'range', 'hidden', 'activation', 'dropout'],
  ...['loss', 'optimizer', 'rate', 'batch', 'l2', 'l1', 'seed', 'speed', 'autoplay', 'playground'],
] as const
type Name = (typeof attributeNames)[number]
type Read = (name: Name) => string | null

export interface Figure {
  readonly setup: Setup
  readonly stepsPerSecond: number
  readonly autoplay: boolean
  /** Where the playground is, for a link that opens it with this setup. */
  readonly playground?: string
}

/** Where a figure that leaves an attribute out is not as the page's first setup. */
const standard = { rows: 300, noise: 0.2, functionNoise: 0, range: [-1, 1], l2: 0, stepsPerSecond: 1000 } as const

/** What every element may have, and programs put on elements: none of it is read here. */
const ofAllElements =
  'accesskey autofocus class contenteditable dir draggable exportparts id inert lang nonce part popover role slot spellcheck style tabindex title translate'

/** A misspelt attribute is told: it would be as if it were not there.
 *  Throws:  OptionError that lists the names */
export function checkNames(names: readonly string[]): void {
  const known: readonly string[] = [...attributeNames, ...ofAllElements.split(' ')]
  const unknown = names.find((name) => /^[a-z]\w*$/.test(name) && !name.startsWith('on') && !known.includes(name))
  if (unknown === undefined) return
  const expected = `each attribute must be one of ${attributeNames.join(', ')}`
  throw new OptionError({ where: 'wiggle-net', expected, received: unknown, fix: 'Correct its name.' })
}

/** What may change while a run goes on, where no more than that differs. */
export function changesBetween(before: Setup, after: Setup): Changes | undefined {
  const differs = (name: keyof Setup['training']) => after.training[name] !== before.training[name]
  const names = (['rate', 'l2', 'l1', 'batch', 'optimizer'] as const).filter(differs)
  const changes: Changes = {
    ...Object.fromEntries(names.map((name) => [name, after.training[name]])),
    dropout: after.layers.map(({ dropout }) => dropout),
  }
  return JSON.stringify(changedSetup(before, changes)) === JSON.stringify(after) ? changes : undefined
}

/** Reads all attributes.
 *  Throws:  OptionError that names the attribute */
export function readFigure(read: Read): Figure {
  const data = readData(read)
  const first = withData(firstSetup, data).training
  const training = {
    ...first,
    loss: choice(read, 'loss', lossesFor(data), first.loss),
    optimizer: choice(read, 'optimizer', optimizers, first.optimizer),
    rate: number(read, 'rate', first.rate, 0, 1000),
    batch: whole(read, 'batch', first.batch, 1, limits.rows),
    l2: number(read, 'l2', standard.l2, 0, 100),
    l1: number(read, 'l1', first.l1, 0, 100),
    seed: data.seed,
  }
  const speed = read('speed')
  const playground = read('playground')
  return {
    setup: { data, layers: readLayers(read), skip: false, training },
    stepsPerSecond:
      speed === 'full' ? Number.POSITIVE_INFINITY : number(read, 'speed', standard.stepsPerSecond, 1, 1e9),
    autoplay: read('autoplay') !== null,
    ...(playground !== null && { playground }),
  }
}

function readData(read: Read): DataSetup {
  const formula = read('formula')
  const kind = choice(read, 'data', [...shapes, 'function'], formula === null ? 'spiral' : 'function')
  const drawn = {
    rows: whole(read, 'rows', standard.rows, 2, limits.rows),
    noise: number(read, 'noise', kind === 'function' ? standard.functionNoise : standard.noise, 0, limits.noise),
    testShare: number(read, 'test', 0, 0, 0.9),
    seed: whole(read, 'seed', 1, 0, Number.MAX_SAFE_INTEGER),
  }
  if (kind === 'function') return { kind, formula: formula ?? 'sin(6*x)', range: readRange(read), ...drawn }
  if (formula !== null)
    fail('formula', 'must stand without data, or with data="function"', `data="${kind}"`, 'Leave one of them out.')
  const classes = whole(read, 'classes', withClasses.includes(kind) ? 3 : 2, 2, limits.classes)
  if (classes !== 2 && !withClasses.includes(kind))
    fail('classes', `must be 2 for data="${kind}"`, String(classes), `Take ${withClasses.join(', ')} for more.`)
  return { kind: kind as (typeof shapes)[number], classes, ...drawn }
}

function readRange(read: Read): readonly [number, number] {
  const text = read('range')
  if (text === null) return standard.range
  const [low, high, ...more] = text.split(',').map(numberOf)
  if (low! < high! && more.length === 0) return [low!, high!]
  return fail('range', 'must be two numbers, the lower one first', JSON.stringify(text), 'Write it as in -1,1.')
}

/** "20" or "8,8"; "none" for a linear classifier. */
function readLayers(read: Read): Setup['layers'] {
  const text = read('hidden')
  const activation = choice(read, 'activation', activations, 'relu')
  const dropout = number(read, 'dropout', 0, 0, 0.95)
  if (text === 'none') return []
  const units = text === null ? firstSetup.layers.map((layer) => layer.units) : text.split(',').map(numberOf)
  if (
    units.length <= limits.layers &&
    units.every((count) => Number.isInteger(count) && count >= 1 && count <= limits.units)
  )
    return units.map((count) => ({ units: count, activation, dropout }))
  const expected = `must be up to ${limits.layers} whole numbers in [1, ${limits.units}], or none`
  return fail('hidden', expected, JSON.stringify(text), 'Write it as in 20 or 8,8.')
}

function choice<Text extends string>(read: Read, name: Name, texts: readonly Text[], otherwise: Text): Text {
  const text = read(name)
  if (text === null) return otherwise
  const found = texts.find((one) => one === text)
  return found ?? fail(name, `must be one of ${texts.join(', ')}`, JSON.stringify(text), 'Choose a name from the list.')
}

function number(read: Read, name: Name, otherwise: number, low: number, high: number): number {
  const text = read(name)
  if (text === null) return otherwise
  const value = numberOf(text)
  if (value >= low && value <= high) return value
  return fail(name, `must be a number in [${low}, ${high}]`, JSON.stringify(text), 'Correct it.')
}

function whole(read: Read, name: Name, otherwise: number, low: number, high: number): number {
  const value = number(read, name, otherwise, low, high)
  if (Number.isInteger(value)) return value
  return fail(name, 'must be a whole number', String(value), 'Correct it.')
}

/** NaN for what is no number, empty text among it. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

function fail(name: Name, expected: string, received: string, fix: string): never {
  throw new OptionError({ where: 'wiggle-net', expected: `${name} ${expected}`, received, fix })
}
