import { directoryOf } from '../../db/directory.ts'
import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { addressIdOf } from './consent.ts'
import { ensureCustomer } from './ensure-customer.ts'
import { botNames } from './queries.ts'

/** How a person brings others: a link for each messenger where the business is and for its web chat at `base`, and the code within them. */
export async function readReferral(
  tx: TenantTx,
  actor: Actor,
  { base }: { base: string },
): Promise<{ readonly code: string; readonly links: readonly string[] }> {
  allow(actor, 'customers.own')
  const { referralCode: code } = await ensureCustomer(tx, addressIdOf(actor))
  const links = (await botNames(tx)).flatMap(({ kind, name }) => {
    if (!name) return []
    const bot = encodeURIComponent(name.replace(/^@/, ''))
    if (kind === 'telegram') return [`https://t.me/${bot}?start=ref_${code}`]
    return kind === 'viber' ? [`viber://pa?chatURI=${bot}&context=ref_${code}`] : []
  })
  const { slug } = (await directoryOf(tx).findBusiness(tx.business.id)) ?? { slug: tx.business.id }
  return { code, links: [...links, `${base}/chat/${slug}?start=ref_${code}`] }
}
