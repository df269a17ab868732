import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { atHand } from '../../support/at-hand.ts'
import { type OwnServer, ownServer } from './own-server.ts'

let server: OwnServer
let owner: Awaited<ReturnType<OwnServer['owner']>>
beforeAll(async () => {
  server = await ownServer()
  owner = await server.owner()
})
afterAll(() => server.close())

async function connect(token: string) {
  const made = await owner.ask('POST', '/v1/channels', { kind: 'viber', token })
  const { id } = made.json<{ id: string }>()
  return async (body: string | Buffer, signature: string) =>
    (
      await server.app.inject({
        method: 'POST',
        url: `/hooks/viber/${id}`,
        payload: body,
        headers: { 'x-viber-content-signature': signature, 'content-type': 'application/json' },
      })
    ).statusCode
}

test('one bit of the body or of the signature decides', async () => {
  const post = await connect('a-token-of-viber')
  const body = Buffer.from('{"event":"message","message_token":4912661846655238145,"text":"Вітаю"}')
  const signature = createHmac('sha256', 'a-token-of-viber').update(body).digest()
  expect(await post(body, signature.toString('hex'))).toBe(200)
  const flipped = (bytes: Buffer, bit: number) => {
    const copy = Buffer.from(bytes)
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    return copy
  }
  for (let bit = 0; bit < signature.length * 8; bit += 37)
    expect(await post(body, flipped(signature, bit).toString('hex'))).toBe(401)
  for (let bit = 0; bit < body.length * 8; bit += 61)
    expect(await post(flipped(body, bit), signature.toString('hex'))).toBe(401)
})

test.runIf(atHand.sharedData)("the vectors of Viber's own test-suite", async () => {
  const file = readFileSync(join(atHand.sharedData ?? '', 'chat_signatures/vectors.json'), 'utf8')
  const { viber_content_signature: vectors } = shape.parse(JSON.parse(file))
  expect(vectors.length).toBeGreaterThan(1)
  const tokens = new Map<string, Awaited<ReturnType<typeof connect>>>()
  for (const { auth_token, body, signature, valid } of vectors) {
    const post = tokens.get(auth_token) ?? (await connect(auth_token))
    tokens.set(auth_token, post)
    expect(await post(body, signature)).toBe(valid ? 200 : 401)
  }
})

const shape = z.object({
  viber_content_signature: z.array(
    z.object({ auth_token: z.string(), body: z.string(), signature: z.string(), valid: z.boolean() }),
  ),
})
