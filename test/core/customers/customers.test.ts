import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Actor } from '../../../core/actor.ts'
import {
  addNote,
  answerMergeQuestion,
  customerHistory,
  customerInputSchema,
  ensureCustomer,
  getCustomer,
  giveConsent,
  linkPhone,
  listCustomers,
  listMergeQuestions,
  mergeCustomers,
  readOwnProfile,
  rememberOrigin,
  updateCustomer,
  updateOwnProfile,
  upsertCustomers,
} from '../../../core/customers/index.ts'
import { placeOrder } from '../../../core/orders/index.ts'
import { openShop, type Shop } from '../orders/shop.ts'

let shop: Shop
let oksana: Actor
beforeAll(async () => {
  shop = await openShop()
  oksana = await shop.manager('Оксана')
})
afterAll(() => shop?.stop())

const app: Actor = { kind: 'key', keyId: 'k', scopes: ['events:write', 'customers:read'], channel: 'api' }
const upsert = (...people: object[]) =>
  shop.run((tx) =>
    upsertCustomers(
      tx,
      app,
      people.map((person) => customerInputSchema.parse(person)),
    ),
  )
const card = (customer: string) => shop.run((tx) => getCustomer(tx, oksana, { customer }))
const find = async (query: string) =>
  (await shop.run((tx) => listCustomers(tx, oksana, { query }))).customers.map((one) => one.name)
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.code,
  )
const newPerson = async () => {
  const actor = await shop.customer()
  await shop.run((tx) => giveConsent(tx, actor, { given: true }))
  const { id } = await shop.run((tx) => ensureCustomer(tx, actor.addressId))
  return { actor, id }
}

describe('people as apps report them', () => {
  test('the same external id is the same person, and of two words about a field the later wins', async () => {
    const first = await upsert({
      external_id: 'u1',
      name: 'Олена',
      email: 'Olena@Example.com',
      updated_at: '2026-05-01T10:00:00Z',
    })
    const second = await upsert(
      { external_id: 'u1', name: 'Стара назва', phone: '067 123 45 67', updated_at: '2026-04-01T10:00:00Z' },
      { external_id: 'u1', email: 'new@example.com', updated_at: '2026-05-02T10:00:00Z' },
    )
    expect(first).toMatchObject([{ ok: true, created: true }])
    expect(second).toMatchObject([
      { ok: true, created: false },
      { ok: true, created: false },
    ])
    expect(await card('external:u1')).toMatchObject({
      externalId: 'u1',
      name: 'Олена',
      phone: '+380671234567',
      email: 'new@example.com',
      source: 'unknown',
    })
  })

  test('one that is wrong is named by its place and field, and the others are kept', async () => {
    const results = await upsert(
      { external_id: 'w1', name: 'Добра' },
      { external_id: 'w2', phone: '12345' },
      { external_id: 'w3', birthday: '2199-01-01' },
      { external_id: 'w4', referred_by: 'w4' },
    )
    expect(results.map((one) => (one.ok ? 'ok' : [one.error.code, one.error.path]))).toEqual([
      'ok',
      ['phone-invalid', 'phone'],
      ['input-invalid', 'birthday'],
      ['referral-loop', 'referred_by'],
    ])
    expect(await code(card('external:w2'))).toBe('not-found')
  })

  test('a circle of recommendations is refused however long it is', async () => {
    await upsert(
      { external_id: 'r1' },
      { external_id: 'r2', referred_by: 'r1' },
      { external_id: 'r3', referred_by: 'r2' },
    )
    const [refused] = await upsert({ external_id: 'r1', referred_by: 'r3' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'referral-loop' } })
  })

  test('a thousand people are kept by as many statements as two', async () => {
    const query = vi.spyOn(pg.Client.prototype, 'query')
    const people = (name: string, many: number) =>
      Array.from({ length: many }, (_, at) => ({
        external_id: `${name}-${at}`,
        name: `Людина ${at}`,
        phone: `+38050${(name === 'few' ? 9000000 : 1000000) + at}`,
        ...(at > 0 ? { referred_by: `${name}-${at - 1}` } : {}),
      }))
    await upsert(...people('few', 2))
    const few = query.mock.calls.length
    query.mockClear()
    const results = await upsert(...people('bulk', 1000))
    expect(results.every((one) => one.ok && one.created)).toBe(true)
    expect(query.mock.calls.length).toBe(few)
    query.mockRestore()
  })

  test('nothing personal is stored in plain', async () => {
    await upsert({
      external_id: 'secret@id.example',
      name: 'Потаємна Особа',
      email: 'hidden@example.com',
      attributes: { size: 'XS-потай' },
    })
    const rows = await shop.rows<{ text: string }>('select c::text as text from customers c')
    const all = rows.map((row) => row.text).join('\n')
    for (const plain of ['Потаємна', 'hidden@example.com', 'secret@id', 'потай'])
      for (const form of [plain, Buffer.from(plain).toString('hex')]) expect(all).not.toContain(form)
  })
})

