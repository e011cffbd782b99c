// What a command may touch of the world around it, given from outside so that tests can stand in for a terminal.

/** A place that text is written to. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: AsyncIterable<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  /** A signal that aborts when the user asks to stop; from the call on, asking once no longer ends the process. */
  interrupt(): AbortSignal
  /** Shows a page in the user's browser, if there is one. */
  openPage(url: string): void
}

/** Bold and dim text where the output is a terminal that takes colours; plain text elsewhere. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
}

/** No colours when the output is no terminal, or NO_COLOR is set to anything but nothing. */
export function paintFor({ stdout, env }: Terminal): Paint {
  const plain = !stdout.isTTY || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb'
  const with_ = (code: number) => (text: string) => (plain ? text : `\u001b[${code}m${text}\u001b[0m`)
  return { bold: with_(1), dim: with_(2) }
}

/** Text of a file in one line: what would end the line, or steer the terminal, is shown as an escape, as in JSON. */
export function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => {
    const known = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character]
    return known ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** `1 row`, `2 rows`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

/** A path as a shell takes it. */
export function quoted(path: string): string {
  return /^[\w./:@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
