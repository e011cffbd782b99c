// A folder on this machine's own address, for a page in its browser and for nobody else: what `wigglenet play` starts.
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, sep } from 'node:path'
import { OptionError } from 'wigglenet'

export interface Serving {
  /** The folder of the page. */
  readonly folder: string
  /** 0 for any free one. */
  readonly port: number
  /** What lies outside of the folder, by its path on the server. */
  readonly others?: Readonly<Record<string, () => Promise<Uint8Array>>>
}

export interface Server {
  /** Where the page is. */
  readonly url: string
  close(): Promise<void>
}

const host = '127.0.0.1'
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
}
/** The page is isolated from others, which lets it share memory among threads. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
}

/** Serves until it is closed.
 *  Throws:  OptionError when the port is taken or not allowed */
export async function serve({ folder, port, others = {} }: Serving): Promise<Server> {
  let ownHosts: readonly string[] = []
  const server = createServer((request, response) => {
    const answer = ownHosts.includes(request.headers.host ?? '') ? contentOf(request, folder, others) : forbidden
    void Promise.resolve(answer).then((found) => send(request, response, found))
  })
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(portError(error, port)))
    server.listen(port, host, done)
  })
  const { port: taken } = server.address() as AddressInfo
  // Another site whose name points here would ask under its own name, and gets nothing.
  ownHosts = [`${host}:${taken}`, `localhost:${taken}`]
  return {
    url: `http://${host}:${taken}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: Uint8Array | string
}
const told = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body })
const forbidden = told(403, 'This server answers to 127.0.0.1 and localhost only.\n')
const missing = told(404, 'There is no such file here.\n')

async function contentOf(
  { method, url = '/' }: IncomingMessage,
  folder: string,
  others: NonNullable<Serving['others']>,
) {
  if (method !== 'GET' && method !== 'HEAD') return told(405, 'This server answers GET and HEAD only.\n')
  let path: string
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ''))
  } catch {
    return missing
  }
  if (path.endsWith('/')) path += 'index.html'
  const type = types[extname(path)] ?? 'application/octet-stream'
  if (Object.hasOwn(others, path)) {
    try {
      return { status: 200, type, body: await others[path]!() }
    } catch (error) {
      return told(500, `${(error as Error).message}\n`)
    }
  }
  const file = join(folder, path) // which resolves every ..
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep) || file.includes('\0')) return missing
  try {
    return { status: 200, type, body: await readFile(file) }
  } catch {
    return missing // a folder or nothing
  }
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': length })
  response.end(method === 'HEAD' ? undefined : body)
}

function portError(error: NodeJS.ErrnoException, port: number): unknown {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'which another program uses',
    EACCES: 'which this user may not open',
  }
  const reason = reasons[error.code ?? '']
  if (reason === undefined) return error
  return new OptionError({
    where: '--port',
    expected: 'the port must be free',
    received: `${port}, ${reason}`,
    fix: 'Give another one, or 0 for any that is free.',
  })
}
