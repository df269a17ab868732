import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { place } from '../vault.ts'
import type { Customer } from './customer.ts'
import { tryOpen } from './person.ts'
import type { CustomerRow } from './queries.ts'

/** Opens people as the staff, or they themselves, may read them. */
export async function openCustomers(tx: TenantTx, rows: readonly CustomerRow[]): Promise<Customer[]> {
  await tx.admit(rows.map((row) => row.keyId))
  return rows.map((row) => openOne(tx, row))
}

export async function openCustomer(tx: TenantTx, row: CustomerRow): Promise<Customer> {
  await tx.admit([row.keyId])
  return openOne(tx, row)
}

function openOne(tx: TenantTx, row: CustomerRow): Customer {
  const words = (column: 'name' | 'phone' | 'email' | 'birthday' | 'gender' | 'preferences' | 'contraindications') =>
    tryOpen(tx, row[column], place('customers', column, row.id))
  const attributes = tryOpen(tx, row.attributes, place('customers', 'attributes', row.id))
  const { id, language, source, referredBy, referralCode, consentedAt, firstPaidAt, lastSeenAt, createdAt } = row
  return {
    ...{ id, language, source, referredBy, referralCode, consentedAt, firstPaidAt, lastSeenAt, createdAt },
    externalId: tryOpen(tx, row.externalId, place('customers', 'external_id', row.id)),
    name: words('name'),
    phone: words('phone'),
    phoneProved: row.phoneProvedAt !== null,
    email: words('email'),
    birthday: words('birthday'),
    gender: words('gender'),
    attributes: attributes === null ? {} : attributesSchema.parse(JSON.parse(attributes)),
    preferences: words('preferences'),
    contraindications: words('contraindications'),
    promotions: row.promotionsStoppedAt === null,
    updatedAt: row.updatedAt,
  }
}

const attributesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
