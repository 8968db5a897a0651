import { LiveError } from '../../src/errors'
import type { LinkRequest, Rights, User } from '../../src/provider/types'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, stream, user } from '../support/fake-room'
import { attr, collect, expectNoErrors, load, render, spySetData, type Rendered } from '../support/simulate'

const AUDIENCE: Rights = { publish: false, chat: true, link: true, host: false, moderate: false }
const HOST: Rights = { publish: true, chat: true, link: false, host: true, moderate: true }

const request = (userId: string, change: Partial<LinkRequest> = {}): LinkRequest => ({
  id: `q-${userId}`,
  from: 'audience',
  userId,
  name: userId,
  media: 'video',
  createdAt: 1,
  expiresAt: 2,
  ...change,
})

const spy = spySetData()
const id = load('member-list')
let room: FakeRoom
let part: Rendered
let events: ReturnType<typeof collect>

beforeEach(() => {
  jest.useFakeTimers()
  room = new FakeRoom()
  getRoom().attach(room)
})

afterEach(async () => {
  part.leave()
  removeRoom('default')
  await pass(0)
  expect(room.listenerCount).toBe(0)
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
  expectNoErrors()
})

/** Past the rhythm in which ticking values leave. */
const pass = (ms = 300) => jest.advanceTimersByTimeAsync(ms)

async function show(rights: Rights, people: User[], properties: Record<string, unknown> = {}): Promise<void> {
  room.enter([], people[0])
  room.users.set(people)
  room.session.set({ rights })
  part = render(id, { lang: 'en', ...properties })
  events = collect(part, 'usertap', 'error')
  await pass()
}

const me = user('me', { role: 'anchor', name: 'Mia' })
const crowd = (count: number) => Array.from({ length: count }, (_, index) => user(`u${index}`))

async function tap(selector: string, index = 0): Promise<void> {
  const node = part.querySelectorAll(selector)[index]
  if (!node) throw new Error(`no ${selector} on screen`)
  node.dispatchEvent('tap')
  await pass()
}

async function search(value: string): Promise<void> {
  part.querySelector('.input')?.dispatchEvent('input', { detail: { value } })
  await pass()
}

const text = () => part.querySelector('.lm-root')?.dom?.textContent ?? ''
const labels = (selector = '.person') => part.querySelectorAll(selector).map((node) => attr(node, 'ariaLabel'))
const names = () => part.querySelectorAll('.name').map((node) => node.dom?.textContent)
const acts = () => part.querySelectorAll('.act').map((node) => node.dom?.textContent)

test('who is here, by what they do: me, on air, asking, the others, each with all that is known in one label', async () => {
  const people = [
    user('me'),
    user('ann', { muted: true }),
    user('bob'),
    user('zed'),
    user('dan', { role: 'admin' }),
    user('eve', { role: 'anchor' }),
    user('gus'),
  ]
  room.streams.set([stream('eve'), stream('bob', { video: false })])
  room.link.set({
    seats: [{ index: 1, userId: 'bob', locked: false }],
    requests: [request('gus'), request('ann', { from: 'anchor' })],
  })
  await show(AUDIENCE, people)
  room.streams.set([stream('eve'), stream('bob', { video: false })])
  await pass()
  expect(labels()).toEqual([
    'name-me, me · Audience',
    'name-eve, Host, microphone on, camera on',
    'name-bob, Audience · Seat 2, microphone on, camera off',
    'name-ann, Audience · invited · chat muted',
    'name-gus, Audience · asks to join',
    'name-dan, Moderator',
    'name-zed, Audience',
  ])
  expect(part.querySelectorAll('.manage')).toHaveLength(0)
  expect(part.querySelectorAll('.lm-icon-camera-off')).toHaveLength(1)
})

