import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, may } from '../actor.ts'
import { toLanguage } from '../business.ts'
import { AppError } from '../errors.ts'
import { normalEmail, normalPhone } from './contacts.ts'
import type { CustomerInput, Facts } from './customer.ts'
import { type ExternalPerson, ensureCustomersByExternalId } from './ensure-external.ts'
import { askAboutPhones } from './merge-questions.ts'
import { referrersAbove, setReferrers } from './queries.ts'
import { type Said, saveFacts } from './save-facts.ts'

export type Upserted =
  | { readonly ok: true; readonly id: string; readonly created: boolean }
  | { readonly ok: false; readonly error: AppError }

/**
 * Keeps people as an app reports them, by their external ids, in a handful of statements however many there are. One that
 * is wrong is named in its place and spoils no other. Of two reports about one field the later `updated_at` wins, else the
 * later to come. A phone that somebody else has merges nobody: a manager is asked.
 */
export async function upsertCustomers(
  tx: TenantTx,
  actor: Actor,
  inputs: readonly CustomerInput[],
): Promise<readonly Upserted[]> {
  if (!may(actor, 'events.write')) allow(actor, 'customers.write')
  const read = inputs.map((input) => readInput(tx, input))
  const good = read.flatMap((one) => (one instanceof AppError ? [] : [one]))
  const people = await ensureCustomersByExternalId(
    tx,
    good.flatMap(({ input }) => [input.external_id, ...(input.referred_by ? [input.referred_by] : [])]),
    { source: 'unknown' },
  )
  const refused = await keepReferrers(tx, good, people)
  const kept = good.filter(({ input }) => !refused.has(input))
  const changes = await saveFacts(
    tx,
    kept.flatMap((one) => said(tx, one, people)),
  )
  await askAboutPhones(
    tx,
    changes.flatMap(({ row, fields }) => (fields.includes('phone') && row.phoneIndex ? [row] : [])),
  )
  const seen = new Set<string>()
  return read.map((one) => {
    if (one instanceof AppError) return { ok: false, error: one }
    const error = refused.get(one.input)
    if (error) return { ok: false, error }
    const person = people.get(one.input.external_id)
    if (!person) throw new Error('a customer was not stored')
    const created = person.added && !seen.has(person.id)
    seen.add(person.id)
    return { ok: true, id: person.id, created }
  })
}

interface ReadInput {
  readonly input: CustomerInput
  readonly facts: Facts
}

function readInput(tx: TenantTx, input: CustomerInput): ReadInput | AppError {
  const { name, phone, email, birthday, gender, language, source, attributes } = input
  try {
    if (birthday !== undefined && birthday > tx.now.toISOString().slice(0, 10))
      throw new AppError('input-invalid', {}, 'birthday')
    const facts: Facts = {
      ...(name === undefined ? {} : { name }),
      ...(phone === undefined ? {} : { phone: normalPhone(tx.business, phone) }),
      ...(email === undefined ? {} : { email: normalEmail(email) }),
      ...(birthday === undefined ? {} : { birthday }),
      ...(gender === undefined ? {} : { gender }),
      ...(language === undefined ? {} : { language: toLanguage(language, tx.business.locale) }),
      ...(source === undefined ? {} : { source }),
      ...(attributes === undefined ? {} : { attributes }),
    }
    return { input, facts }
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

function said(tx: TenantTx, { input, facts }: ReadInput, people: ReadonlyMap<string, ExternalPerson>): Said[] {
  const person = people.get(input.external_id)
  return person ? [{ customerId: person.id, facts, at: input.updated_at ?? tx.now }] : []
}

/** Whoever brought somebody stays the one who did; a word that would close a circle is refused. */
async function keepReferrers(
  tx: TenantTx,
  good: readonly ReadInput[],
  people: ReadonlyMap<string, ExternalPerson>,
): Promise<Map<CustomerInput, AppError>> {
  const refused = new Map<CustomerInput, AppError>()
  const wanted = good.flatMap(({ input }) => {
    const person = people.get(input.external_id)
    const referrer = input.referred_by === undefined ? undefined : people.get(input.referred_by)
    return person && referrer ? [{ input, id: person.id, by: referrer.id }] : []
  })
  const above = await referrersAbove(
    tx,
    wanted.map((one) => one.by),
  )
  const kept = new Map<string, string>()
  for (const { input, id, by } of wanted) {
    if (leadsTo(above, by, id)) {
      refused.set(input, new AppError('referral-loop', {}, 'referred_by'))
      continue
    }
    above.set(id, by)
    kept.set(id, by)
  }
  await setReferrers(
    tx,
    [...kept].map(([id, by]) => ({ id, by })),
  )
  return refused
}

function leadsTo(above: ReadonlyMap<string, string>, from: string, to: string): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = from; at !== undefined && !seen.has(at); at = above.get(at)) {
    if (at === to) return true
    seen.add(at)
  }
  return false
}
