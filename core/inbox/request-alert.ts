import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { customerLabel } from '../customers/index.ts'
import { type Button, button, type Message, message } from '../message.ts'
import { type Say, type SayArgument, say, verbatim } from '../say.ts'
import { type Request, requestTopic } from './request.ts'
import { firstWords } from './request-queries.ts'
import { retell } from './tell.ts'

/** What the staff are shown of a request; the same message everywhere, as it stands now. */
export async function requestAlert(tx: TenantTx, request: Request, text: string): Promise<Message> {
  const says = await requestSays(tx, request)
  const lines: Say[] = [
    say(`requests-alert-${request.state}`, { ...says, who: await staffName(tx, request.takenBy) }),
    ...(text ? [say('requests-quote', { text })] : []),
  ]
  if (request.state === 'new' && request.answerDueAt)
    lines.push(say('requests-alert-due', { when: moment(tx, request.answerDueAt) }))
  return message(lines, requestButtons(request))
}

/** Changes every copy of the alert to how the request stands now. */
export async function refreshAlerts(tx: TenantTx, request: Request): Promise<void> {
  const text = (await firstWords(tx, request)) ?? ''
  await retell(tx, requestTopic(request.id), await requestAlert(tx, request, text))
}

/** More words of the person, for whoever answers. */
export async function relayMessage(
  tx: TenantTx,
  request: Request,
  said: { readonly text: string; readonly fileId: string | null },
): Promise<Message> {
  return message(
    [say('requests-relay', await requestSays(tx, request)), ...(said.text ? [verbatim(said.text)] : [])],
    [[press('requests-button-answer', `/answer ${request.id}`)]],
    said.fileId ? { image: { fileId: said.fileId } } : {},
  )
}

export async function requestSays(tx: TenantTx, request: Request): Promise<Record<string, SayArgument>> {
  return { number: request.number, customer: await customerLabel(tx, request), channel: request.channel }
}

export function requestButtons(request: Request): Button[][] {
  const take = press('requests-button-take', `/request take ${request.id}`)
  const answer = press('requests-button-answer', `/answer ${request.id}`)
  const close = press('requests-button-close', `/request close ${request.id}`)
  const card = request.customerId ? [press('requests-button-card', `/customer ${request.customerId}`)] : []
  if (request.state === 'closed') return [[...card, press('requests-button-list', '/requests')]]
  return request.state === 'new'
    ? [
        [take, answer],
        [close, ...card],
      ]
    : [[answer, close], card].filter(isFilled)
}

const moment = (tx: TenantTx, at: Date): SayArgument => ({
  moment: at.toISOString(),
  zone: tx.business.timezone,
  show: 'day-time',
})

const press = (label: string, command: string) => button(say(label), command)
const isFilled = (row: Button[]): boolean => row.length > 0
