import type { Tenancy, TenantTx } from '../../db/tenant.ts'
import { newId } from '../ids.ts'
import type { Button, FileRef, Message } from '../message.ts'
import type { Picture } from '../picture.ts'
import type { Words } from '../say.ts'
import { place } from '../vault.ts'
import type { Channel, ChannelAdapter, ChannelKind, Media, Outcome, Outgoing } from './channel.ts'
import { messageSchema } from './message-schema.ts'
import {
  type AddressRow,
  admitAddress,
  type ClaimedRow,
  claimOldest,
  failWaiting,
  insertMessage,
  type KnownAddress,
  keepFile,
  pauseChannel,
  readFile,
  readOutboxBody,
  settleOutbox,
  takeSendingSlot,
  updateAddress,
} from './queries.ts'

/** A picture is found again by the outbox row that shows it. */
export type MediaSource = { readonly pictureOf: string } | FileRef

/** What delivery needs from outside: the languages, the pictures, the connected bots. */
export interface DeliveryPorts {
  readonly tenancy: Tenancy
  readonly words: Words
  readonly adapters: Readonly<Record<ChannelKind, ChannelAdapter>>
  readonly channelOf: (businessId: string, channelId: string, kind: ChannelKind) => Promise<Channel | undefined>
  readonly drawPicture: (picture: Picture) => Promise<Uint8Array>
  /** Where a platform can fetch a picture or a file; null while there is no public address. */
  readonly publicUrlOf: (businessId: string, what: MediaSource) => string | null
  readonly clock: () => Date
  readonly sleepUntil: (moment: Date) => Promise<void>
  readonly report: (error: unknown) => void
}

const leaseSeconds = 20
/** Pauses between tries of a message that could not be sent, seconds: about a day in all. */
const pauses = [1, 2, 5, 15, 60, 300, 900, 3600, 3600 * 4, 3600 * 16]

/**
 * Says everything that waits for one chat, in order: at least once, a repeat only if a call was in flight at a crash.
 * Resolves with the moment to come back at, if something waits for later.
 */
export async function deliverTo(ports: DeliveryPorts, businessId: string, addressId: string): Promise<Date | null> {
  const { tenancy } = ports
  let last: { claim: Claim; outcome: Outcome } | undefined
  for (;;) {
    const attempt = newId()
    const next = await tenancy.run(businessId, async (tx) => {
      if (last) await settle(tx, ports, last.claim, last.outcome)
      return claim(tx, ports, addressId, attempt)
    })
    last = undefined
    if (!next) return null
    if (next instanceof Date) return next
    await ports.sleepUntil(next.notBefore)
    last = { claim: next, outcome: await send(ports, businessId, next) }
  }
}

interface Claim {
  readonly address: KnownAddress
  readonly chat: string
  readonly row: ClaimedRow
  readonly attempt: string
  readonly message: Message
  readonly offer: number | null
  readonly author: { readonly staffId: string; readonly requestId: string } | undefined
  readonly notBefore: Date
  readonly sender: string
}

async function claim(
  tx: TenantTx,
  ports: DeliveryPorts,
  addressId: string,
  attempt: string,
): Promise<Claim | Date | undefined> {
  const row = await claimOldest(tx, addressId, attempt, leaseSeconds)
  if (!row) return undefined
  if ('due' in row) return row.due
  const { address } = row
  const body = messageSchema.parse(JSON.parse(row.body))
  const limits = ports.adapters[address.kind].limits
  return {
    address,
    chat: tx.vault.open(address.chat, place('addresses', 'chat', address.id)),
    row,
    attempt,
    message: body.message,
    offer: body.offer,
    author: body.author,
    notBefore: limits ? await takeSendingSlot(tx, address, limits) : tx.now,
    sender: tx.business.name,
  }
}

async function send(
  ports: DeliveryPorts,
  businessId: string,
  { address, chat, row, message, offer, sender }: Claim,
): Promise<Outcome> {
  try {
    const channel = await ports.channelOf(businessId, address.channelId, address.kind)
    if (!channel) return { kind: 'refused', why: 'the channel is not connected' }
    const outgoing: Outgoing = {
      ...renderText(ports.words, message, offer, address.language),
      ...(await attachments(ports, businessId, message, row.id)),
      chat,
      edits: ports.adapters[address.kind].canEdit ? row.editsPlatformId : null,
      language: address.language,
      sender,
    }
    const outcome = await channel.send(outgoing)
    return outcome.kind === 'edit-lost' ? await channel.send({ ...outgoing, edits: null }) : outcome
  } catch (error) {
    ports.report(error)
    return { kind: 'unclear', why: error instanceof Error ? error.name : 'unknown' }
  }
}

