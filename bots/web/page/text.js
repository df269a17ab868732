import { h } from './dom.js'

/**
 * What a message says, as DOM nodes: web addresses become links, and `/commands` become buttons when `onCommand` is given.
 * Everything else stays the text it was; line breaks are kept by the style sheet.
 */
export function richText(text, onCommand) {
  const nodes = []
  let from = 0
  for (const match of text.matchAll(SPECIAL)) {
    const found = match[0].startsWith('/') ? command(match[0], onCommand) : link(match[0])
    if (!found) continue
    nodes.push(text.slice(from, match.index), found.node)
    from = match.index + found.length
  }
  nodes.push(text.slice(from))
  return nodes.filter((node) => node !== '')
}

/** The address when it is safe to open from a message, else nothing: `javascript:` and its kin never become a link. */
export function safeUrl(url) {
  try {
    const address = new URL(String(url), location.href)
    return SCHEMES.has(address.protocol) ? address.href : undefined
  } catch {
    return undefined
  }
}

const SPECIAL = /https?:\/\/[^\s<>"']+|(?<=^|\s)\/[a-z][a-z0-9_]{0,31}(?=$|[\s.,!?;:)])/giu
const SCHEMES = new Set(['https:', 'http:', 'tel:', 'mailto:', 'tg:', 'viber:'])

function link(found) {
  const address = withoutTail(found)
  const href = safeUrl(address)
  if (!href) return undefined
  return { node: h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, address), length: address.length }
}

/** A full stop or a bracket that closes the sentence is not part of the address. */
function withoutTail(found) {
  let address = found
  while (/[.,!?;:)\]}»”’…]$/u.test(address)) {
    if (address.endsWith(')') && address.split('(').length === address.split(')').length) break
    address = address.slice(0, -1)
  }
  return address
}

function command(found, onCommand) {
  if (!onCommand) return undefined
  const node = h('button', { type: 'button', class: 'command', onclick: () => onCommand(found) }, found)
  return { node, length: found.length }
}
