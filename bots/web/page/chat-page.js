import { mountChat } from './chat.js'
import { pageLocals, showUnread } from './page.js'

const { channel, business, language, strings, commands } = pageLocals()
const address = new URL(location.href)
const start = /^(?:src|ref|join)_[\w-]{1,64}$/.exec(address.searchParams.get('start') ?? '')?.[0]
const key = `rozmova:visitor:${channel}`
const memory = new Map()
const known = recall() !== undefined
let asking

const chat = mountChat(document.querySelector('#chat'), {
  channel,
  language,
  strings,
  commands,
  visitor,
  title: business,
  onUnread: showUnread(business),
})
if (start) {
  // Used once: a reload must not say it again. Somebody new brings it along when they are made known.
  address.searchParams.delete('start')
  history.replaceState(null, '', address)
  if (known) chat.send(`/start ${start}`)
}

/** This browser's visitor; a new one when there is none yet or the server knows it no more. Several tabs agree on one. */
function visitor(refused) {
  const kept = recall()
  if (kept && kept !== refused) return Promise.resolve(kept)
  asking ??= alone(async () => {
    const other = recall()
    if (other && other !== refused) return other
    const response = await fetch(`/webchat/${encodeURIComponent(channel)}/visitors`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ language, ...(start && { start }) }),
    })
    if (!response.ok) throw new Error(`no visitor: ${response.status}`)
    const made = await response.json()
    remember(made.visitor)
    return made.visitor
  }).finally(() => {
    asking = undefined
  })
  return asking
}

function alone(work) {
  return navigator.locks ? navigator.locks.request(key, work) : work()
}

/** A page inside another site may be refused the storage: then the visitor lasts as long as the page. */
function recall() {
  try {
    return localStorage.getItem(key) ?? memory.get(key)
  } catch {
    return memory.get(key)
  }
}

function remember(value) {
  memory.set(key, value)
  try {
    localStorage.setItem(key, value)
  } catch {}
}