describe('finding people', () => {
  test('by the beginning of a name, a phone in any spelling, an e-mail, in either spelling of a sound', async () => {
    await upsert({ external_id: 'f1', name: 'Юлія Ємець', phone: '+380 (93) 555-44-33', email: 'Yulia@Example.com' })
    for (const query of [
      'юл',
      'Юлия',
      'емец юл',
      'ЄМЕЦЬ',
      '093 555 44 33',
      '0935554433',
      '+380935554433',
      'yulia@example.com',
    ])
      expect([query, await find(query)]).toEqual([query, ['Юлія Ємець']])
    for (const query of ['лія', 'юлій', '0935554434', 'yulia@example.org', '!!'])
      expect([query, await find(query)]).toEqual([query, []])
  })

  test('the base is read page by page, newest first, each person once', async () => {
    const seen: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await shop.run((tx) => listCustomers(tx, oksana, { limit: 200, ...(cursor ? { cursor } : {}) }))
      seen.push(...page.customers.map((one) => one.id))
      cursor = page.nextCursor
    }
    expect(seen.length).toBeGreaterThan(1000)
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('a master sees nobody who does not come to them, and a customer nobody at all', async () => {
    const { id } = await newPerson()
    const master: Actor = {
      kind: 'staff',
      staffId: '019a0000-0000-7000-8000-000000000001',
      role: 'master',
      addressId: null,
      channel: 'web',
    }
    expect(await code(shop.run((tx) => getCustomer(tx, master, { customer: id })))).toBe('not-found')
    expect((await shop.run((tx) => listCustomers(tx, master, {}))).customers).toEqual([])
    const marketer: Actor = { ...master, role: 'marketer' }
    expect(await code(shop.run((tx) => listCustomers(tx, marketer, {})))).toBe('not-allowed')
    const other = await newPerson()
    expect(await code(shop.run((tx) => getCustomer(tx, other.actor, { customer: id })))).toBe('not-allowed')
  })
})

describe('who is one person', () => {
  test('a phone from an app merges nobody: a manager is asked once, and the first answer counts', async () => {
    const asked = async () => (await shop.run((tx) => listMergeQuestions(tx, oksana, { limit: 100 }))).length
    const before = await asked()
    await upsert(
      { external_id: 'm1', name: 'Перша', phone: '0501112233' },
      { external_id: 'm2', name: 'Друга', phone: '0501112233' },
    )
    await upsert({ external_id: 'm2', phone: '0501112233' })
    expect(await asked()).toBe(before + 1)
    expect((await card('external:m1')).id).not.toBe((await card('external:m2')).id)
    const [question] = (await shop.run((tx) => listMergeQuestions(tx, oksana, { limit: 100 }))).slice(-1)
    const answer = { questionId: question?.id ?? '', same: true }
    await shop.run((tx) => answerMergeQuestion(tx, oksana, answer))
    expect(await code(shop.run((tx) => answerMergeQuestion(tx, oksana, { ...answer, same: false })))).toBe(
      'already-decided',
    )
    expect((await card('external:m1')).id).toBe((await card('external:m2')).id)
  })

  test('a phone that is proved brings together what was said, bought and written down', async () => {
    await upsert({ external_id: 'p1', name: 'Ганна Реєстрова', phone: '0671230001' })
    const known = await card('external:p1')
    await shop.run((tx) => addNote(tx, oksana, { customer: known.id, text: 'Приходить із песиком' }))
    const [variantId = ''] = await shop.product('MERGE', '100.00', { M: 3 })
    const { actor, id } = await newPerson()
    const buyer: Actor = { ...actor, customerId: id }
    await shop.run((tx) =>
      placeOrder(tx, buyer, { lines: [{ variantId, quantity: 1 }], delivery: 'pickup', comment: 'дзвоніть' }),
    )
    const linked = await shop.run((tx) => linkPhone(tx, actor, { phone: '+380671230001', proved: true }))
    expect(linked).toMatchObject({ merged: true, customerId: known.id })
    const one = await card(id)
    expect(one).toMatchObject({ id: known.id, phoneProved: true, externalId: 'p1', orders: { count: 1 } })
    const history = await shop.run((tx) => customerHistory(tx, oksana, { customer: known.id }))
    expect(history.happenings.map((happening) => happening.kind).sort()).toEqual(['note', 'order'])
    expect(history.happenings).toContainEqual(expect.objectContaining({ kind: 'note', text: 'Приходить із песиком' }))
    // All keys of the person hang on one of them, so that erasing them erases all.
    const keys = await shop.rows('select 1 from person_keys where customer_id = $1', [known.id])
    expect(keys).toHaveLength(2)
  })

  test('somebody who only typed a phone is never merged with whoever proves it', async () => {
    const liar = await newPerson()
    await shop.run((tx) => linkPhone(tx, liar.actor, { phone: '0671230002', proved: false }))
    const owner = await newPerson()
    expect(await shop.run((tx) => linkPhone(tx, owner.actor, { phone: '0671230002', proved: true }))).toMatchObject({
      merged: false,
    })
    expect((await card(liar.id)).id).toBe(liar.id)
    expect((await card(owner.id)).phoneProved).toBe(true)
  })

  test('two chats that prove one phone at one moment are one person', async () => {
    const people = await Promise.all([newPerson(), newPerson(), newPerson()])
    await Promise.all(
      people.map(({ actor }) =>
        shop.run((tx) => linkPhone(tx, actor, { phone: '0671230003', proved: true })).catch(() => undefined),
      ),
    )
    for (const { actor } of people) await shop.run((tx) => linkPhone(tx, actor, { phone: '0671230003', proved: true }))
    expect(new Set(await Promise.all(people.map(async ({ id }) => (await card(id)).id))).size).toBe(1)
  })

  test('of what both said the later word counts, and whoever stopped promotions has stopped them', async () => {
    const [old, fresh] = [await newPerson(), await newPerson()]
    await shop.run((tx) =>
      updateOwnProfile(tx, old.actor, { patch: { preferences: 'чорна кава', email: 'old@example.com' } }),
    )
    shop.advance(60_000)
    await shop.run((tx) => updateOwnProfile(tx, fresh.actor, { patch: { preferences: 'зелений чай' } }))
    await shop.run((tx) => mergeCustomers(tx, oksana, { customerId: fresh.id, otherId: old.id }))
    expect(await card(old.id)).toMatchObject({ id: old.id, preferences: 'зелений чай', email: 'old@example.com' })
    expect((await card(fresh.id)).id).toBe(old.id)
  })
})

describe('where people come from', () => {
  test('a source is always known, the first link counts, and nobody brings themselves', async () => {
    const friend = await newPerson()
    const { referralCode } = await card(friend.id)
    const actor = await shop.customer()
    await shop.run((tx) => rememberOrigin(tx, actor, { payload: `ref_${referralCode}` }))
    await shop.run((tx) => rememberOrigin(tx, actor, { payload: 'src_later' }))
    await shop.run((tx) => giveConsent(tx, actor, { given: true }))
    await shop.run((tx) => rememberOrigin(tx, actor, { payload: 'src_evenlater' }))
    const me = await shop.run((tx) => readOwnProfile(tx, actor, {}))
    expect(me).toMatchObject({ source: 'referral', referredBy: friend.id })
    expect((await shop.run((tx) => readOwnProfile(tx, friend.actor, {}))).brought).toEqual({ came: 1, paid: 0 })
    await shop.run((tx) => rememberOrigin(tx, friend.actor, { payload: `ref_${referralCode}` }))
    expect((await card(friend.id)).referredBy).toBeNull()
    expect((await card(friend.id)).source).toBe('unknown')
    // Merged with whoever brought them, they were brought by nobody.
    await shop.run((tx) => mergeCustomers(tx, oksana, { customerId: me.id, otherId: friend.id }))
    expect((await card(me.id)).referredBy).toBeNull()
  })

  test('the time of the last change is shown, and a manager changes what is known', async () => {
    const { id } = await newPerson()
    shop.advance(3_600_000)
    const changed = await shop.run((tx) =>
      updateCustomer(tx, oksana, {
        customer: id,
        patch: { birthday: '1990-03-14', contraindications: 'алергія на латекс' },
      }),
    )
    expect(changed.updatedAt.getTime()).toBeGreaterThan(changed.createdAt.getTime())
    expect(changed).toMatchObject({ birthday: '1990-03-14', contraindications: 'алергія на латекс' })
  })
})

test('what nobody sees in a name does not hide it from the search', async () => {
  await upsert({ external_id: 'marks-1', name: 'Ст\u200bеф\u202eанія  Кри\u00adва\u0007\n' })
  expect(await find('Стефанія')).toEqual(['Стефанія Крива'])
  expect(customerInputSchema.safeParse({ external_id: 'marks-2', name: '\u200b\u202e' }).success).toBe(false)
})
