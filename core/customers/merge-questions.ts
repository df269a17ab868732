import type { TenantTx } from '../../db/tenant.ts'
import { audit, staffName } from '../accounts/index.ts'
import { type Actor, allow } from '../actor.ts'
import { AppError } from '../errors.ts'
import { record } from '../events.ts'
import { isId } from '../ids.ts'
import { mergePeople } from './merge-customers.ts'
import { answerQuestion, insertMergeQuestions, mergeQuestion, openMergeQuestions } from './merge-queries.ts'
import { customersOfPhones } from './queries.ts'

/** Two people with one phone that neither has proved may be one: that is for a manager to say. Asked once about each pair. */
export async function askAboutPhones(
  tx: TenantTx,
  people: readonly { readonly id: string; readonly phoneIndex: Buffer | null }[],
): Promise<void> {
  const indexes = people.flatMap((person) => (person.phoneIndex ? [person.phoneIndex] : []))
  const holders = await customersOfPhones(tx, indexes)
  const byPhone = Map.groupBy(holders, (holder) => holder.phoneIndex?.toString('hex') ?? '')
  const pairs = people.flatMap(({ id, phoneIndex }) =>
    (byPhone.get(phoneIndex?.toString('hex') ?? '') ?? [])
      .filter((holder) => holder.id !== id)
      .map((holder) => (id < holder.id ? ([id, holder.id] as const) : ([holder.id, id] as const))),
  )
  const once = [...new Map(pairs.map((pair) => [pair.join(), pair])).values()]
  const questionIds = await insertMergeQuestions(tx, once)
  if (questionIds.length > 0) await record(tx, { type: 'customers.alike', questionIds })
}

/** The pair and who has answered, for what the staff are shown. */
export async function readMergeQuestion(tx: TenantTx, questionId: string) {
  return isId(questionId) ? mergeQuestion(tx, questionId) : undefined
}

/** The first answer counts; whoever comes later hears who gave it. */
export async function answerMergeQuestion(
  tx: TenantTx,
  actor: Actor,
  input: { readonly questionId: string; readonly same: boolean },
): Promise<{ readonly customerId: string }> {
  allow(actor, 'customers.write')
  const question = isId(input.questionId) ? await mergeQuestion(tx, input.questionId) : undefined
  if (!question) throw new AppError('not-found')
  const staffId = actor.kind === 'staff' ? actor.staffId : null
  if (!(await answerQuestion(tx, question.id, input.same ? 'merged' : 'kept-apart', staffId)))
    throw await whoDecided(tx, question.id)
  await audit(tx, actor, input.same ? 'customers.same' : 'customers.keep-apart', `merge:${question.id}`)
  const customerId = input.same
    ? await mergePeople(tx, actor, question.customerId, question.otherCustomerId)
    : question.customerId
  await record(tx, { type: 'customers.alike', questionIds: [question.id] })
  return { customerId }
}

async function whoDecided(tx: TenantTx, questionId: string): Promise<AppError> {
  const who = await staffName(tx, (await mergeQuestion(tx, questionId))?.answeredBy ?? null)
  return new AppError('already-decided', { who })
}

/** The pairs that nobody has answered about yet, the oldest first. */
export async function listMergeQuestions(tx: TenantTx, actor: Actor, input: { readonly limit: number }) {
  allow(actor, 'customers.write')
  return openMergeQuestions(tx, input.limit)
}
