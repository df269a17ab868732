/**
 * Cuts a text into pieces that a platform takes, each at most `limit` UTF-16 units: between paragraphs where it can, else
 * between lines, else between words, and never inside a sign that people see as one. Pieces with nothing to see are left out.
 */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = []
  let rest = text.toWellFormed()
  while (rest.length > limit) {
    const cut = placeToCut(rest, limit)
    pieces.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return [...pieces, rest].filter(isVisible)
}

/** At most `limit` units of a label or a name, with an ellipsis where something is left out. */
export function shorten(text: string, limit: number): string {
  const whole = text.toWellFormed()
  return whole.length <= limit ? whole : `${whole.slice(0, wholeSigns(whole, limit - 1)).trimEnd()}…`
}

/** Whether a person would see anything: platforms refuse what is only space and formatting. */
export function isVisible(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}]/u.test(text)
}

function placeToCut(text: string, limit: number): number {
  for (const between of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(between, limit)
    if (at > limit / 2) return at
  }
  return wholeSigns(text, limit)
}

const signs = new Intl.Segmenter()

/** The last place up to `limit` that splits no visible sign; a sign longer than the limit is split after all. */
function wholeSigns(text: string, limit: number): number {
  const start = signs.segment(text).containing(limit)?.index ?? limit
  if (start > 0) return start
  const inPair = /[\uDC00-\uDFFF]/.test(text.charAt(limit)) && limit > 1
  return inPair ? limit - 1 : limit
}
