// The rules of the house as a pure function over a map of files: path in src → text. Used by imports.test.ts.
import { parseSync } from 'rolldown/utils'

/** The folders of src with their numbers: a folder imports only folders with a smaller one. */
const FOLDERS: Readonly<Record<string, number>> = {
  check: 0,
  number: 1,
  formula: 2,
  kernel: 3,
  data: 4,
  judge: 4,
  network: 4,
  optimizer: 4,
  plan: 5,
  backend: 6,
  model: 7,
  train: 8,
  diagnose: 9,
  explore: 9,
  search: 10,
}
/** What stands above all folders: the entries, and the parts that only one runtime has. */
const ABOVE = 11
const ENTRIES: Readonly<Record<string, number>> = {
  node: ABOVE,
  web: ABOVE,
  'index.ts': ABOVE + 1,
  'index-node.ts': ABOVE + 2,
  'predict.ts': ABOVE + 1,
  'predict-node.ts': ABOVE + 2,
  'catalogue.ts': ABOVE + 1,
}

/** Names that not every runtime has. Node and browsers share `performance`, `setTimeout`, `WebAssembly`, `AbortSignal`. */
const NODE_ONLY = [
  'process',
  'Buffer',
  'NodeJS',
  'require',
  'module',
  'exports',
  '__dirname',
  '__filename',
  'global',
  'setImmediate',
]
const BROWSER_ONLY = [
  'document',
  'window',
  'self',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'indexedDB',
]
const BROWSER_MORE = [
  'Worker',
  'XMLHttpRequest',
  'requestAnimationFrame',
  'HTMLElement',
  'HTMLCanvasElement',
  'alert',
  'importScripts',
]
const NOT_EVERYWHERE = new Set([...NODE_ONLY, ...BROWSER_ONLY, ...BROWSER_MORE])

/** The members of Math that give the same bits on every engine. */
const EXACT = new Set(
  'abs ceil floor round trunc sign sqrt fround imul clz32 min max E LN2 LN10 LOG2E LOG10E PI SQRT1_2 SQRT2'.split(' '),
)
/** Folders whose numbers reach no weight: they read what was trained. */
const READS_ONLY = ['judge', 'diagnose', 'explore']

interface SyntaxNode {
  readonly type: string
  readonly [field: string]: unknown
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'

function childrenOf(node: SyntaxNode): [field: string, child: SyntaxNode][] {
  return Object.entries(node).flatMap(([field, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child): [string, SyntaxNode] => [field, child]),
  )
}

/** Whether the identifier in this place only names a member: `a.name`, `{ name: 1 }`, `name: string` in an interface. */
function isMemberName(parent: SyntaxNode, field: string): boolean {
  if (parent.type === 'MemberExpression') return field === 'property' && parent.computed !== true
  if (parent.type === 'TSQualifiedName') return field === 'right'
  return field === 'key' && parent.computed !== true && parent.shorthand !== true
}

/** Whether the identifier in this place is being declared: a variable, a parameter, a pattern, an import. */
function isDeclaration(parent: SyntaxNode, field: string): boolean {
  if (field === 'id' || field === 'local' || field === 'params' || field === 'param') return true
  return (
    ['ArrayPattern', 'RestElement', 'AssignmentPattern', 'TSParameterProperty'].includes(parent.type) &&
    field !== 'right'
  )
}

interface Facts {
  readonly imports: readonly string[]
  readonly globals: readonly string[]
  readonly inexact: readonly string[]
}

const IMPORTING = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]

