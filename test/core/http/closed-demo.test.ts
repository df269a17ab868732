import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTokens, logIn, registerBusiness } from '../../../core/accounts/index.ts'
import { closedDemo } from '../../../core/http/closed-demo.ts'
import { type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
beforeAll(async () => {
  server = await ownServer()
})
afterAll(() => server.close())

test("with the demo closed its owner's log-in, session, page and web chat open nothing; those of others do", async () => {
  const { tenancy } = server
  const tokens = createTokens(server.database.pepper)
  const open = server.directory
  const closed = closedDemo(open)
  const register = (email: string, isDemo: boolean) =>
    registerBusiness(
      tenancy,
      tokens,
      {
        name: 'Марія',
        email,
        password: 'correct horse battery',
        business: { name: 'Мальва', currency: 'UAH', timezone: 'Europe/Kyiv', locale: 'uk' },
      },
      { isDemo },
    )
  const { now } = server.clock
  const ways = async (isDemo: boolean) => {
    const email = `${isDemo ? 'demo' : 'own'}@malva.test`
    const { business, webChannelId, session } = await register(email, isDemo)
    const tried = async (directory: typeof open) => [
      await logIn({ tenancy, directory, tokens }, { email, password: 'correct horse battery' }).then(
        () => true,
        () => false,
      ),
      (await directory.findSession(tokens.hash('session', session.token), now)) !== undefined,
      (await directory.findBusiness(business.slug)) !== undefined,
      (await directory.findChannel(webChannelId)) !== undefined,
    ]
    return [await tried(open), await tried(closed)]
  }
  const yes = [true, true, true, true]
  expect(await ways(false)).toEqual([yes, yes])
  expect(await ways(true)).toEqual([yes, [false, false, false, false]])
})
