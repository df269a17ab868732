import { randomBytes } from 'node:crypto'
import type { Actor, Scope } from '../core/actor.ts'
import type { Names } from '../core/business.ts'
import type { Place } from '../core/vault.ts'
import { directoryOf } from './directory.ts'
import { type DemoProduct, demoCategories, demoMasters, demoProducts, demoServices } from './seed/catalogue.ts'
import { insertRows, localTime } from './seed/insert.ts'
import { type DemoPerson, demoPeople } from './seed/people.ts'
import { createRandom, type Random } from './seed/random.ts'
import { type Calendar, type DemoOrder, demoOrders, demoRequests, demoViews, demoVisits } from './seed/story.ts'
import { demoAnswers, demoQuestions } from './seed/talk.ts'
import type { Tenancy, TenantTx } from './tenant.ts'

/** What the demo needs of the core; `compose.ts` binds it. */
export interface SeedPorts {
  readonly tenancy: Tenancy
  newId(): string
  /** All that an API key can be allowed. */
  readonly scopes: readonly Scope[]
  /** Makes the business with its owner, shop and web channel in a tenant's transaction of the tenancy it is given. */
  register(tenancy: Tenancy, owner: { email: string; password: string; name: string }): Promise<unknown>
  createApiKey(
    tx: TenantTx,
    actor: Actor,
    wish: { name: string; scopes: readonly Scope[] },
  ): Promise<{ readonly key: string }>
  /** A new visitor of the web chat: the token that they speak with, and their address. */
  openVisitor(tx: TenantTx, channelId: string): Promise<{ readonly visitor: string; readonly addressId: string }>
  /** What a name is found by. */
  nameTerms(name: string): readonly string[]
  /** What a product is found by. */
  searchWords(product: { sku: string; names: Names; brand: string }): string
  /** Keeps the log-ins where people find them; called just before the commit, so that there is no demo that nobody can enter. */
  keep(access: DemoAccess): Promise<void>
}

/** What `DATA_DIR/demo.json` holds, besides the address. */
export interface DemoAccess {
  /** Its short name, as in `/chat/malva`; another one where somebody has that already. */
  readonly business: string
  readonly web_channel: string
  readonly owner: { readonly email: string; readonly password: string }
  readonly api_key: string
  readonly customer_visitor: string
  readonly manager_visitor: string
  readonly marketer_visitor: string
  readonly master_visitor: string
}

