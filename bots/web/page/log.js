import { h, icon } from './dom.js'
import { richText, safeUrl } from './text.js'

/**
 * The list of messages: bubbles, days, buttons, what is unread. A message is shown once however often it arrives; one that `edits` another takes
 * its place; the person's own appear at once and are recognised by their key when the server tells them again.
 */
export function messageLog({
  title,
  welcome,
  strings,
  language,
  onPress,
  onShare,
  onCommand,
  onRetry,
  onPicture,
  onUnread,
}) {
  const rowsById = new Map()
  const rowsByKey = new Map()
  let settled = false
  let sticking = true
  let unread = 0
  let pressed
  let typingTimer
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
  const dates = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', weekday: 'long' })

  const list = h('div', { class: 'rows' })
  const dots = h(
    'div',
    { class: 'row them typing', hidden: true },
    h('div', { class: 'bubble' }, h('span', { class: 'sr' }, strings.typing)),
  )
  dots.firstChild.append(h('i'), h('i'), h('i'))
  const empty = h(
    'div',
    { class: 'empty', hidden: true },
    h('p', {}, welcome),
    h('button', { type: 'button', class: 'primary', onclick: () => onCommand('/start') }, strings.start),
  )
  const scroller = h(
    'div',
    { class: 'log', role: 'log', tabindex: '0', 'aria-label': strings.log, 'aria-live': 'off' },
    empty,
    list,
    dots,
  )
  const badge = h('span', { class: 'badge', hidden: true })
  const pill = h('button', { type: 'button', class: 'pill', hidden: true, onclick: toBottom }, icon('down'), badge)
  const element = h('div', { class: 'log-frame' }, scroller, pill)

  scroller.addEventListener('scroll', () => {
    sticking = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 48
    pill.hidden = sticking
    if (sticking) markRead()
  })
  document.addEventListener('visibilitychange', markRead)
  const resizes = new ResizeObserver(() => sticking && toBottom())
  for (const part of [scroller, list, dots]) resizes.observe(part)
  count(0)

  return { element, show, addMine, setState, release, typing, settle, clear, toBottom }

  /** A message from the server. */
  function show(message) {
    const id = String(message.id)
    if (rowsById.has(id)) return
    const mine = message.from === 'me'
    if (!mine) {
      typing(false)
      release()
    }
    const known =
      message.edits !== undefined ? rowsById.get(String(message.edits)) : mine ? rowsByKey.get(message.key) : undefined
    if (known) {
      rowsById.set(id, known)
      if (mine) setState(message.key, 'sent')
      else edit(known, message)
      return
    }
    const row = { from: mine ? 'me' : 'them', person: message.from === 'person', at: moment(message.at), message }
    rowsById.set(id, row)
    if (mine && message.key !== undefined) rowsByKey.set(message.key, row)
    draw(row)
    place(row)
    if (settled && !mine && (document.hidden || !sticking)) count(unread + 1)
  }

  /** What the person just said, before the server knows of it. */
  function addMine(key, { text, photo, contact }) {
    const row = {
      from: 'me',
      at: new Date(),
      key,
      state: 'sending',
      message: { text: text ?? contact?.phone ?? '', photo },
    }
    rowsByKey.set(key, row)
    draw(row)
    place(row)
    toBottom()
  }

  function setState(key, state) {
    const row = rowsByKey.get(key)
    if (!row || row.state === 'sent') return
    row.state = state
    draw(row)
  }

  function edit(row, message) {
    const focused = row.node.contains(document.activeElement)
      ? [...row.node.querySelectorAll('button, a')].indexOf(document.activeElement)
      : -1
    row.message = message
    draw(row)
    row.node.classList.add('changed')
    if (focused >= 0) (row.node.querySelectorAll('button, a')[focused] ?? scroller).focus()
  }

  function draw(row) {
    const { message } = row
    const node = h('div', { class: `row ${row.from}`, 'data-state': row.state })
    const bubble = h('div', { class: 'bubble' })
    const author = row.from === 'me' ? strings.you : row.person ? strings.person : title
    bubble.append(h('span', { class: row.person ? 'author' : 'sr' }, row.person ? author : `${author}: `))
    if (message.photo) {
      row.preview ??= preview(message.photo)
      bubble.append(row.preview)
    }
    const picture = message.image && safeUrl(message.image.url ?? message.image)
    if (picture) bubble.append(image(picture, message.text))
    const file = message.file && safeUrl(message.file.url)
    if (file) bubble.append(download(file, message.file.name))
    if (message.text)
      bubble.append(
        h('span', { class: 'text' }, ...richText(String(message.text), row.from === 'them' ? onCommand : undefined)),
      )
    bubble.append(meta(row))
    const stack = h('div', { class: 'stack' }, bubble)
    if (message.buttons?.length) stack.append(keyboard(row, message.buttons))
    if (row.state === 'failed') stack.append(failure(row))
    node.append(stack)
    row.node?.replaceWith(node)
    row.node = node
    node.row = row
  }

  /** What is still on its way stays at the end: the server has not seen it yet. */
  function place(row) {
    empty.hidden = true
    const next = row.state ? null : ([...list.children].find((node) => node.row?.state === 'sending') ?? null)
    const previous = next ? next.previousElementSibling : list.lastElementChild
    if (!previous?.row || day(previous.row.at) !== day(row.at)) list.insertBefore(separator(row.at), next)
    if (settled) row.node.classList.add('arriving')
    list.insertBefore(row.node, next)
    if (sticking) toBottom()
  }

  function meta(row) {
    const time = h('time', { datetime: row.at.toISOString() }, clock.format(row.at))
    const node = h('span', { class: 'meta' }, time)
    const marks = {
      sending: ['clock', strings.sending],
      sent: ['check', strings.sent],
      failed: ['warning', strings.notSent],
    }
    const mark = marks[row.state ?? (row.from === 'me' ? 'sent' : '')]
    if (mark) node.append(icon(mark[0]), h('span', { class: 'sr' }, mark[1]))
    return node
  }

  function failure(row) {
    const again = h(
      'button',
      { type: 'button', class: 'again', onclick: () => onRetry(row.key, row.message) },
      strings.retry,
    )
    return h('p', { class: 'failure' }, h('span', {}, strings.notSent), again)
  }

  function keyboard(row, buttons) {
    const keys = h('div', { class: 'keys', role: 'group', 'aria-label': strings.buttons })
    for (const line of buttons) keys.append(h('div', { class: 'keys-row' }, ...line.map((button) => key(row, button))))
    return keys
  }

  function key(row, button) {
    // A word no row has room for may be broken; others move to the next row whole.
    const look = /\S{18}/.test(button.label) ? 'key long' : 'key'
    if (button.url !== undefined) {
      const href = safeUrl(button.url)
      return h('a', { class: look, href, target: '_blank', rel: 'noopener noreferrer' }, button.label, icon('open'))
    }
    const node = h('button', { type: 'button', class: look }, button.label)
    if (button.shareContact) node.prepend(icon('phone'))
    node.addEventListener('click', () => {
      if (row.waiting) return
      if (button.shareContact) return onShare()
      release()
      for (const old of list.querySelectorAll('.pressed')) old.classList.remove('pressed')
      node.classList.add('pressed')
      row.waiting = true
      for (const each of row.node.querySelectorAll('button.key')) each.setAttribute('aria-disabled', 'true')
      pressed = { row, timer: setTimeout(release, 10_000) }
      onPress(button.press)
    })
    return node
  }

  /** The answer is here, or has been waited for long enough: the buttons can be pressed again. */
  function release() {
    if (!pressed) return
    clearTimeout(pressed.timer)
    pressed.row.waiting = false
    for (const each of pressed.row.node.querySelectorAll('[aria-disabled]')) each.removeAttribute('aria-disabled')
    pressed = undefined
  }

  function image(src, text) {
    const alt = String(text || strings.photo)
      .split('\n')[0]
      .slice(0, 120)
    const picture = h('img', { src, alt, decoding: 'async' })
    const node = h(
      'button',
      { type: 'button', class: 'picture', 'aria-label': `${strings.openPicture}: ${alt}` },
      picture,
    )
    node.addEventListener('click', () => onPicture(src, alt))
    picture.addEventListener('error', () => node.replaceWith(h('span', { class: 'no-picture' }, strings.noPicture)), {
      once: true,
    })
    return node
  }

  /** Drawn on a canvas, since a strict `img-src` lets no blob: address through. */
  function preview(photo) {
    const canvas = h('canvas', { class: 'preview', role: 'img', 'aria-label': strings.photo, width: 240, height: 160 })
    createImageBitmap(photo).then(
      (bitmap) => {
        const scale = Math.min(1, 640 / Math.max(bitmap.width, bitmap.height))
        canvas.width = Math.max(1, Math.round(bitmap.width * scale))
        canvas.height = Math.max(1, Math.round(bitmap.height * scale))
        canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height)
        bitmap.close()
      },
      () => canvas.replaceWith(h('span', { class: 'no-picture' }, photo.name || strings.photo)),
    )
    return canvas
  }

  function download(href, name) {
    return h(
      'a',
      { class: 'file', href, target: '_blank', rel: 'noopener noreferrer', download: name ?? '' },
      icon('file'),
      h('span', {}, name ?? href),
    )
  }

  function separator(at) {
    const days = Math.round((startOfDay(new Date()) - startOfDay(at)) / 86_400_000)
    const name = days === 0 ? strings.today : days === 1 ? strings.yesterday : dates.format(at)
    return h('div', { class: 'day' }, h('time', { datetime: day(at) }, name))
  }

  function typing(on) {
    clearTimeout(typingTimer)
    dots.hidden = !on
    if (on) typingTimer = setTimeout(() => typing(false), 6000)
    if (sticking) toBottom()
  }

  /** History has been told: from here on messages are news, read aloud and counted. */
  function settle() {
    if (settled) return
    settled = true
    scroller.setAttribute('aria-live', 'polite')
    empty.hidden = list.childElementCount > 0
    toBottom()
  }

  function clear() {
    for (const node of [...list.children]) if (node.row?.state !== 'sending') node.remove()
    rowsById.clear()
    release()
    count(0)
  }

  function toBottom() {
    sticking = true
    pill.hidden = true
    scroller.scrollTop = scroller.scrollHeight
    markRead()
  }

  function markRead() {
    if (unread > 0 && sticking && !document.hidden) count(0)
  }

  function count(value) {
    unread = value
    badge.textContent = String(value)
    badge.hidden = value === 0
    pill.setAttribute('aria-label', value === 0 ? strings.toBottom : `${strings.newMessages}: ${value}`)
    onUnread?.(value)
  }

  function moment(at) {
    const date = new Date(at ?? Number.NaN)
    return Number.isNaN(date.getTime()) ? new Date() : date
  }
}

function startOfDay(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
}

function day(at) {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
