import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Server, serve } from '../src/serve.ts'
import { scratchFolder } from './fake-terminal.ts'

const around = scratchFolder()
const folder = join(around, 'page')
let csv = 'x,y,class\n1,2,a\n'
let server: Server
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  mkdirSync(join(around, 'page-beside'))
  writeFileSync(join(around, 'secret.txt'), 'secret')
  writeFileSync(join(around, 'page-beside/index.html'), 'secret')
  writeFileSync(join(folder, 'index.html'), '<!doctype html>page')
  writeFileSync(join(folder, 'assets/a b.js'), 'script')
  writeFileSync(join(folder, 'assets/style.css'), 'style')
  const others = {
    '/data/rows.csv': async () => new TextEncoder().encode(csv),
    '/data/gone.csv': () => Promise.reject(new Error('gone.csv: the file must exist; got no such file.')),
  }
  server = await serve({ folder, port: 0, others })
})
afterAll(() => server.close())

interface Got {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** As it is written: `fetch` would take the dots out of a path. */
function get(path: string, { method = 'GET', host = '' } = {}): Promise<Got> {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(server.url)
    const headers = host === '' ? {} : { host }
    request({ hostname, port, path, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (part) => (body += part))
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body }))
    })
      .on('error', fail)
      .end()
  })
}

test('a folder is answered with its index.html, isolated from other origins and kept by no cache without asking', async () => {
  const { status, headers, body } = await get('/')
  expect([status, body]).toEqual([200, '<!doctype html>page'])
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-length': '19',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  })
})

test.each([
  ['/assets/a%20b.js?v=1', 'text/javascript; charset=utf-8', 'script'],
  ['/assets/style.css', 'text/css; charset=utf-8', 'style'],
])('%s is served as %s', async (path, type, text) => {
  const { headers, body } = await get(path)
  expect(body).toBe(text)
  expect(headers['content-type']).toBe(type)
})

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/../../secret.txt',
  '/../page-beside/index.html',
  '/../page-beside/',
  '/index.html%00',
  '/%',
  '/assets',
  '/nothing.html',
])('%s is not found, and nothing outside of the folder is told', async (path) => {
  const { status, body } = await get(path)
  expect([status, body]).toEqual([404, 'There is no such file here.\n'])
})

test('HEAD has the headers alone, and other methods are refused', async () => {
  expect(await get('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
  expect((await get('/', { method: 'HEAD' })).headers['content-length']).toBe('19')
  expect((await get('/', { method: 'POST' })).status).toBe(405)
})

test('a site whose name was pointed to this machine gets nothing', async () => {
  const { status, body } = await get('/data/rows.csv', { host: 'example.com:4567' })
  expect([status, body]).toEqual([403, 'This server answers to 127.0.0.1 and localhost only.\n'])
  const { port } = new URL(server.url)
  expect((await get('/', { host: `localhost:${port}` })).status).toBe(200)
})

test('other content is read anew each time, and its error is told', async () => {
  expect(await get('/data/rows.csv')).toMatchObject({ status: 200, body: 'x,y,class\n1,2,a\n' })
  csv = 'x,y,class\n3,4,b\n'
  const { headers, body } = await get('/data/rows.csv')
  expect(body).toBe(csv)
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(await get('/data/gone.csv')).toMatchObject({
    status: 500,
    body: 'gone.csv: the file must exist; got no such file.\n',
  })
})

test('a port in use is an error that says so', async () => {
  const other = createServer()
  const port = await new Promise<number>((done) =>
    other.listen(0, '127.0.0.1', () => done((other.address() as { port: number }).port)),
  )
  await expect(serve({ folder, port })).rejects.toThrow(
    `--port: the port must be free; got ${port}, which another program uses. Give another one, or 0 for any that is free.`,
  )
  other.close()
})

test('closing ends connections that are kept open', async () => {
  const own = await serve({ folder, port: 0 })
  expect((await fetch(own.url)).status).toBe(200) // fetch keeps its connection
  await own.close()
  await expect(fetch(own.url)).rejects.toThrow()
})