describe('a big room', () => {
  const shownOf = () => part.querySelector('.listed')?.dom?.textContent

  test('10,000 online, 500 listed: the figure is that of everybody, and it says who is listed', async () => {
    await show(HOST, [me, ...crowd(499)])
    room.session.set({ online: 10_000 })
    await pass()
    expect(part.querySelector('.head .detail')?.dom?.textContent).toBe('10000')
    expect(shownOf()).toBe('10000 online, the first 500 listed')
    expect(part.querySelectorAll('.name').length).toBeLessThanOrEqual(59)
    expect(text()).toContain('450 more; search by name')
    await search('name-u498')
    expect(names()).toEqual(['name-u498'])
  })

  test('somebody who is listed late stands among the others', async () => {
    await show(HOST, [me, ...crowd(40)])
    room.session.set({ online: 10_000 })
    room.users.set([me, ...crowd(40), user('late', { role: 'speaker' })])
    await pass()
    expect(names().slice(0, 2)).toEqual(['Mia', 'name-late'])
    expect(shownOf()).toBe('10000 online, the first 42 listed')
  })

  test('a count that comes a moment after who left is no big room', async () => {
    await show(HOST, [me, user('ann')])
    room.session.set({ online: 4 })
    await pass()
    expect(shownOf()).toBeUndefined()
    part.setData({ lang: 'zh' })
    room.session.set({ online: 12 })
    await pass()
    expect(shownOf()).toBe('12 人在线，列出前 2 位')
  })
})

test('what I publish shows as mine', async () => {
  await show(HOST, [me, user('ann')])
  const { attributes } = room.pusher.snapshot
  room.pusher.set({ streamId: 's-me', attributes: { ...attributes, enableMic: false } })
  await pass()
  expect(labels()[0]).toBe('Mia, me · Host, microphone off, camera on')
})

test('a tap on a person is the page’s', async () => {
  await show(AUDIENCE, [user('me'), user('ann')])
  await tap('.person', 1)
  expect(events).toEqual([['usertap', { userId: 'ann' }]])
})

describe('states', () => {
  test.each([
    [{ state: 'idle' }, 'Enter the room to see who is here'],
    [{ state: 'left', reason: 'room-closed' }, 'Enter the room to see who is here'],
    [{ state: 'joining' }, 'Loading…'],
  ] as const)('%j', async (connection, sentence) => {
    part = render(id, { lang: 'en' })
    events = collect(part, 'error')
    room.session.set({ connection })
    await pass()
    expect(part.querySelector('.note')?.dom?.textContent).toBe(sentence)
    expect(part.querySelector('.scroll')).toBeUndefined()
  })

  test('alone', async () => {
    await show(HOST, [me])
    expect(part.querySelector('.note')?.dom?.textContent).toBe('Nobody else is here yet')
  })

  test('without a room', async () => {
    removeRoom('default')
    part = render(id, { lang: 'en' })
    await pass()
    expect(text()).toContain('Enter the room')
  })

  test('a room that ends while actions are open', async () => {
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    room.session.set({ connection: { state: 'left', reason: 'kicked' } })
    room.users.set([])
    await pass()
    expect(text()).toContain('Enter the room')
    expect(acts()).toEqual([])
  })
})

