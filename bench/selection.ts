// What of a benchmark is run: names and numbers on the command line.

/** Those of `names` that are wanted, in their own order; all of them where nothing is said.
 *  Throws:  Error that lists the names, when one is wanted that is not among them */
export function chosen<Name extends string>(
  flag: string,
  names: readonly Name[],
  wanted: readonly string[] = names,
): readonly Name[] {
  const known = new Set<string>(names)
  const unknown = wanted.find((name) => !known.has(name))
  if (unknown !== undefined)
    throw new Error(`bench: ${flag} must be one of ${names.join('; ')}; got ${unknown}. Write the name as it is there.`)
  return names.filter((name) => wanted.includes(name))
}

/** The number behind a flag of this program, or what holds without it. */
export const numberAfter = (flag: string, fallback: number): number =>
  process.argv.includes(flag) ? Number(process.argv[process.argv.indexOf(flag) + 1]) : fallback
