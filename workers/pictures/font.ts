import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** One face of the font as the renderer will draw it: what it can draw, and how wide. */
export type Face = { file: string; has(letter: string): boolean; width(text: string, px: number): number }

const require = createRequire(import.meta.url)
const path = (file: string) => require.resolve(`@expo-google-fonts/inter/${file}`)

/** Inter comes as plain TTF from npm, so pictures look the same on every machine, and need no fonts installed. */
export function loadFont(): { regular: Face; bold: Face } {
  return {
    regular: readFace(path('400Regular/Inter_400Regular.ttf')),
    bold: readFace(path('600SemiBold/Inter_600SemiBold.ttf')),
  }
}

/** Text with only what the font can draw: the renderer puts "no glyph" boxes for emoji, and breaks on control characters. */
export function drawable(text: string, face: Face): string {
  const letters = [...text.replaceAll(/\r\n?/g, '\n')].flatMap((letter) => {
    if (letter === '\n') return [letter]
    if (/\s/u.test(letter)) return face.has(letter) ? [letter] : [' ']
    return /\p{C}/u.test(letter) || !face.has(letter) ? [] : [letter]
  })
  return letters.join('').replaceAll(/ {2,}/g, ' ').trim()
}

/** The tables of a TrueType file that say which glyph a character has (cmap, format 12 or 4) and its advance (hmtx). */
function readFace(file: string): Face {
  const bytes = readFileSync(file)
  const table = (tag: string) => {
    for (let at = 12; at < 12 + bytes.readUInt16BE(4) * 16; at += 16)
      if (bytes.toString('latin1', at, at + 4) === tag) return bytes.readUInt32BE(at + 8)
    throw new Error(`the font has no table ${tag}: ${file}`)
  }
  const em = bytes.readUInt16BE(table('head') + 18)
  const metrics = bytes.readUInt16BE(table('hhea') + 34)
  const hmtx = table('hmtx')
  const glyphs = readCharacterMap(bytes, table('cmap'))
  const advance = (code: number) => bytes.readUInt16BE(hmtx + 4 * Math.min(glyphs.get(code) ?? 0, metrics - 1)) / em
  const known = new Map<string, number>()
  const wide = (letter: string) => {
    const seen = known.get(letter)
    if (seen !== undefined) return seen
    const width = advance(letter.codePointAt(0) ?? 0)
    known.set(letter, width)
    return width
  }
  return {
    file,
    has: (letter) => glyphs.has(letter.codePointAt(0) ?? 0),
    width: (text, px) => px * [...text].reduce((sum, letter) => sum + wide(letter), 0),
  }
}

function readCharacterMap(bytes: Buffer, cmap: number): Map<number, number> {
  const tables = Array.from(
    { length: bytes.readUInt16BE(cmap + 2) },
    (_, i) => cmap + bytes.readUInt32BE(cmap + 8 + i * 8),
  )
  const wide = tables.find((at) => bytes.readUInt16BE(at) === 12)
  const narrow = tables.find((at) => bytes.readUInt16BE(at) === 4)
  const glyphs = new Map<number, number>()
  const add = (code: number, glyph: number) => (glyph === 0 ? undefined : glyphs.set(code, glyph))
  if (wide !== undefined) {
    for (let group = wide + 16; group < wide + 16 + bytes.readUInt32BE(wide + 12) * 12; group += 12) {
      const [first, last, glyph] = [0, 4, 8].map((at) => bytes.readUInt32BE(group + at))
      for (let code = first ?? 0; code <= (last ?? -1); code++) add(code, (glyph ?? 0) + code - (first ?? 0))
    }
  } else if (narrow !== undefined) {
    const twice = bytes.readUInt16BE(narrow + 6)
    for (let at = 0; at < twice; at += 2) {
      const last = bytes.readUInt16BE(narrow + 14 + at)
      const first = bytes.readUInt16BE(narrow + 16 + twice + at)
      const delta = bytes.readUInt16BE(narrow + 16 + 2 * twice + at)
      const offsetAt = narrow + 16 + 3 * twice + at
      const offset = bytes.readUInt16BE(offsetAt)
      for (let code = first; code <= last && code < 0xffff; code++) {
        const glyph = offset === 0 ? code : bytes.readUInt16BE(offsetAt + offset + 2 * (code - first))
        if (glyph !== 0) add(code, (glyph + delta) & 0xffff)
      }
    }
  }
  return glyphs
}