describe('actions', () => {
  test('a host invites', async () => {
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    expect(labels('.act')[0]).toBe('Invite to join, name-ann')
    await tap('.invite')
    expect(room.callsOf('link.invite').map(([userId]) => userId)).toEqual(['ann'])
    expect(acts()).toEqual([])
  })

  test.each([
    ['asks', { requests: [request('ann')] }],
    ['is on air', { seats: [{ index: 0, userId: 'ann', locked: false }] }],
  ] as const)('who %s is not invited', async (_what, link) => {
    room.link.set(link as object)
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    expect(acts()).not.toContain('Invite to join')
    expect(acts().slice(-2)).toEqual(['Mute chat', 'Remove'])
  })

  test('an invitation that waits is withdrawn, not sent again', async () => {
    room.link.set({ requests: [request('ann', { from: 'anchor' })] })
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    expect(acts()).toEqual(['Withdraw invitation', 'Make speaker', 'Make host', 'Mute chat', 'Remove'])
    await tap('.withdraw')
    expect(room.callsOf('link.cancel')).toEqual([['q-ann']])
  })

  test('a microphone is taken and given back, of guests and speakers; hosts keep theirs', async () => {
    room.link.set({ seats: [{ index: 0, userId: 'ann', locked: false }] })
    const people = [me, user('eve', { role: 'anchor' }), user('sue', { role: 'speaker', silenced: true }), user('ann')]
    await show(HOST, people)
    expect(labels()[2]).toBe('name-sue, Speaker · muted by host')
    await tap('.manage')
    expect(acts()).toEqual(['Mute chat', 'Remove'])
    await tap('.manage', 1)
    expect(acts()).toEqual(['Unmute mic', 'Make audience', 'Make host', 'Mute chat', 'Remove'])
    await tap('.heard')
    await tap('.manage', 2)
    await tap('.silence')
    expect(room.callsOf('silence')).toEqual([
      ['sue', false],
      ['ann', true],
    ])
  })

  test('all microphones in one tap, and back; where nobody has one, no button', async () => {
    await show(HOST, [me, user('ann')])
    expect(part.querySelector('.all')).toBeUndefined()
    room.users.set([me, user('ann'), user('sue', { role: 'speaker' })])
    await pass()
    expect(labels('.all')).toEqual(['Mute all'])
    let done: () => void = () => undefined
    Object.assign(room, {
      silenceAll: (on: boolean) => (room.calls.push(['silenceAll', on]), new Promise<void>((yes) => (done = yes))),
    })
    await tap('.all')
    await tap('.all')
    expect(labels('.all')).toEqual(['Mute all, Please wait'])
    done()
    room.session.set({ allSilenced: true })
    await pass()
    expect(labels('.all')).toEqual(['Unmute all'])
    await tap('.all')
    expect(room.callsOf('silenceAll')).toEqual([[true], [false]])
    done()
    room.session.set({ rights: AUDIENCE })
    await pass()
    expect(part.querySelector('.all')).toBeUndefined()
  })

  test('roles: up, down, and the room handed over after a second tap', async () => {
    await show(HOST, [me, user('ann'), user('sue', { role: 'speaker' })])
    await tap('.manage', 1)
    await tap('.promote')
    await tap('.manage')
    await tap('.demote')
    await tap('.manage', 1)
    await tap('.host')
    expect(acts()).toEqual(['Hand over? You become a speaker', 'Cancel'])
    expect(room.callsOf('transferHost')).toEqual([])
    await tap('.host')
    expect(room.calls.filter(([name]) => /Role|Host/.test(name))).toEqual([
      ['setRole', 'ann', 'speaker'],
      ['setRole', 'sue', 'audience'],
      ['transferHost', 'ann'],
    ])
  })

  test('what is asked once more is forgotten when it cannot be done any more', async () => {
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    await tap('.kick')
    const { capabilities } = room.session.snapshot
    room.session.set({ capabilities: { ...capabilities, moderate: false } })
    await pass()
    expect(acts()).toEqual(['Invite to join', 'Make speaker', 'Make host'])
    await tap('.host')
    expect(room.callsOf('transferHost')).toEqual([])
  })

  test('who goes while something is done to them: a sentence, and the row is gone', async () => {
    await show(HOST, [me, user('ann')])
    room.fail('muteChat', LiveError.of('user-not-found', 'gone'))
    await tap('.manage')
    await tap('.mute')
    room.users.set([me])
    await pass()
    expect(text()).toContain('That person is not here any more')
    expect(acts()).toEqual([])
  })

  test('chat is muted, and given back', async () => {
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    await tap('.mute')
    room.users.set([me, user('ann', { muted: true })])
    await pass()
    await tap('.manage')
    await tap('.unmute')
    expect(room.callsOf('muteChat')).toEqual([
      ['ann', true],
      ['ann', false],
    ])
  })

  test('removing asks once more; cancel goes back', async () => {
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    await tap('.kick')
    expect(room.callsOf('kick')).toEqual([])
    expect(acts()).toEqual(['Just remove', 'Keep out 1 hour', 'Keep out 1 day', 'Keep out for good', 'Cancel'])
    await tap('.cancel')
    expect(acts()).toEqual(['Invite to join', 'Make speaker', 'Make host', 'Mute chat', 'Remove'])
    await tap('.kick')
    expect(labels('.kick')).toEqual(['Just remove, name-ann'])
    await tap('.kick')
    expect(room.callsOf('kick')).toEqual([['ann']])
    expect(room.callsOf('ban')).toEqual([])
  })

  test.each([
    ['.banHour', ['ann', { seconds: 3600 }]],
    ['.banDay', ['ann', { seconds: 86_400 }]],
    ['.ban', ['ann']],
  ])('removed and kept out by %s', async (choice, call) => {
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    await tap('.kick')
    await tap(choice)
    expect(room.callsOf('ban')).toEqual([call])
    expect(room.callsOf('kick')).toEqual([])
    expect(acts()).toEqual([])
  })

  test('where nobody can be kept out, removing asks once more', async () => {
    await show(HOST, [me, user('ann')])
    room.session.set({ capabilities: { ...room.session.snapshot.capabilities, ban: false } })
    await pass()
    await tap('.manage')
    await tap('.kick')
    expect(acts()).toEqual(['Remove for sure?', 'Cancel'])
    expect(labels('.kick')).toEqual(['Remove for sure?, name-ann'])
    await tap('.kick')
    expect(room.callsOf('kick')).toEqual([['ann']])
  })

  test('a half-made removal is forgotten with the row, and when the person goes and returns', async () => {
    await show(HOST, [me, user('ann'), user('bob')])
    await tap('.manage')
    await tap('.kick')
    await tap('.manage', 1)
    expect(acts()).toEqual(['Invite to join', 'Make speaker', 'Make host', 'Mute chat', 'Remove'])
    await tap('.kick')
    room.users.set([me, user('ann')])
    await pass()
    room.users.set([me, user('ann'), user('bob')])
    await pass()
    expect(acts()).toEqual([])
    await tap('.manage', 1)
    expect(acts()).toContain('Remove')
  })

  test('pending until the server has answered, once; its refusal is a sentence and an error event', async () => {
    await show(HOST, [me, user('ann')])
    let refuse: (error: unknown) => void = () => undefined
    const muteChat = (...args: unknown[]) => {
      room.calls.push(['muteChat', ...args])
      return new Promise((_, reject) => (refuse = reject))
    }
    Object.assign(room, { muteChat })
    await tap('.manage')
    await tap('.mute')
    await tap('.mute')
    expect(room.callsOf('muteChat')).toHaveLength(1)
    expect(labels('.mute')).toEqual(['Mute chat, name-ann, Please wait'])
    refuse(LiveError.of('forbidden', 'no'))
    await pass()
    expect(text()).toContain('You may not do that')
    expect(events).toEqual([['error', expect.objectContaining({ reason: 'forbidden' })]])
    await tap('.failure')
    expect(part.querySelector('.failure')).toBeUndefined()
  })

  test('while reconnecting nothing is sent, and the buttons say so', async () => {
    await show(HOST, [me, user('ann')])
    await tap('.manage')
    room.session.set({ connection: { state: 'reconnecting', attempt: 1 } })
    await pass()
    expect(text()).toContain('Reconnecting…')
    expect(attr(part.querySelector('.mute'), 'ariaDisabled')).toBe(true)
    await tap('.mute')
    expect(room.callsOf('muteChat')).toEqual([])
  })

  test('what the rights or the provider lack is not offered', async () => {
    await show({ ...HOST, host: false }, [user('me', { role: 'admin' }), user('ann'), user('eve', { role: 'anchor' })])
    await tap('.manage', 1)
    expect(acts()).toEqual(['Make speaker', 'Mute chat', 'Remove'])
    const { capabilities } = room.session.snapshot
    const none = { ...capabilities, moderate: false, roles: false, silence: false }
    room.session.set({ capabilities: none })
    await pass()
    expect(part.querySelectorAll('.manage')).toHaveLength(0)
    room.session.set({ rights: HOST, capabilities: { ...none, link: false } })
    await pass()
    expect(part.querySelectorAll('.manage')).toHaveLength(0)
  })

  test('a host does not moderate a moderator', async () => {
    await show(HOST, [me, user('dan', { role: 'admin' })])
    expect(part.querySelectorAll('.manage')).toHaveLength(0)
  })
})

