import type { Plugin } from 'vitest/config'

export function workerSource(): Plugin
