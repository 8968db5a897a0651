import { LiveError } from '../../errors'

/** Until the room answers: resolves, rejects with what it says, or with `timeout`. */
export function answered(ms = 15_000, ask: (answer: (error?: LiveError) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const text = 'trtc.join: the room did not answer; is a <live-room> or <pusher-panel> on the page?'
    const timer = setTimeout(() => reject(LiveError.of('timeout', text)), ms)
    ask((error) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve()
    })
  })
}
