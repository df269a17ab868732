import { type Directory, directoryOf } from '../../db/directory.ts'
import { and, asc, desc, eq, gt, isNull, lt, ne, sql } from '../../db/drizzle.ts'
import { apiKeys, audit, businesses, idempotency, invitations, personKeys, staff } from '../../db/schema/business.ts'
import { addresses, channels } from '../../db/schema/people.ts'
import { shops } from '../../db/schema/shop.ts'
import type { TenantTx } from '../../db/tenant.ts'
import type { Role } from '../actor.ts'
import { newId } from '../ids.ts'
import { place } from '../vault.ts'

/** The directory's rows of this business, written in the same transaction as the tenant's own. */
export const directory = (tx: TenantTx): Directory => directoryOf(tx)

// Audit

export async function insertAudit(
  tx: TenantTx,
  row: {
    actor: string
    action: string
    target: string | null
    detail: Record<string, string | number | boolean | null> | null
  },
): Promise<void> {
  await tx.db.insert(audit).values({ businessId: tx.business.id, at: tx.now, ...row })
}

export async function readAudit(tx: TenantTx, before: number | null, limit: number) {
  return tx.db
    .select({
      id: audit.id,
      at: audit.at,
      actor: audit.actor,
      action: audit.action,
      target: audit.target,
      detail: audit.detail,
    })
    .from(audit)
    .where(and(eq(audit.businessId, tx.business.id), before === null ? undefined : lt(audit.id, before)))
    .orderBy(desc(audit.id))
    .limit(limit)
}

// The business

export async function insertShop(tx: TenantTx, name: string): Promise<string> {
  const id = newId()
  await tx.db.insert(shops).values({ businessId: tx.business.id, id, name, kind: 'retail' })
  return id
}

export async function updateBusiness(
  tx: TenantTx,
  set: { name?: string; timezone?: string; locale?: string; settings?: Record<string, unknown> },
): Promise<void> {
  if (Object.keys(set).length > 0)
    await tx.db.update(businesses).set(set).where(eq(businesses.businessId, tx.business.id))
}

/** Locks the business's row, so that two changes of its settings do not undo each other, and reads them. */
export async function lockSettings(
  tx: TenantTx,
): Promise<{ name: string; timezone: string; locale: string; currency: string; settings: Record<string, unknown> }> {
  const [row] = await tx.db.select().from(businesses).where(eq(businesses.businessId, tx.business.id)).for('update')
  if (!row) throw new Error('the business in scope is gone')
  return row
}

// Staff

export interface StaffMember {
  readonly id: string
  readonly role: Role
  readonly name: string
  readonly accountId: string | null
  readonly createdAt: Date
}

export async function insertStaff(
  tx: TenantTx,
  person: { role: Role; name: string; email?: string; accountId?: string },
): Promise<string> {
  const id = newId()
  const key = tx.vault.newKey(newId())
  await tx.db.insert(personKeys).values({ businessId: tx.business.id, id: key.id, wrapped: key.wrapped })
  await tx.db.insert(staff).values({
    businessId: tx.business.id,
    id,
    keyId: key.id,
    accountId: person.accountId ?? null,
    role: person.role,
    name: tx.vault.seal(key.id, place('staff', 'name', id), person.name),
    email: person.email === undefined ? null : tx.vault.seal(key.id, place('staff', 'email', id), person.email),
    createdAt: tx.now,
  })
  return id
}

export async function readTeam(tx: TenantTx): Promise<StaffMember[]> {
  const rows = await tx.db
    .select()
    .from(staff)
    .where(and(eq(staff.businessId, tx.business.id), isNull(staff.removedAt)))
    .orderBy(asc(staff.createdAt), asc(staff.id))
  await tx.admit(rows.map((row) => row.keyId))
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    name: tx.vault.open(row.name, place('staff', 'name', row.id)),
    accountId: row.accountId,
    createdAt: row.createdAt,
  }))
}

/** Which channels each member of the staff can be written to in. */
export async function channelsOfStaff(tx: TenantTx): Promise<{ staffId: string | null; kind: string }[]> {
  return tx.db
    .selectDistinct({ staffId: addresses.staffId, kind: addresses.kind })
    .from(addresses)
    .where(and(eq(addresses.businessId, tx.business.id), sql`${addresses.staffId} is not null`))
}

export async function staffRole(tx: TenantTx, staffId: string): Promise<Role | undefined> {
  const [row] = await tx.db
    .select({ role: staff.role })
    .from(staff)
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.id, staffId), isNull(staff.removedAt)))
  return row?.role
}

export async function staffOfAccount(tx: TenantTx, accountId: string): Promise<{ id: string; role: Role } | undefined> {
  const [row] = await tx.db
    .select({ id: staff.id, role: staff.role })
    .from(staff)
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.accountId, accountId), isNull(staff.removedAt)))
  return row
}

