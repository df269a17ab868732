import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Random text of letters and digits, about 5.95 bits each, without bias. */
export function randomText(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += letters.charAt(byte % 62)
  }
  return text
}

/** Hashes of what is looked up before a tenant is known: without the installation's pepper they say nothing. */
export interface Tokens {
  emailIndex(email: string): Buffer
  /** Of a session, a visitor or a bot's token. */
  hash(kind: 'session' | 'visitor' | 'bot', token: string): Buffer
}

export function createTokens(pepper: Buffer): Tokens {
  // As a key object: Node takes many times longer to start from raw bytes.
  const key = createSecretKey(pepper)
  const hash = (kind: string, value: string) => createHmac('sha256', key).update(`${kind}\0${value}`).digest()
  return { emailIndex: (email) => hash('email', email.trim().toLowerCase()), hash }
}

const secretLength = 32
const checksumLength = 6

/** A new API key, `rzm_ID_SECRET`: 190 random bits, and a checksum that lets scanners and us tell a key from a typo. */
export function newApiKey(): { id: string; secret: string; key: string } {
  const id = randomText(12)
  const body = randomText(secretLength)
  const secret = body + checksum(`${id}_${body}`)
  return { id, secret, key: `rzm_${id}_${secret}` }
}

/** The parts of a key that is well-formed; no database is asked about anything else. */
export function parseApiKey(text: string): { id: string; secret: string } | undefined {
  const [, id, secret] = /^rzm_([0-9A-Za-z]{12})_([0-9A-Za-z]{38})$/.exec(text) ?? []
  if (!id || !secret) return undefined
  const right = checksum(`${id}_${secret.slice(0, secretLength)}`) === secret.slice(secretLength)
  return right ? { id, secret } : undefined
}

function checksum(text: string): string {
  let rest = crc32(text)
  let sum = ''
  for (let at = 0; at < checksumLength; at += 1) {
    sum = letters.charAt(rest % 62) + sum
    rest = Math.floor(rest / 62)
  }
  return sum
}
