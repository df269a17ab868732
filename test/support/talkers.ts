import { randomUUID } from 'node:crypto'
import type { SeenMessage, TelegramBot } from '../emulators/telegram.ts'
import type { ViberAccount } from '../emulators/viber.ts'

/** One message as the person sees it. */
export interface Heard {
  readonly text: string
  /** Labels, row after row. */
  readonly buttons: readonly string[]
  readonly picture: boolean
}

/** Somebody at a phone: writes and presses, and sees what comes back once everything has settled. */
export interface Talker {
  /** The last of what this brought; `news()` has all of it. */
  says(text: string): Promise<Heard>
  /** A button by its label, a pattern of it, or its place, of the newest message that has it. */
  presses(button: string | RegExp | number): Promise<Heard>
  sharesPhone(phone?: string): Promise<Heard>
  sendsPhoto(bytes: Buffer, caption?: string): Promise<Heard>
  /** What changed or came since the last thing the person did. */
  news(): readonly Heard[]
  /** What came meanwhile, without doing anything. */
  hears(): Promise<Heard>
  /** Everything on the screen, oldest first, as it looks now. */
  screen(): readonly Heard[]
  leave(): Promise<void>
  /** The token of a visitor of the web page. */
  readonly visitor: string
}

export interface Newcomer {
  readonly language: string
  readonly name: string
  readonly start: string
}

interface Seat {
  screen(): readonly (Heard & { readonly id: string; readonly presses: readonly string[] })[]
  says(text: string): Promise<void> | void
  presses(message: string, at: number): Promise<void> | void
  sharesPhone(phone: string | undefined): Promise<void> | void
  sendsPhoto(bytes: Buffer, caption: string | undefined): Promise<void> | void
  leave(): Promise<void>
  readonly visitor: string
}

const nothing: Heard = { text: '', buttons: [], picture: false }

function talkerAt(seat: Seat, settled: () => Promise<void>): Talker {
  let before = new Map<string, string>()
  let fresh: readonly Heard[] = []
  const look = () =>
    new Map(seat.screen().map((message) => [message.id, JSON.stringify([message.text, message.buttons])]))

  async function after(act: () => Promise<void> | void): Promise<Heard> {
    before = look()
    await act()
    await settled()
    fresh = seat
      .screen()
      .filter((message) => before.get(message.id) !== JSON.stringify([message.text, message.buttons]))
    return fresh.at(-1) ?? nothing
  }

  return {
    visitor: seat.visitor,
    says: (text) => after(() => seat.says(text)),
    presses: (wanted) =>
      after(() => {
        const matches = (label: string, at: number) =>
          typeof wanted === 'number'
            ? at === wanted
            : typeof wanted === 'string'
              ? label === wanted
              : wanted.test(label)
        for (const message of [...seat.screen()].reverse()) {
          const at = message.buttons.findIndex(matches)
          if (at >= 0) return seat.presses(message.id, at)
        }
        throw new Error(
          `no button ${wanted} in:\n${seat
            .screen()
            .map((message) => `${message.text}\n  [${message.buttons.join('] [')}]`)
            .join('\n')}`,
        )
      }),
    sharesPhone: (phone) => after(() => seat.sharesPhone(phone)),
    sendsPhoto: (bytes, caption) => after(() => seat.sendsPhoto(bytes, caption)),
    news: () => fresh,
    hears: () => after(() => {}),
    screen: () => seat.screen(),
    leave: () => seat.leave(),
  }
}

let people = 5000 + Math.floor(Math.random() * 1000) * 1000

export async function openTelegram(
  at: { bot: TelegramBot; settled: () => Promise<void> },
  who: Newcomer,
): Promise<Talker> {
  people += 1
  const person = at.bot.person({
    id: people,
    first_name: who.name,
    language_code: who.language,
    phone: `+38067${String(people).padStart(7, '0')}`,
  })
  const shown = (message: SeenMessage) => ({
    id: String(message.id),
    text: message.text,
    buttons: message.buttons.flat().map((button) => button.label),
    presses: message.buttons.flat().map((button) => button.data ?? ''),
    picture: message.photo !== undefined,
  })
  const seat: Seat = {
    visitor: '',
    screen: () => {
      const own = [...person.chat.messages.values()].filter((message) => message.from === 'bot').map(shown)
      const last = own.at(-1)
      // Buttons of a reply keyboard stand under the newest message.
      if (last && person.chat.keyboard.length > 0) {
        const labels = person.chat.keyboard.flat().map((button) => button.label)
        return [
          ...own.slice(0, -1),
          { ...last, buttons: [...last.buttons, ...labels], presses: [...last.presses, ...labels.map(() => '')] },
        ]
      }
      return own
    },
    says: (text) => void person.says(text),
    presses: (id, index) => {
      const message = person.chat.messages.get(Number(id))
      const button = message?.buttons.flat()[index]
      if (message && button) person.press(button.data ?? button.label, message.id)
      else person.press(person.chat.keyboard.flat()[index - (message?.buttons.flat().length ?? 0)]?.label ?? '')
    },
    sharesPhone: (phone) => void person.sharesContact(phone ? { phone } : {}),
    sendsPhoto: (bytes, caption) => void person.sendsPhoto({ bytes, ...(caption ? { caption } : {}) }),
    leave: async () => {},
  }
  person.startsWith(who.start)
  await at.settled()
  return talkerAt(seat, at.settled)
}

