/**
 * Sends what the person says, one thing after another, so that order is kept. Each thing keeps its Idempotency-Key and its very bytes until the
 * server has answered: a retry after a lost answer never says it twice. `onState(entry, 'sent' | 'failed')` tells how it went.
 */
export function outbox({ channel, visitor, onState }) {
  const queue = []
  let busy = false

  return {
    /** Queues `{text?} | {press} | {contact} | {text?, photo}` and returns the key it goes under. */
    push(message, key = newKey()) {
      queue.push({ key, message, renewed: false })
      drain()
      return key
    },
    get waiting() {
      return queue.length
    },
  }

  async function drain() {
    if (busy) return
    busy = true
    for (let failures = 0; queue.length > 0; ) {
      const entry = queue[0]
      const verdict = await attempt(entry)
      if (verdict === 'again') {
        failures += 1
        await rest(Math.min(10_000, 400 * 2 ** failures))
        continue
      }
      failures = 0
      queue.shift()
      onState(entry, verdict)
    }
    busy = false
  }

  async function attempt(entry) {
    try {
      const token = await visitor(entry.refused)
      if (entry.token !== token)
        Object.assign(entry, { token, ...(await encode({ visitor: token, ...entry.message })) })
      const response = await fetch(`/webchat/${encodeURIComponent(channel)}/messages`, {
        method: 'POST',
        headers: { 'content-type': entry.type, 'idempotency-key': entry.key },
        body: entry.body,
      })
      if (response.ok) return 'sent'
      if (response.status >= 500 || PASSING.has(response.status)) return 'again'
      if (!GONE.has(response.status) || entry.refused) return 'failed'
      entry.refused = token
      return 'again'
    } catch {
      return 'again'
    }
  }
}

const PASSING = new Set([408, 425, 429])
const GONE = new Set([401, 403, 404, 410])

async function encode({ photo, ...fields }) {
  if (!photo) return { type: 'application/json', body: JSON.stringify(fields) }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value)
  form.set('photo', photo, photo.name || 'photo')
  // Encoded once: a new boundary at each try would be another body under the same key.
  const encoded = new Response(form)
  return { type: encoded.headers.get('content-type'), body: await encoded.blob() }
}

/** `crypto.randomUUID` is missing on plain http, where a shop may well try this in its own network. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function rest(milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    addEventListener('online', done, { once: true })
    function done() {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
  })
}