async function settle(
  tx: TenantTx,
  ports: DeliveryPorts,
  { address, row, attempt, message, offer, author }: Claim,
  outcome: Outcome,
): Promise<void> {
  const later = (seconds: number) => new Date(tx.now.getTime() + seconds * 1000)
  admitAddress(tx, address)
  switch (outcome.kind) {
    case 'sent': {
      const kept = await settleOutbox(tx, address, row, attempt, outcome, {
        state: 'sent',
        countTry: true,
        platformId: outcome.platformId ?? row.id,
      })
      if (kept) {
        const edits = row.edits && ports.adapters[address.kind].canEdit ? row.edits : null
        const text = renderText(ports.words, message, offer, address.language)
        const shown = {
          ...text,
          ...(message.image ? { image: message.image } : {}),
          ...(message.file ? { file: message.file } : {}),
        }
        await insertMessage(tx, address, {
          id: row.id,
          author: author ? 'staff' : 'bot',
          ...author,
          body: JSON.stringify(shown),
          edits,
          heardAt: address.lastInAt,
        })
      }
      return
    }
    case 'later':
      if (outcome.wholeBot) await pauseChannel(tx, address.channelId, later(outcome.seconds))
      await settleOutbox(tx, address, row, attempt, outcome, {
        state: 'queued',
        dueAt: later(outcome.seconds),
        countTry: false,
      })
      return
    case 'unreachable':
      await settleOutbox(tx, address, row, attempt, outcome, { state: 'failed', countTry: true })
      await failWaiting(tx, address.id, outcome.why)
      await updateAddress(tx, address.id, { unreachableAt: tx.now, unreachableWhy: outcome.why.slice(0, 200) })
      return
    case 'refused':
    case 'edit-lost':
      await settleOutbox(tx, address, row, attempt, outcome, { state: 'failed', countTry: true })
      return
    case 'unclear': {
      const pause = pauses[row.tries]
      const next =
        pause === undefined ? { state: 'failed' as const } : { state: 'queued' as const, dueAt: later(pause) }
      await settleOutbox(tx, address, row, attempt, outcome, { ...next, countTry: true })
    }
  }
}

/** The message in a language: what goes on the wire, and what the transcript keeps. */
export function renderText(
  words: Words,
  message: Message,
  offer: number | null,
  language: AddressRow['language'],
): Pick<Outgoing, 'text' | 'buttons'> {
  let index = 0
  const button = (from: Button): Outgoing['buttons'][number][number] => {
    const label = words(language, from.label)
    if ('press' in from) return { label, press: `${offer}.${index++}` }
    return 'url' in from ? { label, url: from.url } : { label, shareContact: true }
  }
  return {
    text: message.text.map((line) => words(language, line)).join('\n'),
    buttons: (message.buttons ?? []).map((row) => row.map(button)),
  }
}

async function attachments(
  ports: DeliveryPorts,
  businessId: string,
  message: Message,
  rowId: string,
): Promise<{ image?: Media; file?: Media }> {
  return {
    ...(message.image ? { image: await mediaOf(ports, businessId, message.image, rowId) } : {}),
    ...(message.file ? { file: await mediaOf(ports, businessId, message.file, rowId) } : {}),
  }
}

async function mediaOf(
  ports: DeliveryPorts,
  businessId: string,
  what: Picture | FileRef,
  rowId: string,
): Promise<Media> {
  if ('fileId' in what) {
    const file = await fetchFile(ports, businessId, what.fileId)
    return { ...file, url: ports.publicUrlOf(businessId, { fileId: what.fileId }) }
  }
  return {
    bytes: await ports.drawPicture(what),
    mime: 'image/png',
    name: 'picture.png',
    url: ports.publicUrlOf(businessId, { pictureOf: rowId }),
  }
}

/** A file of ours; one that only the platform has yet is fetched from there and kept. */
export async function fetchFile(
  ports: Pick<DeliveryPorts, 'tenancy' | 'channelOf'>,
  businessId: string,
  fileId: string,
): Promise<{ bytes: Uint8Array; mime: string; name: string }> {
  const file = await ports.tenancy.run(businessId, (tx) => readFile(tx, fileId))
  if (!file) throw new Error('a file is gone')
  if (file.content) return { bytes: file.content, mime: file.mime, name: file.name ?? 'file' }
  const channel = file.remote && (await ports.channelOf(businessId, file.remote.channelId, 'telegram'))
  if (!channel || !file.remote) throw new Error('a file cannot be fetched')
  const fetched = await channel.download(file.remote.ref)
  await ports.tenancy.run(businessId, (tx) => keepFile(tx, fileId, Buffer.from(fetched.bytes), fetched.mime))
  return { ...fetched, name: file.name ?? 'file' }
}

/** The picture that an outbox row shows, for whoever fetches it by its address. */
export async function pictureOf(tx: TenantTx, outboxId: string): Promise<Picture | undefined> {
  const body = await readOutboxBody(tx, outboxId)
  const image = body === undefined ? undefined : messageSchema.parse(JSON.parse(body)).message.image
  return image && 'kind' in image ? image : undefined
}
