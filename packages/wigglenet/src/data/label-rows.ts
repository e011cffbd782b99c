import { show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'

/** Lists of labels as rows of 0 and 1: targets of `multiLabel`.
 *  Shapes:  (rows) lists → (rows, labels)
 *  Throws:  DataError for what is no list, or a label that is not among the names
 *  Example: labelRows(['sea', 'sky'], [['sky'], ['sky', 'sea'], []])  // [[0, 1], [1, 1], [0, 0]]  */
export function labelRows(names: readonly string[], lists: readonly (readonly string[])[]): number[][] {
  const fail = (expected: string, received: string, fix: string) =>
    new DataError({ where: 'labelRows', expected, received, fix })
  if (!Array.isArray(lists))
    throw fail('there must be a list of labels for each row', show(lists), 'Give a list of lists.')
  return lists.map((list, i) => {
    if (!Array.isArray(list)) throw fail(`row ${i} must be a list of labels`, show(list), "Write it as in ['sea'].")
    const stranger = list.find((label) => !names.includes(label))
    if (stranger === undefined) return names.map((name) => (list.includes(name) ? 1 : 0))
    const expected = `labels must be some of ${names.join(', ')}`
    throw fail(expected, `${show(stranger)} in row ${i}`, 'Correct it, or add its name.')
  })
}
