import { show } from '../check/check.ts'
import { DataError } from '../check/errors.ts'

/** Lists of labels as rows of 0 and 1: targets of `multiLabel`.
 *  Shapes:  (rows) lists → (rows, labels)
 *  Throws:  DataError for a label that is not among the names
 *  Example: labelRows(['sea', 'sky'], [['sky'], ['sky', 'sea'], []])  // [[0, 1], [1, 1], [0, 0]]  */
export function labelRows(names: readonly string[], lists: readonly (readonly string[])[]): number[][] {
  return lists.map((list, i) => {
    const stranger = list.find((label) => !names.includes(label))
    if (stranger === undefined) return names.map((name) => (list.includes(name) ? 1 : 0))
    throw new DataError({
      where: 'labelRows',
      expected: `labels must be some of ${names.join(', ')}`,
      received: `${show(stranger)} in row ${i}`,
      fix: 'Correct it, or add its name.',
    })
  })
}
