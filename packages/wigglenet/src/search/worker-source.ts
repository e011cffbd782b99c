/** The source of the worker program, `worker-program.ts` bundled into one script: scripts/worker-source.mjs puts it here when this file is
 *  built or tested. A worker that is started from text needs no file beside the page, so it works from file:// and without a network. */
export const workerSource: string = ''
