import type { Tenancy, TenantTx } from '../../db/tenant.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Registration } from './account.ts'
import { audit } from './audit.ts'
import { hashPassword } from './passwords.ts'
import { directory, insertChannel, insertShop, insertStaff } from './queries.ts'
import { randomText, type Tokens } from './secrets.ts'
import { openSession, type Session } from './session.ts'
import { slugOf } from './slug.ts'

export interface Registered {
  readonly account: { readonly id: string; readonly email: string; readonly name: string }
  readonly business: {
    readonly id: string
    readonly name: string
    readonly slug: string
    readonly currency: string
    readonly timezone: string
    readonly locale: string
  }
  readonly ownerId: string
  readonly webChannelId: string
  readonly session: Session
}

/**
 * A new business with its owner, a shop, a web chat and a session: all of it or nothing. An e-mail that has an account
 * already is `account-exists`, settled by the directory's unique key.
 */
export async function registerBusiness(
  tenancy: Tenancy,
  tokens: Tokens,
  input: Registration,
  options: { readonly id?: string; readonly isDemo?: boolean } = {},
): Promise<Registered> {
  const passwordHash = await hashPassword(input.password)
  const { name, currency, timezone, locale } = input.business
  return tenancy.create({ id: options.id ?? newId(), name, currency, timezone, locale }, async (tx) => {
    const accountId = newId()
    try {
      await directory(tx).addAccount(accountId, tokens.emailIndex(input.email), passwordHash, tx.now)
    } catch (error) {
      throw databaseError(error)?.state === sqlState.unique ? new AppError('account-exists') : error
    }
    const slug = await takeSlug(tx, slugOf(name), options.isDemo ?? false)
    const ownerId = await insertStaff(tx, { role: 'owner', name: input.name, email: input.email, accountId })
    await directory(tx).addMembership(accountId, tx.business.id, ownerId)
    await insertShop(tx, name)
    const webChannelId = await insertChannel(tx, {
      kind: 'web',
      name: null,
      token: null,
      tokenHash: null,
      hookSecret: null,
    })
    const owner = { kind: 'staff', staffId: ownerId, role: 'owner', addressId: null, channel: 'api' } as const
    await audit(tx, owner, 'accounts.register', `staff:${ownerId}`)
    return {
      account: { id: accountId, email: input.email, name: input.name },
      business: { id: tx.business.id, name, slug, currency, timezone, locale },
      ownerId,
      webChannelId,
      session: await openSession(tx, tokens, accountId),
    }
  })
}

/** The wished short name, or with a few letters more when somebody has it. */
async function takeSlug(tx: TenantTx, wish: string, isDemo: boolean): Promise<string> {
  for (const slug of [wish, ...[4, 8].map((length) => `${wish}-${randomText(length).toLowerCase()}`)]) {
    try {
      await tx.attempt(() => directory(tx).addBusiness(tx.business.id, slug, isDemo, tx.now))
      return slug
    } catch (error) {
      if (databaseError(error)?.state !== sqlState.unique) throw error
    }
  }
  throw new AppError('just-taken')
}