describe('many', () => {
  test('the field is there from 13 on, and finds by name beyond the rows on screen', async () => {
    await show(HOST, [me, ...crowd(11)])
    expect(part.querySelector('.input')).toBeUndefined()
    room.users.set([me, ...crowd(80), user('x9', { name: 'Zoë' })])
    await pass()
    expect(part.querySelectorAll('.person')).toHaveLength(50)
    expect(text()).toContain('People82')
    expect(text()).toContain('32 more; search by name')
    await search('  zOË ')
    expect(names()).toEqual(['Zoë'])
    await search('-U79')
    expect(names()).toEqual(['name-u79'])
    await search('nobody')
    expect(text()).toContain('Nobody by that name')
    await search('')
    expect(part.querySelectorAll('.person')).toHaveLength(50)
  })

  test.each([
    [3, 3],
    [0, 1],
    [-7, 1],
    [1000, 59],
  ])('max %j shows %i rows; no node has more than 60 children', async (max, rows) => {
    await show(HOST, [me, ...crowd(90)], { max })
    expect(part.querySelectorAll('.person')).toHaveLength(rows)
    const said = events.map(([, detail]) => (detail as { message: string }).message)
    expect(said).toEqual(max >= 1 ? [] : [`member-list: max "${max}" is not valid; use 1 or more`])
    expect(part.querySelector('.input')).toBeDefined()
    expect(part.querySelector('.rows')?.dom?.children.length).toBeLessThanOrEqual(60)
  })

  test('who goes costs the order, who comes a place that fell free: never the list', async () => {
    const people = [me, ...crowd(30)]
    await show(HOST, people)
    spy.clear()
    room.users.set(people.filter((person) => person.id !== 'u3'))
    await pass()
    expect(spy.calls.map(({ data }) => Object.keys(data))).toEqual([['order', 'count']])
    expect(spy.bytes).toBeLessThan(140)
    expect(names()).not.toContain('name-u3')
    spy.clear()
    const newcomer = user('late', { name: 'Late' })
    room.users.set([...people.filter((person) => person.id !== 'u3'), newcomer])
    await pass()
    expect(spy.calls).toHaveLength(1)
    expect(spy.bytes).toBeLessThan(120)
    expect(names().slice(-1)).toEqual(['Late'])
    expect(labels().slice(-1)).toEqual(['Late, Audience'])
  })

  test('a hundred arrivals in a second are four updates at most; none while hidden', async () => {
    await show(HOST, [me])
    spy.clear()
    for (let count = 1; count <= 100; count += 1) {
      room.users.set([me, ...crowd(count)])
      await pass(10)
    }
    expect(spy.calls.length).toBeLessThanOrEqual(5)
    part.triggerPageLifeTime('hide')
    await pass()
    spy.clear()
    room.users.set([me])
    await pass(2000)
    expect(spy.calls).toEqual([])
    part.triggerPageLifeTime('show')
    await pass()
    expect(names()).toEqual(['Mia'])
  })

  test('every story of comings and goings shows what is in the room, in order', async () => {
    await show(AUDIENCE, [user('me')])
    let seed = 7
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below
    let here: User[] = []
    let most = 0
    for (let step = 0; step < 60; step += 1) {
      if (random(2) || !here.length) here = [...here, user(`p${step}`)]
      else here = here.filter((_, index) => index !== random(here.length))
      room.users.set([user('me'), ...here])
      await pass()
      expect(names()).toEqual(['name-me', ...here.map(({ name }) => name)])
      most = Math.max(most, here.length + 1)
      expect(part.data.slots).toHaveLength(most)
    }
  })
})

