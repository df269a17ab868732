import { randomUUID } from 'node:crypto'
import { createWorld, type World } from '../../test/support/world.ts'
import { atMost, between, exactly, type Figure, pick, type Scenario, sized } from './scenario.ts'
import { connectBots, type Hook, hookOf, type Stage } from './stage.ts'

/** G13: who does not hold the secret is refused at once, and nothing of it is kept. */
export const forged: Scenario = async (run) => {
  const world = await createWorld()
  const figures = await everythingForged(world, await connectBots(world), sized(run, 1_000, 60), run.random)
  await world.stop()
  return figures
}

interface Forgery {
  readonly kind: string
  readonly url: string
  readonly body: Buffer
  readonly headers: Record<string, string>
}

export async function everythingForged(
  world: World,
  stage: Stage,
  count: number,
  random: () => number,
): Promise<Figure[]> {
  const other = await otherBusiness(world)
  const before = await kept(world)
  const calls = stage.telegram.log.length + stage.viber.log.length
  const answers: { kind: string; status: number; ms: number }[] = []
  const forgeries = Array.from({ length: count }, (_, at) => forge(stage, other, at, random))
  let next = 0
  const client = async () => {
    for (let one = forgeries[next++]; one; one = forgeries[next++]) {
      const started = performance.now()
      const status = await fetch(one.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...one.headers },
        body: new Uint8Array(one.body),
        signal: AbortSignal.timeout(5_000),
      }).then(
        async (answer) => {
          await answer.arrayBuffer()
          return answer.status
        },
        () => 0,
      )
      answers.push({ kind: one.kind, status, ms: performance.now() - started })
    }
  }
  await Promise.all(Array.from({ length: 10 }, client))
  await world.settled()
  const accepted = answers.filter(({ status }) => status !== 401)
  for (const { kind, status } of accepted.slice(0, 5)) console.error(`${kind} was answered ${status}`)
  return [
    exactly('forged requests answered other than 401', 0, accepted.length),
    atMost('slowest answer', 1_000, Math.max(...answers.map(({ ms }) => ms)), ' ms'),
    exactly('rows that they left behind', 0, (await kept(world)) - before),
    exactly('calls to the platforms because of them', 0, stage.telegram.log.length + stage.viber.log.length - calls),
  ]
}

/** Another business with bots of its own: its secrets are good, but not here. */
async function otherBusiness(world: World): Promise<{ telegram: Hook; viber: Hook; viberToken: string }> {
  const registered = await world.api('POST', '/v1/auth/register', {
    name: 'Хтось інший',
    email: `other-${randomUUID()}@malva.test`,
    password: 'correct horse battery staple',
    business: { name: 'Інша', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' },
  })
  if (registered.status !== 201) throw new Error('the other business was not registered')
  const { hooks, account } = await connectBots(world)
  return { telegram: hooks.telegram, viber: hookOf(world.viber.log), viberToken: account.token }
}

function forge(
  { hooks, account }: Stage,
  other: { telegram: Hook; viber: Hook },
  at: number,
  random: () => number,
): Forgery {
  const secret = 'x-telegram-bot-api-secret-token'
  const signature = 'x-viber-content-signature'
  const person = { id: 66_600 + at, is_bot: false, first_name: 'Forger' }
  const update = Buffer.from(
    JSON.stringify({
      update_id: 900_000 + at,
      message: {
        message_id: at,
        date: 1_760_000_000,
        chat: { id: person.id, type: 'private', first_name: 'Forger' },
        from: person,
        text: '/help',
      },
    }),
  )
  const callback = Buffer.from(
    JSON.stringify({
      event: 'message',
      timestamp: 1_760_000_000_000,
      message_token: 5_000_000 + at,
      sender: { id: `forger${at}==`, name: 'Forger' },
      message: { type: 'text', text: '/help' },
    }),
  )
  const flipped = Buffer.from(callback)
  const bit = between(random, 0, flipped.length * 8 - 1)
  flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  const wrong = hooks.telegram.secret.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))
  const right = account.signatureOf(callback.toString('utf8'))
  const telegram = (kind: string, headers: Record<string, string>) => ({
    kind: `telegram, ${kind}`,
    url: hooks.telegram.url,
    body: update,
    headers,
  })
  const viber = (kind: string, body: Buffer, headers: Record<string, string>) => ({
    kind: `viber, ${kind}`,
    url: hooks.viber.url,
    body,
    headers,
  })
  const kinds: readonly Forgery[] = [
    telegram('no secret', {}),
    telegram('an empty secret', { [secret]: '' }),
    telegram('a wrong secret', { [secret]: wrong }),
    telegram("another tenant's secret", { [secret]: other.telegram.secret }),
    {
      ...telegram('the secret at an unknown channel', { [secret]: hooks.telegram.secret }),
      url: strange(hooks.telegram.url),
    },
    {
      ...telegram("the secret at another tenant's channel", { [secret]: hooks.telegram.secret }),
      url: other.telegram.url,
    },
    viber('no signature', callback, {}),
    viber('no hex', callback, { [signature]: 'z'.repeat(64) }),
    viber('half a signature', callback, { [signature]: right.slice(0, 32) }),
    viber('one bit of the body changed', flipped, { [signature]: right }),
    { ...viber("at another tenant's account", callback, { [signature]: right }), url: other.viber.url },
    { ...viber('a Telegram update', update, { [secret]: hooks.telegram.secret }) },
    { ...telegram("Viber's signature", { [signature]: right }), url: hooks.telegram.url },
  ]
  const forgery = kinds[at % kinds.length] ?? pick(random, kinds)
  if (!forgery) throw new Error('nothing to forge')
  return forgery
}

const strange = (url: string) => url.replace(/[^/]+$/, randomUUID())

async function kept(world: World): Promise<number> {
  const [row] = await world.rows(
    `select (select count(*) from updates) + (select count(*) from addresses) + (select count(*) from outbox)
       + (select count(*) from messages) + (select count(*) from audit) as count`,
  )
  return Number(row?.['count'])
}
