// What an entry exports, read from its text: one line a name with its kind. Used by public-surface.test.ts.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'rolldown/utils'

interface Declared {
  readonly type: string
  readonly id?: { readonly name?: string } | null
  readonly declarations?: readonly { readonly id: { readonly name?: string } }[]
}
interface Specifier {
  readonly local: { readonly name?: string }
  readonly imported?: { readonly name?: string }
  readonly exported?: { readonly name?: string }
  readonly exportKind?: string
}
interface Statement {
  readonly type: string
  readonly declaration?: Declared | null
  readonly source?: { readonly value: string } | null
  readonly specifiers?: readonly Specifier[]
  readonly exportKind?: string
}

const KINDS: Readonly<Record<string, string>> = {
  ClassDeclaration: 'class',
  FunctionDeclaration: 'function',
  TSDeclareFunction: 'function',
  VariableDeclaration: 'const',
  TSInterfaceDeclaration: 'type',
  TSTypeAliasDeclaration: 'type',
}

const parsed = new Map<string, readonly Statement[]>()
function statementsOf(path: string): readonly Statement[] {
  const text = readFileSync(path, 'utf8')
  let statements = parsed.get(text)
  if (!statements) {
    statements = parseSync(path, text).program.body as unknown as readonly Statement[]
    parsed.set(text, statements)
  }
  return statements
}

/** The kind of what a file declares or passes on under a name. */
function kindOf(path: string, name: string): string {
  for (const { declaration, source, specifiers = [], type } of statementsOf(path)) {
    const declared = declaration?.declarations?.map(({ id }) => id.name) ?? [declaration?.id?.name]
    if (declaration && declared.includes(name)) return KINDS[declaration.type] ?? declaration.type
    const passed = specifiers.find(({ local, exported }) => (exported ?? local).name === name)
    if (!passed || !source) continue
    if (source.value.startsWith('.')) {
      const original = type === 'ImportDeclaration' ? (passed.imported ?? passed.local) : passed.local
      return kindOf(join(dirname(path), source.value), original.name!)
    }
  }
  throw new Error(`${path} exports ${name}, and where it is declared was not found`)
}

/** The exported names with their kinds, sorted: `class DataError`, `function adam`, `type Network`.
 *  Throws for `export *` of anything but a list of parts (all.ts): an entry lists its names. */
export function readSurface(path: string): string[] {
  const lines: string[] = []
  for (const { type, declaration, source, specifiers = [], exportKind } of statementsOf(path)) {
    if (type === 'ExportAllDeclaration') {
      if (!source!.value.endsWith('/all.ts')) throw new Error(`${path}: export * from ${source!.value}: list the names`)
      lines.push(...readSurface(join(dirname(path), source!.value)))
    }
    if (type !== 'ExportNamedDeclaration') continue
    if (declaration) {
      const names = declaration.declarations?.map(({ id }) => id.name!) ?? [declaration.id!.name!]
      lines.push(...names.map((name) => `${KINDS[declaration.type] ?? declaration.type} ${name}`))
    }
    for (const { exported, exportKind: own } of specifiers) {
      const isType = exportKind === 'type' || own === 'type'
      lines.push(`${isType ? 'type' : kindOf(path, exported!.name!)} ${exported!.name}`)
    }
  }
  return lines.sort()
}
