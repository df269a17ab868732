import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import type { Names } from '../business.ts'
import { readVariants, stockShort } from '../catalog/index.ts'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { lineAmount } from '../money.ts'
import { addToCartRow, deleteCart, readCartRows, setCartRow } from './queries.ts'

/** Of one size, in one cart. */
export const mostOfOne = 99
export const mostLines = 50

export interface Cart {
  readonly lines: readonly CartLine[]
  /** At the prices of now, of what can still be had. */
  readonly total: number
}

export interface CartLine {
  readonly variantId: string
  readonly productId: string
  readonly names: Names
  readonly size: string
  readonly quantity: number
  readonly unitPrice: string
  readonly amount: number
  /** What is left of it; less than `quantity` is short. */
  readonly left: number
}

/** A number of pieces as a person types it. */
export const cartQuantitySchema = z.int().min(0).max(mostOfOne)

/** Puts pieces into the chat's cart and brings how many there are of the size. More than there is cannot be put in. */
export async function addToCart(
  tx: TenantTx,
  actor: Actor,
  input: { readonly variantId: string; readonly quantity?: number },
): Promise<{ quantity: number }> {
  const addressId = chatOf(actor)
  const quantity = input.quantity ?? 1
  if (!cartQuantitySchema.safeParse(quantity).success || quantity === 0)
    throw new AppError('quantity-invalid', { most: mostOfOne })
  const variant = await forSale(tx, input.variantId)
  const rows = await readCartRows(tx, addressId)
  const before = rows.find((row) => row.variantId === variant.id)?.quantity ?? 0
  if (before === 0 && rows.length >= mostLines) throw new AppError('cart-full', { most: mostLines })
  if (before + quantity > variant.left) throw stockShort(tx, variant, variant.left)
  if (before + quantity > mostOfOne) throw new AppError('quantity-invalid', { most: mostOfOne })
  return { quantity: await addToCartRow(tx, addressId, variant.id, quantity) }
}

/** So many of a size from now on; 0 takes it out. */
export async function changeCart(
  tx: TenantTx,
  actor: Actor,
  input: { readonly variantId: string; readonly quantity: number },
): Promise<void> {
  const addressId = chatOf(actor)
  if (!cartQuantitySchema.safeParse(input.quantity).success) throw new AppError('quantity-invalid', { most: mostOfOne })
  if (!isId(input.variantId)) throw new AppError('product-gone')
  if (input.quantity > 0) {
    const variant = await forSale(tx, input.variantId)
    if (input.quantity > variant.left) throw stockShort(tx, variant, variant.left)
  }
  await setCartRow(tx, addressId, input.variantId, input.quantity)
}

/** The chat's cart at the prices of now. What is not sold any more falls out of it. */
export async function readCart(tx: TenantTx, actor: Actor, _input: object = {}): Promise<Cart> {
  const rows = await readCartRows(tx, chatOf(actor))
  const variants = await readVariants(
    tx,
    rows.map((row) => row.variantId),
  )
  const lines = rows.flatMap(({ variantId, quantity }): CartLine[] => {
    const variant = variants.get(variantId)
    if (!variant?.listed) return []
    const { productId, names, size, price, left } = variant
    const amount = lineAmount(quantity, price, tx.business.currency)
    return [{ variantId, productId, names, size, quantity, unitPrice: price, amount, left }]
  })
  return { lines, total: lines.reduce((sum, line) => sum + line.amount, 0) }
}

export async function clearCart(tx: TenantTx, actor: Actor, _input: object = {}): Promise<void> {
  await deleteCart(tx, chatOf(actor))
}

/** A cart belongs to a chat. */
export function chatOf(actor: Actor): string {
  allow(actor, 'orders.place')
  if (actor.kind === 'key' || actor.kind === 'system' || !actor.addressId) throw new AppError('not-allowed')
  return actor.addressId
}

async function forSale(tx: TenantTx, variantId: string) {
  const variant = isId(variantId) ? (await readVariants(tx, [variantId])).get(variantId) : undefined
  if (!variant?.listed) throw new AppError('product-gone')
  return variant
}
