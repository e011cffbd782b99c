// A terminal that keeps what is written to it, and runs the command in this process.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { run } from '../src/run.ts'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The lines of stdout. */
  readonly lines: readonly string[]
  /** Addresses that the browser was to open. */
  readonly pages: readonly string[]
}

export interface FakeOptions {
  readonly stdin?: string
  readonly isTTY?: boolean
  readonly columns?: number
  readonly env?: Readonly<Record<string, string>>
  /** Called after each write to stdout; to abort there is as pressing Ctrl-C there. */
  readonly onWrite?: (text: string, interrupt: AbortController) => void
}

export async function runHere(argv: readonly string[], options: FakeOptions = {}): Promise<Ended> {
  const { stdin = '', isTTY = false, columns = 80, env = {}, onWrite } = options
  const controller = new AbortController()
  let stdout = ''
  let stderr = ''
  const pages: string[] = []
  const write = (text: string) => {
    stdout += text
    onWrite?.(text, controller)
  }
  async function* input() {
    yield new TextEncoder().encode(stdin)
  }
  const code = await run(argv, {
    stdout: { write, isTTY, columns },
    stderr: { write: (text) => (stderr += text) },
    stdin: input(),
    env,
    interrupt: () => controller.signal,
    openPage: (url) => void pages.push(url),
  })
  return { code, stdout, stderr, lines: stdout.trimEnd().split('\n'), pages }
}

/** A folder that is gone after the tests of the file. */
export function scratchFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'wigglenet-cli-'))
  afterAll(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** The result line, which must be the last one. */
export function resultOf({ lines }: Ended): Record<string, unknown> {
  return JSON.parse(lines.at(-1)!) as Record<string, unknown>
}
