import { describe, expect, test } from 'vitest'
import {
  type Actor,
  actorId,
  allow,
  may,
  type Permission,
  permissions,
  type Role,
  roles,
  scopes,
} from '../../core/actor.ts'
import { AppError } from '../../core/errors.ts'

const everything = Object.keys(permissions).filter((name): name is Permission => name in permissions)
const customer: Actor = { kind: 'customer', addressId: 'a1', customerId: null, channel: 'web' }
const staff = (role: Role): Actor => ({ kind: 'staff', staffId: 's1', role, addressId: null, channel: 'web' })
const key = (...given: (typeof scopes)[number][]): Actor => ({
  kind: 'key',
  keyId: 'k1',
  scopes: given,
  channel: 'api',
})
const can = (actor: Actor) => everything.filter((permission) => may(actor, permission))

describe('the permission table', () => {
  test('an owner may whatever anybody on the staff may, and so may a key with `admin`', () => {
    for (const role of roles)
      for (const permission of can(staff(role))) expect(may(staff('owner'), permission), permission).toBe(true)
    expect(can(key('admin'))).toEqual(everything)
  })

  test('a customer may what is their own and nothing of the business', () => {
    expect(can(customer)).toEqual([
      'shop.browse',
      'orders.place',
      'orders.own',
      'bookings.create',
      'bookings.own',
      'requests.ask',
      'customers.own',
    ])
  })

  test('a key without scopes may nothing, and one scope does not open another', () => {
    expect(can(key())).toEqual([])
    expect(can(key('reports:read'))).toEqual(['reports.read'])
    for (const scope of scopes.filter((one) => one !== 'admin'))
      for (const permission of [
        'team.manage',
        'keys.manage',
        'channels.manage',
        'settings.manage',
        'audit.read',
      ] as const)
        expect(may(key(scope), permission), `${scope} ${permission}`).toBe(false)
  })

  test('read-only reads reports, a marketer sees no customer, a master only the day and their own', () => {
    const beyondOneself = (role: Role) =>
      can(staff(role)).filter((permission) => !/\.(own|leave|browse)$/.test(permission))
    expect(beyondOneself('read-only')).toEqual(['reports.read'])
    expect(beyondOneself('marketer')).toEqual(['reports.read'])
    expect(beyondOneself('master')).toEqual(['bookings.create', 'bookings.day', 'bookings.serve', 'customers.read-own'])
  })

  test('nobody but the owner manages the team, the keys, the bots, the settings, the audit and the dead letters', () => {
    for (const role of roles.filter((one) => one !== 'owner'))
      for (const permission of everything.filter((name) =>
        /^(team\.manage|keys|channels|settings|audit|dead)/.test(name),
      ))
        expect(may(staff(role), permission), `${role} ${permission}`).toBe(false)
  })

  test('what is not given is refused by one error, and an actor is written down by ids only', () => {
    expect(() => allow(customer, 'orders.handle')).toThrow(new AppError('not-allowed'))
    expect(() => allow(staff('manager'), 'orders.handle')).not.toThrow()
    expect(
      [customer, staff('owner'), key('admin'), { kind: 'system', channel: 'system' } as const].map(actorId),
    ).toEqual(['address:a1', 'staff:s1', 'key:k1', 'system'])
  })
})
