/**
 * Follows a server-sent stream, `pause()` and `resume()` it: after any break it resumes from the last event id, so nothing is lost. EventSource cannot tell a
 * refused visitor from a restarting server, nor notice a connection that died in its sleep; this can.
 *
 * `address()` gives the URL for each attempt, `onRefused(status)` says whether trying again has a meaning now.
 */
export function follow(address, { onOpen, onEvent, onLost, onRefused }) {
  let lastId = ''
  let failures = 0
  let shortest = 500
  let paused = false
  let attempt = new AbortController()
  let wake = () => {}

  const hurry = () => {
    if (!document.hidden) wake()
  }
  addEventListener('online', hurry)
  document.addEventListener('visibilitychange', hurry)
  let running = run()

  return {
    pause() {
      paused = true
      attempt.abort()
      wake()
    },
    resume() {
      if (!paused) return
      paused = false
      running = running.then(run)
    },
    /** Another visitor's stream begins at its beginning. */
    forget() {
      lastId = ''
    },
  }

  async function run() {
    while (!paused) {
      attempt = new AbortController()
      try {
        const response = await fetch(await address(), {
          headers: { accept: 'text/event-stream', ...(lastId && { 'last-event-id': lastId }) },
          cache: 'no-store',
          signal: attempt.signal,
        })
        if (REFUSED.has(response.status)) failures = (await onRefused(response.status)) ? 0 : 5
        else if (response.ok && response.body) await read(response.body)
        else failures += 1
      } catch {
        failures += 1
      }
      if (paused) return
      onLost()
      await rest(Math.min(15_000, shortest * 2 ** Math.min(failures, 6)))
    }
  }

  async function read(body) {
    let event = blank()
    let pending = ''
    let silence
    const listen = () => {
      clearTimeout(silence)
      silence = setTimeout(() => attempt.abort(), SILENCE)
    }
    onOpen()
    listen()
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    try {
      for (;;) {
        const { value, done } = await reader.read()
        if (done) return
        failures = 0
        listen()
        const lines = (pending + value).split(/\r\n|\n|\r(?!$)/)
        pending = lines.pop() ?? ''
        for (const line of lines) event = take(line, event)
      }
    } finally {
      clearTimeout(silence)
    }
  }

  /** One line of the stream; the empty one ends an event, and only then does its id count as received. */
  function take(line, event) {
    if (line === '') {
      if (event.data.length > 0 || event.type !== 'message') onEvent(event.type, event.data.join('\n'))
      if (event.id !== undefined) lastId = event.id
      return blank()
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/su.exec(line) ?? []
    if (field === 'data') event.data.push(value)
    else if (field === 'event') event.type = value
    else if (field === 'id') event.id = value
    else if (field === 'retry' && /^\d+$/.test(value)) shortest = Number(value)
    return event
  }

  function rest(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

const REFUSED = new Set([401, 403, 404, 410])
const SILENCE = 75_000

function blank() {
  return { type: 'message', data: [], id: undefined }
}
