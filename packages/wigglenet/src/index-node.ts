// `wigglenet` as Node gets it: the same names and the same bits, with large networks on all cores where no device is given.
import { setStandardDevice } from './backend/resolve.ts'
import { threads } from './node/threads.ts'

export * from './index.ts'

setStandardDevice(threads())
