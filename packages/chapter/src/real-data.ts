// Images that people have drawn or photographed, where they are: a folder with one folder for each data set.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ImageFolder, readImageFolder } from '@wigglenet/io/node'
import { DataError, type ImageScaling, type ImageSet } from 'wigglenet'

export type DataName = 'mnist' | 'fashion-mnist' | 'cifar10'

/** Data sets in a folder. */
export interface RealData {
  readonly folder: string
  has(name: DataName): boolean
  /** Training and test images; test images are scaled as the training images are.
   *  Throws:  DataError when they cannot be read, or one of the two is missing */
  read(name: DataName, scaling?: ImageScaling): Promise<{ readonly train: ImageSet; readonly test: ImageSet }>
}

/** The data sets of a folder, read when they are asked for. Without a folder: WIGGLENET_DATA, or shared/data beside the checkout.
 *  Example: realData('data').has('mnist')  // whether data/mnist is there  */
export function realData(folder: string = process.env.WIGGLENET_DATA ?? resolve('..', 'shared', 'data')): RealData {
  const known = new Map<string, Promise<ImageFolder>>()
  return {
    folder,
    has: (name) => existsSync(join(folder, name)),
    async read(name, scaling = 'unit') {
      const key = `${name} ${scaling}`
      if (!known.has(key)) known.set(key, readImageFolder(join(folder, name), { scaling }))
      const { train, test } = await known.get(key)!
      if (test) return { train, test }
      throw new DataError({
        where: join(folder, name),
        expected: 'there must be test images beside the training images',
        received: 'none',
        fix: 'Add the test files of the data set.',
      })
    },
  }
}