/** What the registration of the demo business is to say. */
export const demoBusiness = { name: 'Мальва', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' } as const

/**
 * The demo business with a year of history that ends now, in one transaction: an interrupted start leaves nothing behind.
 * The same day tells the same story; keys, ids and tokens are new each time.
 */
export async function seedDemo(ports: SeedPorts): Promise<DemoAccess> {
  const owner = { email: 'owner@malva.demo', password: randomBytes(12).toString('base64url') }
  const { tenancy } = ports
  const kept: DemoAccess[] = []
  // What the registration writes and the whole history are committed together.
  const withHistory: Tenancy = {
    ...tenancy,
    create: (business, work) =>
      tenancy.create(business, async (tx) => {
        const registered = await work(tx)
        const access = await tellStory(tx, ports, owner)
        kept.push(access)
        await ports.keep(access)
        return registered
      }),
  }
  await ports.register(withHistory, { ...owner, name: 'Марія Коваль' })
  const [access] = kept
  if (!access) throw new Error('the demo business was not made')
  return access
}

const people = 1_200
const orders = 6_000
const visits = { past: 4_000, ahead: 70 }
const views = 12_000
const requests = 640
const days = 366

/** One thing after another, since each names the ones before it. */
async function tellStory(
  tx: TenantTx,
  ports: SeedPorts,
  owner: { email: string; password: string },
): Promise<DemoAccess> {
  const story = createStory(tx, ports)
  const place = await findPlace(tx)
  const team = await insertTeam(story, place.ownerId)
  const shelf = await insertCatalogue(story)
  const services = await insertServices(story, team.masters)
  const crowd = await insertPeople(story)
  await insertOrders(story, { ...place, ...team }, shelf, crowd)
  await insertVisits(story, team, services, crowd)
  await insertViews(story, shelf, crowd)
  await insertRequests(story, { ...place, ...team }, crowd)
  await finish(story)
  return openDoors(story, place, team, owner)
}

/** The story's clock, its chance and the ports, handed from one part to the next. */
interface Story {
  readonly tx: TenantTx
  readonly ports: SeedPorts
  readonly calendar: Calendar
  /** The first day of the story: midnight of the local clock, in minutes since 1970. */
  readonly origin: number
  /** Chance of its own for each part, so that a change in one leaves the others as they are. */
  random(part: number): Random
  /** Minutes of the story's clock as minutes since 1970. */
  at(minutes: number | null): number | null
}

function createStory(tx: TenantTx, ports: SeedPorts): Story {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: tx.business.timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  const now = Date.parse(`${shown.format(tx.now).replace(' ', 'T')}:00Z`) / 60_000
  const origin = Math.floor(now / 1440) * 1440 - (days - 1) * 1440
  const dateOf = (day: number) => new Date((origin + day * 1440) * 60_000)
  return {
    tx,
    ports,
    origin,
    calendar: {
      days,
      weekday: (day) => dateOf(day).getUTCDay() || 7,
      month: (day) => dateOf(day).getUTCMonth() + 1,
      now: now - origin,
    },
    random: (part) => createRandom(20_240_117 + part * 7_919),
    at: (minutes) => (minutes === null ? null : origin + minutes),
  }
}

const column = (table: string, name: string, row: string): Place => `${table}/${name}/${row}`

/** What the registration has made. */
async function findPlace({
  db,
  business,
}: TenantTx): Promise<{ ownerId: string; shopId: string; webChannelId: string }> {
  const one = async (text: string) => {
    const { rows } = await db.$client.query<{ id: string }>(text, [business.id])
    const [row] = rows
    if (!row) throw new Error('the demo business was not registered')
    return row.id
  }
  return {
    ownerId: await one(`select id from staff where business_id = $1 and role = 'owner'`),
    shopId: await one('select id from shops where business_id = $1'),
    webChannelId: await one(`select id from channels where business_id = $1 and kind = 'web'`),
  }
}

interface Team {
  readonly ownerId: string
  readonly managerId: string
  readonly marketerId: string
  readonly masters: readonly string[]
}

async function insertTeam({ tx, ports, at }: Story, ownerId: string): Promise<Team> {
  const members = [
    { role: 'manager', name: 'Оксана', names: null },
    { role: 'marketer', name: 'Юрій', names: null },
    ...demoMasters.map(({ names }) => ({ role: 'master', name: names.default, names })),
  ].map((member) => {
    const key = tx.vault.newKey(ports.newId())
    return { ...member, id: ports.newId(), key }
  })
  await insertRows(
    tx,
    'person_keys',
    { id: ['uuid', ({ key }) => key.id], wrapped: ['bytea', ({ key }) => key.wrapped] },
    members,
  )
  await insertRows(
    tx,
    'staff',
    {
      id: ['uuid', ({ id }) => id],
      key_id: ['uuid', ({ key }) => key.id],
      role: ['text', ({ role }) => role],
      name: ['bytea', ({ id, key, name }) => tx.vault.seal(key.id, column('staff', 'name', id), name)],
      names: ['jsonb', ({ names }) => names],
      created_at: ['local', () => at(0)],
    },
    members,
  )
  const [manager, marketer, ...masters] = members.map(({ id }) => id)
  if (!manager || !marketer) throw new Error('a team without its members')
  const hours = demoMasters.flatMap(({ days, hours }, master) =>
    days.flatMap((weekday) => hours.map(([from, to]) => ({ staffId: masters[master], weekday, from, to }))),
  )
  await insertRows(
    tx,
    'staff_hours',
    {
      staff_id: ['uuid', ({ staffId }) => staffId],
      weekday: ['int', ({ weekday }) => weekday],
      from_minute: ['int', ({ from }) => from],
      to_minute: ['int', ({ to }) => to],
    },
    hours,
  )
  return { ownerId, managerId: manager, marketerId: marketer, masters }
}

interface Shelf {
  readonly products: readonly (DemoProduct & { readonly id: string; readonly variants: readonly string[] })[]
}

async function insertCatalogue({ tx, ports, at, random }: Story): Promise<Shelf> {
  const categories = demoCategories.map((category) => ({ ...category, id: ports.newId() }))
  await insertRows(
    tx,
    'categories',
    {
      id: ['uuid', ({ id }) => id],
      slug: ['text', ({ slug }) => slug],
      names: ['jsonb', ({ names }) => names],
      place: ['int', ({ slug }) => categories.findIndex((category) => category.slug === slug)],
    },
    categories,
  )
  const products = demoProducts(random(1)).map((product) => ({
    ...product,
    id: ports.newId(),
    variants: product.sizes.map(() => ports.newId()),
  }))
  await insertRows(
    tx,
    'products',
    {
      id: ['uuid', ({ id }) => id],
      sku: ['text', ({ sku }) => sku],
      names: ['jsonb', ({ names }) => names],
      category_id: ['uuid', (product) => categories.find(({ slug }) => slug === product.category)?.id],
      brand: ['text', ({ brand }) => brand],
      price: ['numeric', ({ price }) => price],
      picture: ['jsonb', ({ picture }) => picture],
      words: ['text', (product) => ports.searchWords(product)],
      created_at: ['local', () => at(0)],
      updated_at: ['local', () => at(0)],
    },
    products,
  )
  await insertRows(
    tx,
    'variants',
    {
      id: ['uuid', ({ id }) => id],
      product_id: ['uuid', ({ productId }) => productId],
      size: ['text', ({ size }) => size],
      place: ['int', ({ place }) => place],
    },
    products.flatMap(({ id: productId, sizes, variants }) =>
      variants.map((id, place) => ({ id, productId, size: sizes[place] ?? '', place })),
    ),
  )
  return { products }
}

async function insertServices({ tx, ports, at }: Story, masters: readonly string[]): Promise<readonly string[]> {
  const services = demoServices.map((service, place) => ({ ...service, place, id: ports.newId() }))
  await insertRows(
    tx,
    'services',
    {
      id: ['uuid', ({ id }) => id],
      names: ['jsonb', ({ names }) => names],
      duration_min: ['int', ({ minutes }) => minutes],
      buffer_min: ['int', ({ buffer }) => buffer],
      price: ['bigint', ({ price }) => price * 100],
      place: ['int', ({ place }) => place],
      created_at: ['local', () => at(0)],
    },
    services,
  )
  await insertRows(
    tx,
    'staff_services',
    { staff_id: ['uuid', ({ staffId }) => staffId], service_id: ['uuid', ({ serviceId }) => serviceId] },
    services.flatMap(({ id: serviceId, masters: who }) =>
      who.map((master) => ({ staffId: masters[master], serviceId })),
    ),
  )
  return services.map(({ id }) => id)
}

type Member = DemoPerson & { readonly id: string; readonly key: { readonly id: string; readonly wrapped: Buffer } }

async function insertPeople({ tx, ports, calendar, at, random }: Story): Promise<readonly Member[]> {
  const chance = random(2)
  const crowd = demoPeople(chance, people, calendar.days).map((person) => ({
    ...person,
    id: ports.newId(),
    key: tx.vault.newKey(ports.newId()),
    came: Math.min(person.joined * 1440 + chance.int(0, 9 * 60), calendar.now - 1),
    referralCode: Array.from({ length: 8 }, () => chance.pick([...'0123456789abcdefghjkmnpqrstvwxyz'])).join(''),
  }))
  type Row = (typeof crowd)[number]
  await insertRows(
    tx,
    'person_keys',
    {
      id: ['uuid', ({ key }) => key.id],
      customer_id: ['uuid', ({ id }) => id],
      wrapped: ['bytea', ({ key }) => key.wrapped],
    },
    crowd,
  )
  const sealed = (name: string, text: (row: Row) => string | null) =>
    [
      'bytea',
      (row: Row) => {
        const said = text(row)
        return said === null ? null : tx.vault.seal(row.key.id, column('customers', name, row.id), said)
      },
    ] as const
  const index = (kind: string, text: (row: Row) => string | null | undefined) =>
    [
      'bytea',
      (row: Row) => {
        const said = text(row)
        return said ? tx.vault.index(kind, said) : null
      },
    ] as const
  await insertRows<Row>(
    tx,
    'customers',
    {
      id: ['uuid', ({ id }) => id],
      key_id: ['uuid', ({ key }) => key.id],
      name: sealed('name', ({ name }) => name),
      phone: sealed('phone', ({ phone }) => phone),
      phone_index: index('phone', ({ phone }) => phone),
      phone_proved_at: ['local', ({ channel, came }) => (channel === 'counter' ? null : at(came))],
      email: sealed('email', ({ email }) => email),
      email_index: index('email', ({ email }) => email),
      birthday: sealed('birthday', ({ birthday }) => birthday),
      birthday_index: index('birthday', ({ birthday }) => birthday?.slice(5)),
      gender: sealed('gender', ({ gender }) => gender),
      contraindications: sealed('contraindications', ({ contraindications }) => contraindications),
      language: ['text', ({ language }) => language],
      source: ['text', ({ source }) => source],
      referred_by: ['uuid', ({ referredBy }) => (referredBy === null ? null : crowd[referredBy]?.id)],
      referral_code: ['text', ({ referralCode }) => referralCode],
      consented_at: ['local', ({ came }) => at(came)],
      // The regulars of old had paid before the story begins.
      first_paid_at: ['local', ({ joined, came }) => (joined < 0 ? at(came + 60) : null)],
      last_seen_at: ['local', ({ came }) => at(came)],
      created_at: ['local', ({ came }) => at(came)],
      updated_at: ['local', ({ came }) => at(came)],
    },
    crowd,
  )
  await insertRows(
    tx,
    'customer_terms',
    { term: ['bytea', ({ term }) => term], customer_id: ['uuid', ({ id }) => id] },
    crowd.flatMap(({ id, name }) => ports.nameTerms(name).map((term) => ({ id, term: tx.vault.index('name', term) }))),
  )
  return crowd
}

async function insertOrders(
  { tx, ports, calendar, at, random }: Story,
  place: { readonly ownerId: string; readonly managerId: string; readonly shopId: string },
  { products }: Shelf,
  crowd: readonly Member[],
): Promise<void> {
  const made = demoOrders(random(3), calendar, crowd, products, orders).map((order, number) => {
    const subtotal = order.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice * 100, 0)
    const person = order.person === null ? undefined : crowd[order.person]
    return { ...order, id: ports.newId(), number: number + 1, subtotal, total: subtotal - order.discount, person }
  })
  const numbered = made.filter(({ kind }) => kind !== 'app')
  const numberOf = new Map(numbered.map(({ id }, at) => [id, at + 1]))
  await insertRows(
    tx,
    'orders',
    {
      id: ['uuid', ({ id }) => id],
      number: ['bigint', ({ id }) => numberOf.get(id)],
      kind: ['text', ({ kind }) => kind],
      state: ['text', ({ state }) => state],
      customer_id: ['uuid', ({ person }) => person?.id],
      channel: ['text', ({ channel }) => channel],
      source: ['text', ({ person }) => person?.source],
      shop_id: ['uuid', ({ kind }) => (kind === 'app' ? null : place.shopId)],
      staff_id: [
        'uuid',
        ({ kind, state, byOwner }) =>
          kind === 'app' || state === 'placed' || state === 'expired'
            ? null
            : byOwner
              ? place.ownerId
              : place.managerId,
      ],
      subtotal: ['bigint', ({ subtotal }) => subtotal],
      discount: ['bigint', ({ discount }) => discount],
      total: ['bigint', ({ total }) => total],
      delivery_method: ['text', ({ delivery }) => delivery],
      placed_at: ['local', ({ placed }) => at(placed)],
      accepted_at: ['local', ({ accepted }) => at(accepted)],
      sent_at: ['local', ({ sent }) => at(sent)],
      delivered_at: ['local', ({ delivered }) => at(delivered)],
      ended_at: ['local', ({ ended }) => at(ended)],
      paid_at: ['local', ({ paid }) => at(paid)],
    },
    made,
  )
  const lines = made.flatMap((order) =>
    order.lines.map((line, at) => {
      const product = products[line.product]
      const variantId = product?.variants[line.size]
      if (!product || !variantId) throw new Error('a line of nothing')
      return { ...line, order, line: at + 1, productId: product.id, variantId, held: isHeld(order) ? line.quantity : 0 }
    }),
  )
  await insertRows(
    tx,
    'order_lines',
    {
      order_id: ['uuid', ({ order }) => order.id],
      line: ['int', ({ line }) => line],
      product_id: ['uuid', ({ productId }) => productId],
      variant_id: ['uuid', ({ variantId }) => variantId],
      quantity: ['numeric', ({ quantity }) => quantity],
      unit_price: ['numeric', ({ unitPrice }) => unitPrice],
      amount: ['bigint', ({ quantity, unitPrice }) => quantity * unitPrice * 100],
      reserved: ['int', ({ held }) => held],
    },
    lines,
  )
  await insertRefunds({ tx, ports, at }, made, products)
  await insertStock({ tx, ports, at, random }, place.shopId, products, lines)
}

