/** The people's side of the emulated Telegram: what a chat shows, and what persons, groups and channels do in it. */
import type { Chat, Message, MessageEntity, PhotoSize, Update, User } from 'grammy/types'
import { z } from 'zod'
import type { Clock, Watch } from './platform.ts'
import { pictureSize } from './telegram-rules.ts'

export type SeenButton = { label: string; data?: string; url?: string; asks?: 'contact' | 'location' }

/** A message as the person sees it now; edits change it in place. */
export type SeenMessage = {
  id: number
  date: number
  from: 'bot' | 'person'
  /** The text, or the caption under a picture or file. */
  text: string
  entities: MessageEntity[]
  buttons: SeenButton[][]
  photo?: Buffer
  document?: { name: string; bytes: Buffer }
  mediaGroupId?: string
  edits: number
  /** False for what came with a reply keyboard: Telegram lets nobody edit it. */
  editable: boolean
  /** The message as the Bot API shows it. */
  raw: Message
}

/** A moment before which everything is answered 429, and when the sender was told. */
export type Wall = { until: number; knownAt: number }

/** One chat of one bot. Messages are in order, deleted ones are gone. */
export class TelegramChat {
  readonly chat: Chat
  readonly messages = new Map<number, SeenMessage>()
  /** What the bot sent, in order of arrival, deleted ones too. */
  readonly incoming: SeenMessage[] = []
  readonly statuses: { at: number; action: string }[] = []
  readonly drafts: { at: number; id: number; text: string }[] = []
  readonly toasts: { queryId: string; text: string; alert: boolean }[] = []
  /** The reply keyboard under the input field; empty when there is none. */
  keyboard: SeenButton[][] = []
  /** A stranger has never written: the bot may not begin. */
  state: 'stranger' | 'open' | 'blocked' | 'deactivated'
  wall: Wall = { until: 0, knownAt: 0 }
  taken = 0

  constructor(chat: Chat, state: 'stranger' | 'open') {
    this.chat = chat
    this.state = state
  }

  last(): SeenMessage | undefined {
    return this.incoming.at(-1)
  }

  /** The texts on the screen, oldest first. */
  texts(): string[] {
    return [...this.messages.values()].map((message) => message.text)
  }
}

export type StoredFile = { id: string; uniqueId: string; path: string; name: string; mime: string; bytes: Buffer }

/** What people need of the bot they write to. */
export type Line = {
  readonly user: User
  readonly clock: Clock
  readonly watch: Watch
  chatOf: (chat: Chat) => TelegramChat
  nextMessageId: () => number
  store: (bytes: Buffer, name: string, mime: string) => StoredFile
  openQuery: () => string
  publish: (update: Omit<Update, 'update_id'>) => Update
}

export type PersonDetails = {
  id: number
  first_name: string
  last_name?: string
  username?: string
  language_code?: string
  phone?: string
}

type GroupChat = Chat.GroupChat | Chat.SupergroupChat
type Content = Partial<Omit<Message, 'message_id' | 'from' | 'chat' | 'date'>>
/** Where and how something is said: in a group, as an answer, forwarded from somebody. */
export type Saying = { in?: GroupChat; replyTo?: number; forwardedFrom?: User }

/** Somebody with a Telegram account. Everything they do becomes an update for the bot at once, and is returned. */
export class TelegramPerson {
  readonly user: User
  readonly phone: string
  readonly chat: TelegramChat
  readonly #line: Line
  readonly #private: Chat.PrivateChat

  constructor(line: Line, { phone, ...details }: PersonDetails) {
    this.#line = line
    this.user = { is_bot: false, ...details }
    this.phone = phone ?? `380${String(details.id).padStart(9, '0')}`
    const { id, first_name, last_name, username } = details
    this.#private = {
      id,
      first_name,
      type: 'private',
      ...(last_name === undefined ? {} : { last_name }),
      ...(username === undefined ? {} : { username }),
    }
    this.chat = line.chatOf(this.#private)
  }

  get id(): number {
    return this.user.id
  }

  says(text: string, saying: Saying = {}): Update {
    const entities = entitiesOf(text)
    return this.#sends({ text, ...(entities.length === 0 ? {} : { entities }) }, saying)
  }

  /** Follows t.me/BOT?start=PAYLOAD. */
  startsWith(payload: string): Update {
    return this.says(payload === '' ? '/start' : `/start ${payload}`)
  }

