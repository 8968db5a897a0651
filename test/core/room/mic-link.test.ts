import { MicLink } from '../../../src/room/mic-link'
import { FakeProvider, linkRequest, user } from '../../support/fake-provider'

function setup() {
  const provider = new FakeProvider()
  const link = new MicLink({ provider: () => provider, me: () => user('me') })
  return { provider, link, mine: () => link.snapshot.mine }
}

const SEATS = [
  { index: 0, userId: null, locked: false, muted: false },
  { index: 1, userId: null, locked: false, muted: false },
]

describe('mic-link, my side', () => {
  it('goes idle -> requesting -> linked -> idle(why)', async () => {
    const { link, mine } = setup()
    link.replace({ requests: [], seats: SEATS })
    await link.request()
    expect(mine()).toMatchObject({ state: 'requesting', request: { userId: 'me' } })
    link.settled({ requestId: 'req-me', userId: 'me', outcome: 'accepted' })
    link.started({ userId: 'me', seat: 1 })
    expect(mine()).toMatchObject({ state: 'linked', seat: 1 })
    expect(link.snapshot).toMatchObject({ active: true, requests: [] })
    link.ended({ userId: 'me', seat: 1, reason: 'kicked' })
    expect(mine()).toEqual({ state: 'idle', ended: 'kicked' })
    expect(link.snapshot.active).toBe(false)
  })

  it.each(['refused', 'cancelled', 'expired', 'anchor-left'] as const)(
    'says why a request stopped: %s',
    async (outcome) => {
      const { link, mine } = setup()
      await link.request()
      link.settled({ requestId: 'req-me', userId: 'me', outcome })
      expect(mine()).toEqual({ state: 'idle', ended: outcome })
    },
  )

  it('answers an invitation without naming it', async () => {
    const { link, mine, provider } = setup()
    link.requested(linkRequest('me', { id: 'inv1', from: 'anchor' }))
    expect(mine().state).toBe('invited')
    await link.accept()
    await link.refuse(undefined, 'busy')
    expect(provider.calls).toEqual([
      ['link.accept', 'inv1'],
      ['link.refuse', 'inv1', 'busy'],
    ])
  })

  it('finds itself again in the state a reconnect brings', () => {
    const { link, mine } = setup()
    link.replace({ requests: [linkRequest('me')], seats: SEATS })
    expect(mine().state).toBe('requesting')
    link.replace({ requests: [], seats: [{ ...SEATS[0]!, userId: 'me' }, SEATS[1]!] })
    expect(mine()).toMatchObject({ state: 'linked', seat: 0 })
    link.replace({ requests: [], seats: SEATS })
    expect(mine()).toEqual({ state: 'idle', ended: 'lost' })
  })

  it('refuses calls in the wrong state, saying what to do', async () => {
    const { link, provider } = setup()
    await expect(link.cancel()).rejects.toMatchObject({ reason: 'link-not-found' })
    await expect(link.accept()).rejects.toMatchObject({ reason: 'link-not-found' })
    await expect(link.end()).rejects.toMatchObject({ reason: 'not-linked' })
    await expect(link.invite('')).rejects.toMatchObject({ reason: 'invalid-argument', subject: 'userId' })
    await link.request()
    await expect(link.request()).rejects.toMatchObject({ reason: 'invalid-state' })
    expect(provider.called).toEqual(['link.request'])
  })
})

describe("mic-link, the host's side", () => {
  it('keeps several requests side by side; settling one leaves the others alone', () => {
    const { link } = setup()
    link.requested(linkRequest('ann'))
    link.requested(linkRequest('bob'))
    link.requested(linkRequest('cat'))
    link.settled({ requestId: 'req-bob', userId: 'bob', outcome: 'accepted' })
    link.started({ userId: 'bob', seat: 0 })
    expect(link.snapshot.requests.map(({ userId }) => userId)).toEqual(['ann', 'cat'])
    expect(link.snapshot.seats).toEqual([{ index: 0, userId: 'bob', locked: false, muted: false }])
    expect(link.snapshot.mine).toEqual({ state: 'idle' })
  })
})