/** Pieces that are promised but have not left the shelf. */
const isHeld = ({ state }: Pick<DemoOrder, 'state'>): boolean => state === 'placed' || state === 'accepted'
const hasLeft = ({ state }: Pick<DemoOrder, 'state'>): boolean =>
  state === 'sent' || state === 'delivered' || state === 'returned'

type MadeOrder = Omit<DemoOrder, 'person'> & {
  readonly id: string
  readonly total: number
  readonly person: Member | undefined
}

async function insertRefunds(
  { tx, ports, at }: Pick<Story, 'tx' | 'ports' | 'at'>,
  made: readonly MadeOrder[],
  products: Shelf['products'],
): Promise<void> {
  const refunds = made.flatMap((order) => {
    const [line] = order.lines
    if (!order.refund || order.paid === null || !line) return []
    const { whole } = order.refund
    const part = Math.min(order.total, line.unitPrice * 100)
    const item = { sku: products[line.product]?.sku, quantity: 1, unit_price: String(line.unitPrice) }
    return [
      {
        id: ports.newId(),
        order,
        at: order.refund.at,
        amount: whole ? order.total : part,
        items: whole ? null : [item],
      },
    ]
  })
  await insertRows(
    tx,
    'refunds',
    {
      id: ['uuid', ({ id }) => id],
      order_id: ['uuid', ({ order }) => order.id],
      customer_id: ['uuid', ({ order }) => order.person?.id],
      amount: ['bigint', ({ amount }) => amount],
      items: ['jsonb', ({ items }) => items],
      source: ['text', ({ order }) => order.person?.source],
      refunded_at: ['local', (refund) => at(refund.at)],
    },
    refunds,
  )
}