/** Name and e-mail as the person of this account gave them. */
export async function ownName(tx: TenantTx, staffId: string): Promise<{ name: string; email: string | null }> {
  const [row] = await tx.db
    .select({ name: staff.name, email: staff.email, keyId: staff.keyId })
    .from(staff)
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.id, staffId)))
  if (!row) throw new Error('a member of the staff is gone')
  await tx.admit([row.keyId])
  return {
    name: tx.vault.open(row.name, place('staff', 'name', staffId)),
    email: row.email ? tx.vault.open(row.email, place('staff', 'email', staffId)) : null,
  }
}

/** Locks all owners in one order, so that two who remove each other do not leave the business without any. */
export async function lockOwners(tx: TenantTx): Promise<string[]> {
  const rows = await tx.db
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.role, 'owner'), isNull(staff.removedAt)))
    .orderBy(asc(staff.id))
    .for('update')
  return rows.map((row) => row.id)
}

/** Marks a person as gone and takes their chats and log-in along; false when there is no such person any more. */
export async function markStaffRemoved(tx: TenantTx, staffId: string): Promise<boolean> {
  const [row] = await tx.db
    .update(staff)
    .set({ removedAt: tx.now })
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.id, staffId), isNull(staff.removedAt)))
    .returning({ accountId: staff.accountId })
  if (!row) return false
  const chats = await tx.db
    .update(addresses)
    .set({ staffId: null, session: null, sessionAt: null })
    .where(and(eq(addresses.businessId, tx.business.id), eq(addresses.staffId, staffId)))
    .returning({ id: addresses.id })
  for (const chat of chats) tx.wake({ stage: 'menus', addressId: chat.id })
  if (row.accountId) await directoryOf(tx).removeMembership(row.accountId)
  return true
}

/** The chat becomes this member of the staff's. */
export async function linkAddressToStaff(tx: TenantTx, addressId: string, staffId: string): Promise<boolean> {
  const rows = await tx.db
    .update(addresses)
    .set({ staffId, session: null, sessionAt: null })
    .where(and(eq(addresses.businessId, tx.business.id), eq(addresses.id, addressId)))
    .returning({ id: addresses.id })
  if (rows.length > 0) tx.wake({ stage: 'menus', addressId })
  return rows.length > 0
}

// Invitations

export async function insertInvitation(
  tx: TenantTx,
  invitation: { code: string; role: Role; name: string | null; createdBy: string | null; expiresAt: Date },
): Promise<string> {
  const id = newId()
  await tx.db.insert(invitations).values({
    businessId: tx.business.id,
    id,
    codeHash: tx.vault.index('invitation', invitation.code),
    role: invitation.role,
    name:
      invitation.name === null
        ? null
        : tx.vault.seal(tx.business.id, place('invitations', 'name', id), invitation.name),
    createdBy: invitation.createdBy,
    createdAt: tx.now,
    expiresAt: invitation.expiresAt,
  })
  return id
}

/** Uses up an invitation: of two who come with one code the second finds none. */
export async function useInvitation(
  tx: TenantTx,
  code: string,
): Promise<{ id: string; role: Role; name: string | null; staffId: string | null } | undefined> {
  const [row] = await tx.db
    .update(invitations)
    .set({ usedAt: tx.now })
    .where(
      and(
        eq(invitations.businessId, tx.business.id),
        eq(invitations.codeHash, tx.vault.index('invitation', code)),
        isNull(invitations.usedAt),
        gt(invitations.expiresAt, tx.now),
      ),
    )
    .returning({ id: invitations.id, role: invitations.role, name: invitations.name, staffId: invitations.staffId })
  if (!row) return undefined
  return {
    ...row,
    name: row.name ? tx.vault.open(row.name, place('invitations', 'name', row.id)) : null,
  }
}

// API keys

export async function insertApiKey(
  tx: TenantTx,
  key: { id: string; secret: string; name: string; scopes: readonly string[]; expiresAt: Date | null },
): Promise<void> {
  await tx.db.insert(apiKeys).values({
    businessId: tx.business.id,
    id: key.id,
    name: key.name,
    secretHash: tx.vault.index('api-key', key.secret),
    scopes: [...key.scopes],
    createdAt: tx.now,
    expiresAt: key.expiresAt,
  })
  await directoryOf(tx).addApiKey(key.id, tx.business.id)
}

export async function readApiKeys(tx: TenantTx) {
  return tx.db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.businessId, tx.business.id), isNull(apiKeys.revokedAt)))
    .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
}

export async function findApiKey(tx: TenantTx, id: string) {
  const [row] = await tx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.businessId, tx.business.id), eq(apiKeys.id, id)))
  return row
}

export async function markApiKeyRevoked(tx: TenantTx, id: string): Promise<boolean> {
  const rows = await tx.db
    .update(apiKeys)
    .set({ revokedAt: tx.now })
    .where(and(eq(apiKeys.businessId, tx.business.id), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })
  return rows.length > 0
}

export async function touchApiKey(tx: TenantTx, id: string, field: 'lastUsedAt' | 'lastEventAt'): Promise<void> {
  await tx.db
    .update(apiKeys)
    .set({ [field]: tx.now })
    .where(and(eq(apiKeys.businessId, tx.business.id), eq(apiKeys.id, id)))
}

