import { randomBytes } from 'node:crypto'
import type { Directory } from '../../db/directory.ts'
import type { Tenancy, TenantTx } from '../../db/tenant.ts'
import type { Role } from '../actor.ts'
import { AppError } from '../errors.ts'
import type { Credentials } from './account.ts'
import { passwordFits } from './passwords.ts'
import { directory, ownName, staffOfAccount } from './queries.ts'
import type { Tokens } from './secrets.ts'

export interface Session {
  readonly token: string
  readonly until: Date
}

const sessionDays = 14

/** A session of the account in the business in scope. Only the token's hash is kept. */
export async function openSession(tx: TenantTx, tokens: Tokens, accountId: string): Promise<Session> {
  const token = randomBytes(32).toString('base64url')
  const until = new Date(tx.now.getTime() + sessionDays * 24 * 3600 * 1000)
  await directory(tx).openSession({
    tokenHash: tokens.hash('session', token),
    accountId,
    businessId: tx.business.id,
    at: tx.now,
    until,
  })
  return { token, until }
}

export interface LoggedIn {
  readonly account: { readonly id: string; readonly email: string; readonly name: string }
  readonly business: { readonly id: string; readonly name: string; readonly slug: string }
  readonly role: Role
  readonly session: Session
}

/** Opens a session. Whatever is wrong, the answer is `login-wrong`, after the same time. */
export async function logIn(
  ports: { readonly tenancy: Tenancy; readonly directory: Directory; readonly tokens: Tokens },
  input: Credentials,
): Promise<LoggedIn> {
  const account = await ports.directory.findAccount(ports.tokens.emailIndex(input.email))
  const fits = await passwordFits(account?.passwordHash, input.password)
  if (!account || !fits) throw new AppError('login-wrong')
  const wanted = input.business === undefined ? undefined : await ports.directory.findBusiness(input.business)
  const memberships = await ports.directory.memberships(account.accountId)
  const membership =
    input.business === undefined ? memberships[0] : memberships.find((one) => one.businessId === wanted?.businessId)
  if (!membership) throw new AppError('login-wrong')
  const { businessId, staffId } = membership
  return ports.tenancy.run(businessId, async (tx) => {
    const member = await staffOfAccount(tx, account.accountId)
    if (!member) throw new AppError('login-wrong')
    const own = await ownName(tx, staffId)
    const found = await directory(tx).findBusiness(businessId)
    return {
      account: { id: account.accountId, email: own.email ?? input.email, name: own.name },
      business: { id: businessId, name: tx.business.name, slug: found?.slug ?? businessId },
      role: member.role,
      session: await openSession(tx, ports.tokens, account.accountId),
    }
  })
}
