import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newId } from '../../core/ids.ts'
import {
  createRootKeys,
  createVault,
  deriveBusinessKeys,
  place,
  SealError,
  type Vault,
  WrongKeyError,
} from '../../core/vault.ts'

const at = place('customers', 'name', 'row')

describe('the vault', () => {
  test('gives back what was sealed, whatever it was, and shows nothing of it', () => {
    const { vault, key } = fresh()
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const sealed = vault.seal(key, at, text)
        expect(vault.open(sealed, at)).toBe(Buffer.from(text, 'utf8').toString('utf8'))
        if (Buffer.byteLength(text) > 4) expect(sealed.includes(Buffer.from(text))).toBe(false)
      }),
    )
  })

  test('bytes stay bytes', () => {
    const { vault, key } = fresh()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect([...vault.openBytes(vault.seal(key, at, Buffer.from(bytes)), at)]).toEqual([...bytes])
      }),
    )
  })

  test('the same words sealed twice look different', () => {
    const { vault, key } = fresh()
    expect(vault.seal(key, at, 'Олена').equals(vault.seal(key, at, 'Олена'))).toBe(false)
  })

  test('G27 a value moved to another row, column, table, person or business is refused', () => {
    const { vault, key, dataKey } = fresh()
    const other = vault.newKey(newId())
    const sealed = vault.seal(key, at, 'Олена')
    for (const elsewhere of [
      place('customers', 'name', 'row2'),
      place('customers', 'note', 'row'),
      place('staff', 'name', 'row'),
    ])
      expect(() => vault.open(sealed, elsewhere)).toThrow(SealError)
    const renamed = Buffer.concat([sealed.subarray(0, 1), idBytes(other.id), sealed.subarray(17)])
    expect(() => vault.open(renamed, at)).toThrow(SealError)
    const neighbour = createVault(deriveBusinessKeys(newId(), dataKey))
    expect(() => neighbour.open(vault.seal(vault.businessId, at, 'Олена'), at)).toThrow(SealError)
  })

  test('any bit changed anywhere is refused, and so is any piece of it', () => {
    const { vault, key } = fresh()
    const sealed = vault.seal(key, at, 'Олена Коваль')
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Buffer.from(sealed)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(() => vault.open(changed, at)).toThrow(SealError)
      }),
      { numRuns: 300 },
    )
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => vault.open(sealed.subarray(0, length), at)).toThrow(SealError)
  })

  test('without the key of the person nothing is read: erasing the key is erasing the person', () => {
    const { vault, key, wrapped, dataKey } = fresh()
    const sealed = vault.seal(key, at, 'Олена')
    const later = createVault(deriveBusinessKeys(vault.businessId, dataKey))
    expect(() => later.open(sealed, at)).toThrow(SealError)
    later.admit([{ id: key, wrapped }])
    expect(later.open(sealed, at)).toBe('Олена')
  })

  test('a wrapped key of another person or business is not taken', () => {
    const { vault, wrapped, dataKey } = fresh()
    expect(() => vault.admit([{ id: newId(), wrapped }])).toThrow()
    const neighbour = createVault(deriveBusinessKeys(newId(), dataKey))
    expect(() => neighbour.admit([{ id: newId(), wrapped }])).toThrow()
  })

  test('a blind index finds equals of one kind within one business, and says nothing else', () => {
    const { vault, dataKey } = fresh()
    const neighbour = createVault(deriveBusinessKeys(newId(), dataKey))
    const phone = '+380671234567'
    expect(vault.index('phone', phone)).toEqual(vault.index('phone', phone))
    expect(vault.index('phone', phone)).toHaveLength(16)
    expect(vault.index('phone', phone)).not.toEqual(vault.index('email', phone))
    expect(vault.index('phone', phone)).not.toEqual(vault.index('phone', '+380671234568'))
    expect(vault.index('phone', phone)).not.toEqual(neighbour.index('phone', phone))
  })
})

describe('the keys of ENCRYPTION_KEY', () => {
  test('the newest wraps, all of them open, and a stranger opens nothing', () => {
    const [old, fresh, foreign] = [randomBytes(32), randomBytes(32), randomBytes(32)]
    const before = createRootKeys([old])
    const after = createRootKeys([fresh, old])
    const secret = randomBytes(32)
    expect(after.unwrap(before.wrap(secret, 'business/1'), 'business/1')).toEqual(secret)
    expect(createRootKeys([fresh]).unwrap(after.wrap(secret, 'business/1'), 'business/1')).toEqual(secret)
    expect(() => before.unwrap(after.wrap(secret, 'business/1'), 'business/1')).toThrow(WrongKeyError)
    expect(() => createRootKeys([foreign]).unwrap(before.wrap(secret, 'x'), 'x')).toThrow(WrongKeyError)
    expect(() => before.unwrap(before.wrap(secret, 'business/1'), 'business/2')).toThrow(WrongKeyError)
  })

  test('none at all, or one of a wrong length, is refused at once', () => {
    for (const keys of [[], [randomBytes(31)], [randomBytes(32), randomBytes(16)]])
      expect(() => createRootKeys(keys)).toThrow(WrongKeyError)
  })
})

function fresh(): { vault: Vault; key: string; wrapped: Buffer; dataKey: Buffer } {
  const dataKey = randomBytes(32)
  const vault = createVault(deriveBusinessKeys(newId(), dataKey))
  const { id, wrapped } = vault.newKey(newId())
  return { vault, key: id, wrapped, dataKey }
}

const idBytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
