import { z } from 'zod'
import { listDeadLetters, replayDeadLetter } from '../inbox/index.ts'
import { listOf } from './cursor.ts'
import { type App, by, type Room } from './desk.ts'
import { idSchema, snake, timeSchema } from './schemas.ts'

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
      answer(request, reply, async (tx, actor) => ({
        body: {
          data: (await listDeadLetters(tx, actor, { limit: mostShown })).map(({ position, ...letter }) => ({
            id: String(position),
            ...snake(letter),
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
        await replayDeadLetter(tx, actor, { position: Number(id) })
        return { status: 202, body: { id } }
      }),
  )
}
