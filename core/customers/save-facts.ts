import type { TenantTx } from '../../db/tenant.ts'
import { record } from '../events.ts'
import { place } from '../vault.ts'
import { monthAndDay } from './contacts.ts'
import { type Facts, type TimedField, timedFields } from './customer.ts'
import { nameTerms } from './name-terms.ts'
import { type CustomerRow, lockCustomers, replaceTerms, updateCustomerRows } from './queries.ts'

export interface Said {
  readonly customerId: string
  readonly facts: Facts
  /** When it was said. */
  readonly at: Date
}

/**
 * Keeps what is newly known of people, however many, in a handful of statements. Of two words about one field the later
 * one wins, whenever each arrives; of two at one moment, the one that arrives later. Phones are normal already.
 */
export async function saveFacts(
  tx: TenantTx,
  said: readonly Said[],
): Promise<{ readonly customerId: string; readonly row: CustomerRow; readonly fields: readonly TimedField[] }[]> {
  const rows = await lockCustomers(
    tx,
    said.map((one) => one.customerId),
  )
  await tx.admit(rows.map((row) => row.keyId))
  const byPerson = Map.groupBy(said, (one) => one.customerId)
  const changes = rows
    .map((row) => changed(tx, row, byPerson.get(row.id) ?? []))
    .filter((change) => change.fields.length > 0)
  await updateCustomerRows(
    tx,
    changes.map((change) => change.row),
  )
  await replaceTerms(
    tx,
    changes.flatMap(({ customerId, name }) =>
      name === undefined
        ? []
        : [{ customerId, terms: nameTerms(name ?? '').map((term) => tx.vault.index('name', term)) }],
    ),
  )
  for (const { customerId } of changes) await record(tx, { type: 'customer.changed', customerId })
  return changes
}

function changed(tx: TenantTx, before: CustomerRow, said: readonly Said[]) {
  let row = before
  let name: string | null | undefined
  const fields = new Set<TimedField>()
  for (const { facts, at } of said) {
    for (const field of timedFields) {
      const value = facts[field]
      const known = row.fieldTimes[field]
      if (value === undefined || (known !== undefined && new Date(known) > at)) continue
      row = {
        ...row,
        ...columnsOf(tx, row, field, value),
        fieldTimes: { ...row.fieldTimes, [field]: at.toISOString() },
      }
      if (field === 'name') name = typeof value === 'string' ? value : null
      fields.add(field)
    }
  }
  return { customerId: before.id, row, fields: [...fields], name }
}

function columnsOf(
  tx: TenantTx,
  row: CustomerRow,
  field: TimedField,
  value: string | null | object,
): Partial<CustomerRow> {
  const text = typeof value === 'object' ? (value === null ? null : JSON.stringify(value)) : value
  const sealed = text === null ? null : tx.vault.seal(row.keyId, place('customers', field, row.id), text)
  const index = (kind: string, of: (text: string) => string = (all) => all) =>
    text === null ? null : tx.vault.index(kind, of(text))
  switch (field) {
    case 'phone': {
      const phoneIndex = index('phone')
      const same = phoneIndex !== null && row.phoneIndex?.equals(phoneIndex) === true
      // Another number than the one that was proved proves nothing.
      return { phone: sealed, phoneIndex, phoneProvedAt: same ? row.phoneProvedAt : null }
    }
    case 'email':
      return { email: sealed, emailIndex: index('email') }
    case 'birthday':
      return { birthday: sealed, birthdayIndex: index('birthday', monthAndDay) }
    case 'language':
      return { language: text }
    case 'source':
      return { source: text ?? 'unknown' }
    default:
      return { [field]: sealed }
  }
}
