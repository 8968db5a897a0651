import { LiveError } from '../../src/errors'
import type { LinkRequest, Seat } from '../../src/provider/types'
import type { LinkState } from '../../src/room/types'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, user } from '../support/fake-room'
import { expectNoErrors, load, render, settle, type Rendered } from '../support/simulate'

const request = (id: string, change: Partial<LinkRequest> = {}): LinkRequest => {
  const base = { id, from: 'audience', userId: `u-${id}`, name: `name-${id}`, media: 'video' } as const
  return { ...base, createdAt: Date.now(), expiresAt: Date.now() + 30_000, ...change }
}

let id: string
let room: FakeRoom
let part: Rendered
let raised: Array<[string, unknown]>
/** Whether the part is still on the page. */
let here = false

beforeAll(() => {
  id = load('mic-link')
})

async function show(host: boolean, properties: Record<string, unknown> = {}): Promise<void> {
  room = new FakeRoom()
  getRoom('default').attach(room)
  room.enter(['amy', 'ben'])
  room.session.set({ rights: { publish: host, chat: true, link: !host, host, moderate: host } })
  part = render(id, { lang: 'en', ...properties })
  here = true
  raised = []
  for (const name of ['linkrequest', 'linksettle', 'linkstart', 'linkend', 'error'])
    part.addEventListener(name, ({ detail }) => raised.push([name, detail]))
  await settle()
}

/** My side of the link changes and reaches the screen. */
async function mine(state: LinkState): Promise<void> {
  room.link.set({ mine: state })
  await settle()
}

async function tap(selector: string, index = 0): Promise<void> {
  const node = part.querySelectorAll(selector)[index]
  if (!node) throw new Error(`no ${selector} on screen`)
  node.dispatchEvent('tap')
  await settle()
}

const aria = (selector: string, name: string, index = 0): string => {
  const attrs = part.querySelectorAll(selector)[index]?.toJSON().attrs
  return attrs?.find((attr: { name: string }) => attr.name === name)?.value as string
}
const ariaLabel = (selector: string, index = 0) => aria(selector, 'ariaLabel', index)
/** Four seats, free but for what is said. */
const seats = (change: Record<number, Partial<Seat>> = {}): Seat[] =>
  [0, 1, 2, 3].map((index) => ({ index, userId: null, locked: false, ...change[index] }))
const text = () => part.querySelector('.lm-root')?.dom?.textContent ?? ''

/** A promise that the test settles, for what a control shows in the meantime. */
function deferred() {
  let resolve!: () => void
  let reject!: (error: unknown) => void
  const promise = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]))
  return { promise, resolve, reject }
}

afterEach(async () => {
  if (here) part.leave()
  removeRoom('default')
  await settle()
  expect(room.listenerCount).toBe(0)
  expectNoErrors()
})

