import type { TenantTx } from '../db/tenant.ts'
import { AppError } from './errors.ts'

export const roles = ['owner', 'manager', 'marketer', 'master', 'read-only'] as const
export type Role = (typeof roles)[number]

export const scopes = [
  'events:write',
  'customers:read',
  'customers:write',
  'orders:read',
  'orders:write',
  'bookings:read',
  'bookings:write',
  'reports:read',
  'broadcasts:write',
  'admin',
] as const
export type Scope = (typeof scopes)[number]

/** Who asks. A use case takes the actor first and asks `allow` first. */
export type Actor =
  | {
      readonly kind: 'customer'
      readonly addressId: string
      readonly customerId: string | null
      readonly channel: string
    }
  | {
      readonly kind: 'staff'
      readonly staffId: string
      readonly role: Role
      readonly addressId: string | null
      readonly channel: string
    }
  | { readonly kind: 'key'; readonly keyId: string; readonly scopes: readonly Scope[]; readonly channel: 'api' }
  | { readonly kind: 'system'; readonly channel: 'system' }

/** The one permission table: what each thing that can be done asks for. Commands, routes and use cases all look here. */
export const permissions = {
  'shop.browse': {
    customer: true,
    roles: ['owner', 'manager', 'marketer', 'master', 'read-only'],
    scopes: ['orders:read', 'orders:write', 'bookings:read', 'bookings:write', 'events:write'],
  },
  'orders.place': { customer: true, roles: ['owner', 'manager'], scopes: ['orders:write'] },
  'orders.own': { customer: true, roles: ['owner', 'manager', 'marketer', 'master', 'read-only'], scopes: [] },
  'orders.read': { customer: false, roles: ['owner', 'manager'], scopes: ['orders:read'] },
  'orders.handle': { customer: false, roles: ['owner', 'manager'], scopes: ['orders:write'] },
  'catalog.write': { customer: false, roles: ['owner', 'manager'], scopes: ['orders:write'] },
  'bookings.create': { customer: true, roles: ['owner', 'manager', 'master'], scopes: ['bookings:write'] },
  'bookings.own': { customer: true, roles: ['owner', 'manager', 'marketer', 'master', 'read-only'], scopes: [] },
  'bookings.read': { customer: false, roles: ['owner', 'manager'], scopes: ['bookings:read'] },
  'bookings.day': { customer: false, roles: ['owner', 'manager', 'master'], scopes: ['bookings:read'] },
  'bookings.handle': { customer: false, roles: ['owner', 'manager'], scopes: ['bookings:write'] },
  'bookings.serve': { customer: false, roles: ['owner', 'manager', 'master'], scopes: ['bookings:write'] },
  'requests.ask': { customer: true, roles: [], scopes: [] },
  'requests.handle': { customer: false, roles: ['owner', 'manager'], scopes: ['customers:write'] },
  'requests.read': { customer: false, roles: ['owner', 'manager'], scopes: ['customers:read'] },
  'customers.own': { customer: true, roles: ['owner', 'manager', 'marketer', 'master', 'read-only'], scopes: [] },
  'customers.read': { customer: false, roles: ['owner', 'manager'], scopes: ['customers:read'] },
  'customers.read-own': { customer: false, roles: ['owner', 'manager', 'master'], scopes: ['customers:read'] },
  'customers.write': { customer: false, roles: ['owner', 'manager'], scopes: ['customers:write'] },
  'events.write': { customer: false, roles: ['owner'], scopes: ['events:write'] },
  'reports.read': { customer: false, roles: ['owner', 'manager', 'marketer', 'read-only'], scopes: ['reports:read'] },
  'team.manage': { customer: false, roles: ['owner'], scopes: ['admin'] },
  'team.leave': { customer: false, roles: ['owner', 'manager', 'marketer', 'master', 'read-only'], scopes: [] },
  'keys.manage': { customer: false, roles: ['owner'], scopes: ['admin'] },
  'channels.manage': { customer: false, roles: ['owner'], scopes: ['admin'] },
  'settings.manage': { customer: false, roles: ['owner'], scopes: ['admin'] },
  'audit.read': { customer: false, roles: ['owner'], scopes: ['admin'] },
  'dead-letters.manage': { customer: false, roles: ['owner'], scopes: ['admin'] },
} as const satisfies Record<string, { customer: boolean; roles: readonly Role[]; scopes: readonly Scope[] }>

export type Permission = keyof typeof permissions

export function may(actor: Actor, permission: Permission): boolean {
  const rule: { customer: boolean; roles: readonly Role[]; scopes: readonly Scope[] } = permissions[permission]
  switch (actor.kind) {
    case 'system':
      return true
    case 'customer':
      return rule.customer
    case 'staff':
      return actor.role === 'owner' || rule.roles.includes(actor.role)
    case 'key':
      return actor.scopes.some((scope) => scope === 'admin' || rule.scopes.includes(scope))
  }
}

/** Denies by default: whatever the table does not give is refused with `not-allowed`. */
export function allow(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) throw new AppError('not-allowed')
}

/** How an actor is written into the audit: ids only. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'customer':
      return `address:${actor.addressId}`
    case 'staff':
      return `staff:${actor.staffId}`
    case 'key':
      return `key:${actor.keyId}`
    case 'system':
      return 'system'
  }
}

/** Something that can be done to the business, whoever asks: routes, commands and jobs call the same ones. */
export type UseCase<Input, Output> = (tx: TenantTx, actor: Actor, input: Input) => Promise<Output>