test('names are text: HTML, right to left, 200 characters, emoji; without one the id', async () => {
  const strange = [`<b>${'x'.repeat(200)}</b>`, 'שלום', '👩‍🚀 Ada', '']
  await show(AUDIENCE, [user('me'), ...strange.map((name, index) => user(`s${index}`, { name }))])
  expect(names().slice(1)).toEqual([...strange.slice(0, 3), 's3'])
  expect(part.querySelectorAll('.face').map((node) => node.dom?.textContent)).toEqual(['n', '<', 'ש', '👩', 's'])
})

test('a picture lies over the initial', async () => {
  await show(AUDIENCE, [user('me'), user('ann', { avatar: 'https://x/a.png' })])
  expect(part.querySelectorAll('.photo').map((node) => attr(node, 'src'))).toEqual(['https://x/a.png'])
})

test('two rooms on a page', async () => {
  const other = new FakeRoom()
  other.enter(['bob'])
  getRoom('other').attach(other)
  await show(HOST, [me], { room: 'other' })
  expect(names()).toEqual(['name-me', 'name-bob'])
  part.setData({ room: '' })
  await pass()
  expect(names()).toEqual(['Mia'])
  removeRoom('other')
})

test('speaks zh', async () => {
  await show(HOST, [me, user('ann')], { lang: 'zh' })
  await tap('.manage')
  expect(labels()).toEqual(['Mia, 我 · 主播', 'name-ann, 观众'])
  expect(acts()).toEqual(['邀请连麦', '设为嘉宾', '移交主播', '禁言', '移出房间'])
})
