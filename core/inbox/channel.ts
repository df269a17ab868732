import type { Language } from '../business.ts'
import type { FileRef } from '../message.ts'

/** What a person sent, whatever the channel. An adapter's `parse` makes it from a raw update. */
export interface Incoming {
  readonly chat: string
  readonly person: { readonly name: string | null; readonly language: string | null }
  readonly at: Date | null
  readonly content: IncomingContent
}

export type IncomingContent =
  | { readonly kind: 'text'; readonly text: string }
  /** A tap: `press` is NUMBER.INDEX as we sent it, `ref` what the platform wants acknowledged. */
  | { readonly kind: 'press'; readonly press: string; readonly ref: string | null }
  /** `proved` only where the platform vouches that the phone is the sender's own. */
  | { readonly kind: 'contact'; readonly phone: string; readonly name: string | null; readonly proved: boolean }
  | {
      readonly kind: 'photo'
      readonly ref: string
      readonly mime: string
      readonly caption: string
      readonly album: string | null
    }
  /** A photo that is ours already (uploaded on the web page). */
  | { readonly kind: 'upload'; readonly file: FileRef; readonly caption: string; readonly key: string | null }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  /** Opened by a link; the payload is src_NAME, ref_CODE, join_CODE or nothing. */
  | { readonly kind: 'start'; readonly payload: string }
  | { readonly kind: 'edited'; readonly text: string }
  /** Stickers, voice and whatever else is not for a shop assistant: answered kindly. */
  | { readonly kind: 'unsupported'; readonly what: 'sticker' | 'voice' | 'video' | 'file' | 'other' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'unblocked' }

export type ChannelKind = 'telegram' | 'viber' | 'web'

/** A message with a language: what goes on the wire, still neutral. */
export interface Outgoing {
  readonly chat: string
  readonly text: string
  readonly buttons: readonly (readonly OutgoingButton[])[]
  readonly image?: Media
  readonly file?: Media
  /** The platform's id of the message to change in place. */
  readonly edits: string | null
  readonly language: Language
  /** The business's name, for channels that show a sender. */
  readonly sender: string
}

export type OutgoingButton =
  | { readonly label: string; readonly press: string }
  | { readonly label: string; readonly url: string }
  | { readonly label: string; readonly shareContact: true }

export interface Media {
  readonly bytes: Uint8Array
  readonly mime: string
  readonly name: string
  /** Where the platform can fetch it, for channels that take links only. */
  readonly url: string | null
}

/** How a send ended. A call in flight that nobody knows the end of is `unclear`: it may have arrived. */
export type Outcome =
  | { readonly kind: 'sent'; readonly platformId: string | null }
  | { readonly kind: 'later'; readonly seconds: number; readonly wholeBot: boolean; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }
  /** The message to edit is gone: say it anew. */
  | { readonly kind: 'edit-lost' }
  | { readonly kind: 'unclear'; readonly why: string }

/** A connected bot. Calls never throw for what a platform may answer. */
export interface Channel {
  send(message: Outgoing): Promise<Outcome>
  typing(chat: string): Promise<void>
  /** Ends the platform's waiting sign on a pressed button. */
  acknowledge(ref: string): Promise<void>
  download(ref: string): Promise<{ bytes: Uint8Array; mime: string }>
}

/** What a kind of channel can do. `parse` is pure. */
export interface ChannelAdapter {
  readonly kind: ChannelKind
  /** Sends in any sliding second to all chats, and seconds between sends to one chat after a short burst; null = no limit. */
  readonly limits: { readonly perSecond: number; readonly chatSeconds: number; readonly chatBurst: number } | null
  /** Changes in place; where it cannot, an edit is said as a new message. */
  readonly canEdit: boolean
  /** Undefined: ignored on purpose. */
  parse(payload: string): Incoming | undefined
}