interface MadeLine {
  readonly variantId: string
  readonly quantity: number
  readonly held: number
  readonly order: MadeOrder
}

/** What is on the shelves now, and the ledger that leads there: one receipt, every sale, every return, what is held. */
async function insertStock(
  { tx, ports, at, random }: Pick<Story, 'tx' | 'ports' | 'at' | 'random'>,
  shopId: string,
  products: Shelf['products'],
  lines: readonly MadeLine[],
): Promise<void> {
  const secondShop = ports.newId()
  await insertRows(
    tx,
    'shops',
    { id: ['uuid', () => secondShop], name: ['text', () => 'Мальва на Подолі'], kind: ['text', () => 'retail'] },
    [0],
  )
  const sales = lines.flatMap((line) => {
    const { order, variantId, quantity, held } = line
    const sale = { variantId, shopId, orderId: order.id, why: 'sale', onHand: -quantity, reserved: 0 }
    if (held > 0) return [{ ...sale, why: 'reserve', onHand: 0, reserved: held, at: order.placed }]
    if (!hasLeft(order)) return []
    const sold = { ...sale, at: order.sent ?? order.delivered ?? order.placed }
    const back = { ...sale, why: 'return', onHand: quantity, at: order.ended ?? order.placed }
    return order.state === 'returned' ? [sold, back] : [sold]
  })
  const sums = new Map<string, { gone: number; held: number }>()
  for (const { variantId, onHand, reserved } of sales) {
    const { gone, held } = sums.get(variantId) ?? { gone: 0, held: 0 }
    sums.set(variantId, { gone: gone - onHand, held: held + reserved })
  }
  const chance = random(4)
  const stock = products.flatMap(({ variants, sizes }) => {
    const empty = chance.chance(0.03)
    return variants.flatMap((variantId) => {
      const { gone, held } = sums.get(variantId) ?? { gone: 0, held: 0 }
      const here = empty || chance.chance(0.08) ? 0 : chance.int(1, sizes.length === 1 ? 25 : 9)
      const there = empty || chance.chance(0.45) ? 0 : chance.int(1, 4)
      return [
        { variantId, shopId, onHand: here + held, reserved: held, received: here + held + gone },
        { variantId, shopId: secondShop, onHand: there, reserved: 0, received: there },
      ]
    })
  })
  await insertRows(
    tx,
    'stock',
    {
      variant_id: ['uuid', ({ variantId }) => variantId],
      shop_id: ['uuid', ({ shopId }) => shopId],
      on_hand: ['int', ({ onHand }) => onHand],
      reserved: ['int', ({ reserved }) => reserved],
    },
    stock,
  )
  const receipts = stock
    .filter(({ received }) => received > 0)
    .map(({ variantId, shopId, received }) => ({
      variantId,
      shopId,
      orderId: null,
      why: 'receipt',
      onHand: received,
      reserved: 0,
      at: 0,
    }))
  await insertRows(
    tx,
    'stock_moves',
    {
      variant_id: ['uuid', ({ variantId }) => variantId],
      shop_id: ['uuid', ({ shopId }) => shopId],
      why: ['text', ({ why }) => why],
      on_hand: ['int', ({ onHand }) => onHand],
      reserved: ['int', ({ reserved }) => reserved],
      order_id: ['uuid', ({ orderId }) => orderId],
      at: ['local', (move) => at(move.at)],
    },
    [...receipts, ...sales],
  )
}

