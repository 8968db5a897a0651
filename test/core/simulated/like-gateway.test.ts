/** The same commands to a simulated room and to the gateway's own rules: same answers, same events, same seats. */
import fc from 'fast-check'
import { decide } from '../../../gateway/src/room/decide'
import { evolve } from '../../../gateway/src/room/evolve'
import type { RoomCommand } from '../../../gateway/src/room/rules'
import { emptyState } from '../../../gateway/src/room/state'
import type { SimulatedAction } from '../../../src/provider/simulated'
import { roleRights, rightsOf } from '../../../gateway/src/room/rights'
import type { RoomProvider } from '../../../src/provider/types'
import { at, room, START } from './harness'

const SEATS = 2
const PEOPLE = [{ name: 'alice', role: 'anchor' as const }, { name: 'bob' }, { name: 'carol' }]
const EVERYBODY = ['me', 'alice', 'bob', 'carol']

/** What is compared: all that happens to people, links and streams but the flags of a stream, which a client sends itself. */
const TOLD = [
  'linkRequested',
  'linkSettled',
  'linkStarted',
  'linkEnded',
  'seats',
  'streamAdded',
  'streamRemoved',
  'userJoined',
  'userLeft',
  'userUpdated',
  'allSilenced',
]

/** An event without what only one of the two has: ids of requests, moments. */
function plain(event: string, payload: object): unknown[] {
  const hidden = ['id', 'requestId', 'createdAt', 'expiresAt', 'startedAt', 'joinedAt', 'audio']
  if (event === 'seats') return [event, payload]
  // Each names streams in its own way, after whose they are.
  if ('streamId' in payload) return [event, { ...payload, streamId: /^\w+/.exec(String(payload.streamId))?.[0] }]
  return [event, Object.fromEntries(Object.entries(payload).filter(([name]) => !hidden.includes(name)))]
}

class Gateway {
  readonly state = emptyState(SEATS)
  readonly told: unknown[][] = []
  private ids = 0

  /** @returns the refusal's code */
  do(actor: string, command: RoomCommand): string | undefined {
    const newId = () => `link${(this.ids += 1)}`
    const context = { now: START, newId, mark: 'x', requestTtl: 30_000, listed: 500 }
    const decision = decide(this.state, actor, command, context)
    if ('code' in decision) return decision.code
    for (const event of decision) {
      evolve(this.state, { ...event, s: 0, at: START })
      if (TOLD.includes(event.k)) this.told.push(plain(event.k, event.d))
      // Who is taken goes on air at once, here as there; I would by my own pusher.
      if (event.k === 'linkStarted' && event.d.userId !== 'me') this.air(event.d.userId)
    }
    // So does whoever was made somebody who may.
    for (const { k, d } of decision) {
      if (k !== 'userUpdated' || (command.k !== 'role' && command.k !== 'host')) continue
      if (d.id !== 'me' && roleRights(d.role).publish) this.air(d.id)
    }
    return undefined
  }

  air(userId: string): void {
    if (Array.from(this.state.streams.values()).some((stream) => stream.userId === userId)) return
    this.do(userId, { k: 'issue', d: { audio: true, video: true } })
    const id = this.state.grants.get(userId)?.id
    if (id) this.do(userId, { k: 'live', d: { stream: { id, userId, kind: 'camera' }, carrier: { by: id } } })
  }

  waits(userId: string) {
    return Array.from(this.state.requests.values()).find((request) => request.userId === userId)
  }

  /** Who acts for a script's step that only a host may do: a simulated one, if there is one. */
  get host(): string | undefined {
    const hosts = Array.from(this.state.users.values()).filter((user) => rightsOf(this.state, user).host)
    return (hosts.find(({ id }) => id !== 'me') ?? hosts[0])?.id
  }

  has(userId: string): boolean {
    return this.state.users.has(userId)
  }
}

const someone = fc.constantFrom(...EVERYBODY)
const guest = fc.constantFrom('bob', 'carol')
const seat = fc.integer({ min: 0, max: SEATS })
const wish = fc.option(seat, { nil: undefined })
const on = fc.boolean()
const outcome = fc.constantFrom('accepted' as const, 'refused' as const)
const newRole = fc.constantFrom('anchor' as const, 'speaker' as const, 'audience' as const, 'admin' as const)

