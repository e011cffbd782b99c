import type { RunFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import { rules } from './rules.ts'

/** The most findings at once: more would hide what matters. */
const mostFindings = 5

/** What is wrong with a run: at most five findings, the most important first; none where it looks sound. A fault that another finding explains
 *  is left out.
 *  Example: diagnose(runFacts(net, data, options, { events, model })).map(({ rule }) => rule)  // ['dead-units']  */
export function diagnose(facts: RunFacts): Finding[] {
  const found = rules.flatMap((rule) => {
    const finding = rule.examine(facts)
    return finding ? [{ rule, finding: { rule: rule.name, ...finding } }] : []
  })
  const names = new Set(found.map(({ rule }) => rule.name))
  return found
    .filter(({ rule }) => !rule.explainedBy?.some((name) => names.has(name)))
    .map(({ finding }) => finding)
    .slice(0, mostFindings)
}

/** Findings as plain text: title, evidence, reason and change, each on a line of its own. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing wrong was found.'
  return findings
    .map(({ title, evidence, reason, change }, i) =>
      [`${i + 1}. ${title}`, `   ${evidence}`, `   Why it matters: ${reason}`, `   Try: ${change}`].join('\n'),
    )
    .join('\n\n')
}