async function insertVisits(
  { tx, ports, calendar, at, random, origin }: Story,
  team: Team,
  services: readonly string[],
  crowd: readonly Member[],
): Promise<void> {
  const made = demoVisits(random(5), calendar, crowd, visits).map((visit, number) => {
    const service = demoServices[visit.service]
    const person = crowd[visit.person]
    if (!service || !person) throw new Error('a visit of nobody')
    const ends = visit.starts + service.minutes
    return {
      ...visit,
      id: ports.newId(),
      number: number + 1,
      ends,
      blocked: ends + service.buffer,
      price: service.price * 100,
      person,
    }
  })
  await insertRows(
    tx,
    'bookings',
    {
      id: ['uuid', ({ id }) => id],
      number: ['bigint', ({ number }) => number],
      customer_id: ['uuid', ({ person }) => person.id],
      service_id: ['uuid', ({ service }) => services[service]],
      staff_id: ['uuid', ({ master }) => team.masters[master]],
      during: ['local-range', ({ starts, blocked }) => [origin + starts, origin + blocked]],
      starts_at: ['local', ({ starts }) => at(starts)],
      ends_at: ['local', ({ ends }) => at(ends)],
      state: ['text', ({ state }) => state],
      price: ['bigint', ({ price }) => price],
      paid: ['bigint', ({ paid, price }) => (paid === null ? null : price)],
      paid_at: ['local', ({ paid }) => at(paid)],
      channel: ['text', ({ channel }) => channel],
      source: ['text', ({ person }) => person.source],
      handled_by: ['uuid', ({ state }) => (state === 'done' || state === 'no_show' ? team.managerId : null)],
      created_at: ['local', ({ booked }) => at(booked)],
      changed_at: ['local', ({ changed }) => at(changed)],
    },
    made,
  )
}

