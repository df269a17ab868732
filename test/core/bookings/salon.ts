import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type { Actor } from '../../../core/actor.ts'
import {
  bookingReactions,
  type Service,
  type SlotWish,
  saveHours,
  saveMaster,
  saveService,
  slotWish,
} from '../../../core/bookings/index.ts'
import type { BusinessSettings } from '../../../core/business.ts'
import { AppError } from '../../../core/errors.ts'
import type { React } from '../../../core/events.ts'
import { createRootKeys } from '../../../core/vault.ts'
import { openPool } from '../../../db/client.ts'
import { createTenancy, type TenantTx } from '../../../db/tenant.ts'
import { freshDatabase, testEncryptionKeys } from '../../support/postgres.ts'

export const zone = 'Europe/Kyiv'
export const system: Actor = { kind: 'system', channel: 'system' }

/** A salon with some masters, one service and a clock that stands still. */
export interface Salon {
  now: Date
  readonly businessId: string
  readonly masters: readonly string[]
  readonly manager: Actor
  readonly manicure: Service
  run<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  customer(): Promise<Extract<Actor, { kind: 'customer' }>>
  master(staffId: string): Actor
  wish(startsAt: Date, staffId?: string): SlotWish
  close(): Promise<void>
}

export async function openSalon(
  options: { masters?: number; settings?: Partial<BusinessSettings>; connections?: number; react?: React } = {},
): Promise<Salon> {
  const database = await freshDatabase()
  const pool = openPool(database.appUrl, { max: options.connections ?? 8 })
  const admin = openPool(database.url, { max: 2 })
  const state = { now: local('2026-11-23T08:00') }
  const tenancy = createTenancy(pool, createRootKeys(testEncryptionKeys), {
    clock: () => state.now,
    react: options.react ?? bookingReactions,
  })
  const businessId = randomUUID()
  const people: { id: string; role: string }[] = [{ id: randomUUID(), role: 'manager' }]
  for (let at = 0; at < (options.masters ?? 1); at++) people.push({ id: randomUUID(), role: 'master' })
  await tenancy.create(
    {
      id: businessId,
      name: 'Мальва',
      currency: 'UAH',
      timezone: zone,
      locale: 'uk',
      settings: { noticeMinutes: 0, ...options.settings },
    },
    async () => {},
  )
  const run = <T>(work: (tx: TenantTx) => Promise<T>) => tenancy.run(businessId, work)
  const query = async (sql: string, values: unknown[] = []) => (await admin.query(sql, values)).rows
  for (const { id, role } of people) await run((tx) => insertPerson(tx, query, id, role))
  const masters = people.filter((one) => one.role === 'master').map((one) => one.id)
  const manicure = await run(async (tx) => {
    for (const [at, staffId] of masters.entries()) {
      await saveMaster(tx, system, { staffId, names: { default: `Майстер ${at + 1}` } })
      await saveHours(tx, system, {
        staffId,
        hours: week.map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1140 })),
      })
    }
    return saveService(tx, system, {
      names: { default: 'Манікюр' },
      about: null,
      durationMin: 60,
      bufferMin: 15,
      price: 45000,
      listed: true,
      staffIds: [...masters],
    })
  })
  const channelId = randomUUID()
  await query(
    `insert into channels (business_id, id, kind, state, created_at) values ($1, $2, 'web', 'connected', now())`,
    [businessId, channelId],
  )
  return {
    get now() {
      return state.now
    },
    set now(at) {
      state.now = at
    },
    businessId,
    masters,
    manicure,
    manager: { kind: 'staff', staffId: people[0]?.id ?? '', role: 'manager', addressId: null, channel: 'web' },
    run,
    query,
    master: (staffId) => ({ kind: 'staff', staffId, role: 'master', addressId: null, channel: 'web' }),
    wish: (startsAt, staffId = masters[0] ?? '') => slotWish.parse({ serviceId: manicure.id, staffId, startsAt }),
    async customer() {
      const addressId = randomUUID()
      await run((tx) => insertChat(tx, query, channelId, addressId))
      return { kind: 'customer', addressId, customerId: null, channel: 'web' }
    },
    async close() {
      await pool.end()
      await admin.end()
      await database.drop()
    },
  }
}

const week = [1, 2, 3, 4, 5, 6, 7]

/** A moment of the salon's wall clock. */
export function local(text: string): Date {
  return DateTime.fromISO(text, { zone }).toJSDate()
}

/** How a promise ended: `done`, or the code of the refusal. Anything else that is thrown is a defect and stays thrown. */
export async function ending(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

export function counts(endings: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const one of endings) found[one] = (found[one] ?? 0) + 1
  return found
}

type Query = Salon['query']

async function insertPerson(tx: TenantTx, query: Query, id: string, role: string): Promise<void> {
  const key = tx.vault.newKey(randomUUID())
  await query('insert into person_keys (business_id, id, wrapped) values ($1, $2, $3)', [
    tx.business.id,
    key.id,
    key.wrapped,
  ])
  await query(
    'insert into staff (business_id, id, key_id, role, name, created_at) values ($1, $2, $3, $4, $5, now())',
    [tx.business.id, id, key.id, role, tx.vault.seal(key.id, `staff/name/${id}`, 'Оксана')],
  )
}

async function insertChat(tx: TenantTx, query: Query, channelId: string, id: string): Promise<void> {
  const key = tx.vault.newKey(randomUUID())
  await query('insert into person_keys (business_id, id, wrapped) values ($1, $2, $3)', [
    tx.business.id,
    key.id,
    key.wrapped,
  ])
  await query(
    `insert into addresses (business_id, id, channel_id, kind, chat_index, key_id, chat, language, created_at)
     values ($1, $2, $3, 'web', $4, $5, $6, 'uk', now())`,
    [tx.business.id, id, channelId, Buffer.from(id), key.id, tx.vault.seal(key.id, `addresses/chat/${id}`, id)],
  )
}
