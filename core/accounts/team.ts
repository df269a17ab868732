import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow, type Role } from '../actor.ts'
import { AppError } from '../errors.ts'
import type { NewInvitation } from './account.ts'
import { audit } from './audit.ts'
import {
  channelsOfStaff,
  directory,
  insertInvitation,
  insertStaff,
  linkAddressToStaff,
  lockOwners,
  markStaffRemoved,
  readChannels,
  readTeam,
  staffRole,
  useInvitation,
} from './queries.ts'
import { randomText } from './secrets.ts'

const invitationHours = 24

export interface Invitation {
  readonly code: string
  readonly role: Role
  readonly expiresAt: Date
  readonly links: { readonly telegram?: string; readonly viber?: string; readonly web: string }
}

/** An invitation into the team: 131 random bits, good once and for a day. `base` is this server's address, for the web link. */
export async function createInvitation(
  tx: TenantTx,
  actor: Actor,
  input: NewInvitation & { readonly base?: string },
): Promise<Invitation> {
  allow(actor, 'team.manage')
  const code = randomText(22)
  const expiresAt = new Date(tx.now.getTime() + invitationHours * 3600 * 1000)
  const createdBy = actor.kind === 'staff' ? actor.staffId : null
  const id = await insertInvitation(tx, { code, role: input.role, name: input.name ?? null, createdBy, expiresAt })
  await audit(tx, actor, 'team.invite', `invitation:${id}`, { role: input.role })
  return { code, role: input.role, expiresAt, links: await links(tx, `join_${code}`, input.base ?? '') }
}

async function links(tx: TenantTx, payload: string, base: string): Promise<Invitation['links']> {
  const bots = (await readChannels(tx)).filter((channel) => channel.state === 'connected' && channel.name !== null)
  const nameOf = (kind: string) => bots.find((bot) => bot.kind === kind)?.name?.replace(/^@/, '')
  const [telegram, viber] = [nameOf('telegram'), nameOf('viber')]
  const found = await directory(tx).findBusiness(tx.business.id)
  return {
    ...(telegram ? { telegram: `https://t.me/${telegram}?start=${payload}` } : {}),
    ...(viber ? { viber: `viber://pa?chatURI=${encodeURIComponent(viber)}&context=${payload}` } : {}),
    web: `${base}/chat/${found?.slug ?? tx.business.id}?start=${payload}`,
  }
}

/**
 * The person in this chat joins the team. A code that is used, over, of another business or made up is
 * `invitation-invalid`. `name` is what the platform calls them, for an invitation without a name.
 */
export async function acceptInvitation(
  tx: TenantTx,
  actor: Actor,
  input: { readonly code: string; readonly addressId: string; readonly name: string | null },
): Promise<{ readonly staffId: string; readonly role: Role }> {
  const invitation = await useInvitation(tx, input.code)
  if (!invitation) throw new AppError('invitation-invalid')
  const known = invitation.staffId === null ? undefined : await staffRole(tx, invitation.staffId)
  const role = known ?? invitation.role
  const staffId =
    invitation.staffId !== null && known !== undefined
      ? invitation.staffId
      : await insertStaff(tx, { role, name: invitation.name ?? input.name ?? role })
  if (!(await linkAddressToStaff(tx, input.addressId, staffId))) throw new AppError('not-found')
  await audit(tx, actor, 'team.join', `staff:${staffId}`, { role })
  return { staffId, role }
}

export interface TeamMember {
  readonly id: string
  readonly role: Role
  readonly name: string
  readonly createdAt: Date
  /** Where they can be written to. */
  readonly channels: readonly string[]
  /** Whether they can log in with an e-mail. */
  readonly hasAccount: boolean
}

export async function listTeam(tx: TenantTx, actor: Actor): Promise<TeamMember[]> {
  allow(actor, 'team.manage')
  const chats = await channelsOfStaff(tx)
  return (await readTeam(tx)).map(({ accountId, ...person }) => ({
    ...person,
    hasAccount: accountId !== null,
    channels: chats.filter((chat) => chat.staffId === person.id).map((chat) => chat.kind),
  }))
}

/** Takes effect at the person's next message or request. The last owner stays. */
export async function removeStaff(tx: TenantTx, actor: Actor, staffId: string): Promise<void> {
  allow(actor, 'team.manage')
  await remove(tx, actor, staffId, 'team.remove')
}

/** A member of the staff goes by themselves. */
export async function leaveTeam(tx: TenantTx, actor: Actor): Promise<void> {
  allow(actor, 'team.leave')
  if (actor.kind !== 'staff') throw new AppError('not-allowed')
  await remove(tx, actor, actor.staffId, 'team.leave')
}

async function remove(tx: TenantTx, actor: Actor, staffId: string, action: string): Promise<void> {
  const owners = await lockOwners(tx)
  if (owners.length === 1 && owners[0] === staffId) throw new AppError('last-owner')
  if (!(await markStaffRemoved(tx, staffId))) throw new AppError('not-found')
  await audit(tx, actor, action, `staff:${staffId}`)
}
