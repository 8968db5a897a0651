/** Everybody after the same seats at once, through two gateways: never two on one, never one on two, and both gateways agree. */
import type { LogEvent, RoomState } from '../../../src/wire'
import { Actor } from './actor'
import { BareClient } from './bare'
import { tokenOf } from './crew'
import { GatewayProcess } from './gateway-process'
import { NO_HEARTBEAT, UNHURRIED } from './node-config'
import { outcome, type FaultOptions, type Outcome } from './outcome'
import { ownRedis, redisConfig } from './redis-faults'
import { inScope } from './scope'

const SEATS = 4
const GUESTS = 12
const ANCHORS = 2

/** Who sits where, by one gateway's events. */
class Hall {
  readonly requests = new Set<string>()
  readonly findings: string[] = []
  taken = 0
  private readonly seats = new Map<number, string>()

  hear({ k, d }: LogEvent): void {
    if (k === 'linkRequested') this.requests.add(d.id)
    if (k === 'linkSettled') this.requests.delete(d.requestId)
    if (k === 'linkEnded') this.seats.delete(d.seat)
    if (k === 'linkStarted') this.sit(d.seat, d.userId)
    if (k !== 'seats') return
    this.seats.clear()
    for (const { index, userId } of d) if (userId !== null) this.sit(index, userId)
  }

  private sit(seat: number, user: string): void {
    const there = this.seats.get(seat)
    if (there !== undefined) this.findings.push(`${user} was given seat ${seat}, where ${there} sat`)
    if (seat < 0 || seat >= SEATS) this.findings.push(`${user} was given seat ${seat} of ${SEATS}`)
    for (const [other, name] of this.seats) {
      if (name === user) this.findings.push(`${user} was given seat ${seat}, and has ${other}`)
    }
    this.seats.set(seat, user)
    this.taken++
  }
}

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T

/** One round: everybody does something at once. @returns how many were refused */
async function round(guests: readonly Actor[], anchors: readonly Actor[], hall: Hall): Promise<number> {
  const wishes = guests.map((guest) => {
    const seat = Math.floor(Math.random() * SEATS)
    const moves = [
      { k: 'mic.req', d: { media: 'audio', seat } },
      { k: 'mic.req', d: { media: 'video' } },
      { k: 'mic.end', d: {} },
      { k: 'seat.move', d: { to: seat } },
    ] as const
    return guest.do(pick(moves))
  })
  const waiting = [...hall.requests]
  // Both take everybody: one of them is too late.
  const answers = anchors.flatMap((anchor) => waiting.map((id) => anchor.do({ k: 'mic.acc', d: { id } })))
  const lock = pick(anchors).do({ k: 'seat', d: { i: Math.floor(Math.random() * SEATS), locked: Math.random() < 0.3 } })
  const all = await Promise.all([...wishes, ...answers, lock])
  return all.filter((answer) => answer !== 'ok').length
}

/** The state as a newcomer to this gateway gets it, and the place in the log where it was taken. */
async function stateAt(url: string, user: string): Promise<{ s: number; state: RoomState }> {
  const client = await BareClient.login(url, tokenOf(user))
  const snapshot = client.next('snap')
  client.send({ t: 'join', r: 'room' })
  const frame = await snapshot
  await client.close()
  if (!frame) throw new Error(`${user} was not let into the room`)
  return { s: frame.s, state: frame.st }
}

/** Both gateways' states, taken where nothing happens any more. */
async function disagreement(nodes: readonly GatewayProcess[]): Promise<string | undefined> {
  for (;;) {
    // The same person twice, so that coming in changes nothing for the second.
    const [first, second] = [
      await stateAt(nodes[0]?.url ?? '', 'auditor'),
      await stateAt(nodes[1]?.url ?? '', 'auditor'),
    ]
    if (first.s !== second.s) continue
    const same = JSON.stringify(first.state) === JSON.stringify(second.state)
    return same
      ? undefined
      : `two states at ${first.s}: ${JSON.stringify(first.state.link)}, ${JSON.stringify(second.state.link)}`
  }
}

export function micRace({ runs, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const { url } = await ownRedis(later)
    // Nobody leaves by a grace that ends while states are compared.
    const rooms = { seats: SEATS, grace: 60_000 }
    const nodes = await Promise.all(
      [0, 1].map(() =>
        GatewayProcess.start(redisConfig(url, { rooms, connections: { ...UNHURRIED, ...NO_HEARTBEAT } }), later),
      ),
    )
    const at = (i: number) => (nodes[i % 2] as GatewayProcess).url
    const join = (count: number, name: string, role: 'anchor' | 'audience') =>
      Promise.all(
        Array.from({ length: count }, (_, i) => Actor.join(at(i), `${name}${i}`, tokenOf(`${name}${i}`, role))),
      )
    const [anchors, guests] = [await join(ANCHORS, 'a', 'anchor'), await join(GUESTS, 'g', 'audience')]
    for (const actor of [...anchors, ...guests]) later(() => actor.client.close())
    const halls = anchors.map((anchor) => {
      const hall = new Hall()
      anchor.onEvent = (event) => hall.hear(event)
      return hall
    })
    let refused = 0
    for (let run = 0; run < runs; run++) {
      refused += await round(guests, anchors, halls[run % 2] as Hall)
      if (run % 100 === 99) log?.(`${run + 1} rounds, ${halls[0]?.taken} times somebody sat down`)
    }
    const differ = await disagreement(nodes)
    const findings = [...halls.flatMap((hall) => hall.findings), ...(differ ? [differ] : [])]
    return outcome(runs, { seated: halls[0]?.taken ?? 0, refused }, findings)
  })
}
