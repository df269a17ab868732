import { z } from 'zod'
import { namesSchema } from '../business.ts'
import type { Button, Message } from '../message.ts'
import { pictureSchema } from '../picture.ts'
import type { Say, SayArgument } from '../say.ts'
import { momentStyles } from '../say.ts'

/** Rows of the outbox, read back. They are ours, but a row may be older than the code that reads it. */
const style = z.enum(momentStyles)
const argument: z.ZodType<SayArgument> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.object({ money: z.number(), currency: z.string() }),
    z.object({ moment: z.string(), zone: z.string(), show: style }),
    z.object({ day: z.string(), show: style }),
    z.object({ names: namesSchema }),
    z.object({ list: z.array(saySchema), join: z.enum(['comma', 'line']) }),
    saySchema,
  ]),
)
export const saySchema: z.ZodType<Say> = z.lazy(() =>
  z
    .object({ say: z.string(), with: z.record(z.string(), argument).optional() })
    .transform(({ say, with: args }) => (args ? { say, with: args } : { say })),
)

const buttonSchema: z.ZodType<Button> = z.union([
  z.object({ label: saySchema, press: z.string() }),
  z.object({ label: saySchema, url: z.string() }),
  z.object({ label: saySchema, shareContact: z.literal(true) }),
])
const fileRef = z.object({ fileId: z.string() })

export const choicesSchema = z.array(z.object({ press: z.string(), label: saySchema }))

export const messageSchema = z.object({
  offer: z.number().nullable(),
  author: z.object({ staffId: z.string(), requestId: z.string() }).optional(),
  message: z
    .object({
      text: z.array(saySchema),
      buttons: z.array(z.array(buttonSchema)).optional(),
      image: z.union([fileRef, pictureSchema]).optional(),
      file: fileRef.optional(),
    })
    .transform(
      ({ text, buttons, image, file }): Message => ({
        text,
        ...(buttons ? { buttons } : {}),
        ...(image ? { image } : {}),
        ...(file ? { file } : {}),
      }),
    ),
})
