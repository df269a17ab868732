import { pageLocals } from './page.js'

const { strings } = pageLocals()
const form = document.querySelector('#sign-in')
const inside = document.querySelector('#inside')
const problem = document.querySelector('#problem')
const MARK = 'rozmova:signed-in'

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const { email, password } = Object.fromEntries(new FormData(form))
  const button = form.querySelector('button')
  problem.hidden = true
  button.disabled = true
  const status = await post('/v1/auth/login', { email, password })
  button.disabled = false
  if (status >= 200 && status < 300) {
    mark(true)
    form.reset()
    await enter()
  } else {
    problem.textContent =
      status === 0 || status >= 500 ? strings.signInFailed : status === 429 ? strings.signInOften : strings.signInWrong
    problem.hidden = false
    form.querySelector('[name=password]').select()
  }
})

document.querySelector('#sign-out').addEventListener('click', async () => {
  await post('/v1/auth/logout', {})
  mark(false)
  inside.hidden = true
  form.hidden = false
  form.querySelector('[name=email]').focus()
})

if (marked()) enter()

/** Asks the server who is signed in, since the cookie is not for scripts to read. */
async function enter() {
  const connection = await fetch('/v1/connection', { cache: 'no-store' }).then(
    (response) => (response.ok ? response.json() : undefined),
    () => undefined,
  )
  if (!connection) return mark(false)
  const name = connection.business?.name ?? connection.business
  document.querySelector('#inside-business').textContent = typeof name === 'string' ? name : ''
  form.hidden = true
  inside.hidden = false
  inside.focus()
}

async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.status
  } catch {
    return 0
  }
}

function marked() {
  try {
    return localStorage.getItem(MARK) !== null
  } catch {
    return false
  }
}

function mark(on) {
  try {
    if (on) localStorage.setItem(MARK, '1')
    else localStorage.removeItem(MARK)
  } catch {}
}
