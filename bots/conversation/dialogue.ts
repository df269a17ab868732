import { audit } from '../../core/accounts/index.ts'
import { type Actor, may, type Role } from '../../core/actor.ts'
import type { Slots, Understood } from '../../core/assistant/index.ts'
import { type Language, toLanguage } from '../../core/business.ts'
import { AppError } from '../../core/errors.ts'
import {
  type Chatter,
  enter,
  type Incoming,
  type IncomingContent,
  isToldAnew,
  keepPhoto,
  offerAt,
  reenter,
  remember,
  saveSession,
  tellChatter,
} from '../../core/inbox/index.ts'
import { button, type Message, message } from '../../core/message.ts'
import { type Say, say, type Words } from '../../core/say.ts'
import type { TenantTx } from '../../db/tenant.ts'
import {
  type Answer,
  type AnyFlow,
  again,
  begin,
  type Call,
  type Command,
  cancelCommand,
  end,
  type Feature,
  fallbackCommand,
  type Move,
  type Talk,
  welcomeFlow,
} from './flow.ts'
import { readSession, type Session } from './session.ts'

export interface DialoguePorts {
  readonly webUrl: string
  readonly features: readonly Feature[]
  readonly words: Words
  readonly understand: (
    tx: TenantTx,
    text: string,
    language: Language,
    role: 'customer' | 'staff',
  ) => Promise<Understood>
}

export interface Dialogue {
  /** Answers one message of a person, within the transaction that handles it. */
  converse(tx: TenantTx, channelId: string, kind: Chatter['kind'], incoming: Incoming): Promise<void>
  /** The commands a person of this role may use, for the platform's menu and /help. */
  menu(role: Role | 'customer'): { readonly name: string; readonly words: Say }[]
}

export function createDialogue(ports: DialoguePorts): Dialogue {
  const flows = new Map<string, AnyFlow>(
    ports.features.flatMap((feature) => feature.flows ?? []).map((flow) => [flow.name, flow]),
  )
  const commands = ports.features.flatMap((feature) => feature.commands).concat(builtIn((role) => menu(role)))

  /**
   * A staff member's own command of that name, else everybody's, else a customer's: staff may buy and book too. Customers
   * have those of the staff only where they are called by name, to be refused.
   */
  const commandFor: FindCommand = (chatter, matches, byName = false) => {
    const wanted = chatter.role
      ? (['staff', 'everyone', 'customer'] as const)
      : (['customer', 'everyone', ...(byName ? (['staff'] as const) : [])] as const)
    const found = commands.filter(matches)
    return wanted
      .map((audience) => found.find((command) => command.audience === audience))
      .find((command) => command !== undefined)
  }

  function menu(role: Role | 'customer'): { name: string; words: Say }[] {
    const actor =
      role === 'customer' ? customerOf({ id: '', customerId: null, kind: 'web' }) : staffOf('', role, null, 'web')
    const shown = new Map<string, { name: string; words: Say }>()
    for (const command of commands) {
      const fits = command.audience === 'everyone' || (command.audience === 'customer') === (role === 'customer')
      if (command.menu && fits && may(actor, command.permission)) {
        shown.set(command.name, { name: command.name, words: say(`command-${command.name}`) })
      }
    }
    return [...shown.values()]
  }

  async function converse(tx: TenantTx, channelId: string, kind: Chatter['kind'], incoming: Incoming): Promise<void> {
    const chatter = await enter(tx, {
      channelId,
      kind,
      incoming,
      language: toLanguage(incoming.person.language, tx.business.locale),
    })
    if (
      incoming.content.kind === 'blocked' ||
      incoming.content.kind === 'unblocked' ||
      incoming.content.kind === 'edited'
    )
      return
    await remember(tx, chatter, incoming.content)
    const turn = new Turn(ports, flows, commandFor, tx, chatter, readSession(chatter.session, tx.now))
    await turn.take(incoming.content)
    await saveSession(tx, chatter, JSON.stringify(turn.session))
  }

  return { converse, menu }
}

