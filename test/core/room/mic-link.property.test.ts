/**
 * Random stories of two anchors and two guests over connections that break: whatever comes in whatever order, nobody sits
 * double, everybody ends up seeing what the gateway has, and nothing waits for ever.
 */
import fc from 'fast-check'
import { LiveError } from '../../../src/errors'
import { createRoom } from '../../../src/index'
import type { LinkPartSnapshot, Room } from '../../../src/room/types'
import { type Connection, GatewayModel, HOSTS } from './link-model'

const RUNS = Number(process.env.PROPERTY_RUNS ?? 300)
const PEOPLE = [...HOSTS, 'bob', 'cat']
const REQUEST = { roomId: 'r1', token: 't' }

const CALLS = [
  'request',
  'cancel',
  'cancelOf',
  'accept',
  'acceptOf',
  'refuse',
  'refuseOf',
  'invite',
  'end',
  'endOf',
] as const
const SEATS = ['lock', 'unlock', 'move', 'moveOf'] as const
const NETWORK = ['drop', 'resume', 'snapshot', 'lost', 'leave', 'join', 'expire'] as const
const MAIL = ['up', 'receipt', 'event'] as const
type Op = (typeof CALLS | typeof SEATS | typeof NETWORK | typeof MAIL)[number]
/** What, by whom, about what. */
type Step = readonly [op: Op, who: number, what: number]

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...CALLS) },
    { weight: 1, arbitrary: fc.constantFrom(...SEATS) },
    { weight: 2, arbitrary: fc.constantFrom(...NETWORK) },
    { weight: 9, arbitrary: fc.constantFrom(...MAIL) },
  ),
  fc.nat(PEOPLE.length - 1),
  fc.nat(7),
)

class Story {
  readonly gateway = new GatewayModel(PEOPLE)
  readonly rooms: Room[]
  pending = 0

  constructor() {
    this.rooms = this.gateway.connections.map(({ provider }) => createRoom({ provider }))
  }

  /** Every call settles, and is refused with a LiveError or not at all. */
  private follow(work: Promise<void>): void {
    this.pending += 1
    work.then(
      () => (this.pending -= 1),
      (error: unknown) => {
        expect(error).toBeInstanceOf(LiveError)
        this.pending -= 1
      },
    )
  }

  private act([op, who, what]: Step, room: Room, connection: Connection): void {
    const { link } = room
    const guest = PEOPLE[2 + (what % 2)] as string
    const seat = what % 2
    // Any request that ever was: known, settled, or not known here yet.
    const request = `q${1 + (what % 4)}`
    const calls: Record<(typeof CALLS | typeof SEATS)[number], () => Promise<void>> = {
      request: () => link.request(what > 3 ? { seat } : {}),
      cancel: () => link.cancel(),
      cancelOf: () => link.cancel(link.snapshot.requests[0]?.id ?? request),
      accept: () => link.accept(),
      acceptOf: () => link.accept(link.snapshot.requests[0]?.id ?? request),
      refuse: () => link.refuse(),
      refuseOf: () => link.refuse(link.snapshot.requests[0]?.id ?? request, 'not now'),
      invite: () => link.invite(guest),
      end: () => link.end(),
      endOf: () => link.end(guest),
      lock: () => link.lockSeat(seat, true),
      unlock: () => link.lockSeat(seat, false),
      move: () => link.moveTo(seat),
      moveOf: () => link.moveTo(seat, guest),
    }
    const world: Record<(typeof NETWORK | typeof MAIL)[number], () => void> = {
      drop: () => connection.drop(),
      resume: () => connection.back(true),
      snapshot: () => connection.back(false),
      lost: () => {
        if (!connection.online) this.gateway.departs(PEOPLE[who] as string, 'lost')
      },
      leave: () => this.follow(room.leave()),
      join: () => this.follow(room.join(REQUEST)),
      expire: () => this.gateway.expire(what),
      up: () => (connection.online ? connection.up.shift()?.() : undefined),
      receipt: () => (connection.online ? connection.receipts.shift()?.() : undefined),
      event: () => connection.events.shift()?.(),
    }
    if (op in calls) this.follow(calls[op as keyof typeof calls]())
    else world[op as keyof typeof world]()
  }

  async take(one: Step): Promise<void> {
    const [, who] = one
    this.act(one, this.rooms[who] as Room, this.gateway.connections[who] as Connection)
    await settled()
    this.rooms.forEach(({ link }, at) => wellFormed(link.snapshot, PEOPLE[at] as string))
    wellFormed({ mine: { state: 'idle' }, seats: this.gateway.seats }, '')
  }

  /** Everybody is back, some to a replaced state, and everything has arrived. */
  async quiet(): Promise<void> {
    for (const connection of this.gateway.connections) {
      connection.back(connection.missed.length % 2 === 0)
      for (let mail; (mail = connection.up.shift());) mail()
    }
    for (const connection of this.gateway.connections)
      for (let mail; (mail = connection.receipts.shift() ?? connection.events.shift());) mail()
    await settled()
  }

  /** Everybody who is in the room sees what the gateway has. */
  agree(): void {
    const { requests, seats } = this.gateway
    this.rooms.forEach(({ session, link: { snapshot } }, at) => {
      if (session.snapshot.connection.state !== 'joined') return
      const me = PEOPLE[at]
      const waiting = Array.from(requests.values())
      const mine = seats.find(({ userId }) => userId === me)
      const asked = waiting.find(({ userId }) => userId === me)
      const state = mine ? 'linked' : asked ? (asked.from === 'audience' ? 'requesting' : 'invited') : 'idle'
      expect(snapshot).toMatchObject({ requests: waiting, seats, active: seats.some(({ userId }) => userId !== null) })
      expect(snapshot.mine).toMatchObject({
        state,
        ...(mine && { seat: mine.index }),
        ...(asked && { request: asked }),
      })
    })
  }
}

/** Promises that can go on have gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Nobody sits twice, and my own state is what the seats say. Without `expect`, which is slow: it runs after every step. */
function wellFormed({ seats, mine }: Pick<LinkPartSnapshot, 'seats' | 'mine'>, me: string): void {
  const people = seats.flatMap(({ userId }) => userId ?? [])
  const my = seats.find(({ userId }) => userId === me)
  const agree = mine.state === 'linked' ? mine.seat === my?.index : !my
  if (new Set(people).size === people.length && new Set(seats.map(({ index }) => index)).size === seats.length && agree)
    return
  throw new Error(`${me} sees ${JSON.stringify({ seats, mine })}`)
}

it('any story ends with everybody seeing the same, nobody seated twice and nothing waiting', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
      const story = new Story()
      for (const room of story.rooms) await room.join(REQUEST)
      for (const one of steps) await story.take(one)
      await story.quiet()
      story.agree()
      expect(story.pending).toBe(0)
      while (story.gateway.requests.size) story.gateway.expire(0)
      await story.quiet()
      story.agree()
      const stuck = story.rooms.map(({ link }) => link.snapshot.mine.state).filter((state) => /ing|ed$/.test(state))
      expect(stuck.filter((state) => state !== 'linked')).toEqual([])
      await Promise.all(story.rooms.map((room) => room.leave()))
    }),
    { numRuns: RUNS },
  )
}, 600_000)