const mine = fc.oneof(
  fc.record({ do: fc.constant('request' as const), seat: wish }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'accept' as const, 'refuse' as const), who: someone }),
  fc.record({ do: fc.constant('invite' as const), who: someone, seat: wish }),
  fc.record({ do: fc.constant('end' as const), who: fc.option(someone, { nil: undefined }) }),
  fc.record({ do: fc.constant('lock' as const), seat, on }),
  fc.record({ do: fc.constantFrom('silence' as const, 'mute' as const), who: someone, on }),
  fc.record({ do: fc.constant('silenceAll' as const), on }),
  fc.record({ do: fc.constant('ban' as const), who: someone, seconds: fc.option(fc.constant(60), { nil: undefined }) }),
  fc.record({ do: fc.constant('unban' as const), who: someone }),
  fc.record({ do: fc.constant('setRole' as const), who: someone, role: newRole }),
  fc.record({ do: fc.constant('transferHost' as const), who: someone }),
  fc.record({ do: fc.constant('move' as const), to: seat, who: fc.option(someone, { nil: undefined }) }),
)

const theirs = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), who: guest, seat: wish }),
  fc.record({ kind: fc.constant('cancel' as const), who: guest }),
  fc.record({ kind: fc.constant('answer' as const), whom: someone, outcome }),
  fc.record({ kind: fc.constant('lock' as const), seat, on }),
  fc.record({ kind: fc.constant('silence' as const), who: someone, on }),
  fc.record({ kind: fc.constant('silence-all' as const), on }),
  fc.record({ kind: fc.constant('role' as const), who: someone, role: newRole }),
  fc.record({ kind: fc.constant('hand-over' as const), whom: someone }),
  fc.record({ kind: fc.constant('move' as const), whom: someone, seat }),
  fc.record({ kind: fc.constant('ban' as const), who: guest, seconds: fc.constant(60) }),
  fc.record({ kind: fc.constant('end' as const), whom: someone }),
  fc.record({
    kind: fc.constantFrom('leave' as const, 'join' as const, 'drop' as const),
    who: fc.constantFrom('alice', 'bob', 'carol'),
  }),
)

type Mine = typeof mine extends fc.Arbitrary<infer T> ? T : never
type Theirs = typeof theirs extends fc.Arbitrary<infer T> ? T : never

const wished = (index: number | undefined) => (index === undefined ? {} : { seat: index })
const meant = (who: string | undefined) => (who === undefined ? {} : { user: who })

/** My call to the gateway. */
function command(gateway: Gateway, call: Mine): RoomCommand {
  switch (call.do) {
    case 'request':
      return { k: 'mic.req', d: { media: 'video', ...wished(call.seat) } }
    case 'invite':
      return { k: 'mic.inv', d: { user: call.who, ...wished(call.seat) } }
    case 'end':
      return { k: 'mic.end', d: meant(call.who) }
    case 'lock':
      return { k: 'seat', d: { i: call.seat, locked: call.on } }
    case 'silence':
    case 'mute':
      return { k: call.do, d: { user: call.who, on: call.on } }
    case 'silenceAll':
      return { k: 'silence', d: { on: call.on } }
    case 'ban':
      return { k: 'ban', d: { user: call.who, seconds: call.seconds } }
    case 'unban':
      return { k: 'unban', d: { user: call.who } }
    case 'setRole':
      return { k: 'role', d: { user: call.who, role: call.role } }
    case 'transferHost':
      return { k: 'host', d: { user: call.who } }
    case 'move':
      return { k: 'seat.move', d: { to: call.to, ...meant(call.who) } }
    default: {
      const k = ({ cancel: 'mic.cancel', accept: 'mic.acc', refuse: 'mic.rej' } as const)[call.do]
      return { k, d: { id: gateway.waits(call.who)?.id ?? 'none' } }
    }
  }
}

/** The same call to the provider. */
function signal({ link, moderate }: RoomProvider, call: Mine, waits: (who: string) => string): Promise<unknown> {
  switch (call.do) {
    case 'request':
      return link.request(wished(call.seat))
    case 'invite':
      return link.invite(call.who, wished(call.seat))
    case 'end':
      return link.end(call.who)
    case 'lock':
      return link.lock(call.seat, call.on)
    case 'silence':
    case 'mute':
      return moderate![call.do](call.who, call.on)
    case 'silenceAll':
      return moderate!.silenceAll(call.on)
    case 'ban':
      return moderate!.ban(call.who, call.seconds)
    case 'unban':
      return moderate!.unban(call.who)
    case 'setRole':
      return moderate!.setRole(call.who, call.role)
    case 'transferHost':
      return moderate!.transferHost(call.who)
    case 'move':
      return link.move(call.to, call.who)
    default:
      return link[call.do](waits(call.who))
  }
}

