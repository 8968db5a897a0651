/** Likes, and the hearts they let fly: mixed into chat-bar. */
import { LiveError } from '../../src/index'
import { fail, type Actor } from '../shared/action'
import { storeOf } from '../shared/bind'
import { raiser } from '../shared/events'
import type { ChatBarEvents } from './events'

const raise = raiser<ChatBarEvents>()

/** Hearts in the air at once; a crowd looks no different above it. */
const MAX_HEARTS = 12
/** Hearts shown for one update of everybody's count. */
const BURST = 3

/** What does not render. */
interface Count {
  /** Hearts so far: ids. */
  hearts: number
  /** Likes of the room that have been shown; -1 while I am not in it. */
  likes: number
  /** My likes that the room's count does not have yet: their hearts have flown already. */
  mine: number
}

const counts = new WeakMap<object, Count>()

function countOf(component: object): Count {
  let count = counts.get(component)
  if (!count) counts.set(component, (count = { hearts: 0, likes: -1, mine: 0 }))
  return count
}

export const heartsBehavior = Behavior({
  data: {
    /** A ring: a new one takes the place of the oldest, which has flown by then. */
    hearts: [] as Array<{ id: number; path: number }>,
  },
  observers: {
    'online, likeCount'(online: boolean, likes: number) {
      const count = countOf(this)
      // Likes from before I came are no event.
      const more = count.likes < 0 ? 0 : likes - count.likes
      count.likes = online ? likes : -1
      const others = Math.max(0, more - count.mine)
      count.mine = Math.max(0, count.mine - more)
      if (others > 0) this.burst(Math.min(BURST, others))
    },
  },
  methods: {
    onLike() {
      if (!(this.data as unknown as { online: boolean }).online) return
      countOf(this).mine += 1
      this.burst(1)
      raise(this, 'like', { count: 1 })
      // Not an act(): the core batches likes, and a control that is pending between two taps would lose some.
      storeOf(this)
        .chat.like()
        .catch((thrown: unknown) => {
          fail(this as unknown as Actor, LiveError.from(thrown, 'network', 'chat-bar: the like was not sent'))
        })
    },
    burst(count: number) {
      const memory = countOf(this)
      const changes: Record<string, unknown> = {}
      for (let i = 0; i < count; i++) {
        const id = memory.hearts++
        changes[`hearts[${id % MAX_HEARTS}]`] = { id, path: id % 3 }
      }
      this.setData(changes)
    },
  },
})
