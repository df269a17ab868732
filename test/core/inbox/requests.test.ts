import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../core/actor.ts'
import { newId } from '../../../core/ids.ts'
import {
  answerRequest,
  closeRequest,
  listRequests,
  openRequest,
  ownOpenRequest,
  takeRequest,
  writeToCustomer,
} from '../../../core/inbox/index.ts'
import { openShop, type Shop, told } from '../orders/shop.ts'

let shop: Shop
let oksana: Extract<Actor, { kind: 'staff' }>
let petro: Extract<Actor, { kind: 'staff' }>
const staff = (actor: Actor) => {
  if (actor.kind !== 'staff') throw new Error('not of the staff')
  return actor
}
beforeAll(async () => {
  shop = await openShop()
  oksana = staff(await shop.manager('Оксана'))
  petro = staff(await shop.manager('Петро'))
})
afterAll(() => shop?.stop())

const ask = (actor: Actor, text = 'Чи є знижки?') => shop.run((tx) => openRequest(tx, actor, { text }))
const row = async (id: string) => (await shop.rows('select * from requests where id = $1', [id]))[0]
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => [error.code, error.detail.who].filter(Boolean).join(' '),
  )

describe('requests', () => {
  test('a question is kept with its channel, its chat and its time, numbered, one open per chat', async () => {
    const lesia = await shop.customer()
    const before = await told(shop, oksana.addressId ?? '')
    const { request, opened, promise } = await ask(lesia)
    expect(opened).toBe(true)
    expect(request).toMatchObject({ state: 'new', channel: 'web', addressId: lesia.addressId })
    expect(promise?.open).toBe(true)
    const more = await ask(lesia, 'І ще питання')
    expect(more).toMatchObject({ opened: false, request: { id: request.id } })
    expect(await told(shop, oksana.addressId ?? '')).toBe(before + 2)
    const next = await ask(await shop.customer())
    expect(next.request.number).toBe(request.number + 1)
  })

  test('of fifty presses at once one takes it, and the others hear who has it', async () => {
    const { request } = await ask(await shop.customer())
    const presses = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        code(shop.run((tx) => takeRequest(tx, at % 2 ? oksana : petro, { requestId: request.id }))),
      ),
    )
    const winner = (await row(request.id))?.['taken_by'] === oksana.staffId ? 'Оксана' : 'Петро'
    // Whoever has it may press again.
    expect(presses.filter((press) => press === 'done')).toHaveLength(25)
    expect(presses.filter((press) => press === `request-taken ${winner}`)).toHaveLength(25)
  })

  test('the time of the first answer is kept once, and a request the staff began counts in no reply time', async () => {
    const lesia = await shop.customer()
    const { request } = await ask(lesia)
    shop.advance(7 * 60_000)
    await shop.run((tx) => answerRequest(tx, oksana, { requestId: request.id, text: 'Так, 10 %' }))
    shop.advance(60_000)
    await shop.run((tx) => answerRequest(tx, oksana, { requestId: request.id, text: 'До неділі' }))
    const kept = await row(request.id)
    expect(kept?.['first_answered_at'].getTime() - kept?.['created_at'].getTime()).toBe(7 * 60_000)
    expect(await told(shop, lesia.addressId)).toBe(2)
    expect(await code(shop.run((tx) => answerRequest(tx, petro, { requestId: request.id, text: 'Я теж' })))).toBe(
      'request-taken Оксана',
    )

    const other = await shop.customer()
    const begun = await shop.run((tx) => writeToCustomer(tx, petro, { to: `address:${other.addressId}` }))
    await shop.run((tx) => answerRequest(tx, petro, { requestId: begun.request.id, text: 'Ваше замовлення готове' }))
    expect(await row(begun.request.id)).toMatchObject({ answer_due_at: null, first_answered_at: null, state: 'taken' })
  })

  test('either side ends it once, and a stranger cannot', async () => {
    const lesia = await shop.customer()
    const { request } = await ask(lesia)
    const stranger = await shop.customer()
    expect(await code(shop.run((tx) => closeRequest(tx, stranger, { requestId: request.id })))).toBe('not-found')
    await shop.run((tx) => closeRequest(tx, lesia, { requestId: request.id }))
    expect(await code(shop.run((tx) => closeRequest(tx, oksana, { requestId: request.id })))).toBe('request-closed')
    expect(await code(shop.run((tx) => takeRequest(tx, oksana, { requestId: request.id })))).toBe('request-closed')
    expect(await shop.run((tx) => ownOpenRequest(tx, lesia, {}))).toBeUndefined()
    expect((await ask(lesia)).opened).toBe(true)
  })

  test('what somebody had who left the team can be taken anew', async () => {
    const leaver = staff(await shop.manager('Тимчасова'))
    const { request } = await ask(await shop.customer())
    await shop.run((tx) => takeRequest(tx, leaver, { requestId: request.id }))
    expect(await code(shop.run((tx) => takeRequest(tx, oksana, { requestId: request.id })))).toBe(
      'request-taken Тимчасова',
    )
    await shop.rows('update staff set removed_at = now() where id = $1', [leaver.staffId])
    expect(await code(shop.run((tx) => takeRequest(tx, oksana, { requestId: request.id })))).toBe('done')
  })

  test('the list shows those who wait longest first, page by page; nobody passes on a photo of somebody else', async () => {
    const ids: string[] = []
    let times: number[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await shop.run((tx) =>
        listRequests(tx, oksana, {
          states: ['new', 'taken'],
          oldestFirst: true,
          limit: 2,
          ...(cursor ? { cursor } : {}),
        }),
      )
      ids.push(...page.requests.map((one) => one.id))
      times = [...times, ...page.requests.map((one) => one.createdAt.getTime())]
      cursor = page.nextCursor
    }
    expect(new Set(ids).size).toBe(ids.length)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    const [open] = await shop.rows<{ count: number }>(
      "select count(*)::int as count from requests where state <> 'closed'",
    )
    expect(ids).toHaveLength(open?.count ?? -1)
    const lesia = await shop.customer()
    expect(await code(shop.run((tx) => openRequest(tx, lesia, { text: '', fileId: newId() })))).toBe('not-found')
    expect(await code(shop.run((tx) => listRequests(tx, lesia, {})))).toBe('not-allowed')
  })
})
