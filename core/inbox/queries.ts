import { and, asc, desc, eq, getTableColumns, inArray, isNull, sql } from '../../db/drizzle.ts'
import { personKeys, staff } from '../../db/schema/business.ts'
import { files, messages, offers, outbox, updates } from '../../db/schema/inbox.ts'
import { addresses, channels } from '../../db/schema/people.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { type Role, roles } from '../actor.ts'
import type { Language } from '../business.ts'
import { newId } from '../ids.ts'
import { place } from '../vault.ts'
import type { ChannelKind, Outcome } from './channel.ts'

export type AddressRow = typeof addresses.$inferSelect

// Updates

export interface NewUpdate {
  readonly channelId: string
  readonly key: string
  readonly chat: string
  readonly payload: string
}

/** Stores updates in the order given and brings the indexes of those that were new. */
export async function insertUpdates(tx: TenantTx, list: readonly NewUpdate[]): Promise<Set<number>> {
  const rows = list.map((update) => {
    const key = tx.vault.index(`update/${update.channelId}`, update.key)
    return {
      channelId: update.channelId,
      key,
      chat: chatIndex(tx, update.channelId, update.chat),
      payload: tx.vault.seal(tx.business.id, place('updates', 'payload', key.toString('hex')), update.payload),
    }
  })
  const column = <Key extends keyof (typeof rows)[number]>(name: Key) => sql.param(rows.map((row) => row[name]))
  const { rows: stored } = await tx.db.execute<{ channel_id: string; key: Buffer }>(sql`
    insert into updates (business_id, channel_id, key, chat_index, payload, state, received_at)
    select ${tx.business.id}, u.channel_id, u.key, u.chat, u.payload, 'stored', ${tx.now.toISOString()}
    from unnest(${column('channelId')}::uuid[], ${column('key')}::bytea[], ${column('chat')}::bytea[], ${column('payload')}::bytea[])
      with ordinality as u (channel_id, key, chat, payload, place)
    order by u.place
    on conflict do nothing
    returning channel_id, key`)
  const fresh = new Set(stored.map((row) => `${row.channel_id}/${row.key.toString('hex')}`))
  const added = new Set<number>()
  rows.forEach((row, at) => {
    // Of twins in one batch the first is the new one.
    if (fresh.delete(`${row.channelId}/${row.key.toString('hex')}`)) added.add(at)
  })
  return added
}

export function chatIndex(tx: TenantTx, channelId: string, chat: string): Buffer {
  return tx.vault.index(`chat/${channelId}`, chat)
}

/** One chat is handled one message at a time, in whatever process. */
export async function lockChat(tx: TenantTx, channelId: string, chat: Buffer): Promise<void> {
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${channelId}/${chat.toString('hex')}`}, 1))`)
}

export interface WaitingUpdate {
  readonly channelId: string
  readonly key: Buffer
  readonly payload: string
  readonly kind: ChannelKind
  readonly tries: number
  readonly nextTryAt: Date | null
  readonly receivedAt: Date
}

export async function oldestUpdate(tx: TenantTx, channelId: string, chat: Buffer): Promise<WaitingUpdate | undefined> {
  const [row] = await tx.db
    .select({
      channelId: updates.channelId,
      key: updates.key,
      payload: updates.payload,
      kind: channels.kind,
      tries: updates.tries,
      nextTryAt: updates.nextTryAt,
      receivedAt: updates.receivedAt,
    })
    .from(updates)
    .innerJoin(channels, and(eq(channels.businessId, updates.businessId), eq(channels.id, updates.channelId)))
    .where(
      and(
        eq(updates.businessId, tx.business.id),
        eq(updates.channelId, channelId),
        eq(updates.chatIndex, chat),
        eq(updates.state, 'stored'),
      ),
    )
    .orderBy(asc(updates.position))
    .limit(1)
  if (!row?.payload) return undefined
  return { ...row, payload: tx.vault.open(row.payload, place('updates', 'payload', row.key.toString('hex'))) }
}

/** Brings whether more waits for this chat: what is stored later wakes it anew. */
export async function markHandled(tx: TenantTx, update: WaitingUpdate, chat: Buffer): Promise<{ more: boolean }> {
  const [row] = await tx.db
    .update(updates)
    .set({ state: 'handled', payload: null, handledAt: tx.now, tries: update.tries + 1 })
    .where(oneUpdate(tx, update.channelId, update.key))
    .returning({
      more: sql<boolean>`exists (select from updates later where later.business_id = ${tx.business.id}
        and later.channel_id = ${update.channelId} and later.chat_index = ${chat} and later.state = 'stored'
        and later.key <> ${update.key})`,
    })
  return { more: row?.more ?? false }
}