async function insertViews(
  { tx, calendar, at, random }: Story,
  { products }: Shelf,
  crowd: readonly Member[],
): Promise<void> {
  const made = demoViews(random(6), calendar, crowd, products, views)
  await insertRows(
    tx,
    'product_views',
    {
      key: ['bytea', () => randomBytes(16)],
      customer_id: ['uuid', ({ person }) => crowd[person]?.id],
      product_id: ['uuid', ({ product }) => products[product]?.id],
      price: ['numeric', ({ product }) => products[product]?.price],
      viewed_at: ['local', (view) => at(view.at)],
    },
    made,
  )
}

interface Chat {
  readonly id: string
  readonly person: Member
  readonly chat: string
}

/** Questions of a year, answered, and three that wait for an answer now. */
async function insertRequests(
  { tx, ports, calendar, at, random }: Story,
  place: { readonly managerId: string; readonly webChannelId: string },
  crowd: readonly Member[],
): Promise<void> {
  const chance = random(7)
  const asked = demoRequests(chance, calendar, crowd, requests)
  const waiting = [95, 41, 12].map((minutes, at) => ({
    ...{ person: crowd.length - 1 - 7 * at, asked: calendar.now - minutes, answered: null, closed: null },
  }))
  const made = [...asked, ...waiting].map((request, number) => ({
    ...request,
    id: ports.newId(),
    number: number + 1,
    question: chance.pick(demoQuestions),
    answer: chance.pick(demoAnswers),
  }))
  const chats = new Map<number, Chat>()
  for (const { person } of made) {
    const member = crowd[person]
    if (member && !chats.has(person))
      chats.set(person, { id: ports.newId(), person: member, chat: randomBytes(16).toString('hex') })
  }
  const { webChannelId } = place
  await insertRows(
    tx,
    'addresses',
    {
      id: ['uuid', ({ id }) => id],
      channel_id: ['uuid', () => webChannelId],
      kind: ['text', () => 'web'],
      chat_index: ['bytea', ({ chat }) => tx.vault.index(`chat/${webChannelId}`, chat)],
      key_id: ['uuid', ({ person }) => person.key.id],
      chat: ['bytea', ({ id, person, chat }) => tx.vault.seal(person.key.id, column('addresses', 'chat', id), chat)],
      person: [
        'bytea',
        ({ id, person }) => tx.vault.seal(person.key.id, column('addresses', 'person', id), person.name),
      ],
      customer_id: ['uuid', ({ person }) => person.id],
      language: ['text', ({ person }) => person.language],
      source: ['text', ({ person }) => person.source],
      consented_at: ['local', ({ person }) => at(Math.max(0, person.joined) * 1440)],
      created_at: ['local', ({ person }) => at(Math.max(0, person.joined) * 1440)],
    },
    [...chats.values()],
  )
  await insertRows(
    tx,
    'requests',
    {
      id: ['uuid', ({ id }) => id],
      number: ['bigint', ({ number }) => number],
      address_id: ['uuid', ({ person }) => chats.get(person)?.id],
      customer_id: ['uuid', ({ person }) => crowd[person]?.id],
      channel: ['text', () => 'web'],
      state: ['text', ({ closed }) => (closed === null ? 'new' : 'closed')],
      taken_by: ['uuid', ({ answered }) => (answered === null ? null : place.managerId)],
      created_at: ['local', (request) => at(request.asked)],
      answer_due_at: ['local', (request) => at(request.asked + 30)],
      first_answered_at: ['local', ({ answered }) => at(answered)],
      closed_at: ['local', ({ closed }) => at(closed)],
      closed_by: [
        'text',
        ({ closed, answered }) => (closed === null ? null : answered === null ? 'customer' : 'staff'),
      ],
    },
    made,
  )
  const said = made.flatMap(({ id: requestId, person, asked, answered, question, answer }) => {
    const line = { requestId, chat: chats.get(person) }
    const answers =
      answered === null ? [] : [{ ...line, id: ports.newId(), author: 'staff', text: answer, at: answered }]
    return [{ ...line, id: ports.newId(), author: 'person', text: question, at: asked }, ...answers]
  })
  await insertRows(
    tx,
    'messages',
    {
      id: ['uuid', ({ id }) => id],
      address_id: ['uuid', ({ chat }) => chat?.id],
      author: ['text', ({ author }) => author],
      staff_id: ['uuid', ({ author }) => (author === 'staff' ? place.managerId : null)],
      request_id: ['uuid', ({ requestId }) => requestId],
      body: [
        'bytea',
        ({ id, chat, text }) =>
          chat &&
          tx.vault.seal(chat.person.key.id, column('messages', 'body', id), JSON.stringify({ text, buttons: [] })),
      ],
      at: ['local', (line) => at(line.at)],
    },
    said.sort((a, b) => a.at - b.at),
  )
}

