// A result as plain text, for a terminal.
import type { Measurement, Verdict } from './experiment.ts'
import type { Result } from './run-experiment.ts'

/** What a verdict is called. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  partly: 'holds in part',
  fails: 'does not hold here',
}

/** The claim, the verdict and the measured sentences, a line each.
 *  Example: resultLines(await runExperiment(experiments[6])).join('\n')  */
export function resultLines({ experiment, outcome, missing, folder, short, seconds, cpuSeconds }: Result): string[] {
  const { number, title, claim } = experiment
  const head = [`${number}. ${title}`, `   The text says: ${claim.says} (${claim.place})`]
  if (!outcome) return [...head, `   Not measured: ${missingText(missing, folder)}`]
  const budget = experiment.budgetSeconds[short ? 'short' : 'full']
  const time = `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s${short ? ', short form' : ''}`
  return [
    ...head,
    `   Verdict: ${verdictWords[outcome.verdict]} (${time}${cpuSeconds > 2 * budget ? `, more work than its budget of ${budget} s on 2 cores` : ''})`,
    ...outcome.findings.map(({ holds, says }) => `   ${holds ? '+' : '-'} ${says}`),
    ...outcome.remarks.map((remark) => `     ${remark}`),
  ]
}

/** Why an experiment did not run. */
export const missingText = (missing: readonly string[], folder: string): string =>
  `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not in ${folder}. Name the folder with --data, or in WIGGLENET_DATA.`

/** A table of measured numbers in plain text. */
export function measurementLines({ title, columns, rows }: Measurement): string[] {
  const cells = [
    columns.map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`)),
    ...rows.map((row) => row.map(cellText)),
  ]
  const widths = columns.map((_, k) => Math.max(...cells.map((row) => row[k]!.length)))
  return [title, ...cells.map((row) => `  ${row.map((cell, k) => cell.padStart(widths[k]!)).join('  ')}`)]
}

/** A number in few digits. */
export function cellText(cell: string | number): string {
  if (typeof cell === 'string') return cell
  if (Number.isInteger(cell)) return String(cell)
  return Math.abs(cell) >= 1e-3 && Math.abs(cell) < 1e5 ? String(Number(cell.toPrecision(4))) : cell.toExponential(2)
}