/** Counts a failed try; the payload stays for the next one, or for the owner to replay. */
export async function markFailed(
  tx: TenantTx,
  update: WaitingUpdate,
  next: { state: 'stored' | 'dead'; at: Date | null; trouble: string },
): Promise<void> {
  await tx.db
    .update(updates)
    .set({ state: next.state, tries: update.tries + 1, nextTryAt: next.at, trouble: next.trouble })
    .where(oneUpdate(tx, update.channelId, update.key))
}

const oneUpdate = (tx: TenantTx, channelId: string, key: Buffer) =>
  and(eq(updates.businessId, tx.business.id), eq(updates.channelId, channelId), eq(updates.key, key))

/** Chats that have something to handle by now. */
export async function waitingChats(tx: TenantTx): Promise<{ channelId: string; chat: Buffer }[]> {
  return tx.db
    .selectDistinct({ channelId: updates.channelId, chat: updates.chatIndex })
    .from(updates)
    .where(and(eq(updates.businessId, tx.business.id), eq(updates.state, 'stored')))
}

export async function deadUpdates(tx: TenantTx, limit: number) {
  return tx.db
    .select({
      position: updates.position,
      channelId: updates.channelId,
      tries: updates.tries,
      trouble: updates.trouble,
      receivedAt: updates.receivedAt,
    })
    .from(updates)
    .where(and(eq(updates.businessId, tx.business.id), eq(updates.state, 'dead')))
    .orderBy(desc(updates.position))
    .limit(limit)
}

export async function reviveUpdate(
  tx: TenantTx,
  position: number,
): Promise<{ channelId: string; chat: Buffer } | undefined> {
  const [row] = await tx.db
    .update(updates)
    .set({ state: 'stored', tries: 0, nextTryAt: null, trouble: null })
    .where(and(eq(updates.businessId, tx.business.id), eq(updates.position, position), eq(updates.state, 'dead')))
    .returning({ channelId: updates.channelId, chat: updates.chatIndex })
  return row
}

/** Drops keys and payloads of updates handled before `before`. */
export async function forgetUpdates(tx: TenantTx, before: Date): Promise<void> {
  await tx.db.execute(
    sql`delete from updates where business_id = ${tx.business.id} and state = 'handled' and received_at < ${before.toISOString()}`,
  )
}

// Addresses

export async function findAddress(tx: TenantTx, channelId: string, chat: string): Promise<AddressRow | undefined> {
  const [row] = await tx.db
    .select()
    .from(addresses)
    .where(
      and(
        eq(addresses.businessId, tx.business.id),
        eq(addresses.channelId, channelId),
        eq(addresses.chatIndex, chatIndex(tx, channelId, chat)),
      ),
    )
  if (row) await tx.admit([row.keyId])
  return row
}

/** The address of a chat that has just been heard of, with what that changes in it. */
export async function touchAddress(
  tx: TenantTx,
  channelId: string,
  chat: string,
  set: Partial<typeof addresses.$inferInsert>,
): Promise<KnownAddress | undefined> {
  const [row] = await tx.db
    .update(addresses)
    .set(set)
    .where(
      and(
        eq(addresses.businessId, tx.business.id),
        eq(addresses.channelId, channelId),
        eq(addresses.chatIndex, chatIndex(tx, channelId, chat)),
      ),
    )
    .returning(withKey(tx))
  if (row) admitAddress(tx, row)
  return row
}

export async function addressById(tx: TenantTx, id: string): Promise<KnownAddress | undefined> {
  const [row] = await tx.db
    .select(withKey(tx))
    .from(addresses)
    .where(and(eq(addresses.businessId, tx.business.id), eq(addresses.id, id)))
  if (row) admitAddress(tx, row)
  return row
}

/** An address together with the wrapped key of the person behind it, which is gone once they are erased. */
export type KnownAddress = AddressRow & { readonly wrapped: Buffer | null }

const withKey = (tx: TenantTx) => ({
  ...getTableColumns(addresses),
  wrapped: sql<Buffer | null>`(select k.wrapped from person_keys k where k.business_id = ${tx.business.id} and k.id = ${addresses.keyId})`,
})

