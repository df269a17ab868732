import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** None of the keys given opens what is stored. Nothing was written. */
export class WrongKeyError extends Error {}

/** A sealed value was moved, changed, or its key is gone (an erased person). Reading fails closed. */
export class SealError extends Error {}

/** Where a sealed value lives; bound into it, so that a ciphertext moved to another row, column or tenant is refused. */
export type Place = `${string}/${string}/${string}`

export const place = (table: string, column: string, row: string | number): Place => `${table}/${column}/${row}`

/** The keys of ENCRYPTION_KEY, newest first: they wrap every business's data key and the installation's own secrets. */
export interface RootKeys {
  wrap(secret: Buffer, context: string): Buffer
  unwrap(wrapped: Buffer, context: string): Buffer
}

/**
 * What one business may read and write of what is personal. Values are AES-256-GCM under the key of a person (or of the
 * business itself), laid out as version | key id | nonce | tag | ciphertext, with business and place as associated data.
 */
export interface Vault {
  readonly businessId: string
  /** A new person's key: keep `wrapped` in person_keys; it can be used at once. */
  newKey(id: string): { id: string; wrapped: Buffer }
  /** Whether a key is usable already. */
  has(keyId: string): boolean
  /** Makes wrapped keys usable. Keys that are not given stay closed. */
  admit(keys: Iterable<{ id: string; wrapped: Buffer }>): void
  seal(keyId: string, at: Place, text: string | Buffer): Buffer
  open(sealed: Buffer, at: Place): string
  openBytes(sealed: Buffer, at: Place): Buffer
  /** Blind index for exact look-up: equal values of one kind give equal bytes, within this business only. */
  index(kind: string, value: string): Buffer
}

export function createRootKeys(keys: readonly Buffer[]): RootKeys {
  const [newest] = keys
  if (!newest || keys.some((key) => key.length !== 32))
    throw new WrongKeyError('ENCRYPTION_KEY must be 32 bytes in base64')
  return {
    wrap: (secret, context) => encrypt(newest, secret, context),
    unwrap: (wrapped, context) => {
      for (const key of keys) {
        try {
          return decrypt(key, wrapped, context)
        } catch {}
      }
      throw new WrongKeyError('ENCRYPTION_KEY does not fit this database')
    },
  }
}

/**
 * The keys that follow from a business's data key; worked out once per business, handed to a fresh vault per transaction.
 * Key objects, not bytes: from bytes Node takes many times longer to start a cipher or an HMAC.
 */
export interface BusinessKeys {
  readonly businessId: string
  readonly own: KeyObject
  readonly index: KeyObject
  readonly wrap: KeyObject
}

export function deriveBusinessKeys(businessId: string, dataKey: Buffer): BusinessKeys {
  const derived = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, businessId, purpose, 32)))
  return { businessId, own: derived('business'), index: derived('blind-index'), wrap: derived('person-keys') }
}

/** A vault lives as long as one transaction, so that an erased person's key is not kept in memory. */
export function createVault({ businessId, own, index: indexKey, wrap: wrapKey }: BusinessKeys): Vault {
  const keys = new Map<string, KeyObject>([[businessId, own]])

  const keyOf = (id: string): KeyObject => {
    const key = keys.get(id)
    if (!key) throw new SealError(`no key ${id}`)
    return key
  }
  const openBytes = (sealed: Buffer, at: Place): Buffer => {
    if (sealed[0] !== version || sealed.length < headerBytes + 28) throw new SealError(`not a sealed value at ${at}`)
    const header = sealed.subarray(0, headerBytes)
    try {
      return decrypt(
        keyOf(idFromBytes(header.subarray(1))),
        sealed.subarray(headerBytes),
        associated(businessId, at, header),
      )
    } catch (error) {
      throw error instanceof SealError ? error : new SealError(`refused a sealed value at ${at}`)
    }
  }
  return {
    businessId,
    newKey(id) {
      const key = randomBytes(32)
      keys.set(id, createSecretKey(key))
      return { id, wrapped: encrypt(wrapKey, key, `${businessId}/${id}`) }
    },
    has: (id) => keys.has(id),
    admit(wrapped) {
      for (const { id, wrapped: bytes } of wrapped)
        if (!keys.has(id)) keys.set(id, createSecretKey(decrypt(wrapKey, bytes, `${businessId}/${id}`)))
    },
    seal(keyId, at, text) {
      const header = Buffer.concat([Buffer.of(version), idToBytes(keyId)])
      return Buffer.concat([header, encrypt(keyOf(keyId), text, associated(businessId, at, header))])
    },
    open: (sealed, at) => openBytes(sealed, at).toString('utf8'),
    openBytes,
    index: (kind, value) => createHmac('sha256', indexKey).update(`${kind}\0${value}`).digest().subarray(0, 16),
  }
}

const version = 1
const headerBytes = 17

function associated(businessId: string, at: Place, header: Buffer): string {
  return `${businessId}/${at}/${header.toString('hex')}`
}

function idToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function idFromBytes(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function encrypt(key: KeyObject | Buffer, secret: Buffer | string, context: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context))
  const body = Buffer.concat([
    typeof secret === 'string' ? cipher.update(secret, 'utf8') : cipher.update(secret),
    cipher.final(),
  ])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function decrypt(key: KeyObject | Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()])
}
