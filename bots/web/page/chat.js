import { composer } from './composer.js'
import { h, icon } from './dom.js'
import { messageLog } from './log.js'
import { outbox } from './outbox.js'
import { follow } from './stream.js'

/**
 * Puts a chat into `root`. `visitor(refused?)` gives the visitor's token, another one when the server has refused the one named;
 * `welcome` is what an empty chat says; `onUnread(count)` hears how many messages wait. The answer can `fill` the composer,
 * `send` a text, `pause` and `resume` the connection.
 */
export function mountChat(
  root,
  {
    channel,
    visitor,
    title,
    subtitle,
    heading = 'h1',
    language,
    strings,
    welcome = strings.welcome,
    commands = [],
    onUnread,
  },
) {
  let stream
  let token
  let lostTimer
  let settleTimer

  const status = h('p', { class: 'status', role: 'status' })
  const notice = h('p', { class: 'notice', role: 'alert', hidden: true })
  const log = messageLog({
    title,
    welcome,
    strings,
    language,
    onUnread,
    onPress: (press) => outgoing.push({ press }),
    onShare: () => askPhone(),
    onCommand: send,
    onRetry: (key, { photo, contact, text }) =>
      retry(key, contact ? { contact } : { ...(text && { text }), ...(photo && { photo }) }),
    onPicture: (src, alt) => enlarge(src, alt),
  })
  const writing = composer({ strings, commands, onSend: say, onNotice: tell })
  const outgoing = outbox({
    channel,
    visitor,
    onState(entry, state) {
      log.setState(entry.key, state)
      if (state === 'failed' && entry.message.press !== undefined) {
        log.release()
        tell(strings.notSent)
      }
    },
  })
  const viewer = dialog('viewer', strings.photo)
  const phone = phoneDialog()

  root.classList.add('chat')
  root.replaceChildren(
    h(
      'header',
      { class: 'chat-head' },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, [...title][0] ?? ''),
      h('div', { class: 'chat-name' }, h(heading, { class: 'chat-title' }, title), status),
    ),
    log.element,
    notice,
    writing.element,
    viewer,
    phone,
  )
  root.addEventListener('dragover', (event) => event.preventDefault())
  root.addEventListener('drop', (event) => {
    event.preventDefault()
    writing.take([...event.dataTransfer.files])
  })
  addEventListener('beforeunload', (event) => outgoing.waiting > 0 && event.preventDefault())
  resume()

  return { fill: writing.fill, focus: writing.focus, send, pause, resume }

  function resume() {
    if (stream) return stream.resume()
    state(strings.connecting, 'waiting')
    stream = follow(
      async () => {
        token = await visitor()
        return `/webchat/${encodeURIComponent(channel)}/stream?visitor=${encodeURIComponent(token)}&own=1`
      },
      { onOpen, onEvent, onLost, onRefused },
    )
  }

  function pause() {
    stream?.pause()
  }

  function onOpen() {
    clearTimeout(lostTimer)
    lostTimer = undefined
    state(subtitle ?? strings.online, 'open')
    soonSettled()
  }

  /** A blink of the connection is nobody's business. */
  function onLost() {
    lostTimer ??= setTimeout(() => state(strings.reconnecting, 'waiting'), 700)
  }

  async function onRefused() {
    const fresh = await visitor(token)
    if (fresh === token) {
      clearTimeout(lostTimer)
      lostTimer = setTimeout(() => state(strings.unavailable, 'waiting'), 0)
      return false
    }
    stream.forget()
    log.clear()
    return true
  }

  function onEvent(type, data) {
    if (type === 'typing') return log.typing(true)
    if (type !== 'message') return
    const message = read(data)
    if (message?.id === undefined) return
    log.show(message)
    soonSettled()
  }

  /** The history comes in one go; a quiet moment after it marks where the news begin. */
  function soonSettled() {
    clearTimeout(settleTimer)
    settleTimer = setTimeout(log.settle, 300)
  }

  function state(text, name) {
    status.textContent = text
    status.dataset.state = name
  }

  function send(text) {
    say({ text })
  }

  function say(message) {
    notice.hidden = true
    log.addMine(outgoing.push(message), message)
  }

  function retry(key, message) {
    log.setState(key, 'sending')
    outgoing.push(message, key)
  }

  function tell(text) {
    notice.textContent = text
    notice.hidden = false
    clearTimeout(tell.timer)
    tell.timer = setTimeout(() => {
      notice.hidden = true
    }, 6000)
  }

  function enlarge(src, alt) {
    viewer.querySelector('img')?.remove()
    viewer.prepend(h('img', { src, alt }))
    viewer.showModal()
  }

  function askPhone() {
    phone.querySelector('.wrong').hidden = true
    phone.showModal()
    phone.querySelector('input').focus()
  }

  function phoneDialog() {
    const input = h('input', {
      type: 'tel',
      name: 'phone',
      autocomplete: 'tel',
      inputmode: 'tel',
      placeholder: '+380 50 123 45 67',
      maxlength: 32,
    })
    const wrong = h('p', { class: 'wrong', role: 'alert', hidden: true }, strings.phoneWrong)
    const form = h(
      'form',
      { method: 'dialog', novalidate: true },
      h('h3', {}, strings.phoneTitle),
      h('p', {}, strings.phoneHint),
      h('label', {}, h('span', {}, strings.phone), input),
      wrong,
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', class: 'plain', onclick: () => phone.close() }, strings.cancel),
        h('button', { type: 'submit', class: 'primary' }, strings.share),
      ),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const number = input.value.trim()
      wrong.hidden = /^\+?[\d\s().-]{7,}$/.test(number) && number.replace(/\D/g, '').length >= 7
      if (!wrong.hidden) return input.focus()
      phone.close()
      say({ contact: { phone: number } })
    })
    const node = h('dialog', { class: 'phone-ask', 'aria-label': strings.phoneTitle }, form)
    return node
  }

  function dialog(name, label) {
    const node = h('dialog', { class: name, 'aria-label': label })
    node.append(
      h(
        'button',
        { type: 'button', class: 'close', 'aria-label': strings.close, onclick: () => node.close() },
        icon('close'),
      ),
    )
    node.addEventListener('click', (event) => event.target instanceof HTMLButtonElement || node.close())
    return node
  }
}

function read(data) {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