/** Makes what is sealed for this address readable in this transaction, without asking the database. */
export function admitAddress(tx: TenantTx, { keyId, wrapped }: KnownAddress): void {
  if (wrapped) tx.vault.admit([{ id: keyId, wrapped }])
}

export async function insertAddress(
  tx: TenantTx,
  address: { channelId: string; kind: ChannelKind; chat: string; person: string | null; language: Language },
): Promise<AddressRow> {
  const id = newId()
  const key = tx.vault.newKey(newId())
  await tx.db.insert(personKeys).values({ businessId: tx.business.id, id: key.id, wrapped: key.wrapped })
  const [row] = await tx.db
    .insert(addresses)
    .values({
      businessId: tx.business.id,
      id,
      channelId: address.channelId,
      kind: address.kind,
      chatIndex: chatIndex(tx, address.channelId, address.chat),
      keyId: key.id,
      chat: tx.vault.seal(key.id, place('addresses', 'chat', id), address.chat),
      person: address.person ? tx.vault.seal(key.id, place('addresses', 'person', id), address.person) : null,
      language: address.language,
      createdAt: tx.now,
      lastInAt: tx.now,
    })
    .returning()
  if (!row) throw new Error('an address was not stored')
  return row
}

export async function updateAddress(
  tx: TenantTx,
  id: string,
  set: Partial<typeof addresses.$inferInsert>,
): Promise<void> {
  await tx.db
    .update(addresses)
    .set(set)
    .where(and(eq(addresses.businessId, tx.business.id), eq(addresses.id, id)))
}

/** The chats of the staff whose roles are among these. */
export async function staffAddresses(tx: TenantTx, wanted: readonly Role[]): Promise<AddressRow[]> {
  const rows = await tx.db
    .select({ address: addresses })
    .from(addresses)
    .innerJoin(staff, and(eq(staff.businessId, addresses.businessId), eq(staff.id, addresses.staffId)))
    .where(
      and(
        eq(addresses.businessId, tx.business.id),
        inArray(staff.role, wanted.length === 0 ? ['owner'] : [...wanted]),
        isNull(staff.removedAt),
        isNull(addresses.unreachableAt),
      ),
    )
    .orderBy(asc(addresses.id))
  return rows.map((row) => row.address)
}

export async function addressesOfStaff(tx: TenantTx, staffId: string): Promise<AddressRow[]> {
  return tx.db
    .select()
    .from(addresses)
    .where(
      and(eq(addresses.businessId, tx.business.id), eq(addresses.staffId, staffId), isNull(addresses.unreachableAt)),
    )
    .orderBy(asc(addresses.id))
}

/** The person's chats, the one they wrote from last first. */
export async function addressesOfCustomer(tx: TenantTx, customerId: string): Promise<AddressRow[]> {
  return tx.db
    .select()
    .from(addresses)
    .where(
      and(
        eq(addresses.businessId, tx.business.id),
        eq(addresses.customerId, customerId),
        isNull(addresses.unreachableAt),
      ),
    )
    .orderBy(sql`${addresses.lastInAt} desc nulls last`)
}

export async function roleOfStaff(tx: TenantTx, staffId: string): Promise<Role | undefined> {
  const [row] = await tx.db
    .select({ role: staff.role })
    .from(staff)
    .where(and(eq(staff.businessId, tx.business.id), eq(staff.id, staffId), isNull(staff.removedAt)))
  return roles.find((role) => role === row?.role)
}

// Offers and the outbox

export interface Choice {
  readonly press: string
  readonly label: unknown
}

export async function insertOffer(
  tx: TenantTx,
  address: Pick<AddressRow, 'id' | 'keyId'>,
  choices: readonly Choice[],
): Promise<number> {
  const [row] = await tx.db
    .insert(offers)
    .values({
      businessId: tx.business.id,
      addressId: address.id,
      choices: tx.vault.seal(address.keyId, place('offers', 'choices', address.id), JSON.stringify(choices)),
      createdAt: tx.now,
    })
    .returning({ number: offers.number })
  if (!row) throw new Error('an offer was not stored')
  return row.number
}

