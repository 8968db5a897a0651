import type { FlvTag } from '@lianmai/flv'
import { roleOf } from '../src/media/media-tag'
import { Timeline } from '../src/media/timeline'

test.each<[string, number[], number[]]>([
  ['starts at 0 whatever the encoder says', [5000, 5040, 5020], [0, 40, 20]],
  ['goes through the end of 32 bits', [0xfffffff0, 0x10], [0, 32]],
  ['a restarted encoder goes on', [60_000, 60_040, 0, 40], [0, 40, 41, 81]],
  ['a leap forward is taken out', [0, 40, 100_000, 100_040], [0, 40, 41, 81]],
])('timeline: %s', (_name, timestamps, times) => {
  const timeline = new Timeline()
  expect(timestamps.map((timestamp) => timeline.place(timestamp))).toEqual(times)
})

test('what is no use to players is not passed on; what is damaged is an error', () => {
  const role = (type: FlvTag['type'], ...payload: number[]) =>
    roleOf({ type, timestamp: 0, payload: Uint8Array.from(payload) })
  expect(role('audio')).toBeUndefined()
  expect(role('script', 0x11)).toBeUndefined()
  expect(() => role('video', 0x17, 1)).toThrow(expect.objectContaining({ code: 'truncated' }))
  expect(() => role('script', 9)).toThrow(expect.objectContaining({ code: 'malformed' }))
})
