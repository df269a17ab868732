import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { button, type Message, message } from '../message.ts'
import { say, verbatim } from '../say.ts'
import { addressById, addressesOfCustomer } from './queries.ts'
import { type Request, type RequestId, type SaidInput, saidSchema } from './request.ts'
import { markAnswered } from './request-queries.ts'
import { takeRequest } from './take-request.ts'
import { tell } from './tell.ts'

/**
 * Says something to the person who asked, in the chat they asked in, else in another of theirs. Whoever answers has taken
 * the request by it. The time of the first answer is kept.
 */
export async function answerRequest(
  tx: TenantTx,
  actor: Actor,
  input: RequestId & SaidInput,
): Promise<{ readonly request: Request }> {
  allow(actor, 'requests.handle')
  if (actor.kind !== 'staff') throw new AppError('not-allowed')
  const said = saidSchema.parse({ text: input.text, fileId: input.fileId })
  const request = await takeRequest(tx, actor, { requestId: input.requestId })
  const addressId = await chatOf(tx, request)
  const author = { staffId: actor.staffId, requestId: request.id }
  await tell(tx, addressId, await answer(tx, actor.staffId, said), { author })
  await markAnswered(tx, request.id)
  return { request }
}

async function answer(
  tx: TenantTx,
  staffId: string,
  said: { readonly text: string; readonly fileId: string | null },
): Promise<Message> {
  return message(
    [say('requests-from-staff', { who: await staffName(tx, staffId) }), ...(said.text ? [verbatim(said.text)] : [])],
    [[button(say('requests-button-reply'), '/ask')]],
    said.fileId ? { image: { fileId: said.fileId } } : {},
  )
}

async function chatOf(tx: TenantTx, request: Request): Promise<string> {
  const own = await addressById(tx, request.addressId)
  if (own && !own.unreachableAt) return own.id
  const [other] = request.customerId ? await addressesOfCustomer(tx, request.customerId) : []
  if (!other) throw new AppError('customer-unreachable')
  return other.id
}
