/** What Viber accepts: its status codes and the shapes of messages, keyboards and carousels, as its REST API documents them. */
import { z } from 'zod'

export const viberStatus = {
  ok: 0,
  invalidUrl: 1,
  invalidAuthToken: 2,
  badData: 3,
  missingData: 4,
  receiverNotRegistered: 5,
  receiverNotSubscribed: 6,
  publicAccountBlocked: 7,
  publicAccountNotFound: 8,
  publicAccountSuspended: 9,
  webhookNotSet: 10,
  receiverNoSuitableDevice: 11,
  tooManyRequests: 12,
  apiVersionNotSupported: 13,
  incompatibleWithVersion: 14,
  publicAccountNotAuthorized: 15,
  inchatReplyMessageNotAllowed: 16,
  publicAccountIsNotInline: 17,
  noPublicChat: 18,
  cannotSendBroadcast: 19,
  broadcastNotAllowed: 20,
  unsupportedCountry: 21,
  paymentUnsupported: 22,
  freeMessagesExceeded: 23,
  noBalance: 24,
} as const

export type ViberStatus = keyof typeof viberStatus

/** The name of a status code. */
export function statusNamed(status: number): ViberStatus {
  for (const name of Object.keys(viberStatus)) if (isStatus(name) && viberStatus[name] === status) return name
  throw new Error(`Viber has no status ${status}`)
}

function isStatus(name: string): name is ViberStatus {
  return name in viberStatus
}

/** A refusal as Viber words it: the HTTP status is 200 all the same. */
export class ViberRefusal extends Error {
  readonly status: ViberStatus

  constructor(status: ViberStatus, message: string = status) {
    super(message)
    this.status = status
  }
}

export type ViberButton = z.infer<typeof button>
export type ViberMessage = z.infer<typeof messageShape>

/** The message within a request or a welcome, or the refusal Viber would give: 4 for what is missing, 3 for what is wrong. */
export function readMessage(raw: unknown): ViberMessage {
  const parsed = messageShape.safeParse(raw)
  if (!parsed.success) throw refusalOf(parsed.error)
  const message = parsed.data
  const version = message.min_api_version ?? 1
  if (message.type === undefined && message.keyboard === undefined)
    throw new ViberRefusal('missingData', 'type is missing')
  for (const field of required[message.type ?? 'keyboard']) {
    if (message[field] === undefined || message[field] === '') {
      throw new ViberRefusal('missingData', `Missing required field: ${field}`)
    }
  }
  if (message.type === 'picture' && (message.text ?? '').length > 512) wrong('picture text is longer than 512')
  if (message.type === 'rich_media' && version < 2) wrong('rich_media needs min_api_version 2')
  for (const { ActionType } of [...(message.keyboard?.Buttons ?? []), ...(message.rich_media?.Buttons ?? [])]) {
    if (['share-phone', 'location-picker'].includes(ActionType) && version < 3)
      wrong(`${ActionType} needs min_api_version 3`)
  }
  if (message.keyboard?.InputFieldState && version < 4) wrong('InputFieldState needs min_api_version 4')
  return message
}

function wrong(why: string): never {
  throw new ViberRefusal('badData', why)
}

function refusalOf(error: z.ZodError): ViberRefusal {
  const [issue] = error.issues
  const path = issue?.path.join('.') ?? ''
  const missing = issue?.code === 'invalid_type' && issue.message.includes('received undefined')
  return missing
    ? new ViberRefusal('missingData', `Missing required field: ${path}`)
    : new ViberRefusal('badData', `failed: ${path}: ${issue?.message ?? 'bad data'}`)
}