export async function lastEventAt(tx: TenantTx): Promise<Date | null> {
  const [row] = await tx.db
    .select({ at: apiKeys.lastEventAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.businessId, tx.business.id), sql`${apiKeys.lastEventAt} is not null`))
    .orderBy(desc(apiKeys.lastEventAt))
    .limit(1)
  return row?.at ?? null
}

// Channels

export async function insertChannel(
  tx: TenantTx,
  channel: {
    kind: 'telegram' | 'viber' | 'web'
    name: string | null
    token: string | null
    tokenHash: Buffer | null
    hookSecret: string | null
  },
): Promise<string> {
  const id = newId()
  const sealed = (column: string, text: string | null) =>
    text === null ? null : tx.vault.seal(tx.business.id, place('channels', column, id), text)
  await tx.db.insert(channels).values({
    businessId: tx.business.id,
    id,
    kind: channel.kind,
    name: channel.name,
    token: sealed('token', channel.token),
    hookSecret: sealed('hook_secret', channel.hookSecret),
    state: 'connected',
    createdAt: tx.now,
  })
  await directoryOf(tx).addChannel(id, tx.business.id, channel.kind, channel.tokenHash)
  return id
}

export async function readChannels(tx: TenantTx) {
  return tx.db
    .select({
      id: channels.id,
      kind: channels.kind,
      name: channels.name,
      state: channels.state,
      trouble: channels.trouble,
      createdAt: channels.createdAt,
    })
    .from(channels)
    .where(and(eq(channels.businessId, tx.business.id), ne(channels.state, 'removed')))
    .orderBy(asc(channels.createdAt), asc(channels.id))
}

export interface OpenChannel {
  readonly id: string
  readonly kind: 'telegram' | 'viber' | 'web'
  readonly token: string | null
  readonly hookSecret: string | null
}

export async function findChannel(tx: TenantTx, id: string): Promise<OpenChannel | undefined> {
  const [row] = await tx.db
    .select()
    .from(channels)
    .where(and(eq(channels.businessId, tx.business.id), eq(channels.id, id), ne(channels.state, 'removed')))
  if (!row) return undefined
  const open = (column: string, sealed: Buffer | null) =>
    sealed === null ? null : tx.vault.open(sealed, place('channels', column, id))
  return { id, kind: row.kind, token: open('token', row.token), hookSecret: open('hook_secret', row.hookSecret) }
}

export async function markChannelRemoved(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .update(channels)
    .set({ state: 'removed', token: null, hookSecret: null, pollLease: null, pollLeaseUntil: null })
    .where(and(eq(channels.businessId, tx.business.id), eq(channels.id, id)))
  await directoryOf(tx).removeChannel(id)
}

export async function setChannelTrouble(tx: TenantTx, id: string, trouble: string | null): Promise<void> {
  await tx.db
    .update(channels)
    .set({ state: trouble === null ? 'connected' : 'broken', trouble })
    .where(and(eq(channels.businessId, tx.business.id), eq(channels.id, id), ne(channels.state, 'removed')))
}

// First answers, kept for those who ask twice

export interface AnswerKey {
  readonly caller: string
  readonly keyHash: Buffer
}

/**
 * Takes the key, or brings what was answered under it. Whoever comes while another holds it waits for their commit: the
 * table's key sees to that.
 */
export async function claimAnswer(
  tx: TenantTx,
  key: AnswerKey,
  bodyHash: Buffer,
  keptSince: Date,
): Promise<{ bodyHash: Buffer; status: number | null; answer: Buffer | null } | undefined> {
  const { rows } = await tx.db.execute(sql`
    insert into idempotency (business_id, caller, key_hash, body_hash, created_at)
    values (${tx.business.id}, ${key.caller}, ${key.keyHash}, ${bodyHash}, ${tx.now.toISOString()})
    on conflict (business_id, caller, key_hash) do update
      set body_hash = excluded.body_hash, created_at = excluded.created_at, status = null, answer = null
      where idempotency.created_at < ${keptSince.toISOString()}
    returning 1`)
  if (rows.length > 0) return undefined
  const [row] = await tx.db
    .select({ bodyHash: idempotency.bodyHash, status: idempotency.status, answer: idempotency.answer })
    .from(idempotency)
    .where(answerRow(tx, key))
  return row
}

export async function keepAnswer(tx: TenantTx, key: AnswerKey, status: number, answer: Buffer): Promise<void> {
  await tx.db.update(idempotency).set({ status, answer }).where(answerRow(tx, key))
}

export async function forgetAnswers(tx: TenantTx, before: Date): Promise<void> {
  await tx.db
    .delete(idempotency)
    .where(and(eq(idempotency.businessId, tx.business.id), lt(idempotency.createdAt, before)))
}

const answerRow = (tx: TenantTx, key: AnswerKey) =>
  and(
    eq(idempotency.businessId, tx.business.id),
    eq(idempotency.caller, key.caller),
    eq(idempotency.keyHash, key.keyHash),
  )