export async function openViber(
  at: { account: ViberAccount; settled: () => Promise<void> },
  who: Newcomer,
): Promise<Talker> {
  people += 1
  const person = at.account.person({
    id: `viber${people}==`,
    name: who.name,
    language: who.language,
    phone: `38067${String(people).padStart(7, '0')}`,
  })
  const seat: Seat = {
    visitor: '',
    screen: () =>
      person.chat.messages.map((seen, place, all) => {
        const buttons = [
          ...(seen.message.rich_media?.Buttons ?? []),
          ...(place === all.length - 1 ? person.chat.keyboard : []),
        ]
        return {
          id: String(seen.token),
          text: seen.text,
          buttons: buttons.map((button) => (button.Text ?? '').replace(/<[^>]*>/g, '')),
          presses: buttons.map((button) => button.ActionBody ?? ''),
          picture: seen.message.type === 'picture',
        }
      }),
    says: (text) => void person.says(text),
    presses: (id, index) => {
      const message = seat.screen().find((one) => one.id === id)
      person.presses(message?.presses[index] || (message?.buttons[index] ?? ''))
    },
    sharesPhone: (phone) => void person.sharesContact({ ...(phone ? { phone } : {}), silent: true }),
    sendsPhoto: (bytes, caption) => void person.sendsPicture({ bytes, ...(caption ? { caption } : {}) }),
    leave: async () => {},
  }
  // The welcome has the button that starts the talk.
  person.opens(who.start === '' ? {} : { context: who.start })
  await at.settled()
  person.presses(`/start ${who.start}`.trim())
  await at.settled()
  return talkerAt(seat, at.settled)
}

interface WebMessage {
  id: string
  text: string
  buttons: { label: string; press?: string }[][]
  image?: string
  edits?: string
}

export async function openWeb(
  at: { url: string; channel: string; settled: () => Promise<void> },
  who: Newcomer,
): Promise<Talker> {
  const base = `${at.url}/webchat/${at.channel}`
  const made = await post(
    `${base}/visitors`,
    { language: who.language, ...(who.start ? { start: who.start } : {}) },
    201,
  )
  const visitor = String(made['visitor'])
  const seen = new Map<string, WebMessage>()
  const stream = new AbortController()
  let heardAt = 0
  const answer = await fetch(`${base}/stream?visitor=${visitor}`, { signal: stream.signal })
  const reading = read(answer, (message) => {
    heardAt = Date.now()
    const place = message.edits !== undefined && seen.has(message.edits) ? message.edits : message.id
    seen.set(place, message)
  })
  const send = (body: object) => post(`${base}/messages`, { visitor, ...body }, 202).then(() => {})
  const settled = async () => {
    await at.settled()
    // What is committed is on its way down the stream: it has come when nothing more comes for a moment.
    const begun = Date.now()
    do await new Promise((resolve) => setTimeout(resolve, 40))
    while (Date.now() - Math.max(begun, heardAt) < 80)
  }
  const seat: Seat = {
    visitor,
    screen: () =>
      [...seen].map(([id, message]) => ({
        id,
        text: message.text,
        buttons: message.buttons.flat().map((button) => button.label),
        presses: message.buttons.flat().map((button) => button.press ?? ''),
        picture: message.image !== undefined,
      })),
    says: (text) => send({ text }),
    presses: (id, index) => send({ press: seat.screen().find((one) => one.id === id)?.presses[index] }),
    sharesPhone: (phone) => send({ contact: { phone: phone ?? '+380671234567' } }),
    sendsPhoto: async (bytes, caption) => {
      const form = new FormData()
      form.set('visitor', visitor)
      if (caption) form.set('text', caption)
      form.set('photo', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'photo.png')
      const sent = await fetch(`${base}/messages`, {
        method: 'POST',
        body: form,
        headers: { 'idempotency-key': randomUUID() },
      })
      if (sent.status !== 202) throw new Error(`photo: ${sent.status} ${await sent.text()}`)
    },
    leave: async () => {
      stream.abort()
      await reading
    },
  }
  // The page opens with the shop's greeting: a start without a payload is pressed by the person.
  if (who.start === '') await send({ text: '/start' })
  await settled()
  return talkerAt(seat, settled)
}

async function post(url: string, body: object, expected: number): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (answer.status !== expected) throw new Error(`${url}: ${answer.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

async function read(answer: Response, take: (message: WebMessage) => void): Promise<void> {
  let rest = ''
  try {
    for await (const chunk of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (/^event: (?!message)/m.test(block)) continue
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (data) take(JSON.parse(data))
      }
    }
  } catch {
    // The talker has left.
  }
}