type FindCommand = (chatter: Chatter, matches: (command: Command) => boolean, byName?: boolean) => Command | undefined

/** One message of a person and everything that follows from it. */
class Turn {
  session: Session
  readonly #ports: DialoguePorts
  readonly #flows: ReadonlyMap<string, AnyFlow>
  readonly #commandFor: FindCommand
  readonly #tx: TenantTx
  #chatter: Chatter
  /** The message whose button was pressed: the first answer takes its place. */
  #pressed: string | null = null
  #alert: string | null = null
  /** A further picture of an album: its step has been asked already. */
  #quiet = false

  constructor(
    ports: DialoguePorts,
    flows: ReadonlyMap<string, AnyFlow>,
    commandFor: FindCommand,
    tx: TenantTx,
    chatter: Chatter,
    session: Session,
  ) {
    this.#ports = ports
    this.#flows = flows
    this.#commandFor = commandFor
    this.#tx = tx
    this.#chatter = chatter
    this.session = session
  }

  async take(content: Exclude<IncomingContent, { kind: 'blocked' | 'unblocked' | 'edited' }>): Promise<void> {
    switch (content.kind) {
      case 'start':
        return this.#command('start', content.payload)
      case 'text':
        return this.#text(content.text)
      case 'press':
        return this.#press(content.press)
      case 'contact':
        return this.#answerOr({ kind: 'contact', phone: content.phone, proved: content.proved }, () =>
          this.#command('contact', JSON.stringify({ phone: content.phone, proved: content.proved })),
        )
      case 'photo':
      case 'upload':
        return this.#photo(content)
      case 'location':
        return this.#say([message(say('dialogue-location'))])
      case 'unsupported':
        return this.#answerOr({ kind: 'text', text: '', understood: nothingUnderstood }, () =>
          this.#say([message(say('dialogue-unsupported', { what: content.what }))]),
        )
    }
  }

  async #text(raw: string): Promise<void> {
    const text = clean(raw)
    if (text === '') return this.#say([message(say('dialogue-empty'))])
    if (text.length > longestText) return this.#say([message(say('dialogue-too-long', { most: longestText }))])
    const typed = /^\/([a-z0-9_-]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text)
    if (typed?.[1]) return this.#command(typed[1].toLowerCase(), (typed[2] ?? '').trim(), null, true)
    const newest = await offerAt(this.#tx, this.#chatter, 'newest')
    const labelled =
      newest?.choices.findIndex((choice) => sameLabel(this.#ports.words(this.#chatter.language, choice.label), text)) ??
      -1
    if (newest && labelled >= 0) return this.#press(`${newest.number}.${labelled}`, false)
    const understood = await this.#ports.understand(
      this.#tx,
      text,
      this.#chatter.language,
      this.#chatter.role ? 'staff' : 'customer',
    )
    await this.#answerOr({ kind: 'text', text, understood }, async () => {
      const number = /^\d{1,2}$/.test(text) ? Number(text) : 0
      if (newest && number >= 1 && number <= newest.choices.length)
        return this.#press(`${newest.number}.${number - 1}`, false)
      await this.#wish(text, understood)
    })
  }

  /** What the person wants, in their own words. */
  async #wish(text: string, understood: Understood): Promise<void> {
    // The staff are who answers questions: nobody is asked on their behalf.
    const fits = (known: Command) =>
      (known.intents?.includes(understood.intent) ?? false) && !(this.#chatter.role && known.name === fallbackCommand)
    const { actor } = this.#talk()
    // Of several of the staff's that fit, the first they may use; if they may use none they hear so.
    const command =
      this.#commandFor(
        this.#chatter,
        (known) => fits(known) && known.audience === 'staff' && may(actor, known.permission),
      ) ?? this.#commandFor(this.#chatter, fits)
    if (command && understood.intent !== 'unknown')
      return this.#run(command, { args: '', slots: understood.slots, text })
    const talk = this.#talk()
    if (this.session.flow && this.session.flow.name !== welcomeFlow && !this.#lastResort(text)) {
      return this.#move(again(say('dialogue-not-understood')), talk)
    }
    if (this.#chatter.role) return this.#say([message(say('dialogue-staff-not-understood'), this.#helpButton())])
    await this.#command(fallbackCommand, text, text)
  }

  /** A sentence in the middle of a talk is a question to a person rather than a slip of a key. */
  #lastResort(text: string): boolean {
    return text.trim().split(/\s+/).length >= 3 || text.includes('?')
  }

  async #press(press: string, tapped = true): Promise<void> {
    const [number, index] = press.split('.').map(Number)
    const offer =
      number === undefined || !Number.isSafeInteger(number) ? undefined : await offerAt(this.#tx, this.#chatter, number)
    const choice = offer?.choices[index ?? -1]
    if (!offer || !choice) return this.#stale()
    if (tapped) this.#pressed = offer.editable
    this.#alert = offer.alert
    if (choice.press.startsWith('/')) {
      const [name = '', ...args] = choice.press.slice(1).split(' ')
      return this.#command(name, args.join(' '))
    }
    if (!this.session.flow || this.session.offer !== offer.number) return this.#stale()
    await this.#answerOr({ kind: 'choice', value: choice.press }, () => this.#stale())
  }

  /** An old button says so and changes nothing; a talk that is open is asked anew. */
  async #stale(): Promise<void> {
    this.#pressed = null
    if (this.session.flow) return this.#move(again(say('dialogue-stale')), this.#talk())
    await this.#say([message(say('dialogue-stale'), this.#helpButton())])
  }

  async #photo(content: Extract<IncomingContent, { kind: 'photo' | 'upload' }>): Promise<void> {
    const album = content.kind === 'photo' ? content.album : null
    const continued = album !== null && album === this.session.album
    this.session = { ...this.session, album }
    this.#quiet = continued
    const file = await keepPhoto(this.#tx, this.#chatter, content)
    await this.#answerOr({ kind: 'photo', file, caption: clean(content.caption) }, async () => {
      // Later pictures of an album belong to the answer that its first one got.
      if (this.#chatter.role)
        return continued ? undefined : this.#say([message(say('dialogue-unsupported', { what: 'other' }))])
      await this.#command(fallbackCommand, JSON.stringify({ fileId: file.fileId, caption: content.caption, continued }))
    })
  }

  /** Gives the answer to the step that is open; what it passes on, or if none is open, goes to `otherwise`. */
  async #answerOr(answer: Answer, otherwise: () => Promise<void>): Promise<void> {
    const { flow: at } = this.session
    const flow = at && this.#flows.get(at.name)
    if (!at || !flow || flow.version !== at.version) return otherwise()
    const talk = this.#talk()
    const move = await this.#guard(() => flow.take(at.step, answer, talk, at.draft), true)
    if (move.to !== 'pass') return this.#move(move, talk)
    await this.#say(move.first ?? [])
    await otherwise()
  }

  async #command(name: string, args: string, text: string | null = null, typed = false): Promise<void> {
    const command = this.#commandFor(this.#chatter, (known) => known.name === name && !(typed && known.untyped), true)
    if (!command) return this.#say([message(say('dialogue-no-command', { name }), this.#helpButton())])
    await this.#run(command, { args, slots: {}, text })
  }

  async #run(command: Command, call: Call): Promise<void> {
    const as = this.#chatter.role && command.audience !== 'customer' ? 'staff' : 'customer'
    const talk = this.#talk(as)
    const { modules } = talk.business.settings
    if (command.module && !modules[command.module])
      return this.#say([message(say('dialogue-no-command', { name: command.name }))])
    const isForOthers = command.audience === 'staff' && !this.#chatter.role
    if (isForOthers || !may(talk.actor, command.permission)) {
      await audit(this.#tx, talk.actor, 'denied', `command:${command.name}`)
      return this.#say([message(say('error-not-allowed'))])
    }
    if (as === 'customer' && !this.#chatter.role && !this.#chatter.consented && !command.beforeConsent) {
      const wish =
        call.text ??
        (command.name === 'start' ? call.args && `/start ${call.args}` : `/${command.name} ${call.args}`.trim())
      return this.#move(begin(welcomeFlow, { wish }), talk)
    }
    const left = command.name === cancelCommand ? await this.#left() : undefined
    const move = left ? end(left) : await this.#guard(() => command.run(talk, call), false)
    // An alert that shows what became of it is the answer to its button.
    if (move.to === 'end' && this.#alert && (await isToldAnew(this.#tx, this.#alert))) return
    if (move.to !== 'end' || command.endsTalk || !this.session.flow) return this.#move(move, talk)
    // Somebody who accepts an order in the middle of a talk goes on with it.
    await this.#say(move.messages)
    await this.#showAgain()
  }

  /** What the talk that is open says when it is left. */
  async #left(): Promise<Message | undefined> {
    const at = this.session.flow
    const flow = at && this.#flows.get(at.name)
    return flow?.version === at?.version ? flow?.left(this.#talk(), at?.draft) : undefined
  }

  /** Where only the newest message has buttons, those of the open talk are shown again. */
  async #showAgain(): Promise<void> {
    const at = this.session.flow
    if (at && this.#chatter.kind === 'viber') await this.#ask(at.step, at.draft, this.#talk(), [])
  }

  /** Rules that say no become words; everything else is a defect and rolls the message back. */
  async #guard(work: () => Promise<Move>, inTalk: boolean): Promise<Move> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const why = say(`error-${error.code}`, error.detail)
      return inTalk ? again(why) : end(message(why, this.#helpButton()))
    }
  }

  /** Follows a move until something is asked or said. The bound stops talks that chase each other. */
  async #move(first: Move, firstTalk: Talk): Promise<void> {
    let move = first
    let talk = firstTalk
    for (let hops = 0; hops < 10; hops += 1) {
      switch (move.to) {
        case 'end':
          this.session = { ...this.session, flow: null, offer: null }
          return this.#say(move.messages)
        case 'pass':
          return
        case 'wish': {
          this.session = { ...this.session, flow: null, offer: null }
          this.#chatter = await reenter(this.#tx, this.#chatter)
          await this.#say(move.first ?? [])
          if (move.text !== '') await this.#text(move.text)
          return
        }
        case 'flow': {
          const flow = this.#flows.get(move.flow)
          if (!flow) throw new Error(`no flow ${move.flow}`)
          const { draft } = move
          await this.#say(move.first ?? [])
          const until = new Date(this.#tx.now.getTime() + flow.idleMinutes * 60_000).toISOString()
          const as = talk.actor.kind === 'staff' ? 'staff' : 'customer'
          this.session = {
            ...this.session,
            flow: { name: flow.name, version: flow.version, step: '', draft: {}, as, until },
            offer: null,
          }
          talk = this.#talk()
          const started = talk
          move = await this.#guard(() => flow.start(started, draft), false)
          break
        }
        case 'again': {
          const at = this.session.flow
          if (!at || at.step === '') return this.#say([message(move.why)])
          await this.#ask(at.step, move.draft ?? at.draft, talk, [move.why])
          return
        }
        case 'step':
          await this.#say(move.first ?? [])
          await this.#ask(move.step, move.draft, talk, [])
          return
      }
    }
    throw new Error('a talk does not come to a question')
  }

  async #ask(step: string, draft: object, talk: Talk, before: readonly Say[]): Promise<void> {
    const at = this.session.flow
    const flow = at && this.#flows.get(at.name)
    if (!at || !flow) throw new Error('a step outside a talk')
    let asked: Message
    try {
      asked = await flow.ask(step, talk, draft)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return this.#move(end(message([...before, say(`error-${error.code}`, error.detail)], this.#helpButton())), talk)
    }
    const same = this.#quiet && before.length === 0 && at.step === step
    const { offer } = same ? this.session : await this.#tell({ ...asked, text: [...before, ...asked.text] })
    const until = new Date(this.#tx.now.getTime() + flow.idleMinutes * 60_000).toISOString()
    this.session = { ...this.session, flow: { ...at, step, draft: { ...draft }, until }, offer }
  }

  async #say(messages: readonly Message[]): Promise<void> {
    for (const one of messages) await this.#tell(one)
  }

  async #tell(one: Message): Promise<{ offer: number | null }> {
    const edits = this.#pressed
    this.#pressed = null
    return tellChatter(this.#tx, this.#chatter, one, edits ? { edits } : {})
  }

  #helpButton(): Message['buttons'] {
    return [[button(say('dialogue-help-button'), '/help')]]
  }

  #talk(as: 'customer' | 'staff' = this.session.flow?.as ?? (this.#chatter.role ? 'staff' : 'customer')): Talk {
    const { id, customerId, staffId, kind, language, person, role, consented } = this.#chatter
    const actor =
      as === 'staff' && role && staffId ? staffOf(staffId, role, id, kind) : customerOf({ id, customerId, kind })
    const tx = this.#tx
    return {
      tx,
      actor,
      business: tx.business,
      now: tx.now,
      webUrl: this.#ports.webUrl,
      address: { id, customerId, staffId, language, channel: kind, person, consented },
      run: (useCase, input) => tx.attempt(() => useCase(tx, actor, input)),
      text: (what) => this.#ports.words(language, what),
      understand: (text) => this.#ports.understand(tx, text, language, role ? 'staff' : 'customer'),
    }
  }
}

