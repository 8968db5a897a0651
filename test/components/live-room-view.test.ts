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
      const panel = panelOf(connection, null, lang, true)
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
  const panel = panelOf({ state: 'left', reason: 'refused' }, problem, 'en', true)
  expect(panel).toMatchObject({ kind, hint: 'for developers', developer: 'For developers' })
  expect(panel?.retry !== '').toBe(retry)
  expect(panelOf({ state: 'left', reason: 'refused' }, problem, 'en', false)).toMatchObject({ hint: '', developer: '' })
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
