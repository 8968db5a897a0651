import { LiveError } from '../../src/errors'
import type { LinkRequest } from '../../src/provider/types'
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

const label = (selector: string) => part.querySelector(selector)?.toJSON().attrs
const ariaLabel = (selector: string): string =>
  label(selector)?.find((attr: { name: string }) => attr.name === 'ariaLabel')?.value as string
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
    expect(text()).toContain('Waiting for the host25s')
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

  test('is linked for so long, and hangs up', async () => {
    await show(false)
    await mine({ state: 'linked', seat: 2, since: Date.now() - 65_000 })
    expect(text()).toContain('On air1:05')
    await tap('.end')
    expect(room.callsOf('link.end')).toEqual([[undefined]])
    await mine({ state: 'idle', ended: 'ended' })
    expect(raised).toEqual([
      ['linkstart', { seat: 2, media: 'video' }],
      ['linkend', { reason: 'ended' }],
    ])
  })

  test.each([
    ['.take-invite', 'link.accept'],
    ['.refuse-invite', 'link.refuse'],
  ])('answers an invitation: %s', async (button, call) => {
    await show(false)
    await mine({ state: 'invited', request: request('i1', { from: 'anchor' }) })
    expect(text()).toContain('The host invites you')
    await tap(button)
    expect(room.callsOf(call)).toHaveLength(1)
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
    expect(ariaLabel('.toggle')).toBe('Mic-link, 2 waiting')
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
    expect(part.data.pending).toEqual({ 'answer-b': true })
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
        { index: 0, userId: 'amy', locked: false, muted: false },
        { index: 1, userId: null, locked: false, muted: false },
      ],
    })
    await settle()
    await tap('.refuse-all')
    expect(room.callsOf('link.refuse').map(([requestId]) => requestId)).toEqual(['a', 'b'])
    await tap('.seat')
    expect(ariaLabel('.end')).toBe('Hang up, name-amy')
    await tap('.end')
    expect(room.callsOf('link.end')).toEqual([['amy']])
  })

  test('a name is text, whatever is in it', async () => {
    await show(true)
    room.users.set([user('me')])
    room.link.set({ requests: [request('x', { name: '<b>שלום</b>' })] })
    await settle()
    expect(part.querySelector('.name')?.dom?.textContent).toBe('<b>שלום</b>')
  })
})

test('the second hand runs only while something counts and the page is shown', async () => {
  await show(false)
  jest.useFakeTimers()
  try {
    await jest.advanceTimersByTimeAsync(5_000)
    expect(part.data.now).toBe(0)
    room.link.set({ mine: { state: 'linked', seat: 0, since: Date.now() } })
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
