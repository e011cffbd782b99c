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
