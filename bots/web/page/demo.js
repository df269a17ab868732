import { mountChat } from './chat.js'
import { pageLocals, showUnread } from './page.js'

const { business, language, strings, commands } = pageLocals()
const STAFF = ['manager', 'marketer', 'master']
const title = document.title
const chats = new Map()
const failure = document.querySelector('#failure')

begin()

async function begin() {
  const tokens = await readTokens().catch(() => undefined)
  failure.hidden = tokens !== undefined
  if (!tokens) return setTimeout(begin, 3000)
  open(tokens, 'customer', document.querySelector('#customer'))
  for (const choice of document.querySelectorAll('[name=role]'))
    choice.addEventListener('change', () => choose(tokens, choice.value))
  choose(tokens, new FormData(document.querySelector('#roles')).get('role'))
  for (const chip of document.querySelectorAll('.chip'))
    chip.addEventListener('click', () => suggest(tokens, chip.dataset))
}

async function readTokens() {
  const response = await fetch('/demo/tokens', { cache: 'no-store' })
  if (!response.ok) throw new Error(`no tokens: ${response.status}`)
  return response.json()
}

/** Only the role that is looked at stays connected: a browser allows a page few connections. The others resume where they were. */
function choose(tokens, role) {
  for (const other of STAFF) {
    const frame = document.querySelector(`#${other}`)
    frame.hidden = other !== role
    if (other !== role) chats.get(other)?.pause()
  }
  document.querySelector(`[name=role][value=${role}]`).checked = true
  return open(tokens, role, document.querySelector(`#${role}`))
}

function open(tokens, role, frame) {
  const known = chats.get(role)
  if (known) {
    known.resume()
    return known
  }
  const chat = mountChat(frame, {
    channel: tokens.channel,
    // After the demo was made anew the page's tokens are old: ask for today's.
    visitor: async (refused) => {
      if (refused === tokens[`${role}_visitor`]) Object.assign(tokens, await readTokens())
      return tokens[`${role}_visitor`]
    },
    title: business,
    heading: 'h3',
    subtitle: role === 'customer' ? undefined : strings[`role.${role}`],
    welcome: role === 'customer' ? strings.welcome : strings.welcomeStaff,
    language,
    strings,
    commands: commands[role],
    onUnread: showUnread(title),
  })
  chats.set(role, chat)
  return chat
}

function suggest(tokens, { role, text }) {
  const chat = role === 'customer' ? chats.get('customer') : choose(tokens, role)
  document.querySelector(`#${role}`).scrollIntoView({ block: 'nearest' })
  chat.fill(text)
}
