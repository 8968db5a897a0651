import { getRoom } from 'lianmai'

/** What happened while this phone was in the room. */
export interface Summary {
  /** `h:mm:ss` */
  duration: string
  peak: number
  likes: number
  gifts: number
  messages: number
}

const two = (n: number) => String(n).padStart(2, '0')
const clock = (s: number) => `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(Math.floor(s) % 60)}`

/** Counts from now on; call it when the room has been joined. */
export function tally(key = 'default') {
  const { session, messages, streams } = getRoom(key).room!
  const began = Date.now()
  const likes = session.snapshot.likes
  const seen = new Set<string>()
  let [peak, gifts] = [session.snapshot.online, 0]
  const read = () => {
    for (const entry of messages.snapshot.entries) {
      if (entry.status !== 'sent' || entry.at < began || seen.has(entry.key)) continue
      seen.add(entry.key)
      if (entry.kind === 'gift') gifts += entry.gift.count
    }
  }
  const offs = [messages.onChange(read), session.onChange(({ online }) => (peak = Math.max(peak, online)))]
  return {
    /** Calls back when the last stream has gone (false), and when one is there again (true). */
    onAir(tell: (on: boolean) => void) {
      let on = streams.snapshot.length > 0
      offs.push(
        streams.onChange((list) => {
          if (on !== list.length > 0) tell((on = !on))
        }),
      )
    },
    /** @param seconds how long it was; default since counting began */
    summary: (seconds = (Date.now() - began) / 1000): Summary => ({
      duration: clock(seconds),
      peak,
      likes: session.snapshot.likes - likes,
      gifts,
      messages: seen.size,
    }),
    stop: () => offs.forEach((off) => off()),
  }
}
