import {
  admitVisitor,
  createApiKey,
  createTokens,
  newVisitorToken,
  registerBusiness,
} from '../../core/accounts/index.ts'
import { scopes } from '../../core/actor.ts'
import { searchWords } from '../../core/catalog/index.ts'
import { nameTerms } from '../../core/customers/index.ts'
import { newId } from '../../core/ids.ts'
import { insertAddress } from '../../core/inbox/queries.ts'
import { type DemoAccess, demoBusiness, seedDemo } from '../../db/seed.ts'
import type { Tenancy } from '../../db/tenant.ts'

/** The demo business, as the first start makes it. */
export function seedDemoInto(
  tenancy: Tenancy,
  pepper: Buffer,
  keep: (access: DemoAccess) => Promise<void> = async () => {},
): Promise<DemoAccess> {
  const tokens = createTokens(pepper)
  return seedDemo({
    tenancy,
    newId,
    scopes,
    nameTerms,
    searchWords,
    keep,
    createApiKey: (tx, actor, wish) => createApiKey(tx, actor, { name: wish.name, scopes: [...wish.scopes] }),
    register: (within, owner) =>
      registerBusiness(within, tokens, { ...owner, business: demoBusiness }, { isDemo: true }),
    async openVisitor(tx, channelId) {
      const visitor = newVisitorToken()
      const tokenHash = tokens.hash('visitor', visitor)
      const chat = tokenHash.toString('hex')
      const { id } = await insertAddress(tx, { channelId, kind: 'web', chat, person: null, language: 'uk' })
      await admitVisitor(tx, { tokenHash, channelId, addressId: id })
      return { visitor, addressId: id }
    },
  })
}