describe('audience', () => {
  test('asks with the media of the property, and is pending until the server has it', async () => {
    await show(false, { media: 'audio' })
    const wait = deferred()
    const asked: unknown[] = []
    room.link.request = (options: unknown) => (asked.push(options), wait.promise)
    await tap('.request')
    await tap('.request')
    expect(asked).toEqual([{ media: 'audio' }])
    expect(part.data.pending).toEqual({ request: true })
    expect(ariaLabel('.request')).toBe('Ask to join, Please wait')
    wait.resolve()
    await settle()
    expect(part.data.pending).toEqual({})
  })

  test('waits with a countdown, can withdraw, and is told how it ended', async () => {
    await show(false)
    const waiting = request('q1', { createdAt: Date.now() - 5_000, expiresAt: Date.now() + 25_000 })
    await mine({ state: 'requesting', request: waiting })
    expect(text()).toContain('Asking the host25s')
    await tap('.cancel')
    expect(room.callsOf('link.cancel')).toHaveLength(1)
    await mine({ state: 'idle', ended: 'refused' })
    expect(text()).toContain('The host cannot take you right now')
    expect(raised).toEqual([
      ['linkrequest', { requestId: 'q1' }],
      ['linksettle', { outcome: 'refused' }],
    ])
  })

  test.each([
    ['expired', 'No answer in time'],
    ['anchor-left', 'The host left'],
    ['kicked', 'The host ended the link'],
    ['lost', 'Connection lost'],
  ] as const)('says so when it ended by %s', async (ended, sentence) => {
    await show(false)
    await mine({ state: 'idle', ended })
    expect(text()).toContain(sentence)
  })

  test('is linked, and hangs up', async () => {
    await show(false)
    await mine({ state: 'linked', seat: 2, since: Date.now() - 65_000 })
    expect(text()).toContain('On air · Seat 3')
    await tap('.end')
    expect(room.callsOf('link.end')).toEqual([[undefined]])
    await mine({ state: 'idle', ended: 'ended' })
    expect(raised).toEqual([
      ['linkstart', { seat: 2, media: 'video' }],
      ['linkend', { reason: 'ended' }],
    ])
  })

  test.each([
    ['.accept', 'link.accept'],
    ['.refuse', 'link.refuse'],
  ])('answers an invitation: %s', async (button, call) => {
    await show(false)
    await mine({ state: 'invited', request: request('i1', { from: 'anchor' }) })
    expect(text()).toContain('The host invites you')
    await tap(button)
    expect(room.callsOf(call)[0]?.[0]).toBeUndefined()
    expect(room.callsOf(call)).toHaveLength(1)
  })

  test('reads the words of who declined, as text', async () => {
    await show(false)
    await mine({ state: 'requesting', request: request('q1') })
    await mine({ state: 'idle', ended: 'refused', message: 'Next <b>time</b> {name}' })
    expect(part.querySelector('.outcome')?.dom?.textContent).toBe('The host: “Next <b>time</b> {name}”')
    expect(raised.pop()).toEqual(['linksettle', { outcome: 'refused', message: 'Next <b>time</b> {name}' }])
  })

  test('chooses between picture and voice, and a link by voice turns the camera off and back on', async () => {
    await show(false)
    expect(ariaLabel('.media')).toBe('Video, tap to switch')
    await tap('.media')
    expect(ariaLabel('.media')).toBe('Voice, tap to switch')
    await tap('.request')
    expect(room.callsOf('link.request')).toEqual([[{ media: 'audio' }]])
    await mine({ state: 'requesting', request: request('q1', { media: 'audio' }) })
    await mine({ state: 'linked', seat: 0, since: 1 })
    expect(raised.pop()).toEqual(['linkstart', { seat: 0, media: 'audio' }])
    await mine({ state: 'idle', ended: 'kicked' })
    expect(room.callsOf('pusher.setCamera')).toEqual([[false], [true]])
  })

  test('without the choice, it asks as its media says; another value is told', async () => {
    await show(false, { mediaChoice: false, media: 'hologram' })
    expect(part.querySelector('.media')).toBeUndefined()
    await tap('.request')
    expect(room.callsOf('link.request')).toEqual([[{ media: 'video' }]])
    expect(raised).toEqual([['error', expect.objectContaining({ reason: 'invalid-argument' })]])
  })

  test('is told when the host has muted the seat, by a sign and in words', async () => {
    await show(false)
    room.session.set({ me: user('me', { silenced: true }) })
    room.link.set({ seats: seats({ 2: { userId: 'me' } }) })
    await mine({ state: 'linked', seat: 2, since: Date.now() })
    expect(text()).toContain('On air · Seat 3Muted by the host')
    room.session.set({ me: user('me') })
    await settle()
    expect(text()).not.toContain('Muted')
  })

  test('asks for the seat that is tapped, and moves there once linked; a locked one says so', async () => {
    await show(false)
    room.link.set({ seats: seats({ 0: { userId: 'amy' }, 1: { locked: true } }) })
    await settle()
    expect(ariaLabel('.toggle')).toBe('Seats, 1/4')
    await tap('.toggle')
    expect(part.querySelectorAll('.seat').map((_, index) => ariaLabel('.seat', index))).toEqual([
      'Seat 1, name-amy',
      'Seat 2, Locked',
      'Seat 3, Free',
      'Seat 4, Free',
    ])
    expect(aria('.seat', 'ariaRole')).toBe('text')
    await tap('.seat', 0)
    await tap('.seat', 1)
    expect(text()).toContain('That seat is locked or taken')
    await tap('.seat', 2)
    await mine({ state: 'requesting', request: request('q1') })
    await tap('.seat', 3)
    expect(room.callsOf('link.request')).toEqual([[{ media: 'video', seat: 2 }]])
    room.link.set({ seats: seats({ 0: { userId: 'amy' }, 2: { userId: 'me' } }) })
    await mine({ state: 'linked', seat: 2, since: 1 })
    expect(ariaLabel('.seat', 2)).toBe('Seat 3, Me')
    await tap('.seat', 3)
    expect(room.callsOf('link.moveTo')).toEqual([[3, undefined]])
  })

  test('is not offered what the person may not or the provider cannot do', async () => {
    await show(false)
    room.session.set({ rights: { publish: false, chat: true, link: false, host: false, moderate: false } })
    await settle()
    expect(part.querySelector('.request')).toBeUndefined()
  })

  test('a refusal by the server becomes a sentence and an error event; a tap takes it away', async () => {
    await show(false)
    room.fail('link.request', LiveError.of('rate-limited', 'too fast', { waitMs: 3_200 }))
    await tap('.request')
    expect(text()).toContain('That was too fast. Try again in 4 s')
    expect(raised).toEqual([
      ['error', { code: 2107, reason: 'rate-limited', message: 'too fast', recoverable: true, waitMs: 3_200 }],
    ])
    await tap('.failure')
    expect(part.querySelector('.failure')).toBeUndefined()
  })
})

