import { basename, extname, join } from 'node:path'
import type { Figure, Theme } from '@wigglenet/report'
import type { Command } from 'commander'
import { OptionError } from 'wigglenet'
import { writeFileSafely } from 'wigglenet/node'
import { number } from '../flags.ts'
import { pictureBytes } from '../picture.ts'
import { reopen } from '../reopen.ts'
import { quoted, type Terminal, visible } from '../terminal.ts'

interface Flags {
  readonly out?: string
  readonly theme?: string
  readonly width?: number
}

/** `wigglenet plot`: a picture of a run as a file. */
export function addPlot(program: Command, terminal: Terminal): void {
  program
    .command('plot')
    .summary('draw a picture of a run: SVG, PNG or HTML')
    .description(
      'Draws what the report of a run shows, one picture at a time. Without a picture it lists those that there are for\n' +
        'the run. Rows are read again from where train has read them; pictures that need none do without.',
    )
    .argument('<run>', 'folder of a run')
    .argument('[picture]', 'curves, update-ratio, confusion, calibration, regions, projection, units, network …')
    .option('--out <file>', 'file to write: .svg, .png or .html (default: <picture>.svg in the folder of the run)')
    .option('--theme <theme>', 'light or dark (default: light); HTML has both')
    .option('--width <pixels>', 'width of the picture (default: 640)', number('--width'))
    .addHelpText(
      'after',
      `
Examples:
  wigglenet plot runs/iris-1
  wigglenet plot runs/iris-1 confusion --out confusion.png
  wigglenet plot runs/spiral-1 regions --out regions.svg --theme dark`,
    )
    .action(async (path: string, picture: string | undefined, flags: Flags) => {
      const { theme, width, format } = settled(flags, picture)
      const { run, missing } = await reopen(path)
      const report = await import('@wigglenet/report')
      if (missing !== undefined) terminal.stderr.write(`wigglenet: some pictures are missing: ${visible(missing)}\n`)
      if (picture === undefined) {
        const names = report.figuresOf(run).map(({ name }) => name)
        terminal.stdout.write(`${names.join('\n')}\n`)
        return
      }
      const figure = report.figureOf(run, picture)
      const out = flags.out ?? join(path, `${figure.name}.svg`)
      writeFileSafely(out, await bytesOf(figure, format, theme, width, basename(path)))
      terminal.stdout.write(`${quoted(visible(out))}\n`)
    })
}

async function bytesOf(
  figure: Figure,
  format: '.svg' | '.png' | '.html',
  theme: Theme,
  width: number,
  run: string,
): Promise<Uint8Array> {
  if (format !== '.html') return await pictureBytes((options) => figure.draw(options), format, { theme, width })
  const { figurePage } = await import('@wigglenet/report')
  return new TextEncoder().encode(figurePage(run, figure, { width }))
}

/** Flags with what was not said filled in.
 *  Throws:  OptionError for a flag that is bad, or would do nothing */
function settled({ out, theme = 'light', width = 640 }: Flags, picture: string | undefined) {
  const bad = (where: string, expected: string, received: string, fix: string) =>
    new OptionError({ where, expected, received, fix })
  const format = out === undefined ? '.svg' : extname(out).toLowerCase()
  if (picture === undefined && out !== undefined)
    throw bad('--out', 'there must be a picture to write', 'none', 'Name one; without --out they are listed.')
  if (format !== '.svg' && format !== '.png' && format !== '.html')
    throw bad('--out', 'the file must end with .svg, .png or .html', String(out), 'Choose one of these.')
  if (theme !== 'light' && theme !== 'dark')
    throw bad('--theme', 'the theme must be light or dark', theme, 'Choose one of these.')
  if (!Number.isInteger(width) || width < 240 || width > 4000)
    throw bad('--width', 'the width must be a whole number in [240, 4000]', String(width), 'Choose such a number.')
  return { format, theme, width } as const
}
