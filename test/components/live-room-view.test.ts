// First: it defines Component and Behavior, which the sources call while they load.
import '../support/simulate'
import { missingAttribute } from '../../components/live-room/entry'
import '../../components/live-room/messages'
import { lineOf, panelOf, toastOf } from '../../components/live-room/view'
import type { Connection } from '../../src/provider/types'
import type { NoticeKey } from '../../store/types'

test.each([
  [{ state: 'idle' }, undefined, false, false],
  [{ state: 'joining' }, 'joining', false, false],
  [{ state: 'joined' }, undefined, false, false],
  [{ state: 'reconnecting', attempt: 1 }, undefined, false, false],
  [{ state: 'left', reason: 'left' }, 'left', true, false],
  [{ state: 'left', reason: 'replaced' }, 'replaced', true, true],
  [{ state: 'left', reason: 'refused' }, 'refused', true, false],
  [{ state: 'left', reason: 'kicked' }, 'kicked', false, true],
  [{ state: 'left', reason: 'banned' }, 'banned', false, true],
  [{ state: 'left', reason: 'room-closed' }, 'room-closed', false, true],
  [{ state: 'left', reason: 'token-expired' }, 'token-expired', false, true],
] as Array<[Connection, string | undefined, boolean, boolean]>)(
  'panel for %j: %s, enter again %s, advice %s',
  (connection, kind, retry, todo) => {
    for (const lang of ['zh', 'en']) {
      const panel = panelOf(connection, null, lang, true, false)
      expect([panel?.kind, Boolean(panel?.retry), Boolean(panel?.todo)]).toEqual([kind, retry, todo])
      expect(Boolean(panel?.title)).toBe(Boolean(kind))
    }
  },
)

test.each([
  ['room-full', true, 'error'],
  ['network', true, 'network'],
  ['timeout', true, 'network'],
  ['token-invalid', false, 'error'],
  ['unknown-provider', false, 'error'],
] as const)('refused for %s: enter again %s, drawn as %s', (reason, retry, kind) => {
  const problem = { reason, message: 'for developers' }
  const panel = panelOf({ state: 'left', reason: 'refused' }, problem, 'en', true, false)
  expect(panel).toMatchObject({ kind, hint: 'for developers', developer: 'For developers' })
  expect(panel?.retry !== '').toBe(retry)
  expect(panelOf({ state: 'left', reason: 'refused' }, problem, 'en', false, false)).toMatchObject({
    hint: '',
    developer: '',
  })
})

describe('a ban', () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date(2026, 9, 5, 12, 0) }))
  afterEach(() => jest.useRealTimers())

  test.each([
    [new Date(2026, 9, 5, 18, 30), 'Until 18:30', '解除时间：18:30'],
    [new Date(2026, 9, 6, 8, 5), 'Until 2026-10-06 08:05', '解除时间：2026-10-06 08:05'],
    [undefined, 'Ask a moderator if this is a mistake', '如有疑问请联系管理员'],
  ])('with an end at %s says so, on the way out and on the way in', (end, en, zh) => {
    const problem = { reason: 'banned' as const, message: '', ...(end && { until: end.getTime() }) }
    for (const reason of ['banned', 'refused'] as const) {
      const left = { state: 'left', reason } as const
      expect(panelOf(left, problem, 'en', false, false)).toMatchObject({ todo: en, retry: '' })
      expect(panelOf(left, problem, 'zh', false, false)).toMatchObject({ title: '你已被禁止进入', todo: zh })
    }
  })
})

test('who opens a closed room by coming in is told so, and may', () => {
  const closed = { state: 'left', reason: 'room-closed' } as const
  expect(panelOf(closed, null, 'en', false, true)).toMatchObject({
    kind: 'room-closed',
    todo: 'Enter again to open it anew',
    retry: 'Enter again',
  })
  const kicked = panelOf({ state: 'left', reason: 'kicked' }, null, 'en', false, true)
  expect(kicked?.retry).toBe('')
})

test('what stays at the top: no network before no connection before a weak network; nothing outside the room', () => {
  const reconnecting = (attempt: number) => ({ state: 'reconnecting', attempt }) as const
  expect(lineOf(reconnecting(1), 'good', 'en')).toEqual({
    kind: 'reconnecting',
    text: 'Connection lost, reconnecting…',
  })
  expect(lineOf(reconnecting(3), 'weak', 'en')?.text).toBe('Connection lost, reconnecting… (attempt 3)')
  expect(lineOf(reconnecting(3), 'offline', 'en')?.kind).toBe('offline')
  expect(lineOf({ state: 'joined' }, 'offline', 'en')?.kind).toBe('offline')
  expect(lineOf({ state: 'joined' }, 'weak', 'en')?.kind).toBe('weak')
  expect(lineOf({ state: 'joined' }, 'good', 'en')).toBeNull()
  expect(lineOf({ state: 'left', reason: 'left' }, 'offline', 'en')).toBeNull()
})

test('the passing line shows the newest notice that has no place of its own', () => {
  const notice = (id: number, key: NoticeKey, params = {}) => ({ id, key, params, level: 'info' as const })
  expect(toastOf([], 'en')).toBeNull()
  const bob = notice(1, 'notice.user-joined', { name: 'Bob' })
  for (const key of ['notice.reconnecting', 'notice.offline', 'notice.weak', 'notice.left-kicked'] as const)
    expect(toastOf([bob, notice(2, key)], 'en')).toEqual({ kind: 'info', text: 'Bob joined' })
  expect(toastOf([bob, notice(2, 'notice.resumed')], 'en')).toEqual({ kind: 'done', text: 'Connected again' })
  const long = notice(2, 'notice.user-joined', { name: '😀'.repeat(200) })
  expect(toastOf([long], 'en')?.text).toBe(`${'😀'.repeat(20)}… joined`)
  expect(toastOf([notice(2, 'notice.rate-limited', { seconds: 4 })], 'en')?.text).toContain('4 s')
  expect(toastOf([notice(2, 'error.play-failed')], 'en')?.text).toBe(
    'Playing failed. Check your connection and try again',
  )
})

test.each([
  [{ provider: 'gateway' }, undefined],
  [{ provider: 'gateway', url: '' }, 'url'],
  [{ provider: 'simulated', url: '' }, undefined],
  [{ provider: 'simulated', token: '' }, 'token'],
  [{ provider: 'gateway', roomId: '', token: '' }, 'room-id'],
])('with %j missing is %s', (change, missing) => {
  const props = {
    roomId: 'r',
    url: 'u',
    token: 't',
    role: '',
    userName: '',
    avatar: '',
    autoJoin: true,
    ...change,
  } as const
  expect(missingAttribute(props)).toBe(missing)
})