/** A step as somebody's command; undefined when nobody could give it. */
function commandOf(gateway: Gateway, step: Theirs): [actor: string, command: RoomCommand] | undefined {
  const { host } = gateway
  const bySomebody = !/^(join|silence|role|ban)$/.test(step.kind)
  if ('who' in step && bySomebody && !gateway.has(step.who)) return undefined
  switch (step.kind) {
    case 'join':
      return gateway.has(step.who) ? undefined : [step.who, { k: 'enter', d: profile(step.who) }]
    case 'leave':
      return [step.who, { k: 'exit', d: { why: 'left' } }]
    case 'drop':
      return [step.who, { k: 'exit', d: { why: 'lost' } }]
    case 'request':
      return [step.who, { k: 'mic.req', d: { media: 'video', ...wished(step.seat) } }]
    case 'end':
      return gateway.has(step.whom) ? [step.whom, { k: 'mic.end', d: {} }] : undefined
    case 'cancel': {
      const request = gateway.waits(step.who)
      return request?.from === 'audience' ? [step.who, { k: 'mic.cancel', d: { id: request.id } }] : undefined
    }
    case 'answer': {
      const request = gateway.waits(step.whom)
      const judge = request?.from === 'anchor' ? step.whom : host
      const k = step.outcome === 'accepted' ? 'mic.acc' : 'mic.rej'
      return request && judge ? [judge, { k, d: { id: request.id } }] : undefined
    }
    case 'move':
      return host ? [host, { k: 'seat.move', d: { to: step.seat, user: step.whom } }] : undefined
    case 'silence':
      return host ? [host, { k: 'silence', d: { user: step.who, on: step.on } }] : undefined
    case 'silence-all':
      return host ? [host, { k: 'silence', d: { on: step.on } }] : undefined
    case 'role':
      return host ? [host, { k: 'role', d: { user: step.who, role: step.role } }] : undefined
    case 'ban':
      return host ? [host, { k: 'ban', d: { user: step.who, seconds: step.seconds } }] : undefined
    case 'hand-over':
      return host ? [host, { k: 'host', d: { user: step.whom } }] : undefined
    default:
      return host ? [host, { k: 'seat', d: { i: step.seat, locked: step.on } }] : undefined
  }
}

const profile = (id: string, role = PEOPLE.find(({ name }) => name === id)?.role ?? ('audience' as const)) => ({
  name: id,
  role,
})

it('a simulated room answers, tells and seats as the gateway does', async () => {
  const steps = fc.array(fc.oneof(mine, theirs), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom('anchor' as const, 'audience' as const), async (all, role) => {
      const gateway = new Gateway()
      gateway.do('me', { k: 'enter', d: { name: 'me', role } })
      for (const { name } of PEOPLE) gateway.do(name, { k: 'enter', d: profile(name) })
      gateway.air('alice')
      gateway.told.length = 0

      // By the gateway first: only steps that somebody could take become the script.
      const script: ReturnType<typeof at>[] = []
      const expected = all.map((each, index) => {
        if ('do' in each) return gateway.do('me', command(gateway, each))
        const order = commandOf(gateway, each)
        if (!order) return undefined
        const { seat: index2, ...bare } = each as { seat?: number }
        const action = (index2 === undefined ? bare : each) as SimulatedAction
        script.push(at((index + 1) * 10, action))
        const reason = gateway.do(...order)
        // An anchor goes on air with joining, here.
        if (each.kind === 'join' && each.who === 'alice' && gateway.has('alice')) gateway.air('alice')
        // Who is kept out does not come; that a script sends them is no fault of it.
        return reason === 'banned' ? undefined : reason
      })

      const fake = await room({ people: PEOPLE, script, seats: SEATS, answer: false }, { role, name: 'me' })
      const open = new Map<string, string>()
      fake.provider.events.on('linkRequested', ({ id, userId }) => open.set(userId, id))
      fake.provider.events.on('linkSettled', ({ userId }) => open.delete(userId))
      for (const [index, each] of all.entries()) {
        const before = fake.of('error').length
        fake.clock.advance(10)
        const failed = fake.of('error')[before]
        const reason =
          'do' in each
            ? await signal(fake.provider, each, (who) => open.get(who) ?? 'none').then(
                () => undefined,
                (error: { reason: string }) => error.reason,
              )
            : failed?.reason
        expect([index, each, reason]).toEqual([index, each, expected[index]])
      }
      const told = fake.log.filter(({ event }) => TOLD.includes(event))
      expect(told.map(({ event, payload }) => plain(event, payload as object))).toEqual(gateway.told)
    }),
    { numRuns: 500 },
  )
})