  /** Corrects what they said before. */
  edits(messageId: number, text: string): Update {
    const seen = this.chat.messages.get(messageId)
    if (seen?.from !== 'person') throw new Error(`${this.user.first_name} wrote no message ${messageId}`)
    seen.text = text
    seen.edits += 1
    const edit_date = this.#now()
    seen.raw = { ...seen.raw, text, edit_date }
    const { message_id, date } = seen.raw
    return this.#line.publish({
      edited_message: { message_id, date, chat: this.#private, from: this.user, text, edit_date },
    })
  }

  /** Own phone by the button, or somebody else's card from the address book. */
  sharesContact({
    phone = this.phone,
    own = true,
    userId,
  }: {
    phone?: string
    own?: boolean
    userId?: number
  } = {}): Update {
    const user_id = own ? this.id : userId
    const first_name = own ? this.user.first_name : 'Somebody Else'
    return this.#sends({ contact: { phone_number: phone, first_name, ...(user_id === undefined ? {} : { user_id }) } })
  }

  sendsPhoto(photo: { bytes?: Buffer; caption?: string; mediaGroup?: string } = {}, saying: Saying = {}): Update {
    const bytes = photo.bytes ?? tinyPicture
    return this.#sends(
      {
        photo: photoSizes(this.#line.store(bytes, 'photo.jpg', pictureSize(bytes)?.mime ?? 'image/jpeg')),
        ...(photo.caption === undefined ? {} : { caption: photo.caption }),
        ...(photo.mediaGroup === undefined ? {} : { media_group_id: photo.mediaGroup }),
      },
      saying,
      bytes,
    )
  }

  /** Several photos at once: as many updates, one group id, the caption on the first. */
  sendsAlbum(photos: Buffer[], caption?: string): Update[] {
    const mediaGroup = `${this.id}${this.#line.nextMessageId()}`
    return photos.map((bytes, index) =>
      this.sendsPhoto({ bytes, mediaGroup, ...(index === 0 && caption !== undefined ? { caption } : {}) }),
    )
  }

  sendsDocument({
    bytes,
    name,
    mime = 'application/octet-stream',
  }: {
    bytes: Buffer
    name: string
    mime?: string
  }): Update {
    const file = this.#line.store(bytes, name, mime)
    const { id, uniqueId } = file
    const document = {
      file_id: id,
      file_unique_id: uniqueId,
      file_name: name,
      mime_type: mime,
      file_size: bytes.length,
    }
    return this.#sends({ document })
  }

  sticker(emoji = '👍'): Update {
    const { id, uniqueId } = this.#line.store(tinyPicture, 'sticker.webp', 'image/webp')
    const looks = { width: 512, height: 512, is_animated: false, is_video: false, emoji }
    return this.#sends({ sticker: { file_id: id, file_unique_id: uniqueId, type: 'regular', ...looks } })
  }

  voice(seconds = 3): Update {
    const { id, uniqueId } = this.#line.store(Buffer.from('OggS'), 'voice.oga', 'audio/ogg')
    return this.#sends({
      voice: { file_id: id, file_unique_id: uniqueId, duration: seconds, mime_type: 'audio/ogg', file_size: 4 },
    })
  }

  location(latitude = 50.4501, longitude = 30.5234): Update {
    return this.#sends({ location: { latitude, longitude } })
  }

  /** Any other content of a message, as the Bot API shows it. */
  sends(content: Content): Update {
    return this.#sends(content)
  }

  /**
   * Presses a button by its label, its data or its place: of the message given, else of the newest message that has it,
   * else of the reply keyboard. Returns the update, or the address that a link button opens.
   */
  press(
    target: string | { row: number; col: number },
    messageId?: number,
    { inaccessible = false } = {},
  ): Update | string {
    const messages =
      messageId === undefined ? [...this.chat.messages.values()].reverse() : [this.chat.messages.get(messageId)]
    for (const message of messages) {
      const button = message && find(message.buttons, target)
      if (!message || !button) continue
      if (button.url !== undefined) return button.url
      return this.pressesData(button.data ?? '', message, inaccessible)
    }
    const button = messageId === undefined ? find(this.chat.keyboard, target) : undefined
    if (!button) throw new Error(`${this.user.first_name} sees no button ${JSON.stringify(target)}: ${this.#sees()}`)
    if (button.asks === 'contact') return this.sharesContact()
    if (button.asks === 'location') return this.location()
    return this.says(button.label)
  }

  /** A callback query with any data, as an old or a forged client would send it. */
  pressesData(data: string, message: SeenMessage, inaccessible = false): Update {
    const { chat, message_id } = message.raw
    return this.#line.publish({
      callback_query: {
        id: this.#line.openQuery(),
        from: this.user,
        message: inaccessible ? { chat, message_id, date: 0 } : message.raw,
        chat_instance: String(chat.id * 7919),
        data,
      },
    })
  }

  blocks(): Update {
    this.chat.state = 'blocked'
    return this.#membership('member', 'kicked')
  }

  unblocks(): Update {
    this.chat.state = 'open'
    return this.#membership('kicked', 'member')
  }

  /** The next message of the bot that this method has not returned yet. */
  nextMessage(timeoutMs?: number): Promise<SeenMessage> {
    return this.#line.watch.waitFor(
      () => {
        const message = this.chat.incoming[this.chat.taken]
        if (message) this.chat.taken += 1
        return message
      },
      timeoutMs,
      `a message to ${this.user.first_name}`,
    )
  }

  /** Forgets what `nextMessage` has not returned yet. */
  catchesUp(): void {
    this.chat.taken = this.chat.incoming.length
  }

  #sends(content: Content, saying: Saying = {}, photo?: Buffer): Update {
    const where = saying.in ? this.#line.chatOf(saying.in) : this.chat
    if (where.state === 'stranger' || where.state === 'blocked') where.state = 'open'
    const replied = saying.replyTo === undefined ? undefined : where.messages.get(saying.replyTo)
    if (saying.replyTo !== undefined && !replied) throw new Error(`no message ${saying.replyTo} to answer`)
    const message = {
      ...content,
      message_id: this.#line.nextMessageId(),
      from: this.user,
      chat: saying.in ?? this.#private,
      date: this.#now(),
      ...(replied ? { reply_to_message: quoted(replied.raw) } : {}),
      ...(saying.forwardedFrom
        ? { forward_origin: { type: 'user' as const, date: this.#now(), sender_user: saying.forwardedFrom } }
        : {}),
    }
    where.messages.set(message.message_id, {
      id: message.message_id,
      date: message.date,
      from: 'person',
      edits: 0,
      editable: true,
      buttons: [],
      text: message.text ?? message.caption ?? '',
      entities: message.entities ?? [],
      raw: message,
      ...(photo ? { photo } : {}),
    })
    return this.#line.publish({ message })
  }

  #membership(before: 'member' | 'kicked', after: 'member' | 'kicked'): Update {
    const as = (status: 'member' | 'kicked') =>
      status === 'member' ? { status, user: this.#line.user } : { status, user: this.#line.user, until_date: 0 }
    return this.#line.publish({
      my_chat_member: {
        chat: this.#private,
        from: this.user,
        date: this.#now(),
        old_chat_member: as(before),
        new_chat_member: as(after),
      },
    })
  }

  #now(): number {
    return Math.floor(this.#line.clock() / 1000)
  }

  #sees(): string {
    const rows = [...this.chat.messages.values()].slice(-3).map(({ text, buttons }) => ({
      text,
      buttons: buttons.map((row) => row.map(({ label }) => label)),
    }))
    return JSON.stringify({ messages: rows, keyboard: this.chat.keyboard.map((row) => row.map(({ label }) => label)) })
  }
}

