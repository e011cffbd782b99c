// Setup ↔ the text behind the # of a link: `v=1&d=…&n=…&s=…&t=…`, numbers as JavaScript writes them, so that the same values come back.
// What a link says is checked as if a stranger had written it.
import { limits } from './limits.ts'
import {
  activations,
  type DataSetup,
  type DrawnPlane,
  type LayerSetup,
  losses,
  type OwnData,
  optimizers,
  type Setup,
  shapes,
  type TrainingSetup,
  type ValueData,
} from './setup.ts'
import {
  Damage,
  fields,
  floatsText,
  numberIn,
  numbersText,
  oneOf,
  readFloats,
  readNumbers,
  whole,
  words,
} from './share-text.ts'
import { entryOf, mostVariants, type Variation, type Varied, variations } from './variation.ts'

/** Learned numbers by the name of their parameter; in a link only where asked for. */
export type Weights = Readonly<Record<string, Float32Array>>

/** What a link says, or one sentence about what is wrong with it. */
export type Shared =
  | { readonly setup: Setup; readonly weights?: Weights; readonly variation?: Variation }
  | { readonly problem: string }

/** A setup as the fragment of a link, without the #.
 *  Example: shareText(firstSetup)  // 'v=1&d=spiral,3,0.2,300,0.2,1&n=relu:20:0&s=0&t=softmax,adam,0.01,10,0.001,0,1,1'  */
export function shareText(
  { data, layers, skip, training }: Setup,
  { weights, variation }: { readonly weights?: Weights | undefined; readonly variation?: Variation | undefined } = {},
): string {
  const { loss, optimizer, rate, batch, l2, l1, seed, scale } = training
  const parts = [
    'v=1',
    `d=${dataText(data)}`,
    `n=${layers.map(layerText).join(',')}`,
    `s=${skip ? 1 : 0}`,
    `t=${[loss, optimizer, rate, batch, l2, l1, seed, scale].join(',')}`,
  ]
  if (variation) parts.push(`c=${[variation.what, ...variation.values].join(',')}`)
  if (weights) {
    const texts = Object.entries(weights).map(([name, values]) => `${encodeURIComponent(name)}:${floatsText(values)}`)
    parts.push(`w=${texts.join(',')}`)
  }
  return parts.join('&')
}