/** What was offered to this address under a number, or its newest offer. */
export async function readOffer(
  tx: TenantTx,
  address: Pick<AddressRow, 'id'>,
  number: number | 'newest',
): Promise<{ number: number; choices: string } | undefined> {
  const [row] = await tx.db
    .select()
    .from(offers)
    .where(
      and(
        eq(offers.businessId, tx.business.id),
        eq(offers.addressId, address.id),
        number === 'newest' ? undefined : eq(offers.number, number),
      ),
    )
    .orderBy(desc(offers.number))
    .limit(1)
  return row && { number: row.number, choices: tx.vault.open(row.choices, place('offers', 'choices', address.id)) }
}

export interface OutboxBody {
  readonly message: unknown
  readonly offer: number | null
  readonly author?: { readonly staffId: string; readonly requestId: string }
}

export async function insertOutbox(
  tx: TenantTx,
  address: Pick<AddressRow, 'id' | 'keyId'>,
  row: { body: OutboxBody; topic: string | null; edits: string | null; dueAt: Date },
): Promise<string> {
  const id = newId()
  await tx.db.insert(outbox).values({
    businessId: tx.business.id,
    id,
    addressId: address.id,
    body: tx.vault.seal(address.keyId, place('outbox', 'body', id), JSON.stringify(row.body)),
    offer: row.body.offer,
    topic: row.topic,
    edits: row.edits,
    state: 'queued',
    dueAt: row.dueAt,
    createdAt: tx.now,
  })
  tx.wake({ stage: 'deliver', addressId: address.id })
  return id
}

/** The message that carried an offer: the first one, if it was changed in place since. */
export async function outboxOfOffer(
  tx: TenantTx,
  offer: number,
): Promise<{ id: string; topic: string | null } | undefined> {
  const [row] = await tx.db
    .select({ id: outbox.id, edits: outbox.edits, topic: outbox.topic })
    .from(outbox)
    .where(and(eq(outbox.businessId, tx.business.id), eq(outbox.offer, offer)))
  return row && { id: row.edits ?? row.id, topic: row.topic }
}

/** An edit that waits and was made at this very moment of the transaction. */
export async function hasEditOf(tx: TenantTx, id: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        eq(outbox.businessId, tx.business.id),
        eq(outbox.edits, id),
        eq(outbox.state, 'queued'),
        eq(outbox.createdAt, tx.now),
      ),
    )
    .limit(1)
  return row !== undefined
}

/** The first telling of a topic in each chat: later ones change it in place. */
export async function outboxOfTopic(tx: TenantTx, topic: string): Promise<{ id: string; addressId: string }[]> {
  return tx.db
    .select({ id: outbox.id, addressId: outbox.addressId })
    .from(outbox)
    .where(and(eq(outbox.businessId, tx.business.id), eq(outbox.topic, topic), isNull(outbox.edits)))
    .orderBy(asc(outbox.addressId), asc(outbox.position))
}

export interface ClaimedRow {
  readonly address: KnownAddress
  readonly id: string
  readonly position: number
  readonly body: string
  readonly tries: number
  readonly edits: string | null
  /** The platform's id of the message to change in place, where it is known. */
  readonly editsPlatformId: string | null
  readonly createdAt: Date
}

/** Takes the chat's oldest row that is due, for `leaseSeconds`; nobody else is sending to this chat meanwhile. */
export async function claimOldest(
  tx: TenantTx,
  addressId: string,
  attempt: string,
  leaseSeconds: number,
): Promise<ClaimedRow | { due: Date } | undefined> {
  const [oldest] = await tx.db
    .select({ head: outbox, address: withKey(tx) })
    .from(outbox)
    .innerJoin(addresses, and(eq(addresses.businessId, outbox.businessId), eq(addresses.id, outbox.addressId)))
    .where(
      and(
        eq(outbox.businessId, tx.business.id),
        eq(outbox.addressId, addressId),
        inArray(outbox.state, ['queued', 'sending']),
      ),
    )
    .orderBy(asc(outbox.position))
    .limit(1)
    .for('update', { of: outbox })
  if (!oldest) return undefined
  const { head, address } = oldest
  const due = head.state === 'sending' ? (head.leaseUntil ?? tx.now) : head.dueAt
  if (due > tx.now) return { due }
  admitAddress(tx, address)
  await tx.db
    .update(outbox)
    .set({ state: 'sending', attempt, leaseUntil: new Date(tx.now.getTime() + leaseSeconds * 1000) })
    .where(oneOutbox(tx, head.id))
  return {
    address,
    id: head.id,
    position: head.position,
    body: tx.vault.open(head.body, place('outbox', 'body', head.id)),
    tries: head.tries,
    edits: head.edits,
    editsPlatformId: head.edits ? await platformIdOf(tx, head.edits) : null,
    createdAt: head.createdAt,
  }
}

