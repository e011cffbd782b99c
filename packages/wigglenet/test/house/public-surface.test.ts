// The names that users build on. A name that appears, goes or changes its kind shows here; `npx vitest run -u` after
// it was meant, and CHANGELOG.md says why.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readSurface } from './surface.ts'

const packages = fileURLToPath(new URL('../../../', import.meta.url))
const entries = [
  ['wigglenet', 'wigglenet/src/index.ts'],
  ['wigglenet-catalogue', 'wigglenet/src/catalogue.ts'],
  ['wigglenet-node', 'wigglenet/src/node/index.ts'],
  ['wigglenet-predict', 'wigglenet/src/predict.ts'],
  ['wigglenet-web', 'wigglenet/src/web/index.ts'],
  ['io', 'io/src/index.ts'],
  ['io-node', 'io/src/node/index.ts'],
  ['report', 'report/src/index.ts'],
  ['report-node', 'report/src/node/index.ts'],
  ['chapter', 'chapter/src/index.ts'],
] as const

for (const [name, path] of entries) {
  test(`the public surface of packages/${path} is the one in public-surface/${name}.txt`, async () => {
    expect(existsSync(join(packages, path)), `packages/${path} is missing`).toBe(true)
    const lines = readSurface(join(packages, path))
    expect(lines.length).toBeGreaterThan(0)
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`public-surface/${name}.txt`)
    const listed = lines.filter((line) => !line.startsWith('type ')).map((line) => line.split(' ')[1])
    expect(Object.keys(await import(join(packages, path))).sort(), 'what runs exports the same').toEqual(listed.sort())
  })
}

test('the reader tells classes, functions, constants and types apart, through re-exports and renames', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wigglenet-surface-'))
  try {
    writeFileSync(
      join(folder, 'index.ts'),
      `export { A, b as c, type D } from './a.ts'
       export type { E } from './a.ts'
       import { b } from './a.ts'
       export { b }
       export const f = 1, g = 2`,
    )
    writeFileSync(
      join(folder, 'a.ts'),
      "export class A {}\nexport { b } from './b.ts'\nexport interface D {}\nexport type E = 1",
    )
    writeFileSync(join(folder, 'b.ts'), 'export function b(): void {}')
    expect(readSurface(join(folder, 'index.ts'))).toEqual([
      'class A',
      'const f',
      'const g',
      'function b',
      'function c',
      'type D',
      'type E',
    ])
    writeFileSync(join(folder, 'star.ts'), "export * from './a.ts'")
    expect(() => readSurface(join(folder, 'star.ts'))).toThrow('list the names')
    writeFileSync(join(folder, 'all.ts'), "export { A } from './a.ts'\nexport { b } from './b.ts'")
    writeFileSync(join(folder, 'star.ts'), "export * from './all.ts'\nexport const f = 1")
    expect(readSurface(join(folder, 'star.ts'))).toEqual(['class A', 'const f', 'function b'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
