import { hash, verify } from '@node-rs/argon2'

/** argon2id, 19 MiB, two passes, one lane: the least that OWASP asks for. At most two at a time, so that a flood of log-ins costs time, not memory. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFKC'), cost))
}

/** Takes the same time whether or not there is an account: without one it checks against a hash that nothing fits. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  const fits = await inTurn(() => verify(stored ?? nobody, password.normalize('NFKC')))
  return fits && stored !== undefined
}

const nobody = '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    // Whoever is next inherits the place.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
