// A model as TypeScript that runs against the library and predicts the same: weights and all. Loaded only when it is asked for.
import type { Model, Network, PreprocessingData } from 'wigglenet'
import { activations, losses } from 'wigglenet/catalogue'

/** A line of numbers is not longer. */
const longestLine = 110

/** The source of a module that exports the model.
 *  Example: modelCode(model, [0.1, 0.4])  // `// …\nimport { createModel, dense, network, relu, softmax } from 'wigglenet'\n…` */
export function modelCode(model: Model, row: readonly number[]): string {
  const used = new Set(['createModel', 'network'])
  const call = (name: string, inside = '') => {
    used.add(name)
    return `${name}(${inside})`
  }
  const { network, parameters, loss, task, classes, preprocessing, provenance } = model
  const parts = [
    'network: net',
    'parameters',
    `loss: ${partCode(losses, loss, 'lossFromData', call)}`,
    `task: ${literal(task)}`,
    ...(classes ? [`classes: ${literal(classes)}`] : []),
    ...(preprocessing ? [`preprocessing: ${call('preprocessingFromData', literal(dataOf(preprocessing)))}`] : []),
    `provenance: ${literal(provenance)}`,
  ]
  const layers = network.nodes.map((node) => `  ${keyOf(node.name)}: ${layerCode(node, network, call)},\n`)
  const tensors = Object.entries(parameters).map(
    ([name, values]) => `  ${literal(name)}: new Float32Array([\n${numberLines(values)}\n  ]),\n`,
  )
  return `// A network of the wigglenet playground, with what it has learned. To run it: npm install wigglenet
import { ${[...used].sort().join(', ')} } from 'wigglenet'

const net = network(${network.inputs}, {
${layers.join('')}})

// W is (units, inputs), one row for each unit; b one number for each unit.
const parameters = {
${tensors.join('')}}

export const model = createModel({
${parts.map((part) => `  ${part},\n`).join('')}})

console.log(model.predict([${literal(row)}]))
`
}

type Call = (name: string, inside?: string) => string

/** `relu()` where that gives the part; else its data, which the library reads. */
function partCode(
  made: Readonly<Record<string, () => object>>,
  part: { readonly kind: string },
  read: string,
  call: Call,
): string {
  const plain = made[part.kind]
  return plain && JSON.stringify(plain()) === JSON.stringify(part)
    ? call(makerName(part.kind))
    : call(read, literal(part))
}

/** What makes a kind: `leaky-relu` is made by leakyRelu. */
export const makerName = (kind: string): string => kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

function layerCode(node: Network['nodes'][number], { nodes }: Network, call: Call): string {
  if (node.kind === 'add' || node.kind === 'concat') return call(node.kind, `{ from: ${literal(node.from)} }`)
  const before = nodes[nodes.indexOf(node) - 1]?.name ?? 'x'
  const from = node.from[0] === before ? [] : [`from: ${literal(node.from[0])}`]
  if (node.kind === 'same-as') return call('sameAs', [literal(node.of), ...braced(from)].join(', '))
  if (node.kind === 'columns') return call('columns', [node.first, node.units, ...braced(from)].join(', '))
  if (node.kind === 'neurons') {
    const list = node.neurons.map(
      ({ name, activation }) =>
        `{ name: ${literal(name)}, activation: ${partCode(activations, activation, 'activationFromData', call)} }`,
    )
    const options = [...from, `outputs: ${literal(node.outputs)}`].join(', ')
    return call('neurons', `[${list.join(', ')}], ${literal(node.edges)}, { ${options} }`)
  }
  if (node.kind !== 'dense' && node.kind !== 'maxout') {
    const inside = [
      ...(node.kind === 'crelu' ? [] : [partCode(activations, node.activation, 'activationFromData', call)]),
      `{ ${[
        ...from,
        ...(node.kind === 'batch-norm' ? [`momentum: ${node.momentum}`] : []),
        ...(node.kind === 'crelu' ? [] : [`epsilon: ${node.epsilon}`]),
      ].join(', ')} }`,
    ]
    return call(makerName(node.kind), inside.join(', '))
  }
  const settings = [
    ...from,
    ...(node.kind === 'maxout' && node.pieces !== 2 ? [`pieces: ${node.pieces}`] : []),
    ...(node.dropout === 0 ? [] : [`dropout: ${settingCode(node.dropout, call)}`]),
    ...(node.inputNoise > 0 ? [`inputNoise: ${node.inputNoise}`] : []),
    ...(['l2', 'l1', 'constraint', 'noise', 'locked'] as const).flatMap((name) =>
      node[name] === undefined ? [] : [`${name}: ${settingCode(node[name], call)}`],
    ),
  ]
  const inside = [
    String(node.units),
    ...(node.kind === 'dense' && node.activation.kind !== 'identity'
      ? [partCode(activations, node.activation, 'activationFromData', call)]
      : []),
    ...braced(settings),
  ]
  return call(node.kind, inside.join(', '))
}

/** A number or true, or what a maker makes of a number, as `maxNorm(3)`. */
function settingCode(setting: number | true | { readonly kind: string }, call: Call): string {
  if (typeof setting !== 'object') return String(setting)
  const { kind, ...amount } = setting
  return call(makerName(kind), Object.values(amount).join())
}

/** Options as the last argument, where there are some. */
const braced = (options: readonly string[]) => (options.length > 0 ? [`{ ${options.join(', ')} }`] : [])

const keyOf = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name))

/** Plain data as an expression: JSON is one. */
const literal = (value: unknown): string => JSON.stringify(value)

/** What JSON keeps of a preprocessing: its `encode` is made again from the data. */
const dataOf = (preprocessing: PreprocessingData): unknown => JSON.parse(JSON.stringify(preprocessing))

function numberLines(values: Float32Array): string {
  const lines: string[] = []
  let line = ''
  for (const value of values) {
    const text = `${shortest(value)},`
    if (line.length + text.length + 5 > longestLine) {
      lines.push(line)
      line = ''
    }
    line += line ? ` ${text}` : text
  }
  return [...lines, line].map((text) => `    ${text}`).join('\n')
}

/** The fewest digits that give the same float32 again. */
function shortest(value: number): string {
  if (Object.is(value, -0)) return '-0'
  for (let digits = 1; digits < 9; digits++) {
    const near = Number(value.toPrecision(digits))
    if (Math.fround(near) === value) return String(near)
  }
  return String(Number(value.toPrecision(9)))
}
