// The build script, tried on a small workspace of its own with two packages.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wigglenet-build-'))
  for (const file of ['tsconfig.base.json', 'package-lock.json', 'build.mjs', 'sources.mjs', 'worker-source.mjs']) {
    const path = file.endsWith('.mjs') ? `scripts/${file}` : file
    cpSync(join(root, path), join(folder, path))
  }
  for (const name of ['typescript', 'rolldown', '@types'])
    link(join(root, 'node_modules', name), `node_modules/${name}`)
  const entry = (file: string, source: string) => ({
    types: `./dist/types/${source}.d.ts`,
    default: `./dist/${file}.js`,
  })
  makePackage('low', { exports: { '.': entry('index', 'index'), './node': entry('node', 'node/index') } })
  write('packages/low/src/index.ts', "export { Fault } from './fault.ts'")
  write('packages/low/src/fault.ts', 'export class Fault extends Error {}')
  write(
    'packages/low/src/node/index.ts',
    "import { Fault } from '../fault.ts'\nexport const make = (): Fault => new Fault('made')",
  )
  makePackage('high', { exports: { '.': entry('index', 'index') }, dependencies: { low: '1.0.0' } })
  write('packages/high/src/index.ts', "import { Fault } from 'low'\nexport const high = (): Fault => new Fault('high')")
  link(join(folder, 'packages/low'), 'node_modules/low')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
function link(target: string, path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  symlinkSync(target, join(folder, path))
}
function makePackage(name: string, fields: object): void {
  write(`packages/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', ...fields }))
  cpSync(join(root, 'packages/wigglenet/tsconfig.json'), join(folder, `packages/${name}/tsconfig.json`))
}
function build(...flags: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'scripts/build.mjs'), ...flags], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}
const filesOf = (path: string) => readdirSync(join(folder, path)).sort()

test('each entry is one file, and what two of them share is one class', () => {
  expect(build()).toMatchObject({ status: 0, stderr: '' })
  expect(filesOf('packages/low/dist')).toEqual(['index.js', 'node.js', 'shared', 'types'])
  expect(filesOf('packages/low/dist/types')).toEqual(['fault.d.ts', 'index.d.ts', 'node'])
  const program = `
    import { Fault } from 'low'
    import { make } from '${join(folder, 'packages/low/dist/node.js')}'
    import { high } from '${join(folder, 'packages/high/dist/index.js')}'
    console.log(make() instanceof Fault, high() instanceof Fault)`
  write('program.mjs', program)
  const { stdout } = spawnSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' })
  expect(stdout).toBe('true true\n')
})

test('a second build does nothing; a change, a lost output or --force builds again', () => {
  const all = /^built low: index\.js, node\.js \(\d+ kB\)\nbuilt high: index\.js \(\d+ kB\)\n$/
  expect(build().stdout).toMatch(all)
  expect(build()).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(build('--force').stdout).toMatch(all)
  write('packages/high/src/more.ts', 'export const more = 1')
  expect(build().stdout).toMatch(/^built high: [^\n]+\n$/)
  rmSync(join(folder, 'packages/low/dist/node.js'))
  expect(build().stdout).toMatch(/^built low: [^\n]+\n$/)
})

test('an entry without its source, an error of types and an unknown flag are told, and the last build stays', () => {
  build()
  const before = readFileSync(join(folder, 'packages/low/dist/index.js'), 'utf8')
  write('packages/low/src/fault.ts', "export class Fault extends Error {}\nexport const wrong: number = 'text'")
  expect(build()).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'build: the types of low must be free of errors; got\n' +
      "packages/low/src/fault.ts(2,14): error TS2322: Type 'string' is not assignable to type 'number'.\n",
  })
  expect(readFileSync(join(folder, 'packages/low/dist/index.js'), 'utf8')).toBe(before)
  rmSync(join(folder, 'packages/low/src/node'), { recursive: true })
  expect(build().stderr).toBe(
    'build: packages/low/src/node/index.ts must exist, since packages/low/package.json names it as "./node"; ' +
      'got no such file. Write it, or take the entry out of package.json.\n',
  )
  expect(build('--fast').stderr).toBe('build: the only flag is --force; got --fast. Remove it.\n')
})

test('an entry without types is made by Vite, whose settings must be there', () => {
  makePackage('page', { exports: { './index.html': './dist/index.html' } })
  expect(build().stderr).toBe(
    'build: packages/page/vite.config.ts must exist, since packages/page/package.json names it as "./index.html"; ' +
      'got no such file. Write it, or take the entry out of package.json.\n',
  )
})
