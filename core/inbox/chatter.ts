import type { TenantTx } from '../../db/tenant.ts'
import type { Role } from '../actor.ts'
import type { Language } from '../business.ts'
import { AppError } from '../errors.ts'
import type { FileRef } from '../message.ts'
import type { Say } from '../say.ts'
import { place } from '../vault.ts'
import type { ChannelKind, Incoming, IncomingContent } from './channel.ts'
import { choicesSchema } from './message-schema.ts'
import {
  type AddressRow,
  addressById,
  hasEditOf,
  insertAddress,
  insertFile,
  insertMessage,
  outboxOfOffer,
  readOffer,
  roleOfStaff,
  touchAddress,
  updateAddress,
} from './queries.ts'

/** Who is writing: a person in a channel, with the role they have there now. */
export interface Chatter {
  readonly id: string
  readonly kind: ChannelKind
  readonly language: Language
  readonly person: string | null
  readonly customerId: string | null
  readonly staffId: string | null
  readonly role: Role | null
  readonly consented: boolean
  readonly session: string | null
  /** The key that the chat's own texts are sealed with. */
  readonly keyId: string
}

/** Finds or makes the address of whoever wrote. Writing brings back a chat that could not be reached. */
export async function enter(
  tx: TenantTx,
  from: { channelId: string; kind: ChannelKind; incoming: Incoming; language: Language },
): Promise<Chatter> {
  const { channelId, kind, incoming } = from
  const blocked = incoming.content.kind === 'blocked'
  const heard = {
    unreachableAt: blocked ? tx.now : null,
    unreachableWhy: blocked ? 'blocked' : null,
    ...(blocked ? {} : { lastInAt: tx.now }),
  }
  const known = await touchAddress(tx, channelId, incoming.chat, heard)
  if (known) return chatterOf(tx, known)
  const address = await insertAddress(tx, {
    channelId,
    kind,
    chat: incoming.chat,
    person: incoming.person.name,
    language: from.language,
  })
  if (blocked) await updateAddress(tx, address.id, heard)
  return chatterOf(tx, address)
}

/** Who is writing, as they stand after what was done for them just now: they agreed, joined the team, chose a language. */
export async function reenter(tx: TenantTx, chatter: Chatter): Promise<Chatter> {
  const address = await addressById(tx, chatter.id)
  return address ? chatterOf(tx, address) : chatter
}

async function chatterOf(tx: TenantTx, address: AddressRow): Promise<Chatter> {
  const { id, kind, language, customerId, staffId, keyId } = address
  const role = staffId ? await roleOfStaff(tx, staffId) : undefined
  return {
    id,
    kind,
    keyId,
    language,
    customerId,
    staffId: role ? staffId : null,
    role: role ?? null,
    consented: address.consentedAt !== null,
    person: address.person && tx.vault.open(address.person, place('addresses', 'person', id)),
    session: address.session && tx.vault.open(address.session, place('addresses', 'session', id)),
  }
}

export async function saveSession(tx: TenantTx, { id, keyId }: Chatter, session: string): Promise<void> {
  await updateAddress(tx, id, {
    session: tx.vault.seal(keyId, place('addresses', 'session', id), session),
    sessionAt: tx.now,
  })
}

/** Keeps what the person wrote in the transcript of their chat. */
export async function remember(tx: TenantTx, chatter: Chatter, content: IncomingContent): Promise<void> {
  if (content.kind === 'press') return
  const key = content.kind === 'upload' ? content.key : null
  await insertMessage(tx, chatter, {
    author: 'person',
    body: JSON.stringify({ text: textOf(content), buttons: [] }),
    key,
  })
}

function textOf(content: IncomingContent): string {
  switch (content.kind) {
    case 'text':
      return content.text
    case 'start':
      return `/start ${content.payload}`.trim()
    case 'photo':
    case 'upload':
      return content.caption
    case 'contact':
      return content.phone
    default:
      return ''
  }
}

export interface Offer {
  readonly number: number
  readonly choices: readonly { readonly press: string; readonly label: Say }[]
  /** The message that carried it, where an answer may take its place: not an alert, which stays what it is. */
  readonly editable: string | null
  /** The alert that carried it: it may be changed in place for everybody who has a copy. */
  readonly alert: string | null
}

/** What was offered to this chat, and to no other, under a number. */
export async function offerAt(tx: TenantTx, chatter: Chatter, number: number | 'newest'): Promise<Offer | undefined> {
  const offer = await readOffer(tx, chatter, number)
  if (!offer) return undefined
  const carrier = await outboxOfOffer(tx, offer.number)
  return {
    number: offer.number,
    choices: choicesSchema.parse(JSON.parse(offer.choices)),
    editable: carrier && carrier.topic === null ? carrier.id : null,
    alert: carrier && carrier.topic !== null ? carrier.id : null,
  }
}

/** Whether this transaction has already changed an alert in place: then nothing more need be said about it. */
export async function isToldAnew(tx: TenantTx, alert: string): Promise<boolean> {
  return hasEditOf(tx, alert)
}

export async function keepPhoto(
  tx: TenantTx,
  chatter: Chatter,
  content: Extract<IncomingContent, { kind: 'photo' | 'upload' }>,
): Promise<FileRef> {
  if (content.kind === 'upload') return content.file
  const address = await addressById(tx, chatter.id)
  if (!address) throw new Error('a photo from nobody')
  const remote = { channelId: address.channelId, ref: content.ref }
  return { fileId: await insertFile(tx, address.keyId, { remote, mime: content.mime }) }
}

/** Keeps what a visitor uploaded, sealed with the key of their address. */
export async function insertUpload(
  tx: TenantTx,
  file: { addressId: string; content: Buffer; mime: string; name: string },
): Promise<{ fileId: string }> {
  const address = await addressById(tx, file.addressId)
  if (!address) throw new AppError('not-found')
  return { fileId: await insertFile(tx, address.keyId, file) }
}
