// Opens a page in the user's browser, the way each system has for it.
import { spawn } from 'node:child_process'

/** Where there is no browser nothing happens: the address has been printed. */
export function openPage(url: string): void {
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open']
  const child = spawn(command!, [...before, url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