/** A message as it is shown inside its answer: without what it answers itself. */
export function quoted({ reply_to_message: _earlier, ...message }: Message): NonNullable<Message['reply_to_message']> {
  return replyMessage.parse(message)
}

// grammY types it as having an undefined field that must not be undefined: nothing can be built to that type.
const replyMessage = z.custom<NonNullable<Message['reply_to_message']>>()

/** A post in a channel where the bot is an administrator. */
export function channelPost(line: Line, chat: Chat.ChannelChat, text: string): Update {
  const date = Math.floor(line.clock() / 1000)
  return line.publish({ channel_post: { message_id: line.nextMessageId(), chat, sender_chat: chat, date, text } })
}

export function photoSizes({ id, uniqueId, bytes }: StoredFile): PhotoSize[] {
  const { width, height } = pictureSize(bytes) ?? { width: 800, height: 600 }
  const scale = Math.min(1, 90 / Math.max(width, height))
  const small = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  return [
    { file_id: `${id}-s`, file_unique_id: `${uniqueId}s`, file_size: bytes.length, ...small },
    { file_id: id, file_unique_id: uniqueId, file_size: bytes.length, width, height },
  ]
}

/** A picture of one pixel. */
export const tinyPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

function find(rows: SeenButton[][], target: string | { row: number; col: number }): SeenButton | undefined {
  if (typeof target !== 'string') return rows[target.row]?.[target.col]
  const buttons = rows.flat()
  return buttons.find(({ label }) => label === target) ?? buttons.find(({ data }) => data === target)
}

function entitiesOf(text: string): MessageEntity[] {
  const patterns = [
    ['bot_command', /(?<=^|\s)\/[A-Za-z0-9_]{1,32}(?:@\w+)?/g],
    ['mention', /(?<=^|\s)@\w{4,32}/g],
    ['url', /(?<=^|\s)https?:\/\/\S+/g],
    ['email', /(?<=^|\s)[\w.+-]+@[\w-]+\.[\w.]+/g],
  ] as const
  return patterns
    .flatMap(([type, pattern]) =>
      [...text.matchAll(pattern)].map(
        (match): MessageEntity => ({ type, offset: match.index, length: match[0].length }),
      ),
    )
    .sort((one, other) => one.offset - other.offset)
}
