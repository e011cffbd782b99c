// Numbers and lists as findings say them.

/** 0.413 → `41 %` */
export const percent = (share: number): string => {
  const value = 100 * share
  return `${value > 0 && value < 1 ? value.toPrecision(1) : value > 99 && value < 100 ? value.toFixed(1) : value.toFixed(0)} %`
}

/** Three digits that count. */
export function short(value: number): string {
  const size = Math.abs(value)
  if (value !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1).replace('.0e', 'e')
  return String(Number(value.toPrecision(3)))
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
