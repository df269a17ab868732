import { randomUUID } from 'node:crypto'
import type { TelegramBot, TelegramEmulator } from '../../test/emulators/telegram.ts'
import type { ViberAccount, ViberEmulator } from '../../test/emulators/viber.ts'
import type { World } from '../../test/support/world.ts'
import type { Figure } from './scenario.ts'
import { exactly } from './scenario.ts'

/** The product as platforms and apps see it, in this process or in another, with bots connected. */
export interface Stage {
  readonly telegram: TelegramEmulator
  readonly viber: ViberEmulator
  readonly api: World['api']
  readonly bots: readonly TelegramBot[]
  readonly account: ViberAccount
  /** Where the platforms post, and what Telegram proves itself with. */
  readonly hooks: { readonly telegram: Hook; readonly viber: Hook }
}

export interface Hook {
  readonly url: string
  readonly secret: string
}

/** Connects bots by the front door. One Telegram bot sends about 29 messages a second: a flood needs several. */
export async function connectBots(
  door: Pick<Stage, 'telegram' | 'viber' | 'api'>,
  telegramBots = 1,
  random: () => number = Math.random,
): Promise<Stage> {
  const { telegram, viber, api } = door
  const bots: TelegramBot[] = []
  for (let at = 0; at < telegramBots; at += 1) {
    const bot = telegram.addBot({
      token: `${100_000_000 + Math.floor(random() * 1e9)}:${randomUUID()}`,
      username: `torture_${bots.length}_bot`,
    })
    await connect(api, 'telegram', bot.token)
    bots.push(bot)
  }
  const account = viber.addAccount({ token: `viber-${randomUUID()}`, name: 'Мальва' })
  await connect(api, 'viber', account.token)
  return { ...door, bots, account, hooks: { telegram: hookOf(telegram.log), viber: hookOf(viber.log) } }
}

async function connect(api: World['api'], kind: string, token: string): Promise<void> {
  const { status, body } = await api('POST', '/v1/channels', { kind, token })
  if (status !== 201) throw new Error(`the ${kind} bot was not connected: ${status} ${JSON.stringify(body)}`)
}

/** The webhook as the platform was told it last. */
export function hookOf(log: readonly { method: string; body: Record<string, unknown> }[]): Hook {
  const told = log.findLast((call) => /^set_?webhook$/i.test(call.method))
  if (!told) throw new Error('no webhook was set')
  return { url: String(told.body['url']), secret: String(told.body['secret_token'] ?? '') }
}

/**
 * What somebody says so that its effect can be counted: no bot knows the command, so each is answered once by a message
 * that names it.
 */
export const countable = (mark: string, number: number) => `/${mark}${number}`

/** The numbers that the answers in a chat named, in the order they came. */
export function numbersIn(texts: Iterable<string>, mark: string): number[] {
  const pattern = new RegExp(`/${mark}(\\d+)`)
  return [...texts].flatMap((text) => {
    const found = pattern.exec(text)
    return found?.[1] ? [Number(found[1])] : []
  })
}

export interface Tally {
  lost: number
  repeated: number
  inversions: number
}

/** Holds the answers of one chat against 1 … `count`. */
export function hold(tally: Tally, numbers: readonly number[], count: number): void {
  const seen = new Set(numbers)
  for (let number = 1; number <= count; number += 1) if (!seen.has(number)) tally.lost += 1
  tally.repeated += numbers.length - seen.size
  numbers.forEach((number, at) => {
    if (number < (numbers[at - 1] ?? 0)) tally.inversions += 1
  })
}

export function figuresOf(channel: string, tally: Tally, ordered: boolean): Figure[] {
  return [
    exactly(`${channel}: lost`, 0, tally.lost),
    exactly(`${channel}: answered more than once`, 0, tally.repeated),
    ...(ordered ? [exactly(`${channel}: order inversions inside a chat`, 0, tally.inversions)] : []),
  ]
}

export function shuffled<T>(random: () => number, list: readonly T[]): T[] {
  const copy = [...list]
  for (let at = copy.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const [one, two] = [copy[at], copy[other]]
    if (one !== undefined && two !== undefined) {
      copy[at] = two
      copy[other] = one
    }
  }
  return copy
}

/** Looks again and again, because what is awaited may come by either platform. */
export async function until(probe: () => boolean, timeoutMs: number, what: string): Promise<void> {
  for (const end = performance.now() + timeoutMs; !probe(); ) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
