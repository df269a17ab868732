import type { Picture } from './picture.ts'
import type { Say } from './say.ts'

/**
 * One message of a conversation, before it has a language or a channel. A channel renders it within its means.
 *
 * A press that begins with `/` is a command with its arguments and works at any time (rules decide what it may still do);
 * any other press answers the step that offered it, and is stale once the talk has moved on.
 */
export interface Message {
  /** Paragraphs; each becomes a line of its own. */
  readonly text: readonly Say[]
  readonly buttons?: readonly (readonly Button[])[]
  readonly image?: Picture | FileRef
  readonly file?: FileRef
}

export type Button =
  | { readonly label: Say; readonly press: string }
  | { readonly label: Say; readonly url: string }
  /** The platform's own "share my phone" button; on the web page a field. */
  | { readonly label: Say; readonly shareContact: true }

/** A file kept by us (table `files`). */
export interface FileRef {
  readonly fileId: string
}

export const message = (
  text: Say | readonly Say[],
  buttons?: Message['buttons'],
  more: Pick<Message, 'image' | 'file'> = {},
): Message => ({
  text: 'say' in text ? [text] : text,
  ...(buttons ? { buttons } : {}),
  ...more,
})

export const button = (label: Say, press: string): Button => ({ label, press })
