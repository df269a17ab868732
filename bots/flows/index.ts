import type { Feature } from '../conversation/flow.ts'

/** Every talk and command there is. A new file of talks is added here and nowhere else. */
export const features: readonly Feature[] = []