describe('host', () => {
  test('sees the queue unfold with the first request, in order, with a count', async () => {
    await show(true)
    expect(part.querySelector('.sheet')).toBeUndefined()
    room.link.set({ requests: [request('a'), request('b', { media: 'audio' })] })
    await settle()
    expect(part.querySelectorAll('.waiting').map((row) => row.dom?.textContent)).toEqual([
      'name-a30s',
      'name-bVoice · 30s',
    ])
    expect(ariaLabel('.toggle')).toBe('Requests, 2, Close')
    await tap('.toggle')
    room.link.set({ requests: [request('a'), request('b'), request('c')] })
    await settle()
    expect(part.querySelector('.sheet')).toBeUndefined()
    expect(part.querySelector('.badge')?.dom?.textContent).toBe('3')
  })

  test('answers one and leaves the others alone', async () => {
    await show(true)
    room.link.set({ requests: [request('a'), request('b')] })
    await settle()
    const wait = deferred()
    room.link.accept = (requestId: unknown) => (room.calls.push(['link.accept', requestId]), wait.promise)
    await tap('.accept', 1)
    expect(room.callsOf('link.accept')).toEqual([['b']])
    expect(part.data.pending).toEqual({ b: true })
    expect(part.querySelectorAll('.accept.lm-pending')).toHaveLength(1)
    await tap('.refuse', 0)
    expect(room.callsOf('link.refuse')).toEqual([['a', undefined]])
    wait.reject(LiveError.of('link-not-found', 'gone'))
    await settle()
    expect(text()).toContain('The request is no longer waiting')
    expect(part.data.pending).toEqual({})
  })

  test('refuses all, and hangs up on a guest by name', async () => {
    await show(true)
    room.link.set({
      requests: [request('a'), request('b')],
      seats: [
        { index: 0, userId: 'amy', locked: false },
        { index: 1, userId: null, locked: false },
      ],
    })
    await settle()
    await tap('.refuseAll')
    expect(room.callsOf('link.refuse').map(([requestId]) => requestId)).toEqual(['a', 'b'])
    await tap('.seat')
    expect(ariaLabel('.end')).toBe('Hang up, name-amy')
    await tap('.end')
    expect(room.callsOf('link.end')).toEqual([['amy']])
  })

  test('declines with words', async () => {
    await show(true)
    room.link.set({ requests: [request('a'), request('b')] })
    await settle()
    part.querySelector('.words')?.dispatchEvent('input', { detail: { value: ' Later ' } })
    await tap('.refuse')
    await tap('.refuseAll')
    expect(room.callsOf('link.refuse')).toEqual([
      ['a', 'Later'],
      ['a', 'Later'],
      ['b', 'Later'],
    ])
  })

  test('locks, mutes, moves and frees seats', async () => {
    await show(true, { open: true })
    room.link.set({ seats: seats({ 0: { userId: 'amy' }, 1: { locked: true } }) })
    await settle()
    await tap('.seat', 2)
    await tap('.lock')
    await tap('.seat', 1)
    await tap('.unlock')
    expect(part.querySelector('.mute')).toBeUndefined()
    await tap('.seat', 0)
    expect(ariaLabel('.seat')).toBe('Seat 1, name-amy, Chosen')
    await tap('.mute')
    await tap('.seat', 1)
    expect(text()).toContain('That seat is locked or taken')
    await tap('.seat', 3)
    expect(room.calls.filter(([name]) => /Seat|move|silence/.test(name))).toEqual([
      ['link.lockSeat', 2, true],
      ['link.lockSeat', 1, false],
      ['silence', 'amy', true],
      ['link.moveTo', 3, 'amy'],
    ])
    room.users.set([user('me'), user('amy', { silenced: true })])
    room.link.set({ seats: seats({ 3: { userId: 'amy' } }) })
    await settle()
    expect(ariaLabel('.seat', 3)).toBe('Seat 4, name-amy, Muted, Chosen')
    await tap('.unmute')
    expect(room.callsOf('silence').pop()).toEqual(['amy', false])
    await tap('.seat', 3)
    expect(part.querySelector('.unmute')).toBeUndefined()
  })

  test('withdraws an invitation that waits, in the same list', async () => {
    await show(true, { open: true })
    expect(text()).toContain('Nobody is waiting')
    room.link.set({
      requests: [request('i1', { from: 'anchor', userId: 'cat', name: 'name-cat', seat: 2 }), request('a')],
    })
    await settle()
    expect(part.querySelector('.asked')?.dom?.textContent).toBe('name-catInvited · Seat 3 · 30sCancel')
    expect(part.querySelectorAll('.waiting')).toHaveLength(1)
    expect(ariaLabel('.toggle')).toBe('Requests, 1, Close')
    expect(ariaLabel('.cancel')).toBe('Cancel, name-cat')
    await tap('.cancel')
    expect(room.callsOf('link.cancel')).toEqual([['i1']])
  })

  test('where seats have no numbers, only who is linked is there, to hang up on', async () => {
    await show(true, { open: true })
    room.session.set({ capabilities: { ...room.session.snapshot.capabilities, seats: false } })
    room.link.set({ seats: seats({ 1: { userId: 'amy' } }) })
    await settle()
    expect(part.querySelectorAll('.seat')).toHaveLength(1)
    expect(part.querySelector('.number')).toBeUndefined()
    await tap('.seat')
    const acts = () => ['.lock', '.mute', '.end'].map((name) => part.querySelectorAll(name).length)
    expect(acts()).toEqual([0, 1, 1])
    room.session.set({ capabilities: { ...room.session.snapshot.capabilities, silence: false } })
    await settle()
    expect(acts()).toEqual([0, 0, 1])
  })

  test('the room may end while all is unfolded', async () => {
    await show(true, { open: true })
    room.link.set({ seats: seats({ 0: { userId: 'amy' } }), requests: [request('a')] })
    await settle()
    await tap('.seat')
    room.session.set({ connection: { state: 'left', reason: 'room-closed' } })
    room.link.set({ requests: [], seats: [] })
    await settle()
    expect(text()).toBe('')
  })

  test('a name is text, whatever is in it', async () => {
    await show(true)
    room.users.set([user('me')])
    room.link.set({ requests: [request('x', { name: '<b>שלום</b>' })] })
    await settle()
    expect(part.querySelector('.name')?.dom?.textContent).toBe('<b>שלום</b>')
  })
})

