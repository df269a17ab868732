import type { TenantTx } from '../../db/tenant.ts'
import { type Permission, permissions, type Role } from '../actor.ts'
import type { Button, Message } from '../message.ts'
import {
  type AddressRow,
  addressById,
  addressesOfCustomer,
  addressesOfStaff,
  insertOffer,
  insertOutbox,
  outboxOfTopic,
  staffAddresses,
} from './queries.ts'

export interface TellOptions {
  /** What it is about, such as `order:ID`: `retell` finds every copy by it. */
  readonly topic?: string
  /** The outbox row whose message is changed in place. */
  readonly edits?: string
  readonly dueAt?: Date
  /** A member of the staff whose own words these are, said in a request. */
  readonly author?: { readonly staffId: string; readonly requestId: string }
}

/** Says something to a chat: a row that is delivered after the commit, in order with everything else said there. */
export async function tell(
  tx: TenantTx,
  addressId: string,
  message: Message,
  options: TellOptions = {},
): Promise<{ offer: number | null }> {
  const address = await addressById(tx, addressId)
  if (!address || address.unreachableAt) return { offer: null }
  return tellAddress(tx, address, message, options)
}

/** Says something to whoever has just written: their address is known and reachable. */
export async function tellChatter(
  tx: TenantTx,
  to: Pick<AddressRow, 'id' | 'keyId'>,
  message: Message,
  options: TellOptions = {},
): Promise<{ offer: number | null }> {
  return tellAddress(tx, to, message, options)
}

/** To the chat it came from, else to the person's most recent reachable one. Nobody to tell is not an error. */
export async function tellCustomer(
  tx: TenantTx,
  whom: { customerId: string | null; addressId: string | null },
  message: Message,
  options: TellOptions = {},
): Promise<void> {
  const own = whom.addressId ? await addressById(tx, whom.addressId) : undefined
  if (own && !own.unreachableAt) {
    await tellAddress(tx, own, message, options)
    return
  }
  const [other] = whom.customerId ? await addressesOfCustomer(tx, whom.customerId) : []
  if (!other) return
  await tx.admit([other.keyId])
  await tellAddress(tx, other, message, options)
}

/** To every chat of the staff that may do this. */
export async function tellStaff(
  tx: TenantTx,
  permission: Permission,
  message: Message,
  options: TellOptions & { readonly except?: string } = {},
): Promise<void> {
  const allowed: readonly Role[] = permissions[permission].roles
  const rows = await staffAddresses(tx, ['owner', ...allowed])
  await tx.admit(rows.map((row) => row.keyId))
  for (const row of rows) if (row.id !== options.except) await tellAddress(tx, row, message, options)
}

/** To one member of the staff, in every chat they have. */
export async function tellStaffMember(
  tx: TenantTx,
  staffId: string,
  message: Message,
  options: TellOptions = {},
): Promise<void> {
  const rows = await addressesOfStaff(tx, staffId)
  await tx.admit(rows.map((row) => row.keyId))
  for (const row of rows) await tellAddress(tx, row, message, options)
}

/** Changes in place every copy of what was told under a topic; where a channel cannot, it is said anew. */
export async function retell(
  tx: TenantTx,
  topic: string,
  message: Message,
  options: { readonly except?: string } = {},
): Promise<void> {
  const told = new Map<string, string>()
  for (const { addressId, id } of await outboxOfTopic(tx, topic)) told.set(addressId, id)
  for (const [addressId, edits] of told) {
    if (addressId !== options.except) await tell(tx, addressId, message, { topic, edits })
  }
}

async function tellAddress(
  tx: TenantTx,
  address: Pick<AddressRow, 'id' | 'keyId'>,
  message: Message,
  options: TellOptions,
): Promise<{ offer: number | null }> {
  const presses = (message.buttons ?? []).flat().filter(isPress)
  const offer = presses.length > 0 ? await insertOffer(tx, address, presses) : null
  await insertOutbox(tx, address, {
    body: { message, offer, ...(options.author ? { author: options.author } : {}) },
    topic: options.topic ?? null,
    edits: options.edits ?? null,
    dueAt: options.dueAt ?? tx.now,
  })
  return { offer }
}

const isPress = (button: Button): button is Extract<Button, { press: string }> => 'press' in button