async function platformIdOf(tx: TenantTx, outboxId: string): Promise<string | null> {
  const [row] = await tx.db.select({ platformId: outbox.platformId }).from(outbox).where(oneOutbox(tx, outboxId))
  return row?.platformId ? tx.vault.open(row.platformId, place('outbox', 'platform_id', outboxId)) : null
}

export async function readOutboxBody(tx: TenantTx, id: string): Promise<string | undefined> {
  const [row] = await tx.db
    .select({ body: outbox.body, keyId: addresses.keyId })
    .from(outbox)
    .innerJoin(addresses, and(eq(addresses.businessId, outbox.businessId), eq(addresses.id, outbox.addressId)))
    .where(oneOutbox(tx, id))
  if (!row) return undefined
  await tx.admit([row.keyId])
  return tx.vault.open(row.body, place('outbox', 'body', id))
}

/** Writes down how a send ended, unless the lease was lost to somebody else meanwhile. */
export async function settleOutbox(
  tx: TenantTx,
  address: AddressRow,
  row: ClaimedRow,
  attempt: string,
  outcome: Outcome,
  next: {
    state: 'queued' | 'sent' | 'failed'
    dueAt?: Date
    countTry: boolean
    platformId?: string | null
    dropEdit?: boolean
  },
): Promise<boolean> {
  const done = await tx.db
    .update(outbox)
    .set({
      state: next.state,
      tries: row.tries + (next.countTry ? 1 : 0),
      leaseUntil: null,
      trouble: 'why' in outcome ? outcome.why.slice(0, 200) : null,
      ...(next.dueAt ? { dueAt: next.dueAt } : {}),
      ...(next.state === 'sent' ? { sentAt: tx.now } : {}),
      ...(next.platformId
        ? { platformId: tx.vault.seal(address.keyId, place('outbox', 'platform_id', row.id), next.platformId) }
        : {}),
      ...(next.dropEdit ? { edits: null } : {}),
    })
    .where(and(oneOutbox(tx, row.id), eq(outbox.attempt, attempt)))
    .returning({ id: outbox.id })
  return done.length > 0
}

/** A chat that cannot be reached: what waits for it will never be said. */
export async function failWaiting(tx: TenantTx, addressId: string, why: string): Promise<void> {
  await tx.db
    .update(outbox)
    .set({ state: 'failed', trouble: why.slice(0, 200), leaseUntil: null })
    .where(
      and(
        eq(outbox.businessId, tx.business.id),
        eq(outbox.addressId, addressId),
        inArray(outbox.state, ['queued', 'sending']),
      ),
    )
}

const oneOutbox = (tx: TenantTx, id: string) => and(eq(outbox.businessId, tx.business.id), eq(outbox.id, id))

/** Chats that have something to be told by now. */
export async function addressesDue(tx: TenantTx): Promise<string[]> {
  const { rows } = await tx.db.execute<{ address_id: string }>(sql`
    select distinct address_id from outbox
    where business_id = ${tx.business.id}
      and ((state = 'queued' and due_at <= ${tx.now.toISOString()}) or (state = 'sending' and lease_until <= ${tx.now.toISOString()}))`)
  return rows.map((row) => row.address_id)
}

/**
 * The moment at which this bot may send next, and takes it: at most `perSecond` sends in any sliding second, counted over
 * all processes, and a pause between sends to one chat (GCRA) that lets a short burst through.
 */
export async function takeSendingSlot(
  tx: TenantTx,
  address: AddressRow,
  limits: { perSecond: number; chatSeconds: number; chatBurst: number },
): Promise<Date> {
  const { rows: paced } = await tx.db.execute<{ slot: Date }>(sql`
    update addresses set pace_at = greatest(coalesce(pace_at, ${at(tx)}), ${at(tx)}) + ${limits.chatSeconds} * interval '1 second'
    where business_id = ${tx.business.id} and id = ${address.id}
    returning greatest(${at(tx)}, pace_at - ${limits.chatSeconds * limits.chatBurst} * interval '1 second') as slot`)
  const chatSlot = paced[0]?.slot ?? tx.now
  const { rows } = await tx.db.execute<{ slot: Date }>(sql`
    with free as (
      select greatest(${new Date(chatSlot).toISOString()}::timestamptz, coalesce(paused_until, ${at(tx)}),
        case when cardinality(recent_sends) >= ${limits.perSecond}
          then recent_sends[cardinality(recent_sends) - ${limits.perSecond} + 1] + interval '1 second' else ${at(tx)} end) as slot
      from channels where business_id = ${tx.business.id} and id = ${address.channelId} for update)
    update channels set recent_sends = (recent_sends || free.slot)[greatest(1, cardinality(recent_sends) + 2 - ${limits.perSecond}):]
    from free where business_id = ${tx.business.id} and id = ${address.channelId}
    returning free.slot`)
  return new Date(rows[0]?.slot ?? chatSlot)
}

