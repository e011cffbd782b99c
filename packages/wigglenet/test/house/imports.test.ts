import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findFaults } from './source-rules.ts'

const src = fileURLToPath(new URL('../../src', import.meta.url))

function readSources(): Map<string, string> {
  const paths = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [relative(src, path).split(sep).join('/'), readFileSync(path, 'utf8')]))
}

/** The faults of a small planted tree. */
const faultsOf = (files: Record<string, string>) => findFaults(new Map(Object.entries(files)))

test('the sources import only downwards, in no circle, and use nothing that a runtime lacks', () => {
  const sources = readSources()
  expect(sources.size).toBeGreaterThan(5)
  expect(findFaults(sources)).toEqual([])
})

test('an upward import is a fault, be it of a type, a re-export, a dynamic import or an import type', () => {
  const up = 'number/a.ts (1) imports plan/b.ts (5): only folders with a smaller number'
  for (const text of [
    "import { b } from '../plan/b.ts'",
    "import type { B } from '../plan/b.ts'",
    "export { b } from '../plan/b.ts'",
    "export type * from '../plan/b.ts'",
    "export const a = () => import('../plan/b.ts')",
    "export type A = import('../plan/b.ts').B",
    "export type A = typeof import('../plan/b.ts')",
    "import '../plan/b.ts'",
  ]) {
    expect(faultsOf({ 'number/a.ts': text, 'plan/b.ts': '' }), text).toEqual([up])
  }
})

test('a downward import, an import within a folder and a word in a comment or a text are no fault', () => {
  expect(
    faultsOf({
      'plan/a.ts': "import { b } from './deep/b.ts'\nimport { c } from '../number/c.ts'\n// import '../train/d.ts'",
      'plan/deep/b.ts': "import { c } from '../../number/c.ts'\nexport const b = \"import '../../train/d.ts'\" + c",
      'number/c.ts': 'export const c = 1',
      'train/d.ts': '',
    }),
  ).toEqual([])
})

test('an import between folders of equal number is a fault', () => {
  expect(faultsOf({ 'data/a.ts': "import '../network/b.ts'", 'network/b.ts': '' })).toEqual([
    'data/a.ts (4) imports network/b.ts (4): only folders with a smaller number',
  ])
})

test('a folder may not import an entry, nor what only Node has', () => {
  const files = { 'search/a.ts': "import '../index.ts'\nimport '../node/b.ts'", 'index.ts': '', 'node/b.ts': '' }
  expect(faultsOf(files)).toEqual([
    'search/a.ts (10) imports index.ts (12): only folders with a smaller number',
    'search/a.ts (10) imports node/b.ts (11): only folders with a smaller number',
  ])
  expect(faultsOf({ 'index.ts': "import './node/b.ts'", 'node/b.ts': "import './c.ts'", 'node/c.ts': '' })).toEqual([])
})

test('a circle of files within one folder is a fault that names its path', () => {
  const files = {
    'check/a.ts': "import './b.ts'",
    'check/b.ts': "import type { C } from './c.ts'",
    'check/c.ts': "import './a.ts'",
  }
  expect(faultsOf(files)).toEqual(['circle: check/a.ts → check/b.ts → check/c.ts → check/a.ts'])
  expect(faultsOf({ 'check/a.ts': "import './a.ts'" })).toEqual(['circle: check/a.ts → check/a.ts'])
})

test('a package, a missing file and an unknown folder are faults; node: is one outside src/node', () => {
  expect(faultsOf({ 'check/a.ts': "import { z } from 'zod'" })).toEqual([
    'check/a.ts imports zod: the library has no dependencies',
  ])
  expect(faultsOf({ 'check/a.ts': "import './b.js'" })).toEqual([
    'check/a.ts imports ./b.js: there is no file check/b.js',
  ])
  expect(faultsOf({ 'utils/a.ts': '' })).toEqual(['utils/a.ts: the folder has no number in source-rules.ts'])
  expect(faultsOf({ 'model/a.ts': "import 'node:fs'", 'node/b.ts': "import 'node:fs'" })).toEqual([
    'model/a.ts imports node:fs: only src/node may',
  ])
})

test('a name that only Node or only browsers have is a fault in a portable folder', () => {
  const uses = (name: string) => [`data/a.ts uses ${name}: not every runtime has it`]
  expect(faultsOf({ 'data/a.ts': 'export const a = process.env' })).toEqual(uses('process'))
  expect(faultsOf({ 'data/a.ts': 'export const a = { window }' })).toEqual(uses('window'))
  expect(faultsOf({ 'data/a.ts': 'export const a = globalThis.document' })).toEqual(uses('document'))
  expect(faultsOf({ 'data/a.ts': 'export function a(b: Buffer): void {}' })).toEqual(uses('Buffer'))
  expect(faultsOf({ 'data/a.ts': 'export const a: NodeJS.Timeout | 0 = 0' })).toEqual(uses('NodeJS'))
  expect(faultsOf({ 'data/a.ts': "export const a = require('fs')" })).toEqual(uses('require'))
  expect(faultsOf({ 'node/a.ts': 'export const a = process.env', 'web/b.ts': 'export const b = document' })).toEqual([])
})

test('a member, a parameter or a variable of such a name is no fault', () => {
  expect(
    faultsOf({
      'data/a.ts': `
        export interface Options { window: number; process?: string }
        export const a = (options: Options, document: string) => options.window + document
        export const b = { process: 1, module: 2 }
        export const c = ({ window }: Options) => window
        export const d = ({ process: name = 'x' }: Options) => name`,
    }),
  ).toEqual([])
})

test('a function of Math that engines round differently is a fault where it can reach a weight', () => {
  const text =
    'export const a = (x: number) => Math.sqrt(Math.abs(x)) + Math.exp(x) + x ** 2 + 2 ** 32 * 2 ** -9 + Math["log"](x)'
  const inexact = ['**', 'Math.exp', 'Math.log'].map(
    (call) => `data/a.ts uses ${call}: its last bits differ between engines`,
  )
  expect(faultsOf({ 'data/a.ts': text }).sort()).toEqual(inexact)
  expect(faultsOf({ 'judge/a.ts': text })).toEqual([])
})
