import { z } from 'zod'
import { audit } from '../accounts/index.ts'
import { AppError } from '../errors.ts'
import { deadUpdates, reviveUpdate } from '../inbox/queries.ts'
import { listOf } from './cursor.ts'
import { type App, by, type Room } from './desk.ts'
import { idSchema, timeSchema } from './schemas.ts'

const tags = ['operation']
const mostShown = 200

/** Updates that could not be handled however often they were tried; the owner may have them tried again. */
export function deadLetterRoutes(app: App, { answer }: Room): void {
  app.get(
    '/v1/dead-letters',
    by('dead-letters.manage', {
      tags,
      summary: 'Messages that could not be handled, the newest first',
      response: {
        200: listOf(
          z.object({
            id: z.string(),
            channel_id: idSchema,
            tries: z.int(),
            trouble: z.string().nullable(),
            received_at: timeSchema,
          }),
        ),
      },
    }),
    (request, reply) =>
      answer(request, reply, async (tx) => ({
        body: {
          data: (await deadUpdates(tx, mostShown)).map(({ position, channelId, tries, trouble, receivedAt }) => ({
            id: String(position),
            channel_id: channelId,
            tries,
            trouble,
            received_at: receivedAt,
          })),
          next_cursor: null,
        },
      })),
  )

  app.post(
    '/v1/dead-letters/:id/replay',
    by('dead-letters.manage', {
      tags,
      summary: 'Try a message again',
      params: z.object({ id: z.string().regex(/^\d{1,15}$/) }),
      response: { 202: z.object({ id: z.string() }) },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { id } = request.params
        const revived = await reviveUpdate(tx, Number(id))
        if (!revived) throw new AppError('not-found')
        tx.wake({ stage: 'handle', channelId: revived.channelId, chat: revived.chat.toString('hex') })
        await audit(tx, actor, 'dead-letters.replay', `update:${id}`)
        return { status: 202, body: { id } }
      }),
  )
}
