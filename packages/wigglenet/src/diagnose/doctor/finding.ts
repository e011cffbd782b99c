import type { RunFacts } from './facts.ts'

/** What is wrong with a run, as the doctor says it. */
export interface Finding {
  /** Name of the rule that found it. */
  readonly rule: string
  readonly title: string
  /** The numbers that it was found by: a sentence. */
  readonly evidence: string
  /** Why that does harm: a sentence or two. */
  readonly reason: string
  /** What to try. */
  readonly change: string
}

/** A fault that runs may have. */
export interface Rule {
  readonly name: string
  /** Rules that say why, where they have found something too: this one is then silent. */
  readonly explainedBy?: readonly string[]
  /** Nothing, where the run does not have the fault. */
  examine(facts: RunFacts): Omit<Finding, 'rule'> | undefined
}
