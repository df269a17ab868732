import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { customersByExternalId } from '../customers/index.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'

const external = 'external:'

/** A customer as a client names them. */
export const whomSchema = z
  .string()
  .trim()
  .max(220)
  .overwrite((text) => (isId(text.toLowerCase()) ? text.toLowerCase() : text))
  .refine((text) => isId(text) || externalId(text) !== '', 'our id, or `external:` and yours')
  .meta({ description: 'Our id, or `external:` and yours' })

/** Our id of whoever is named in a body; somebody unknown is `not-found`, with the field. */
export async function whom(tx: TenantTx, named: string, path: string): Promise<string> {
  const id = await find(tx, named)
  if (id === undefined) throw new AppError('not-found', {}, path)
  return id
}

/** The same for a list: of somebody unknown there is nothing to list. */
export async function ofWhom(tx: TenantTx, named: string | undefined): Promise<string | undefined> {
  return named === undefined ? undefined : ((await find(tx, named)) ?? nobody)
}

const nobody = '00000000-0000-0000-0000-000000000000'

async function find(tx: TenantTx, named: string): Promise<string | undefined> {
  if (isId(named)) return named
  const id = externalId(named)
  return (await customersByExternalId(tx, [id])).get(id)?.id
}

function externalId(named: string): string {
  return named.startsWith(external) ? named.slice(external.length).trim() : ''
}
