/** The entries that stand beside the core load where there is nothing but timers and console, and say that wx is missing. */
import type * as Interop from '../../../src/interop'
import type * as Preflight from '../../../src/preflight'
import type * as Simulated from '../../../src/provider/simulated'
import { bundle, load } from '../realm/realm'

it('preflight', async () => {
  const { exports: api, timers } = load<typeof Preflight>(bundle('src/preflight/index.ts'))
  const { state, rows } = await api.preflight()
  expect(state).toBe('unknown')
  expect(rows.filter(({ reason }) => reason === 'no-wx')).toHaveLength(rows.length)
  await expect(api.openPermissions('app-setting')).rejects.toMatchObject({ reason: 'unsupported' })
  await expect(api.requestScope('camera')).rejects.toMatchObject({ reason: 'unsupported' })
  await expect(api.requirePrivacy()).rejects.toMatchObject({ reason: 'unsupported' })
  expect(timers()).toBe(0)
})

it('interop', () => {
  const { exports: api } = load<typeof Interop>(bundle('src/interop/index.ts'))
  expect(api.interop('webrtc', 'cdn').cost).toBe('audio')
  expect(api.kindOf('rtmp://h/a/s')).toBe('rtmp')
})

it('simulated, and nothing is left after leave()', async () => {
  const { exports: api, timers } = load<typeof Simulated>(bundle('src/provider/simulated/index.ts'))
  const provider = api.simulated()({})
  const { streams } = await provider.join({ roomId: 'r', token: '' })
  const { urls } = await provider.play(streams[0]!.id, { mode: 'live' })
  expect(urls[0]).toContain('simulated:alice')
  expect(timers()).toBeGreaterThan(0)
  await provider.leave()
  expect(timers()).toBe(0)
})