/** What the fragment of a link says; a damaged one is told as a problem, never thrown. */
export function readShare(text: string): Shared {
  try {
    const parts = fields(text.replace(/^#/, ''), ['v', 'd', 'n', 's', 't', 'c', 'w'])
    const version = parts.get('v')
    if (version !== '1') throw new Damage('version')
    const setup: Setup = {
      data: readData((parts.get('d') ?? '').split(',')),
      layers: readLayers(parts.get('n')),
      skip: oneOf('skip connection', parts.get('s'), ['0', '1']) === '1',
      training: readTraining((parts.get('t') ?? '').split(',')),
    }
    const [weights, variation] = [parts.get('w'), parts.get('c')]
    return {
      setup,
      ...(weights !== undefined && { weights: readWeights(weights) }),
      ...(variation !== undefined && { variation: readVariation(variation.split(','), setup) }),
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error
    return {
      problem: `This link is damaged: its ${error.part} cannot be read. The page shows its first setup; copy the link again, whole.`,
    }
  }
}

function dataText(data: DataSetup): string {
  const end = [data.testShare, data.seed]
  switch (data.kind) {
    case 'points': {
      const lists = [data.names, data.classes].map((list) => list.map(encodeURIComponent).join(':'))
      return [data.kind, ...lists, drawnText(data.drawn), numbersText(data.X), numbersText(data.y), ...end].join(',')
    }
    case 'values': {
      const { kind, names, target, drawn, X, y } = data
      const list = names.map(encodeURIComponent).join(':')
      return [kind, list, encodeURIComponent(target), drawnText(drawn), numbersText(X), numbersText(y), ...end].join(
        ',',
      )
    }
    case 'function':
      return [data.kind, encodeURIComponent(data.formula), ...data.range, data.noise, data.rows, ...end].join(',')
    default:
      return [data.kind, data.classes, data.noise, data.rows, ...end].join(',')
  }
}

const drawnText = (drawn: ValueData['drawn']) => (typeof drawn === 'string' ? drawn : drawn.join(':'))

function readData(texts: readonly string[]): DataSetup {
  const [kind, ...others] = texts
  const length = ['points', 'values', 'function'].includes(kind ?? '') ? 7 : 5
  if (others.length !== length) throw new Damage('data')
  const end = {
    testShare: numberIn('share of test rows', others[length - 2], 0, 0.9),
    seed: readSeed('seed of the data', others[length - 1]),
  }
  if (kind === 'points') return { ...readPoints(others), ...end }
  if (kind === 'values') return { ...readValues(others), ...end }
  const drawn = {
    noise: numberIn('noise', others[length - 4], 0, limits.noise),
    rows: whole('number of rows', others[length - 3], 2, limits.rows),
    ...end,
  }
  if (kind !== 'function') {
    const classes = whole('number of classes', others[0], 2, limits.classes)
    return { kind: oneOf('kind of data', kind, shapes), classes, ...drawn }
  }
  const formula = words('function', others[0]!, limits.formula)
  const range = [others[1], others[2]].map((text) => numberIn('range', text, -Number.MAX_VALUE, Number.MAX_VALUE))
  return { kind, formula, range: [range[0]!, range[1]!], ...drawn }
}

function readPoints([names, classes, drawn, X, y]: readonly string[]): Omit<OwnData, 'testShare' | 'seed'> {
  const rows = readRows(names!, X, 'classes of the points', y)
  const own = {
    ...{ kind: 'points' as const, ...rows },
    drawn: readDrawn(drawn!, rows.names.length),
    classes: readList('classes', classes!),
  }
  const known = own.y.every((label) => Number.isInteger(label) && label >= 0 && label < own.classes.length)
  if (!known) throw new Damage('classes of the points')
  if (own.classes.length > limits.classes) throw new Damage('classes')
  return own
}

function readValues([names, target, drawn, X, y]: readonly string[]): Omit<ValueData, 'testShare' | 'seed'> {
  const rows = readRows(names!, X, 'numbers to predict', y)
  const isLine = rows.names.length === 1
  if (isLine !== (drawn === 'target')) throw new Damage('drawn columns')
  return {
    ...{ kind: 'values', ...rows },
    target: words('name of the target', target!, limits.name),
    drawn: isLine ? 'target' : readDrawn(drawn!, rows.names.length),
  }
}

const readList = (part: string, text: string) => text.split(':').map((word) => words(part, word, limits.name))

function readRows(list: string, points: string | undefined, told: string, targets: string | undefined) {
  const names = readList('names', list)
  const [X, y] = [readNumbers('points', points), readNumbers(told, targets)]
  if (X.length !== y.length * names.length || y.length > limits.rows) throw new Damage('points')
  return { names, X, y }
}

function readDrawn(text: string, columns: number): DrawnPlane {
  if (text === 'projection') return text
  const [x, y, ...more] = text.split(':').map((column) => whole('drawn columns', column, 0, columns - 1))
  if (y === undefined || more.length > 0 || x === y) throw new Damage('drawn columns')
  return [x!, y]
}

const layerText = ({ activation, units, dropout, pieces }: LayerSetup) =>
  `${activation}:${units}:${dropout}${pieces === undefined ? '' : `:${pieces}`}`

function readLayers(text: string | undefined): LayerSetup[] {
  if (text === undefined) throw new Damage('layers')
  if (text === '') return []
  const layers = text.split(',').map((layer) => {
    const [activation, units, dropout, pieces, ...more] = layer.split(':')
    if (more.length > 0) throw new Damage('layers')
    return {
      units: whole('layers', units, 1, limits.units),
      activation: oneOf('layers', activation, activations),
      dropout: numberIn('layers', dropout, 0, 0.99),
      ...(pieces !== undefined && { pieces: whole('layers', pieces, 2, limits.pieces) }),
    }
  })
  if (layers.length > limits.layers) throw new Damage('layers')
  return layers
}

function readTraining(texts: readonly string[]): TrainingSetup {
  if (texts.length !== 8) throw new Damage('training')
  const [loss, optimizer, rate, batch, l2, l1, seed, scale] = texts
  return {
    loss: oneOf('loss', loss, losses),
    optimizer: oneOf('optimizer', optimizer, optimizers),
    rate: numberIn('rate', rate, 0, Number.MAX_VALUE),
    batch: whole('batch', batch, 1, limits.rows),
    l2: numberIn('L2 strength', l2, 0, Number.MAX_VALUE),
    l1: numberIn('L1 strength', l1, 0, Number.MAX_VALUE),
    seed: readSeed('seed of the training', seed),
    scale: numberIn('scale of the first weights', scale, 0, 1000),
  }
}

function readVariation([name, ...texts]: readonly string[], setup: Setup): Variation {
  const part = 'comparison'
  const what = oneOf(part, name, Object.keys(variations) as Varied[])
  if (texts.length < 2 || texts.length > mostVariants) throw new Damage(part)
  const entry = entryOf(what)
  const read = (text: string) => {
    if ('names' in entry) return oneOf(part, text, entry.names(setup))
    return (entry.whole ? whole : numberIn)(part, text, entry.low, entry.high)
  }
  return { what, values: texts.map(read) }
}

const readSeed = (part: string, text: string | undefined) => whole(part, text, 0, Number.MAX_SAFE_INTEGER)

function readWeights(text: string): Weights {
  const entries = text.split(',').map((entry): [string, Float32Array] => {
    const [name, values, ...more] = entry.split(':')
    if (values === undefined || more.length > 0) throw new Damage('weights')
    return [words('weights', name!, limits.name), readFloats('weights', values)]
  })
  if (new Set(entries.map(([name]) => name)).size < entries.length) throw new Damage('weights')
  return Object.fromEntries(entries)
}
