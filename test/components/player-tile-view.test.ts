// First: it defines Component and Behavior, which the sources call while they load.
import '../support/simulate'
import '../../components/player-tile/messages'
import { coverOf, initialOf, sentenceOf, toneOf } from '../../components/player-tile/view'
import type { StreamView } from '../../store/types'
import { playerSnapshot, stream } from '../support/fake-room'

const view = (change: object): StreamView => {
  const { attributes, stats: _stats, state: _state, ...rest } = playerSnapshot('s-a')
  return {
    ...stream('a'),
    ...rest,
    ...attributes,
    name: 'A',
    phase: 'live',
    failure: '',
    attempt: 0,
    ...change,
  } as StreamView
}

test.each([
  [undefined, 'ended', 'The stream has ended'],
  [{ phase: 'idle' }, 'loading', 'Loading'],
  [{ phase: 'starting' }, 'loading', 'Loading'],
  [{ phase: 'starting', video: false }, 'avatar', 'Voice only'],
  [{ phase: 'live' }, 'none', ''],
  [{ phase: 'live', video: false }, 'avatar', 'Voice only'],
  [{ phase: 'live', video: false, audio: false }, 'avatar', 'Camera off'],
  [{ phase: 'buffering' }, 'busy', 'Buffering'],
  [{ phase: 'retrying', attempt: 2 }, 'busy', 'Retrying, attempt 2'],
  [{ phase: 'suspended' }, 'paused', 'Paused'],
  [{ phase: 'interrupted' }, 'paused', 'Another app uses the sound'],
  [{ phase: 'failed' }, 'failed', 'No picture'],
  [{ phase: 'failed', video: false }, 'failed', 'No picture'],
  [{ phase: 'stopped' }, 'ended', 'The stream has ended'],
])('%j is covered by %s: %s', (change, cover, sentence) => {
  const shown = change && view(change)
  expect([coverOf(shown), sentenceOf(shown, 'en')]).toEqual([cover, sentence])
})

test('who is expected and not there is offline; who has been buffering for long is frozen', () => {
  expect(sentenceOf(undefined, 'en', true)).toBe('Offline')
  expect(sentenceOf(view({ phase: 'buffering' }), 'en', false, true)).toBe('The picture has stopped')
  expect(sentenceOf(view({ phase: 'live' }), 'en', true, true)).toBe('')
})

test('initials are whole characters, tones are stable', () => {
  expect([initialOf('小明'), initialOf(' bob'), initialOf('😀x'), initialOf('')]).toEqual(['小', 'B', '😀', ''])
  expect(toneOf('user-1')).toBe(toneOf('user-1'))
  expect(new Set(Array.from({ length: 60 }, (_, i) => toneOf(`u${i}`))).size).toBe(6)
})
