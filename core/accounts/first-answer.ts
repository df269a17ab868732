import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { TenantTx } from '../../db/tenant.ts'
import { AppError } from '../errors.ts'
import { claimAnswer, forgetAnswers, keepAnswer } from './queries.ts'

const keptHours = 24

export interface FirstAnswer {
  readonly status: number
  readonly body: string
}

/**
 * Answers under a key: the first time by doing `work`, afterwards by the first answer, to the byte, for a day. The key,
 * the effects and the answer commit together; a twin waits for that commit. Another body under the same key is refused.
 * The answer is sealed with a key that follows from the idempotency key itself: whoever lacks that cannot read it.
 */
export async function answerOnce(
  tx: TenantTx,
  asked: { readonly caller: string; readonly key: string; readonly body: string | Buffer },
  work: () => Promise<FirstAnswer>,
): Promise<FirstAnswer & { readonly repeated: boolean }> {
  const key = { caller: asked.caller, keyHash: tx.vault.index('idempotency-key', `${asked.caller}\0${asked.key}`) }
  const bodyHash = tx.vault.index('idempotency-body', createHash('sha256').update(asked.body).digest('base64'))
  const known = await claimAnswer(tx, key, bodyHash, keptSince(tx))
  if (known) {
    if (!known.bodyHash.equals(bodyHash)) throw new AppError('idempotency-key-reused')
    if (known.status === null || known.answer === null) throw new AppError('just-taken')
    return { status: known.status, body: open(tx, asked.key, known.answer), repeated: true }
  }
  const answer = await work()
  await keepAnswer(tx, key, answer.status, seal(tx, asked.key, answer.body))
  return { ...answer, repeated: false }
}

/** Drops what is older than a day. */
export async function forgetFirstAnswers(tx: TenantTx): Promise<void> {
  await forgetAnswers(tx, keptSince(tx))
}

const keptSince = (tx: TenantTx) => new Date(tx.now.getTime() - keptHours * 3600 * 1000)

const keyFrom = (tx: TenantTx, key: string) => Buffer.from(hkdfSync('sha256', key, tx.business.id, 'first-answer', 32))

function seal(tx: TenantTx, key: string, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(tx, key), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  // Sealed for the business as well: an answer may name people.
  return tx.vault.seal(tx.business.id, where, Buffer.concat([nonce, cipher.getAuthTag(), body]))
}

function open(tx: TenantTx, key: string, sealed: Buffer): string {
  const inner = tx.vault.openBytes(sealed, where)
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(tx, key), inner.subarray(0, 12))
  decipher.setAuthTag(inner.subarray(12, 28))
  return Buffer.concat([decipher.update(inner.subarray(28)), decipher.final()]).toString('utf8')
}

const where = 'idempotency/answer/any'
