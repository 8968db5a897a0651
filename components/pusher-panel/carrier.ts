/** Clouds that are joined by a live-pusher (TRTC): the panel's own tag enters the room, with camera and microphone off. */
import type { LiveError, PusherDevice } from '../../src/index'
import { fail, isGone } from '../shared/action'
import { call } from './device'
import type { Panel } from './panel'

/** A refusal to stop is told, and no reason not to start. */
const stop = (panel: Panel, how: () => Promise<void>) => how().catch((error: LiveError) => fail(panel, error))

/** A tag that carries takes camera and microphone by a new start only. */
export const carrying = (panel: Panel, device: PusherDevice): PusherDevice => ({
  ...device,
  async start() {
    const was = panel.carries
    panel.carries = false
    if (was) await stop(panel, device.stop)
    await device.start()
  },
})

/** Starts at the room's address, once the tag has it; without one stops. What I publish does its own start. */
export function carry(panel: Panel, url: string): void {
  const was = panel.carries
  if (panel.data.streamId || (!url && !was)) return
  panel.carries = !!url
  const run = async () => {
    if (was) await stop(panel, () => call('stop'))
    if (url) await call('start')
  }
  const flushed = () => {
    if (!isGone(panel)) run().catch((error: LiveError) => fail(panel, error))
  }
  ;(panel as { setData(data: object, done: () => void): void }).setData({}, flushed)
}