/** What a file imports, the names it takes from its surroundings, and its calls whose last bits differ between engines. */
function readFacts(path: string, text: string): Facts {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]!.message}`)
  const imports: string[] = []
  const used = new Set<string>()
  const declared = new Set<string>()
  const inexact: string[] = []
  const visit = (node: SyntaxNode): void => {
    if (IMPORTING.includes(node.type) && isNode(node.source)) {
      imports.push(node.source.type === 'Literal' ? String(node.source.value) : '(computed)')
    }
    if (node.type === 'TSImportEqualsDeclaration') imports.push('(import =)')
    if (node.type === 'MemberExpression' && isNode(node.object) && isNode(node.property)) {
      const member = String(node.property.name ?? node.property.value)
      if (node.object.name === 'globalThis') used.add(member)
      if (node.object.name === 'Math' && !EXACT.has(member)) inexact.push(`Math.${member}`)
    }
    if (isPower(node)) inexact.push('**')
    if (node.type === 'ObjectPattern') {
      for (const [, { value }] of childrenOf(node)) if (isNode(value)) declared.add(String(value.name))
    }
    for (const [field, child] of childrenOf(node)) {
      if (child.type === 'Identifier' && !isMemberName(node, field)) {
        used.add(String(child.name))
        if (isDeclaration(node, field)) declared.add(String(child.name))
      }
      visit(child)
    }
  }
  visit(program as unknown as SyntaxNode)
  return { imports, globals: [...used].filter((name) => NOT_EVERYWHERE.has(name) && !declared.has(name)), inexact }
}

/** Whether a node raises to a power; 2 to a whole number is exact and may stand. */
function isPower(node: SyntaxNode): boolean {
  if (node.operator !== '**' && node.operator !== '**=') return false
  const { left, right } = node as { left?: SyntaxNode; right?: SyntaxNode }
  const exponent = right?.operator === '-' ? (right.argument as SyntaxNode) : right
  return !(left?.value === 2 && Number.isInteger(exponent?.value))
}

function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

const topOf = (path: string): string => path.split('/')[0]!
const heightOf = (path: string): number | undefined => FOLDERS[topOf(path)] ?? ENTRIES[topOf(path)]

function judgeImport(path: string, specifier: string, files: ReadonlyMap<string, string>): string | undefined {
  if (specifier.startsWith('node:')) {
    return topOf(path) === 'node' ? undefined : `${path} imports ${specifier}: only src/node may`
  }
  if (!specifier.startsWith('.')) return `${path} imports ${specifier}: the library has no dependencies`
  const target = resolve(path, specifier)
  if (!files.has(target)) return `${path} imports ${specifier}: there is no file ${target}`
  const own = heightOf(path)!
  const other = heightOf(target)
  if (topOf(target) === topOf(path) || other === undefined || other < own) return undefined
  return `${path} (${own}) imports ${target} (${other}): only folders with a smaller number`
}

/** The circles between files, each told once, from its first file in the order of names. */
function findCircles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      circles.push(`circle: ${[...way.slice(way.indexOf(path)), path].join(' → ')}`)
      return
    }
    if (done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const path of [...edges.keys()].sort()) visit(path, [])
  return circles
}

/** Every fault against the rules of the house, as sentences; empty if there is none. */
export function findFaults(files: ReadonlyMap<string, string>): string[] {
  const faults: string[] = []
  const edges = new Map<string, string[]>()
  for (const [path, text] of files) {
    if (heightOf(path) === undefined) {
      faults.push(`${path}: the folder has no number in source-rules.ts`)
      continue
    }
    const { imports, globals, inexact } = readFacts(path, text)
    for (const specifier of imports) faults.push(...[judgeImport(path, specifier, files) ?? []].flat())
    const local = imports.filter((specifier) => specifier.startsWith('.')).map((specifier) => resolve(path, specifier))
    edges.set(path, [...new Set(local)])
    if (!['node', 'web'].includes(topOf(path))) {
      for (const name of globals) faults.push(`${path} uses ${name}: not every runtime has it`)
    }
    if (READS_ONLY.includes(topOf(path))) continue
    for (const call of inexact) faults.push(`${path} uses ${call}: its last bits differ between engines`)
  }
  return [...faults, ...findCircles(edges)]
}
