import { h, icon } from './dom.js'

/** Where the person writes: text that grows, a photo, and the list of commands behind `/`. `onSend({text?, photo?})` gets what they said. */
export function composer({ strings, commands, onSend, onNotice }) {
  const id = `composer-${++made}`
  let photo
  let active = 0
  let offered = []

  const input = h('textarea', {
    rows: 1,
    maxlength: 4096,
    placeholder: strings.message,
    'aria-label': strings.message,
    'aria-autocomplete': 'list',
    'aria-controls': `${id}-commands`,
    enterkeyhint: 'send',
    autocomplete: 'off',
  })
  const hints = h('ul', {
    class: 'hints',
    id: `${id}-commands`,
    role: 'listbox',
    'aria-label': strings.commands,
    hidden: true,
  })
  const picker = h('input', {
    type: 'file',
    accept: 'image/jpeg,image/png,image/webp,image/gif',
    hidden: true,
    'aria-label': strings.attach,
  })
  const attach = h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': strings.attach,
      title: strings.attach,
      onclick: () => picker.click(),
    },
    icon('attach'),
  )
  const menu = h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': strings.commands,
      title: strings.commands,
      hidden: commands.length === 0,
      onclick: toggleHints,
    },
    icon('menu'),
  )
  const send = h(
    'button',
    { type: 'submit', class: 'send', 'aria-label': strings.send, title: strings.send },
    icon('send'),
  )
  const attached = h('div', { class: 'attached', hidden: true })
  const element = h(
    'form',
    { class: 'composer' },
    hints,
    attached,
    h('div', { class: 'composer-row' }, attach, picker, input, menu, send),
  )

  input.addEventListener('input', changed)
  input.addEventListener('keydown', keyed)
  input.addEventListener('blur', () => setTimeout(() => element.contains(document.activeElement) || offer([]), 100))
  input.addEventListener('paste', (event) => take([...event.clipboardData.files]))
  picker.addEventListener('change', () => {
    take([...picker.files])
    picker.value = ''
  })
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    submit()
  })
  changed()

  return { element, fill, take, focus: () => input.focus() }

  /** Puts words into the person's mouth without sending them. */
  function fill(text) {
    input.value = text
    changed()
    offer([])
    input.focus({ preventScroll: true })
    input.setSelectionRange(text.length, text.length)
  }

  /** Attaches the first picture among the files. */
  function take(files) {
    const picture = files.find((file) => file.type.startsWith('image/'))
    if (files.length > 0 && !picture) onNotice(strings.notPicture)
    else if (picture && picture.size > LARGEST) onNotice(strings.tooBig)
    else if (picture) show(picture)
  }

  function show(picture) {
    photo = picture
    const remove = h('button', { type: 'button', class: 'tool', 'aria-label': strings.removePhoto }, icon('close'))
    remove.addEventListener('click', () => {
      drop()
      input.focus()
    })
    attached.replaceChildren(h('span', { class: 'attached-name' }, picture.name || strings.photo), remove)
    attached.hidden = false
    changed()
    input.focus()
  }

  function drop() {
    photo = undefined
    attached.hidden = true
    attached.replaceChildren()
    changed()
  }

  function submit(text = input.value.trim()) {
    if (!text && !photo) return
    onSend({ ...(text && { text }), ...(photo && { photo }) })
    input.value = ''
    drop()
    offer([])
    input.focus()
  }

  function changed() {
    input.style.height = 'auto'
    // Not laid out yet, it has no height to take over; the border is not part of what scrolls.
    if (input.scrollHeight > 0) input.style.height = `${input.scrollHeight + 2}px`
    send.setAttribute('aria-disabled', String(!input.value.trim() && !photo))
    const typed = /^\/\w*$/.test(input.value) ? input.value : undefined
    offer(typed === undefined ? [] : commands.filter(({ command }) => command.startsWith(typed.toLowerCase())))
  }

  function keyed(event) {
    if (event.isComposing) return
    const choosing = offered.length > 0
    if (choosing && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      mark((active + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length)
    } else if (choosing && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault()
      fill(`${offered[active].command} `)
    } else if (choosing && event.key === 'Escape') {
      event.preventDefault()
      offer([])
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      submit(choosing ? offered[active].command : undefined)
    }
  }

  function toggleHints() {
    if (offered.length > 0) {
      input.value = ''
      changed()
    } else {
      input.value = '/'
      changed()
    }
    input.focus()
  }

  function offer(list) {
    offered = list
    hints.hidden = list.length === 0
    hints.replaceChildren(
      ...list.map(({ command, description }, index) => {
        const option = h(
          'li',
          { role: 'option', id: `${id}-${index}`, 'aria-selected': 'false' },
          h('b', {}, command),
          h('span', {}, description),
        )
        // Before the field loses focus, so that the list is still there for the click.
        option.addEventListener('mousedown', (event) => event.preventDefault())
        option.addEventListener('click', () => submit(command))
        return option
      }),
    )
    if (list.length > 0) mark(0)
    else input.removeAttribute('aria-activedescendant')
  }

  function mark(index) {
    active = index
    for (const [position, option] of [...hints.children].entries()) {
      option.setAttribute('aria-selected', String(position === index))
      if (position === index) option.scrollIntoView({ block: 'nearest' })
    }
    input.setAttribute('aria-activedescendant', `${id}-${index}`)
  }
}

const LARGEST = 10 * 1024 * 1024
let made = 0
