// What an experiment is: one claim of the text, and a seeded run that may find it wrong.
import type { Figure } from './figure.ts'
import type { DataName, RealData } from './real-data.ts'

/** One claim of the text, as an experiment. */
export interface Experiment {
  /** Its place in the chapter, from 1. */
  readonly number: number
  /** What the command line calls it. */
  readonly name: string
  readonly title: string
  /** What it is about, for someone who meets it for the first time: a short paragraph without results. */
  readonly idea: string
  /** What the text says, in our words, and where it says so. */
  readonly claim: { readonly says: string; readonly place: string }
  /** What is expected to be measured if the claim holds. */
  readonly hypothesis: string
  /** What is done, on which data, over how many seeds. */
  readonly method: string
  /** Data sets without which it cannot run. */
  readonly needs: readonly DataName[]
  /** Seconds on 2 cores that it may take. */
  readonly budgetSeconds: { readonly full: number; readonly short: number }
  run(setting: Setting): Promise<Outcome>
}

/** How an experiment is to run. The same seed gives the same figures, but for times. */
export interface Setting {
  /** Smaller data and fewer seeds, for checks. */
  readonly short: boolean
  readonly seed: number
  readonly data: RealData
  /** Networks that train at once. */
  readonly workers: number
  /** Called as parts of it are done: the share in [0, 1]. */
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal | undefined
}

/** `partly`: some of the findings hold, others do not. */
export type Verdict = 'holds' | 'partly' | 'fails'

/** One thing that was looked at, and whether the claim held there. */
export interface Finding {
  readonly holds: boolean
  /** A sentence with the measured numbers. */
  readonly says: string
}

/** Measured numbers, row by row. */
export interface Measurement {
  readonly title: string
  readonly columns: readonly { readonly name: string; readonly unit?: string }[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** What an experiment has measured. The verdict is computed from the findings, see `outcome`. */
export interface Outcome {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  /** What else is worth telling, sentences that the verdict does not rest on. */
  readonly remarks: readonly string[]
  readonly measurements: readonly Measurement[]
  readonly figures: readonly Figure[]
}

/** An outcome, with the verdict that its findings have: all hold, some do, or none.
 *  Example: outcome([{ holds: 4 < 5, says: 'ReLU took 4 epochs, tanh 5.' }]).verdict  // 'holds'  */
export function outcome(
  findings: readonly [Finding, ...Finding[]],
  rest: Partial<Pick<Outcome, 'remarks' | 'measurements' | 'figures'>> = {},
): Outcome {
  const held = findings.filter(({ holds }) => holds).length
  const verdict = held === findings.length ? 'holds' : held === 0 ? 'fails' : 'partly'
  return { remarks: [], measurements: [], figures: [], ...rest, verdict, findings }
}
