import type { TenantTx } from '../../db/tenant.ts'
import type { Actor } from '../actor.ts'
import { listMasters, listServices } from '../bookings/index.ts'
import type { Names } from '../business.ts'
import { listCategories } from '../catalog/index.ts'
import type { Language, Understand, UnderstandContext, Understood } from './understand.ts'

type Vocabulary = Pick<UnderstandContext, 'services' | 'staff' | 'categories'>

const rememberedMs = 30_000
const system: Actor = { kind: 'system', channel: 'system' }

/** The parser with a business's own names in it: its services, masters and categories, as they were half a minute ago at most. */
export function understandIn(
  understand: Understand,
): (tx: TenantTx, text: string, language: Language, role: 'customer' | 'staff') => Promise<Understood> {
  const known = new Map<string, { vocabulary: Vocabulary; until: number }>()
  return async (tx, text, language, role) => {
    const now = tx.now.getTime()
    let entry = known.get(tx.business.id)
    if (!entry || entry.until <= now) {
      entry = { vocabulary: await readVocabulary(tx), until: now + rememberedMs }
      known.set(tx.business.id, entry)
    }
    return understand(text, { now: tx.now, timeZone: tx.business.timezone, language, role, ...entry.vocabulary })
  }
}

async function readVocabulary(tx: TenantTx): Promise<Vocabulary> {
  const named = (row: { id: string; names: Names }) => ({
    id: row.id,
    names: [...new Set(Object.values(row.names).filter((name) => name !== undefined))],
  })
  const { modules } = tx.business.settings
  return {
    ...(modules.bookings
      ? {
          services: (await listServices(tx, system, {})).map(named),
          staff: (await listMasters(tx, system, {})).map(named),
        }
      : {}),
    ...(modules.shop ? { categories: (await listCategories(tx, system, {})).map(named) } : {}),
  }
}