const longestText = 4000
const nothingUnderstood: Understood = { intent: 'unknown', confidence: 0, language: 'uk', slots: {} satisfies Slots }

const customerOf = (at: { id: string; customerId: string | null; kind: Chatter['kind'] }): Actor => ({
  kind: 'customer',
  addressId: at.id,
  customerId: at.customerId,
  channel: at.kind,
})
const staffOf = (staffId: string, role: Role, addressId: string | null, channel: Chatter['kind']): Actor => ({
  kind: 'staff',
  staffId,
  role,
  addressId,
  channel,
})

/** Invisible characters and stray control codes are no part of what somebody says. */
function clean(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\n' || character === '\u200d' ? character : ''))
    .trim()
}

const sameLabel = (label: string, text: string) => fold(label) !== '' && fold(label) === fold(text)
const fold = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+\-–: ]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

/** What every chat can do, whatever the features. */
function builtIn(menu: (role: Role | 'customer') => { name: string; words: Say }[]): Command[] {
  return [
    {
      name: 'help',
      audience: 'everyone',
      permission: 'customers.own',
      intents: ['help'],
      menu: true,
      beforeConsent: true,
      run: async (talk) => {
        const role = talk.actor.kind === 'staff' ? talk.actor.role : 'customer'
        const lines = menu(role).map(({ name, words }) => say('dialogue-help-line', { name, words }))
        return end(
          message([
            say('dialogue-help', { role, business: talk.business.name }),
            ...lines,
            say('dialogue-help-free-text', { role }),
          ]),
        )
      },
    },
    {
      name: cancelCommand,
      endsTalk: true,
      audience: 'everyone',
      permission: 'customers.own',
      intents: ['cancel'],
      menu: true,
      beforeConsent: true,
      run: async () => end(message(say('dialogue-cancelled'), [[button(say('dialogue-help-button'), '/help')]])),
    },
  ]
}
