import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError, databaseError, sqlState } from '../errors.ts'
import { record } from '../events.ts'
import { type AnswerTime, answerTime } from './answer-time.ts'
import { type AddressRow, addressById, roleOfStaff } from './queries.ts'
import { type Request, requestTopic, type SaidInput, saidSchema } from './request.ts'
import { relayMessage, requestAlert } from './request-alert.ts'
import { claimWords, insertRequest, isFileOf, openRequestOf } from './request-queries.ts'
import { tellStaff, tellStaffMember } from './tell.ts'

export interface Asked {
  readonly request: Request
  /** It was opened by these words; else they were added to the one that is open. */
  readonly opened: boolean
  /** When a person can be expected; nothing where no hours are named. */
  readonly promise: AnswerTime | undefined
}

/**
 * A person asks, or says more. A chat has one open request: its first words go to everybody who answers, what follows to
 * whoever took it.
 */
export async function openRequest(tx: TenantTx, actor: Actor, input: SaidInput): Promise<Asked> {
  allow(actor, 'requests.ask')
  if (actor.kind !== 'customer') throw new AppError('not-allowed')
  const said = saidSchema.parse(input)
  const address = await addressById(tx, actor.addressId)
  if (!address) throw new AppError('not-found')
  if (said.fileId && !(await isFileOf(tx, address, said.fileId))) throw new AppError('not-found', {}, 'fileId')
  const promise = answerTime(tx.now, tx.business.timezone, tx.business.settings)
  const open = await openRequestOf(tx, address.id)
  const request = open ?? (await insert(tx, address, promise))
  await claimWords(tx, address, request.id, said.text)
  if (request.state === 'new' && !open) {
    const image = said.fileId ? { image: { fileId: said.fileId } } : {}
    await tellStaff(
      tx,
      'requests.handle',
      { ...(await requestAlert(tx, request, said.text)), ...image },
      { topic: requestTopic(request.id), except: address.id },
    )
    await record(tx, { type: 'request.opened', requestId: request.id })
  } else await relay(tx, request, said, address.id)
  return { request, opened: !open, promise }
}

async function insert(tx: TenantTx, address: AddressRow, promise: AnswerTime | undefined): Promise<Request> {
  try {
    return await tx.attempt(() =>
      insertRequest(tx, {
        addressId: address.id,
        customerId: address.customerId,
        channel: address.kind,
        answerDueAt: promise?.due ?? tx.now,
        takenBy: null,
      }),
    )
  } catch (error) {
    if (databaseError(error)?.state !== sqlState.unique) throw error
    // A manager wrote first, at this very moment.
    const open = await openRequestOf(tx, address.id)
    if (!open) throw new AppError('just-taken')
    return open
  }
}

async function relay(
  tx: TenantTx,
  request: Request,
  said: { readonly text: string; readonly fileId: string | null },
  except: string,
): Promise<void> {
  const words = await relayMessage(tx, request, said)
  const taker = request.takenBy && (await roleOfStaff(tx, request.takenBy)) ? request.takenBy : null
  if (taker) await tellStaffMember(tx, taker, words)
  else await tellStaff(tx, 'requests.handle', words, { except })
}
