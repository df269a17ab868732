import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type World } from './support/world.ts'

/**
 * What the talks do, beside the routes that do the same. `own` is what belongs to a chat and to nobody else (a person's
 * cart, language, consent, the hold while they think): its lasting effect is the route named with it.
 */
const routes: Readonly<Record<string, string>> = {
  acceptBooking: 'POST /v1/bookings/{id}/accept',
  acceptOrder: 'POST /v1/orders/{id}/accept',
  addNote: 'POST /v1/customers/{id}/notes',
  answerMergeQuestion: 'POST /v1/merge-questions/{id}/answer',
  answerRequest: 'POST /v1/requests/{id}/answer',
  bookAppointment: 'POST /v1/bookings',
  cancelBooking: 'POST /v1/bookings/{id}/cancel',
  cancelOrder: 'POST /v1/orders/{id}/cancel',
  changeOrderLine: 'PATCH /v1/orders/{id}/lines/{line}',
  changeSettings: 'PATCH /v1/settings',
  closeRequest: 'POST /v1/requests/{id}/close',
  countStock: 'POST /v1/stock',
  counterSale: 'POST /v1/counter-sales',
  createInvitation: 'POST /v1/invitations',
  customerHistory: 'GET /v1/customers/{id}/history',
  declineBooking: 'POST /v1/bookings/{id}/decline',
  declineOrder: 'POST /v1/orders/{id}/decline',
  findFreeSlots: 'GET /v1/slots',
  getBooking: 'GET /v1/bookings/{id}',
  getCustomer: 'GET /v1/customers/{id}',
  getOrder: 'GET /v1/orders/{id}',
  getProduct: 'GET /v1/products/{id}',
  getRequest: 'GET /v1/requests/{id}',
  listApiKeys: 'GET /v1/api-keys',
  listAudit: 'GET /v1/audit',
  listBookings: 'GET /v1/bookings',
  listCategories: 'GET /v1/categories',
  listCustomers: 'GET /v1/customers',
  listDeadLetters: 'GET /v1/dead-letters',
  listMasters: 'GET /v1/staff',
  listMergeQuestions: 'GET /v1/merge-questions',
  listOrders: 'GET /v1/orders',
  listProducts: 'GET /v1/products',
  listRequests: 'GET /v1/requests',
  listServices: 'GET /v1/services',
  listTeam: 'GET /v1/team',
  markDelivered: 'POST /v1/orders/{id}/deliver',
  markDone: 'POST /v1/bookings/{id}/done',
  markNoShow: 'POST /v1/bookings/{id}/no-show',
  markPaid: 'POST /v1/orders/{id}/pay',
  markSent: 'POST /v1/orders/{id}/send',
  mergeCustomers: 'POST /v1/customers/{id}/merge',
  moveBooking: 'POST /v1/bookings/{id}/move',
  placeOrder: 'POST /v1/orders',
  proposeTime: 'POST /v1/bookings/{id}/propose',
  readDay: 'GET /v1/bookings',
  readOperations: 'GET /v1/reports/response-times',
  readSettings: 'GET /v1/settings',
  readStats: 'GET /v1/reports/sales',
  receiveStock: 'POST /v1/stock',
  removeStaff: 'DELETE /v1/team/{id}',
  replayDeadLetter: 'POST /v1/dead-letters/{id}/replay',
  returnOrder: 'POST /v1/orders/{id}/return',
  revokeApiKey: 'DELETE /v1/api-keys/{id}',
  sizesOfSku: 'GET /v1/products/{id}',
  takeRequest: 'POST /v1/requests/{id}/take',
  writeToCustomer: 'POST /v1/requests',
}
const own: Readonly<Record<string, string>> = {
  acceptInvitation: 'POST /v1/invitations',
  addToCart: 'POST /v1/orders',
  allowPromotions: 'PATCH /v1/customers/{id}',
  answerProposal: 'POST /v1/bookings/{id}/move',
  changeCart: 'POST /v1/orders',
  clearCart: 'POST /v1/orders',
  confirmHold: 'POST /v1/bookings',
  giveConsent: 'PATCH /v1/customers/{id}',
  holdSlot: 'POST /v1/bookings',
  leaveTeam: 'DELETE /v1/team/{id}',
  linkPhone: 'PATCH /v1/customers/{id}',
  listOwnOrders: 'GET /v1/orders',
  nearestSlots: 'GET /v1/slots',
  openRequest: 'POST /v1/requests',
  ownOpenRequest: 'GET /v1/requests',
  priceLines: 'POST /v1/counter-sales',
  readCart: 'POST /v1/orders',
  readOwnProfile: 'GET /v1/customers/{id}',
  readReferral: 'GET /v1/customers/{id}',
  releaseHold: 'POST /v1/bookings',
  rememberOrigin: 'POST /v1/customers',
  repeatOrder: 'POST /v1/orders',
  setLanguage: 'PATCH /v1/customers/{id}',
  updateOwnProfile: 'PATCH /v1/customers/{id}',
  wishRestock: 'GET /v1/products/{id}',
}

