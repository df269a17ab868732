import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** The text of a shared data set, or nothing where the data does not lie beside the project; what is left out is said aloud. */
export function sharedData(path: string): string | undefined {
  const file = fileURLToPath(new URL(`../../../../shared/data/${path}`, import.meta.url))
  if (!existsSync(file)) {
    console.info(`left out: ../shared/data/${path} is not there`)
    return undefined
  }
  const bytes = readFileSync(file)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
