import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/** The web pages and what they load. Everything is read from the disk once, at the first call; answers are ready to send with their headers. */
export function pages(): Pages {
  ready ??= load()
  return ready
}

export interface Pages {
  /** `GET /chat/:business` */
  chat(locals: ChatLocals): PageFile
  /** `GET /demo`, which then reads its tokens from `GET /demo/tokens` */
  demo(locals: DemoLocals): PageFile
  /** `GET /` */
  home(locals: HomeLocals): PageFile
  /** `GET /page/:asset`; nothing for a name that is no asset. */
  asset(name: string): PageFile | undefined
}

export interface PageFile {
  body: Buffer
  type: string
  /** Quoted, as the header wants it: equal to `If-None-Match` means 304. */
  etag: string
  headers: Record<string, string>
}

export interface ChatLocals {
  business: string
  channel: string
  commands: readonly Command[]
  /** A language code or a whole `Accept-Language` header; the first of uk, ru and en wins. */
  language?: string | undefined
}

export interface DemoLocals {
  business: string
  commands: Record<'customer' | 'manager' | 'marketer' | 'master', readonly Command[]>
  language?: string | undefined
}

export interface HomeLocals {
  /** Whether there is a `/demo` to link to. */
  demo: boolean
  language?: string | undefined
}

/** One line of the list behind "/": `{command: '/today', description: 'what is on today'}`. */
export interface Command {
  command: string
  description: string
}

export const pageLanguages = ['uk', 'ru', 'en'] as const
export type PageLanguage = (typeof pageLanguages)[number]

/** The page's language for what a browser or a link asks for; Ukrainian when it asks for none we speak. */
export function pageLanguage(wish = ''): PageLanguage {
  const wishes = wish
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find((each) => each !== undefined)
      return { code: tag.split('-')[0], quality: Number(quality ?? 1) }
    })
    .sort((one, other) => other.quality - one.quality)
  for (const { code, quality } of wishes) {
    const known = pageLanguages.find((language) => language === code)
    if (known && quality > 0) return known
  }
  return 'uk'
}

let ready: Pages | undefined

const folder = new URL('./', import.meta.url)
const stringsSchema = z.record(z.string(), z.string())
type Strings = z.infer<typeof stringsSchema>

function load(): Pages {
  const strings: Record<PageLanguage, Strings> = { uk: readStrings('uk'), ru: readStrings('ru'), en: readStrings('en') }
  const assets = new Map<string, PageFile>()
  for (const name of readdirSync(folder)) {
    const type = assetTypes[name.slice(name.lastIndexOf('.'))]
    if (type) assets.set(name, file(readFileSync(new URL(name, folder)), type, {}))
  }
  const page = (name: string, frame: "'none'" | '*') => {
    // The files say "uk" so that they are whole pages in an editor too.
    const template = readFileSync(new URL(name, folder), 'utf8').replace('<html lang="uk">', '<html lang="%language%">')
    return (wish: string | undefined, values: Record<string, string>, flags: ReadonlySet<string>, locals: object) => {
      const language = pageLanguage(wish)
      const words = strings[language]
      const all: Record<string, string> = {
        ...values,
        language,
        locals: JSON.stringify({ ...locals, language, strings: words }),
      }
      const html = fill(template, (key) => (key.startsWith('t.') ? words[key.slice(2)] : all[key]), flags)
      return file(Buffer.from(html), 'text/html; charset=utf-8', {
        'content-security-policy': `default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors ${frame}`,
        'content-language': language,
        'referrer-policy': 'same-origin',
        vary: 'accept-language',
      })
    }
  }
  // A shop may embed its chat; the pages where one signs in or plays everybody may not be framed by others.
  const chat = page('chat.html', '*')
  const demo = page('demo.html', "'none'")
  const home = page('home.html', "'none'")
  return {
    chat: ({ language, ...locals }) => chat(language, { business: locals.business }, new Set(), locals),
    demo: ({ language, ...locals }) => demo(language, { business: locals.business }, new Set(), locals),
    home: ({ language, ...locals }) => home(language, {}, new Set(locals.demo ? ['demo'] : []), locals),
    asset: (name) => assets.get(name),
  }
}

const assetTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

function readStrings(language: PageLanguage): Strings {
  return stringsSchema.parse(JSON.parse(readFileSync(new URL(`strings.${language}.json`, folder), 'utf8')))
}

/** `%name%` becomes the value, escaped for text and for quoted attributes alike; `<!--flag-->…<!--/flag-->` stays only with its flag. */
function fill(template: string, value: (key: string) => string | undefined, flags: ReadonlySet<string>): string {
  return template
    .replace(/<!--(\w+)-->([\s\S]*?)<!--\/\1-->/g, (_, flag: string, inner: string) => (flags.has(flag) ? inner : ''))
    .replace(/%([a-zA-Z.]+)%/g, (_, key: string) => {
      const found = value(key)
      if (found === undefined) throw new Error(`the page names ${key}, and nobody gave it`)
      return found.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
    })
}

function file(body: Buffer, type: string, headers: Record<string, string>): PageFile {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return {
    body,
    type,
    etag,
    headers: {
      'content-type': type,
      etag,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  }
}
