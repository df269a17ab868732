export type { ServerDeps } from './deps.ts'