describe('B07 A16 what the bots can do, the API can do', () => {
  let world: World
  let documented: Set<string>

  beforeAll(async () => {
    world = await createWorld()
    const { paths } = (await world.api('GET', '/openapi.json')).body as {
      paths: Record<string, Record<string, unknown>>
    }
    documented = new Set(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      ),
    )
  })
  afterAll(() => world.stop())

  test('every use case that a talk calls has its route', () => {
    const called = new Set(tree('bots/flows').flatMap(useCasesOf))
    expect(called.size).toBeGreaterThan(50)
    expect([...called].filter((name) => !(name in routes) && !(name in own)).sort()).toEqual([])
  })

  test('every route named is in the OpenAPI document', () => {
    const named = [...Object.values(routes), ...Object.values(own)]
    expect([...new Set(named)].filter((route) => !documented.has(route)).sort()).toEqual([])
  })

  test('the list of customers is the same in the chat and by the API', async () => {
    const key = await world.key(['customers:read', 'customers:write'])
    for (const name of ['Марія Ткач', 'Марина Ткачук']) {
      expect((await world.api('POST', '/v1/customers', { external_id: name, name }, { key })).status).toBe(201)
    }
    const manager = await world.staff('manager', 'telegram')
    const listed = (await world.api('GET', `/v1/customers?query=${encodeURIComponent('ткач')}`, undefined, { key }))
      .body.data as { name: string }[]
    const inChat = await manager.says('/customer ткач')
    expect(listed.map((customer) => customer.name).sort()).toEqual(['Марина Ткачук', 'Марія Ткач'])
    for (const { name } of listed) expect(`${inChat.text} ${inChat.buttons.join(' ')}`).toContain(name)
  })
})

/** The names given to `talk.run`, where they are imported from the core (a helper's own parameter is looked up in its callers). */
function useCasesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const imported = new Set(
    [...text.matchAll(/import \{([^}]*)\} from '[./]+core\/[a-z]+\/index\.ts'/g)].flatMap((match) =>
      (match[1] ?? '').split(',').map((name) => name.trim()),
    ),
  )
  const verbs =
    /^(accept|add|allow|answer|book|cancel|change|clear|close|confirm|count|create|decline|find|get|give|hold|leave|link|list|mark|merge|move|nearest|open|own|place|price|propose|read|receive|release|remember|remove|repeat|replay|return|revoke|set|sizes|take|update|wish|write)[A-Z]/
  return [...imported].filter(
    (name) =>
      verbs.test(name) &&
      !name.endsWith('Schema') &&
      !name.endsWith('States') &&
      new RegExp(`\\b${name}\\b(?!\\()`).test(text.replace(/import \{[^}]*\} from/g, '')),
  )
}

function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}
