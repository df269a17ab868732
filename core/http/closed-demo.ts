import type { Directory } from '../../db/directory.ts'

/**
 * The directory with the demo's doors shut: whoever the API and the web chat let into the demo business (its owner, keys
 * and visitors, known from `demo.json`) is nobody here, and its chat page is nowhere. Its bots stay connected.
 */
export function closedDemo(directory: Directory): Directory {
  const findBusiness: Directory['findBusiness'] = async (wanted) => {
    const found = await directory.findBusiness(wanted)
    return found?.isDemo ? undefined : found
  }
  const unlessDemo = async <Found extends { businessId: string }>(found: Found | undefined) =>
    found && (await findBusiness(found.businessId)) ? found : undefined

  return {
    ...directory,
    findBusiness,
    memberships: async (account) => {
      const found = await Promise.all((await directory.memberships(account)).map(unlessDemo))
      return found.filter((one) => one !== undefined)
    },
    findSession: async (hash, at) => unlessDemo(await directory.findSession(hash, at)),
    findApiKey: async (id) => unlessDemo(await directory.findApiKey(id)),
    findVisitor: async (hash) => unlessDemo(await directory.findVisitor(hash)),
    findChannel: async (id) => {
      const found = await directory.findChannel(id)
      return found?.kind === 'web' ? unlessDemo(found) : found
    },
  }
}
