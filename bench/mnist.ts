// The images of MNIST as a workload: where blocks of zeros may be left out, they are what is trained on.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readImageFolder } from '@wigglenet/io/node'
import { benchFolder } from './contestants.ts'
import { giveData, type Workload, workloads } from './workloads.ts'

export const mnistName = '784-128-10 on MNIST'

/** The workload 784-128-10 on MNIST, with pixels of 0 to 1, in the order of the file. The data: WIGGLENET_DATA, or ../shared/data beside the
 *  checkout; nothing where they are not there. */
export async function mnistWorkload(): Promise<Workload | undefined> {
  const folder = join(process.env.WIGGLENET_DATA ?? join(benchFolder, '../../shared/data'), 'mnist')
  if (!existsSync(folder)) return undefined
  const { train } = await readImageFolder(folder)
  const { inputs, rows, y, classes } = train
  const X = new Float32Array(train.X.length)
  for (let i = 0; i < X.length; i++) X[i] = train.X[i]! / 255
  const dense = workloads.find(({ name }) => name === '784-128-10')!
  const workload = { ...dense, name: mnistName, rows }
  giveData(workload, { kind: 'data', task: 'classification', inputs, rows, X, y, targets: 1, classes: classes! })
  return workload
}
