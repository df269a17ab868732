import type { TenantTx } from '../../db/tenant.ts'
import { staffName } from '../accounts/index.ts'
import { customerLabel, duplicatesTopic, readMergeQuestion } from '../customers/index.ts'
import type { React } from '../events.ts'
import { type Button, button, message } from '../message.ts'
import { say } from '../say.ts'
import { retell, tellStaff } from './tell.ts'

/** Asks the staff about people who may be one; the answer changes every copy. Many at once are one message. */
export const inboxReactions: React = async (tx, event) => {
  if (event.type !== 'customers.alike') return
  const { questionIds } = event
  if (questionIds.length > mostAlerts) {
    await tellStaff(
      tx,
      'customers.write',
      message(say('people-alike-many', { count: questionIds.length }), [
        [button(say('people-button-duplicates'), '/duplicates')],
      ]),
    )
    return
  }
  for (const id of questionIds) await showQuestion(tx, id)
}

const mostAlerts = 3

async function showQuestion(tx: TenantTx, id: string): Promise<void> {
  const question = await readMergeQuestion(tx, id)
  if (!question) return
  const one = await customerLabel(tx, { customerId: question.customerId, addressId: null })
  const other = await customerLabel(tx, { customerId: question.otherCustomerId, addressId: null })
  const topic = duplicatesTopic(id)
  if (question.answer) {
    const who = await staffName(tx, question.answeredBy)
    await retell(tx, topic, message(say(`people-alike-${question.answer}`, { one, other, who })))
    return
  }
  const buttons: Button[][] = [
    [
      button(say('people-button-merge'), `/merge yes ${id}`),
      button(say('people-button-keep-apart'), `/merge no ${id}`),
    ],
    [
      button(say('people-button-open', { name: one }), `/customer ${question.customerId}`),
      button(say('people-button-open', { name: other }), `/customer ${question.otherCustomerId}`),
    ],
  ]
  await tellStaff(tx, 'customers.write', message(say('people-alike', { one, other }), buttons), { topic })
}
