// Label names and class numbers.
import { DataError } from '../check/errors.ts'

/** Most values that whole numbers may have and still be taken for classes. */
const MOST_NUMBER_CLASSES = 20

/** Whether these target numbers are classes: whole numbers with at most 20 values. */
export function looksLikeClasses(values: Iterable<number>): boolean {
  const seen = new Set<number>()
  for (const value of values) {
    if (!Number.isInteger(value)) return false
    if (seen.add(value).size > MOST_NUMBER_CLASSES) return false
  }
  return true
}

/** The distinct labels in order: by size if all are numbers, else by their characters' codes. */
export function sortLabels(labels: Iterable<string>): string[] {
  const list = [...new Set(labels)]
  const byNumber = list.every((label) => label !== '' && Number.isFinite(Number(label)))
  return list.sort((a, b) => (byNumber ? Number(a) - Number(b) : 0) || (a < b ? -1 : a > b ? 1 : 0))
}

/** A list of names for an error message, the first dozen of a long one. */
export function listNames(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ')
}

/** Refuses a classification with a single class.
 *  Throws:  DataError */
export function checkTwoClasses(where: string, name: string, classes: readonly string[]): void {
  if (classes.length > 1) return
  throw new DataError({
    where,
    expected: `${name} must have at least 2 classes`,
    received: classes.length === 0 ? 'none' : `one, ${JSON.stringify(classes[0])}`,
    fix: 'Give rows of at least two classes, or choose another target.',
  })
}
