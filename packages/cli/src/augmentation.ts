// What is typed after --augment → how images are changed in each epoch, and the stream of such images.
import { type Augmentation, augmentImages, type DataSet, type DataStream, OptionError } from 'wigglenet'
import { placed } from './failure.ts'

/** Sizes in pixels, and degrees. */
export type ImageChanges = Pick<Augmentation, 'shift' | 'flip' | 'rotate' | 'elastic'>

/** What each change is where no size is given. */
const usual: Required<ImageChanges> = { shift: 2, flip: true, rotate: 10, elastic: 1 }
const NUMBER = /^(\d+\.?\d*|\.\d+)$/

/** A reader of `shift=2,rotate,flip`, or `none`.
 *  Throws:  OptionError for a change that is none, a size that is no number, or one named twice */
export function imageChanges(text: string): ImageChanges {
  const changes: Record<string, number | boolean> = {}
  const fail = (received: string) =>
    new OptionError({
      where: '--augment',
      expected: `the value must be some of ${Object.keys(usual).join(', ')}, each once, with a size for all but flip, or none`,
      received: JSON.stringify(received),
      fix: 'Write it as in shift=2,rotate=10,flip.',
    })
  if (text === 'none') return changes
  for (const part of text.split(',')) {
    const [name, size] = part.trim().split('=') as [string, string | undefined]
    if (!Object.hasOwn(usual, name) || Object.hasOwn(changes, name)) throw fail(part)
    if (size !== undefined && (name === 'flip' || !NUMBER.test(size))) throw fail(part)
    changes[name] = size === undefined ? usual[name as keyof ImageChanges] : Number(size)
  }
  return changes
}

/** The rows that `fit` is given: images as they are, or changed otherwise in each epoch.
 *  Throws:  OptionError for rows that are no images, or a size out of range */
export function changedImages(train: DataSet | DataStream, changes: ImageChanges | undefined): DataSet | DataStream {
  if (changes === undefined || Object.keys(changes).length === 0) return train
  if (train.kind === 'data' && train.preprocessing?.kind === 'image') {
    const [channels, height, width] = train.preprocessing.shape
    return placed('--augment', () => augmentImages(train, { channels, height, width, ...changes }))
  }
  throw new OptionError({
    where: '--augment',
    expected: 'the flag is for images',
    received: 'a table',
    fix: 'Leave it out.',
  })
}

/** `shift 2, rotate 10, flip` */
export const changesText = (changes: ImageChanges): string =>
  Object.entries(changes)
    .map(([name, size]) => (size === true ? name : `${name} ${size}`))
    .join(', ')
