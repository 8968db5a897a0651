// First: it defines Component and Behavior, which the sources call while they load.
import '../support/simulate'
import { missingAttribute } from '../../components/live-room/entry'
import '../../components/live-room/messages'
import { bannerOf, panelOf, toastOf } from '../../components/live-room/view'
import type { Connection } from '../../src/provider/types'

test.each([
  [{ state: 'idle' }, 'none', false],
  [{ state: 'joining' }, 'joining', false],
  [{ state: 'joined' }, 'none', false],
  [{ state: 'reconnecting', attempt: 1 }, 'none', false],
  [{ state: 'left', reason: 'left' }, 'over', true],
  [{ state: 'left', reason: 'replaced' }, 'over', true],
  [{ state: 'left', reason: 'refused' }, 'over', true],
  [{ state: 'left', reason: 'kicked' }, 'over', false],
  [{ state: 'left', reason: 'banned' }, 'over', false],
  [{ state: 'left', reason: 'room-closed' }, 'over', false],
  [{ state: 'left', reason: 'token-expired' }, 'over', false],
] as Array<[Connection, string, boolean]>)('panel for %j: %s, retry %s', (connection, kind, retry) => {
  const panel = panelOf(connection, null, 'zh', false)
  expect([panel.kind, panel.retry]).toEqual([kind, retry])
  expect(panel.sentence === '').toBe(kind === 'none')
  expect(bannerOf(connection, 'zh') !== '').toBe(connection.state === 'reconnecting')
})

test.each([
  ['room-full', true],
  ['network', true],
  ['token-invalid', false],
  ['unknown-provider', false],
] as const)('refused for %s: retry %s', (reason, retry) => {
  const problem = { reason, message: 'for developers' }
  expect(panelOf({ state: 'left', reason: 'refused' }, problem, 'en', true)).toMatchObject({
    retry,
    hint: 'for developers',
  })
  expect(panelOf({ state: 'left', reason: 'refused' }, problem, 'en', false).hint).toBe('')
})

test('the passing line shows the newest notice that has no place of its own', () => {
  const notice = (id: number, key: string) => ({ id, key, params: { name: 'Bob' }, level: 'info' as const })
  expect(toastOf([], 'en').text).toBe('')
  expect(toastOf([notice(1, 'notice.user-joined'), notice(2, 'notice.reconnecting')], 'en').text).toBe('Bob joined')
  expect(toastOf([notice(1, 'notice.left-kicked')], 'en').text).toBe('')
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
