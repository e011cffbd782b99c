// The training images of a folder, as a stream.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataStream } from 'wigglenet'
import { cifarSource, type ImageSource, idxSource, type StreamImagesOptions, streamImages } from '../stream-images.ts'
import { fileSource } from './file-source.ts'
import { said, unusable } from './read-bytes.ts'
import { classNames, partOf } from './read-image-folder.ts'

/** A stream of the training images of a folder, which are told by their names as in `readImageFolder`; they must not be packed. Test files
 *  are left alone.
 *  Throws:  DataError when files are missing, damaged, packed, or do not fit each other; OptionError for an option that does not fit
 *  Example: fit(net, await streamImageFolder('cifar-10', { validation: 0.1 }), { epochs: 5 })  */
export async function streamImageFolder(folder: string, options: StreamImagesOptions = {}): Promise<DataStream> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException): never => {
    throw unusable(folder, 'the folder must be readable', said(error), 'Check its permissions.')
  })
  const files = entries.filter((name) => partOf(name) === 'train').sort()
  const idx = files.filter((name) => /(images|labels)/i.test(name) && !name.endsWith('.gz'))
  const cifar = files.filter((name) => /\.bin$/i.test(name))
  const open = (name: string) => fileSource(join(folder, name))
  const sources: ImageSource[] = []
  if (cifar.length > 0) {
    for (const name of cifar) sources.push(await cifarSource(await open(name)))
  } else {
    const [images, labels] = [idx.filter((name) => /images/i.test(name)), idx.filter((name) => !/images/i.test(name))]
    if (images.length !== 1 || labels.length !== 1) {
      const expected =
        'the folder must hold unpacked CIFAR-10 files, or one IDX file of training images and one of labels'
      const received = files.length === 0 ? 'neither' : files.slice(0, 8).join(', ')
      throw unusable(folder, expected, received, 'Add them, unpacked.')
    }
    sources.push(await idxSource(await open(images[0]!), await open(labels[0]!)))
  }
  const named = options.classes === undefined && entries.includes('batches.meta.txt')
  const classes = named ? { classes: await classNames(join(folder, 'batches.meta.txt')) } : {}
  return streamImages(sources, { ...classes, ...options })
}