const at = (tx: TenantTx) => sql`${tx.now.toISOString()}::timestamptz`

export async function pauseChannel(tx: TenantTx, channelId: string, until: Date): Promise<void> {
  await tx.db
    .update(channels)
    .set({
      pausedUntil: sql`greatest(coalesce(paused_until, ${until.toISOString()}::timestamptz), ${until.toISOString()}::timestamptz)`,
    })
    .where(and(eq(channels.businessId, tx.business.id), eq(channels.id, channelId)))
}

// The conversation as it went

export interface TranscriptLine {
  readonly author: 'person' | 'bot' | 'staff'
  readonly body: string
  readonly staffId?: string | null
  readonly requestId?: string | null
  readonly edits?: string | null
  readonly key?: string | null
  readonly id?: string
  readonly at?: Date
  /** When the person had last written or tapped, of what is said to them. */
  readonly heardAt?: Date | null
}

export async function insertMessage(
  tx: TenantTx,
  address: Pick<AddressRow, 'id' | 'kind' | 'keyId'>,
  line: TranscriptLine,
): Promise<string> {
  const id = line.id ?? newId()
  // A page that follows the transcript by position must never see a later line before an earlier one.
  if (address.kind === 'web') await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${address.id}, 2))`)
  await tx.db.insert(messages).values({
    businessId: tx.business.id,
    id,
    addressId: address.id,
    author: line.author,
    staffId: line.staffId ?? null,
    requestId: line.requestId ?? null,
    body: tx.vault.seal(address.keyId, place('messages', 'body', id), line.body),
    edits: line.edits ?? null,
    key: line.key ?? null,
    at: line.at ?? tx.now,
    heardAt: line.heardAt ?? null,
  })
  if (address.kind === 'web') tx.wake({ stage: 'stream', addressId: address.id })
  return id
}

export interface StoredMessage {
  readonly id: string
  readonly position: number
  readonly author: 'person' | 'bot' | 'staff'
  readonly body: string
  readonly edits: string | null
  readonly key: string | null
  readonly at: Date
  readonly requestId: string | null
  readonly staffId: string | null
}

/** Lines of one chat after `after` (a position), oldest first; or, without it, the newest `limit` of them. */
export async function readMessages(
  tx: TenantTx,
  address: AddressRow,
  after: number | null,
  limit: number,
): Promise<StoredMessage[]> {
  const rows = await tx.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.businessId, tx.business.id),
        eq(messages.addressId, address.id),
        after === null ? undefined : sql`${messages.position} > ${after}`,
      ),
    )
    .orderBy(after === null ? desc(messages.position) : asc(messages.position))
    .limit(limit)
  if (after === null) rows.reverse()
  return rows.map((row) => ({ ...row, body: tx.vault.open(row.body, place('messages', 'body', row.id)) }))
}

// Files

export async function insertFile(
  tx: TenantTx,
  keyId: string,
  file: { content?: Buffer; remote?: { channelId: string; ref: string }; mime: string; name?: string },
): Promise<string> {
  const id = newId()
  await tx.db.insert(files).values({
    businessId: tx.business.id,
    id,
    keyId,
    content: file.content ? tx.vault.seal(keyId, place('files', 'content', id), file.content) : null,
    channelId: file.remote?.channelId ?? null,
    remote: file.remote ? tx.vault.seal(keyId, place('files', 'remote', id), file.remote.ref) : null,
    mime: file.mime,
    name: file.name ? tx.vault.seal(keyId, place('files', 'name', id), file.name) : null,
    createdAt: tx.now,
  })
  return id
}

export interface StoredFile {
  readonly id: string
  readonly mime: string
  readonly name: string | null
  readonly content: Buffer | null
  readonly remote: { channelId: string; ref: string } | null
}

export async function readFile(tx: TenantTx, id: string): Promise<StoredFile | undefined> {
  const [row] = await tx.db
    .select()
    .from(files)
    .where(and(eq(files.businessId, tx.business.id), eq(files.id, id)))
  if (!row) return undefined
  await tx.admit([row.keyId])
  return {
    id,
    mime: row.mime,
    name: row.name ? tx.vault.open(row.name, place('files', 'name', id)) : null,
    content: row.content ? tx.vault.openBytes(row.content, place('files', 'content', id)) : null,
    remote:
      row.remote && row.channelId
        ? { channelId: row.channelId, ref: tx.vault.open(row.remote, place('files', 'remote', id)) }
        : null,
  }
}

export async function keepFile(tx: TenantTx, id: string, content: Buffer, mime: string): Promise<void> {
  const [row] = await tx.db
    .select({ keyId: files.keyId })
    .from(files)
    .where(and(eq(files.businessId, tx.business.id), eq(files.id, id)))
  if (!row) return
  await tx.admit([row.keyId])
  await tx.db
    .update(files)
    .set({ content: tx.vault.seal(row.keyId, place('files', 'content', id), content), mime })
    .where(and(eq(files.businessId, tx.business.id), eq(files.id, id)))
}

// Channels

export interface StoredChannel {
  readonly id: string
  readonly kind: ChannelKind
  readonly state: 'connected' | 'broken' | 'removed'
  readonly token: string | null
  readonly hookSecret: string | null
}

export async function readChannel(tx: TenantTx, id: string): Promise<StoredChannel | undefined> {
  const [row] = await tx.db
    .select()
    .from(channels)
    .where(and(eq(channels.businessId, tx.business.id), eq(channels.id, id)))
  return (
    row && {
      id: row.id,
      kind: row.kind,
      state: row.state,
      token: row.token && tx.vault.open(row.token, place('channels', 'token', id)),
      hookSecret: row.hookSecret && tx.vault.open(row.hookSecret, place('channels', 'hook_secret', id)),
    }
  )
}

/** Only one process polls a bot: the lease is taken, or kept, for `seconds`; false means somebody else has it. */
export async function leasePolling(tx: TenantTx, channelId: string, holder: string, seconds: number): Promise<boolean> {
  const rows = await tx.db
    .update(channels)
    .set({ pollLease: holder, pollLeaseUntil: new Date(tx.now.getTime() + seconds * 1000) })
    .where(
      and(
        eq(channels.businessId, tx.business.id),
        eq(channels.id, channelId),
        eq(channels.state, 'connected'),
        sql`(${channels.pollLease} = ${holder} or ${channels.pollLeaseUntil} is null or ${channels.pollLeaseUntil} < ${at(tx)})`,
      ),
    )
    .returning({ id: channels.id })
  return rows.length > 0
}

export async function releasePolling(tx: TenantTx, channelId: string, holder: string): Promise<void> {
  await tx.db
    .update(channels)
    .set({ pollLease: null, pollLeaseUntil: null })
    .where(and(eq(channels.businessId, tx.business.id), eq(channels.id, channelId), eq(channels.pollLease, holder)))
}

/** The chats of the staff in a channel, with the role each has. */
export async function openStaffChats(tx: TenantTx, channelId: string): Promise<{ chat: string; role: Role }[]> {
  const rows = await tx.db
    .select({ id: addresses.id, chat: addresses.chat, keyId: addresses.keyId, role: staff.role })
    .from(addresses)
    .innerJoin(staff, and(eq(staff.businessId, addresses.businessId), eq(staff.id, addresses.staffId)))
    .where(and(eq(addresses.businessId, tx.business.id), eq(addresses.channelId, channelId), isNull(staff.removedAt)))
  await tx.admit(rows.map((row) => row.keyId))
  return rows.map((row) => ({ chat: tx.vault.open(row.chat, place('addresses', 'chat', row.id)), role: row.role }))
}

/** A chat as the platform calls it, and the role of whoever it belongs to. */
export async function openChat(
  tx: TenantTx,
  addressId: string,
): Promise<{ channelId: string; chat: string; role: Role | undefined } | undefined> {
  const row = await addressById(tx, addressId)
  if (!row) return undefined
  const role = row.staffId ? await roleOfStaff(tx, row.staffId) : undefined
  return { channelId: row.channelId, chat: tx.vault.open(row.chat, place('addresses', 'chat', row.id)), role }
}
