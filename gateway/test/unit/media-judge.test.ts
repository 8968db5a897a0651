import { UrlSigner } from '../../src/auth/media-url'
import type { Hub } from '../../src/hub'
import { Judge } from '../../src/media-servers/judge'
import { refuse } from '../../src/room/rules'

const NOW = 1_800_000_000_000
const NAME = 'r~ann~abcd'
const signer = new UrlSigner({ urlSecrets: () => [Buffer.from('secret')] })

/** A room whose replica knows of the newest address only after it was synced. */
function behind(sync: () => Promise<void>): { judge: Judge; opened: string[] } {
  let synced = false
  const publishing = {
    refusal: () => (synced ? undefined : refuse('token-expired', 'a newer address was given out')),
    playable: () => synced,
    sync: async () => {
      await sync()
      synced = true
    },
  }
  const opened: string[] = []
  const open = async (id: string) => {
    opened.push(id)
    return { publishing, state: { grants: new Map() } }
  }
  return { judge: new Judge({ hub: () => ({ open }) as unknown as Hub, signer, now: () => NOW }), opened }
}

const ask = (action: 'publish' | 'play', turn?: number) => {
  const query = new URLSearchParams(signer.sign(action, NAME, NOW + 1_000, turn))
  return { action, app: 'live', name: NAME, query }
}

test('a no of a replica that is behind is looked at again', async () => {
  expect(await behind(async () => undefined).judge.judge(ask('publish', 2))).toEqual({ ok: true, turn: 2 })
  expect(await behind(async () => undefined).judge.judge(ask('play'))).toEqual({ ok: true })
})

test('a log that cannot be read now is no verdict', async () => {
  const broken = () => Promise.reject(new Error('redis is down'))
  expect(await behind(broken).judge.judge(ask('publish', 2))).toMatchObject({ ok: false, code: 'busy' })
})

test('without a signature no room is even opened', async () => {
  const { judge, opened } = behind(async () => undefined)
  const unsigned = { ...ask('publish', 2), query: new URLSearchParams() }
  expect(await judge.judge(unsigned)).toMatchObject({ ok: false, code: 'token-invalid' })
  expect(await judge.judge({ ...ask('play'), app: 'other' })).toMatchObject({ ok: false, code: 'stream-not-found' })
  expect(opened).toEqual([])
})