const webUrl = z.url({ protocol: /^https?$/ }).max(2000)
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/)
const button = z
  .object({
    Columns: z.int().min(1).max(6).default(6),
    Rows: z.int().min(1).default(1),
    ActionType: z.enum(['reply', 'open-url', 'location-picker', 'share-phone', 'none']).default('reply'),
    ActionBody: z.string().optional(),
    Text: z.string().max(250).optional(),
    TextSize: z.enum(['small', 'regular', 'large']).optional(),
    TextVAlign: z.enum(['top', 'middle', 'bottom']).optional(),
    TextHAlign: z.enum(['left', 'center', 'right']).optional(),
    TextOpacity: z.int().min(0).max(100).optional(),
    BgColor: colour.optional(),
    BgMedia: webUrl.optional(),
    Image: webUrl.optional(),
    Silent: z.boolean().optional(),
  })
  .loose()
  .superRefine(({ ActionType, ActionBody, Text, Image, BgMedia, BgColor }, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    const body = ActionBody ?? ''
    if (body === '' && ActionType !== 'none') say('ActionBody is required')
    if (ActionType === 'open-url' && !webUrl.safeParse(body).success) say('ActionBody of open-url must be an address')
    if (ActionType !== 'open-url' && body.length > 250) say('ActionBody is longer than 250')
    if ([Text, Image, BgMedia, BgColor].every((one) => one === undefined || one === '')) {
      say('a button needs Text, Image, BgMedia or BgColor')
    }
  })

const keyboard = z
  .object({
    Type: z.literal('keyboard'),
    Buttons: z
      .array(button.refine(({ Rows }) => Rows <= 2, 'Rows of a keyboard button are 1 or 2'))
      .min(1)
      .refine((buttons) => rowsOf(buttons) <= 12, 'a keyboard has at most 12 rows'),
    BgColor: colour.optional(),
    DefaultHeight: z.boolean().optional(),
    InputFieldState: z.enum(['regular', 'minimized', 'hidden']).optional(),
  })
  .loose()

/** Buttons fill rows of six columns. */
function rowsOf(buttons: { Columns: number; Rows: number }[]): number {
  return Math.ceil(buttons.reduce((cells, { Columns, Rows }) => cells + Columns * Rows, 0) / 6)
}

const richMedia = z
  .object({
    Type: z.literal('rich_media'),
    ButtonsGroupColumns: z.int().min(1).max(6).default(6),
    ButtonsGroupRows: z.int().min(1).max(7).default(7),
    Buttons: z.array(button).min(1),
    BgColor: colour.optional(),
  })
  .loose()
  .superRefine(({ ButtonsGroupColumns, ButtonsGroupRows, Buttons }, context) => {
    const cells = Buttons.reduce((sum, { Columns, Rows }) => sum + Columns * Rows, 0)
    if (cells > 6 * ButtonsGroupColumns * ButtonsGroupRows) {
      context.addIssue({ code: 'custom', message: 'a carousel has at most 6 groups' })
    }
    if (Buttons.some(({ Columns, Rows }) => Columns > ButtonsGroupColumns || Rows > ButtonsGroupRows)) {
      context.addIssue({ code: 'custom', message: 'a button is larger than its group' })
    }
  })

const types = ['text', 'picture', 'video', 'file', 'contact', 'location', 'url', 'sticker', 'rich_media'] as const
const required = {
  text: ['text'],
  picture: ['media'],
  video: ['media', 'size'],
  file: ['media', 'size', 'file_name'],
  contact: ['contact'],
  location: ['location'],
  url: ['media'],
  sticker: ['sticker_id'],
  rich_media: ['rich_media'],
  keyboard: ['keyboard'],
} as const satisfies Record<(typeof types)[number] | 'keyboard', readonly string[]>

/** viber-bot writes null for what is not there. */
const maybe = <T extends z.ZodType>(shape: T) => z.preprocess((value) => value ?? undefined, shape.optional())

const messageShape = z.object({
  sender: z.object({ name: z.string().min(1).max(28), avatar: maybe(z.union([z.literal(''), webUrl])) }),
  type: maybe(z.enum(types)),
  min_api_version: maybe(z.int().min(1).max(10)),
  tracking_data: maybe(z.string().max(4000)),
  text: maybe(z.string().max(7000)),
  media: maybe(webUrl),
  thumbnail: maybe(webUrl),
  size: maybe(
    z
      .int()
      .min(1)
      .max(50 * 1024 * 1024),
  ),
  duration: maybe(z.int().min(0).max(180)),
  file_name: maybe(z.string().max(256)),
  contact: maybe(z.object({ name: z.string().min(1).max(28), phone_number: z.string().min(1).max(18) })),
  location: maybe(z.object({ lat: z.coerce.number().min(-90).max(90), lon: z.coerce.number().min(-180).max(180) })),
  sticker_id: maybe(z.int()),
  rich_media: maybe(richMedia),
  alt_text: maybe(z.string()),
  keyboard: maybe(keyboard),
})
