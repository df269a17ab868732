import { randomBytes } from 'node:crypto'
import type { TenantTx } from '../../db/tenant.ts'
import { directory } from './queries.ts'

/** A token that makes a browser a visitor of a web chat: 256 random bits. */
export function newVisitorToken(): string {
  return randomBytes(32).toString('base64url')
}

/** From now on whoever holds the token speaks as this address. Only its hash is kept. */
export async function admitVisitor(
  tx: TenantTx,
  visitor: { readonly tokenHash: Buffer; readonly channelId: string; readonly addressId: string },
): Promise<void> {
  await directory(tx).addVisitor({ ...visitor, businessId: tx.business.id })
}

/** A web chat is called by the hash of its visitor's token: nobody can make up another's. */
export function visitorChat(tokenHash: Buffer): string {
  return tokenHash.toString('hex')
}
