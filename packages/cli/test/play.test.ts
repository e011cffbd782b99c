import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere, scratchFolder } from './fake-terminal.ts'

const folder = scratchFolder()
const penguins = join(folder, 'my penguins.csv')
writeFileSync(penguins, 'bill,depth,species\n39.1,18.7,Adelie\n')

/** Plays until the page's address is told, asks for something, and presses Ctrl-C. */
async function play(argv: readonly string[], ask: (url: string) => Promise<unknown>, isTTY = false) {
  let asked: Promise<unknown> = Promise.resolve()
  const ended = await runHere(['play', '--port', '0', ...argv], {
    isTTY,
    onWrite(text, interrupt) {
      asked = ask(text.split('\n')[0]!).finally(() => interrupt.abort())
    },
  })
  return { ...ended, got: await asked }
}
const textOf = async (url: string) => (await fetch(url)).text()

test('play serves the built page until Ctrl-C, and ends with 0', async () => {
  const { code, got, lines, stderr, pages } = await play([], textOf)
  expect(got).toContain('<title>wigglenet playground</title>')
  expect(lines).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/), 'Ctrl-C ends it.'])
  expect([code, stderr, pages]).toEqual([0, '', []])
})

test('with a CSV file the address names it, and the server has its bytes', async () => {
  const { got, lines } = await play([penguins], async (url) => {
    const data = new URL(url).searchParams.get('data')!
    return [data, await textOf(new URL(data.split('/').map(encodeURIComponent).join('/'), url).href)]
  })
  expect(lines[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?data=data%2Fmy%20penguins\.csv$/)
  expect(got).toEqual(['data/my penguins.csv', 'bill,depth,species\n39.1,18.7,Adelie\n'])
})

test('on a terminal the browser opens, but not with --no-open', async () => {
  const { lines, pages } = await play([], textOf, true)
  expect(pages).toEqual([lines[0]])
  expect((await play(['--no-open'], textOf, true)).pages).toEqual([])
})

test.each([
  [['missing.csv'], 'missing.csv: the file must exist; got no such file. Correct the path.'],
  [[folder], `${folder}: the path must be that of a file; got a folder. Name a file.`],
  [
    ['--port', '70000'],
    '--port: the value must be a whole number in [0, 65535]; got 70000. Write it as in 8080, or 0 for any free port.',
  ],
  [['--port', 'http'], '--port: the value must be a number; got "http". Write it as in 20 or 0.001.'],
])('play %j is refused', async (argv, message) => {
  expect(await runHere(['play', ...argv])).toMatchObject({ code: 2, stdout: '', stderr: `wigglenet: ${message}\n` })
})

test('a port in use ends with 2 and one line', async () => {
  const other = createServer()
  const port = await new Promise<number>((done) =>
    other.listen(0, '127.0.0.1', () => done((other.address() as { port: number }).port)),
  )
  expect(await runHere(['play', '--port', String(port)])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `wigglenet: --port: the port must be free; got ${port}, which another program uses. Give another one, or 0 for any that is free.\n`,
  })
  other.close()
})

test('play --help has examples', async () => {
  const { stdout } = await runHere(['play', '--help'])
  expect(stdout).toContain('Usage: wigglenet play [options] [data.csv]')
  expect(stdout).toContain('Examples:\n  wigglenet play\n  wigglenet play penguins.csv\n')
})
