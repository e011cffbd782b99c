// A covering array: few combinations of the values of several factors, in which every two values of different factors meet.

export type Factors = Readonly<Record<string, readonly string[]>>
export type Combination<Of extends Factors> = { readonly [Name in keyof Of]: string }

/** Combinations so that every pair is in one of them: each new one starts from a pair that is missing, and takes of each further factor the value
 *  that brings the most missing pairs. */
export function pairwise<const Of extends Factors>(factors: Of): readonly Combination<Of>[] {
  const names = Object.keys(factors)
  const key = (a: number, x: string, b: number, y: string) => (a < b ? `${a} ${x} ${b} ${y}` : `${b} ${y} ${a} ${x}`)
  const missing = new Map<string, readonly [number, string, number, string]>()
  names.forEach((first, a) => {
    for (let b = a + 1; b < names.length; b++)
      for (const x of factors[first]!) for (const y of factors[names[b]!]!) missing.set(key(a, x, b, y), [a, x, b, y])
  })
  const rows: Combination<Of>[] = []
  while (missing.size > 0) {
    const [a, x, b, y] = missing.values().next().value!
    const row = new Map([
      [a, x],
      [b, y],
    ])
    // The factors with the most values have the most pairs to bring.
    const rest = names
      .map((_, index) => index)
      .filter((index) => !row.has(index))
      .sort((i, j) => factors[names[j]!]!.length - factors[names[i]!]!.length)
    for (const index of rest) {
      const brings = (value: string) =>
        [...row].filter(([other, of]) => missing.has(key(index, value, other, of))).length
      const values = factors[names[index]!]!
      // Where several bring as many, another one each time.
      const turned = values.map((_, i) => values[(i + rows.length) % values.length]!)
      row.set(
        index,
        turned.reduce((best, value) => (brings(value) > brings(best) ? value : best)),
      )
    }
    for (const [i, of] of row) for (const [j, other] of row) if (i < j) missing.delete(key(i, of, j, other))
    rows.push(Object.fromEntries(names.map((name, index) => [name, row.get(index)!])) as Combination<Of>)
  }
  return rows
}