/** Figures that follow from the rows: first payments, last visits, the next numbers, and statistics for the planner. */
async function finish({ tx, at }: Story): Promise<void> {
  const { id, timezone } = tx.business
  const run = (text: string, ...more: unknown[]) => tx.db.$client.query(text, [id, ...more])
  await run(`
    update customers c set first_paid_at = least(c.first_paid_at, p.first), last_seen_at = greatest(c.last_seen_at, p.last)
    from (
      select customer_id, min(paid_at) as first, max(seen_at) as last
      from (
        select customer_id, paid_at, placed_at as seen_at from orders where business_id = $1
        union all select customer_id, paid_at, created_at from bookings where business_id = $1
        union all select customer_id, null, viewed_at from product_views where business_id = $1) a
      group by customer_id) p
    where c.business_id = $1 and c.id = p.customer_id`)
  await run(`
    insert into counters (business_id, name, value)
    select $1::uuid, 'orders', max(number) from orders where business_id = $1
    union all select $1::uuid, 'booking', max(number) from bookings where business_id = $1
    union all select $1::uuid, 'requests', max(number) from requests where business_id = $1
    on conflict (business_id, name) do update set value = excluded.value`)
  await run(
    'update businesses set created_at = $2::timestamp at time zone $3 where business_id = $1',
    localTime(at(0) ?? 0),
    timezone,
  )
}

/** A key for apps, and four people in the web chat: somebody new, and three of the staff. */
async function openDoors(
  { tx, ports }: Story,
  { ownerId, webChannelId }: { ownerId: string; webChannelId: string },
  team: Team,
  owner: { email: string; password: string },
): Promise<DemoAccess> {
  const actor: Actor = { kind: 'staff', staffId: ownerId, role: 'owner', addressId: null, channel: 'api' }
  const { key } = await ports.createApiKey(tx, actor, { name: 'demo', scopes: ports.scopes })
  const found = await directoryOf(tx).findBusiness(tx.business.id)
  const slug = found?.slug ?? tx.business.id
  const open = async (staffId: string | null | undefined) => {
    const { visitor, addressId } = await ports.openVisitor(tx, webChannelId)
    if (staffId) {
      await tx.db.$client.query('update addresses set staff_id = $3 where business_id = $1 and id = $2', [
        tx.business.id,
        addressId,
        staffId,
      ])
    }
    return visitor
  }
  return {
    business: slug,
    web_channel: webChannelId,
    owner,
    api_key: key,
    customer_visitor: await open(null),
    manager_visitor: await open(team.managerId),
    marketer_visitor: await open(team.marketerId),
    master_visitor: await open(team.masters[0]),
  }
}