test('two rooms on a page, and a room that is not there yet', async () => {
  const other = new FakeRoom()
  getRoom('other').attach(other)
  other.enter(['zoe'])
  other.session.set({ rights: { publish: true, chat: true, link: false, host: true, moderate: true } })
  other.link.set({ requests: [request('z')] })
  await show(false, { room: 'other' })
  expect(part.querySelector('.waiting .name')?.dom?.textContent).toBe('name-z')
  part.setData({ room: 'nowhere' })
  await settle()
  expect(text()).toBe('')
  part.setData({ room: '' })
  await settle()
  expect(text()).toContain('Ask to join')
  removeRoom('other')
  removeRoom('nowhere')
})

test('properties of wrong types leave it working, and are told', async () => {
  await show(false, { media: 7, mediaChoice: 'yes', open: 'no', lang: 5, theme: {}, room: null })
  expect(part.querySelector('.request')).toBeDefined()
  await tap('.request')
  expect(room.callsOf('link.request')).toEqual([[{ media: 'video' }]])
  expect(raised.map(([name]) => name)).toEqual(['error'])
})

test('names of 200 characters with emoji, right to left and HTML are text, one emoji is one initial', async () => {
  const name = `👩‍🚀<i>${'שלום很长'.repeat(24)}</i>`
  await show(true, { open: true })
  room.users.set([user('me'), user('amy', { name, silenced: true })])
  room.link.set({ seats: seats({ 0: { userId: 'amy' } }), requests: [request('x', { name })] })
  await settle()
  expect(part.querySelector('.name')?.dom?.textContent).toBe(name)
  expect(part.querySelector('.face')?.dom?.textContent).toBe('👩')
  expect(ariaLabel('.seat')).toBe(`Seat 1, ${name}, Muted`)
  // Texts whose keys cannot stand in a path would be sent anew with every change.
  expect(Object.keys(part.data.t as object).filter((key) => !/^\w+$/.test(key))).toEqual([])
})

test('the second hand runs only while something counts and the page is shown', async () => {
  await show(false)
  jest.useFakeTimers()
  try {
    await jest.advanceTimersByTimeAsync(5_000)
    expect(part.data.now).toBe(0)
    room.link.set({ mine: { state: 'linked', seat: 0, since: Date.now() } })
    await jest.advanceTimersByTimeAsync(3_000)
    expect(part.data.now).toBe(0)
    room.link.set({ mine: { state: 'requesting', request: request('q1') } })
    await jest.advanceTimersByTimeAsync(3_100)
    expect(part.data.now).toBeGreaterThan(Date.now() - 1_000)
    part.triggerPageLifeTime('hide')
    const hidden = part.data.now
    await jest.advanceTimersByTimeAsync(5_000)
    expect(part.data.now).toBe(hidden)
    part.triggerPageLifeTime('show')
    expect(part.data.now).toBe(Date.now())
    part.leave()
    here = false
    expect(jest.getTimerCount()).toBe(0)
  } finally {
    jest.useRealTimers()
  }
})
