import { createHash } from 'node:crypto'
import { Api, GrammyError, HttpError, InputFile } from 'grammy'
import type { Media, Outcome } from '../../core/inbox/index.ts'
import { largestDownload } from './parse.ts'
import type { Edit, Part } from './render.ts'

/** Where a bot is reached; `seconds` bounds every call. */
export interface Access {
  readonly token: string
  readonly apiRoot: string
  readonly seconds?: number
}

export function createApi({ token, apiRoot, seconds = 15 }: Access): Api {
  return new Api(token, { apiRoot: apiRoot.replace(/\/+$/, ''), timeoutSeconds: seconds })
}

/** Sends and changes messages. Resolves with the message's id, rejects with what `outcomeOf` understands. */
export interface Client {
  send(chat: string, part: Part): Promise<string>
  edit(chat: string, messageId: number, edit: Edit): Promise<void>
}

export function createClient(api: Api): Client {
  const known = createFileIds()

  async function send(chat: string, part: Part): Promise<string> {
    const markup = part.markup && { reply_markup: part.markup }
    if (part.kind === 'text') return idOf(await api.sendMessage(chat, part.text, { ...markup }))
    const more = { ...(part.caption === '' ? {} : { caption: part.caption }), ...markup }
    if (part.kind === 'document') return idOf(await api.sendDocument(chat, fileOf(part.media), more))
    try {
      return await withFile(known, part.media, async (photo) => {
        const sent = await api.sendPhoto(chat, photo, more)
        return { id: idOf(sent), fileId: sent.photo.at(-1)?.file_id }
      })
    } catch (error) {
      // What Telegram cannot show as a picture it still brings as a file.
      if (isRefusal(error, /IMAGE_PROCESS_FAILED|PHOTO_INVALID_DIMENSIONS|PHOTO_SAVE_FILE_INVALID|too big for a photo/))
        return send(chat, { ...part, kind: 'document' })
      throw error
    }
  }

  async function edit(chat: string, messageId: number, edit: Edit): Promise<void> {
    const more = { reply_markup: edit.markup }
    if (edit.kind === 'text') {
      await api.editMessageText(chat, messageId, edit.text, more)
      return
    }
    await withFile(known, edit.media, async (media) => {
      const changed = await api.editMessageMedia(
        chat,
        messageId,
        { type: 'photo', media, ...(edit.caption === '' ? {} : { caption: edit.caption }) },
        more,
      )
      return { id: '', fileId: changed === true ? undefined : changed.photo?.at(-1)?.file_id }
    })
  }

  return { send, edit }
}

/** What a failed call means for the message. Why says a code and Telegram's words, never an address: it holds the token. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof GrammyError) return refusalOf(error)
  const code = networkCode(error)
  // Nothing was sent where no connection came about; any other end leaves it open.
  if (code !== undefined && neverConnected.has(code)) return { kind: 'later', seconds: 2, wholeBot: false, why: code }
  return { kind: 'unclear', why: code ?? (error instanceof HttpError ? 'no answer' : 'unknown') }
}

/** A file that somebody sent, by its file_id. */
export async function downloadFile(api: Api, { token, apiRoot }: Access, ref: string) {
  const { file_path, file_size = 0 } = await api.getFile(ref)
  if (file_path === undefined || file_size > largestDownload) throw new Error('the file cannot be downloaded')
  const address = `${apiRoot.replace(/\/+$/, '')}/file/bot${token}/${file_path}`
  // The address holds the token, so its errors are not passed on.
  const response = await fetch(address, { signal: AbortSignal.timeout(60_000) }).catch(() => undefined)
  if (!response?.ok) throw new Error(`the file cannot be downloaded: ${response?.status ?? 'no answer'}`)
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > largestDownload) throw new Error('the file is too large')
    parts.push(part)
  }
  const bytes = Buffer.concat(parts)
  return { bytes, mime: pictureMime(bytes) ?? response.headers.get('content-type') ?? 'application/octet-stream' }
}

function idOf({ message_id }: { message_id: number }): string {
  return String(message_id)
}

function fileOf({ bytes, name }: Media): InputFile {
  // The name stands in a header of the form.
  return new InputFile(bytes, name.replace(/["\\;\p{Cc}]/gu, '_'))
}

interface FileIds {
  get(key: string): string | undefined
  set(key: string, fileId: string): void
  delete(key: string): void
}

const mostFileIds = 1000

/** Pictures sent before, by their content: Telegram shows them again without an upload. The longest unused is forgotten. */
function createFileIds(): FileIds {
  const ids = new Map<string, string>()
  const set = (key: string, fileId: string) => {
    ids.delete(key)
    ids.set(key, fileId)
    const [oldest] = ids.keys()
    if (ids.size > mostFileIds && oldest !== undefined) ids.delete(oldest)
  }
  return {
    get: (key) => {
      const fileId = ids.get(key)
      if (fileId !== undefined) set(key, fileId)
      return fileId
    },
    set,
    delete: (key) => ids.delete(key),
  }
}

async function withFile(
  known: FileIds,
  media: Media,
  call: (file: string | InputFile) => Promise<{ id: string; fileId: string | undefined }>,
): Promise<string> {
  const key = createHash('sha256').update(media.bytes).digest('base64')
  const fileId = known.get(key)
  if (fileId !== undefined) {
    try {
      return (await call(fileId)).id
    } catch (error) {
      if (!isRefusal(error, /file[ _]id|file identifier|FILE_REFERENCE|wrong remote file/i)) throw error
      known.delete(key)
    }
  }
  const sent = await call(fileOf(media))
  if (sent.fileId !== undefined) known.set(key, sent.fileId)
  return sent.id
}

function isRefusal(error: unknown, description: RegExp): boolean {
  return error instanceof GrammyError && error.error_code === 400 && description.test(error.description)
}

function refusalOf({ error_code: code, description, parameters }: GrammyError): Outcome {
  const why = `${code}: ${description}`
  if (code === 429) return { kind: 'later', seconds: parameters.retry_after ?? 1, wholeBot: true, why }
  if (code >= 500) return { kind: 'unclear', why }
  if (/message is not modified/.test(description)) return { kind: 'sent', platformId: null }
  if (
    /message to edit not found|message can't be edited|no (text|caption) in the message|MESSAGE_ID_INVALID/.test(
      description,
    )
  )
    return { kind: 'edit-lost' }
  if (code === 403 || /chat not found|user is deactivated|user not found|PEER_ID_INVALID/.test(description))
    return { kind: 'unreachable', why }
  return { kind: 'refused', why }
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
])

function networkCode(error: unknown): string | undefined {
  const cause = error instanceof HttpError ? error.error : error
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
}

/** Telegram's file server calls everything a stream of bytes. */
function pictureMime(bytes: Buffer): string | undefined {
  if (bytes.length < 12) return undefined
  if (bytes.readUInt16BE(0) === 0xffd8) return 'image/jpeg'
  if (bytes.readUInt32BE(0) === 0x89504e47) return 'image/png'
  if (bytes.toString('latin1', 0, 4) === 'GIF8') return 'image/gif'
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
    ? 'image/webp'
    : undefined
}
