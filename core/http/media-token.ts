import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { MediaRef } from './deps.ts'

/** Addresses of pictures and files that nobody can guess or change: `/media/` and what `sign` gives. */
export interface MediaTokens {
  sign(ref: MediaRef): string
  read(token: string): MediaRef | undefined
}

const refSchema = z.tuple([z.uuid(), z.enum(['file', 'picture']), z.string().min(1).max(200)])

export function createMediaTokens(pepper: Buffer): MediaTokens {
  const key = createSecretKey(pepper)
  const mac = (body: string) => createHmac('sha256', key).update(`media\0${body}`).digest().subarray(0, 18)
  return {
    sign({ businessId, kind, id }) {
      const body = Buffer.from(JSON.stringify([businessId, kind, id])).toString('base64url')
      return `${body}.${mac(body).toString('base64url')}`
    },
    read(token) {
      const [body = '', given = '', more] = token.split('.')
      const bytes = Buffer.from(given, 'base64url')
      const right = mac(body)
      if (more !== undefined || bytes.length !== right.length || !timingSafeEqual(bytes, right)) return undefined
      try {
        const [businessId, kind, id] = refSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
        return { businessId, kind, id }
      } catch {
        return undefined
      }
    },
  }
}
