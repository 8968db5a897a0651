/**
 * One phone's part. States: `follows` a host (or waits for one), or is `inCharge`. In charge is the first host; each state says
 * who takes over. A deed is asked of every host until the one in charge answers; it keeps its answers, so asking twice does it once.
 */
import { LiveError } from '../../errors'
import type { LinkOptions, LinkSnapshot, UserId } from '../types'
import { Asking } from './asking'
import { emptyState, LinkRules, type Deed, type LinkState } from './state'
import { named, seatsOf, tellChange } from './tell'
import type { PeerLink, PeerLinkOptions } from './types'
import { pack, parse, unpack, type LinkMessage, type StateMessage } from './wire'

/** How often what was not answered is said again, and how often in all. */
const RETRY = { ms: 2000, times: 4 }

/** How often the host in charge repeats its state for those who missed it, and how many times one that is empty. */
const REPEAT = { ms: 10_000, empty: 3 }

/** How many answers the host in charge keeps. */
const KEPT_ANSWERS = 64

export type PeerOptions = Required<PeerLinkOptions>

export class Peer implements PeerLink {
  private state: LinkState
  /** Of the state I have: who was in charge, in which term, at which change. */
  private chief: UserId | undefined
  private term = 0
  private version = 0
  private order: UserId[] = []
  private readonly asking: Asking
  private readonly answers = new Map<string, LinkMessage>()
  private readonly timers = new Map<'hello' | 'expiry' | 'repeat', unknown>()
  private readonly deaf: () => void
  private stopped = false
  private made = 0
  private empty = 0

  constructor(private readonly options: PeerOptions) {
    const { seats, channel, clock, me } = options
    this.state = emptyState(seats)
    this.asking = new Asking(clock, RETRY, (n, d) => this.say(options.people.hosts(), { t: 'do', n, d }), me)
    this.deaf = channel.listen((from, payload) => this.hear(from, payload))
  }

  start(): void {
    // Whoever took over while I was away knows more than I do.
    this.chief = undefined
    this.hello(RETRY.times)
  }

  snapshot(): LinkSnapshot {
    const { state, options } = this
    return { requests: state.requests.map((request) => named(request, options.people)), seats: seatsOf(state) }
  }

  seated(userId: UserId): boolean {
    return this.state.places.some((place) => place.userId === userId)
  }

  came(userId: UserId): void {
    if (this.inCharge && this.options.people.role(userId) === 'anchor') this.enlist(userId)
  }

  went(userId: UserId): void {
    const { me, people } = this.options
    const hosts = people.hosts()
    if (!hosts.length) this.become((rules) => rules.abandon())
    if (!hosts.length || this.chief === userId) this.chief = undefined
    const next = this.order.find((host) => hosts.includes(host)) ?? hosts.slice().sort()[0]
    if (this.chief === undefined && this.term && next === me) this.takeCharge()
    // Who sat and waited for a host that went before I took over may be gone too.
    if (this.inCharge) this.publish((rules) => rules.gone(userId))
  }

  stop(): void {
    this.stopped = true
    this.deaf()
    this.timers.forEach((timer) => this.options.clock.clearTimeout(timer))
    this.timers.clear()
    this.asking.stop()
  }

  readonly request = (options?: LinkOptions) => this.do(['request', options ?? {}])
  readonly cancel = (id: string) => this.do(['cancel', id])
  readonly accept = (id: string) => this.do(['accept', id])
  readonly refuse = (id: string, message?: string) => this.do(['refuse', id, message])
  readonly invite = (userId: UserId, options?: LinkOptions) => this.do(['invite', options ?? {}, userId])
  readonly end = (userId?: UserId) => this.do(['end', userId])
  readonly lock = (index: number, on: boolean) => this.do(['lock', index, on])
  readonly move = (index: number, userId?: UserId) => this.do(['move', index, userId])

  private get inCharge(): boolean {
    return this.chief === this.options.me
  }

  private async do(deed: Deed): Promise<void> {
    const { me, people } = this.options
    if (this.stopped) throw LiveError.of('invalid-state', `link.${deed[0]}: not in a room (any more)`)
    if (this.inCharge) return this.publish(this.deed(me, deed))
    if (!people.hosts().length) throw LiveError.of('busy', `link.${deed[0]}: no host is here who could answer`)
    await this.asking.ask(deed)
  }

  private deed(by: UserId, [what, ...args]: Deed): (rules: LinkRules) => void {
    return (rules) =>
      (rules[what] as (by: UserId, ...args: unknown[]) => void)(by, ...args.map((arg) => arg ?? undefined))
  }

  private hear(from: UserId, payload: unknown): void {
    const message = parse(payload)
    const role = this.options.people.role(from)
    if (!message || !role || from === this.options.me) return
    if (message.t === 'hi' && this.inCharge)
      return role === 'anchor' ? this.enlist(from) : this.say([from], this.told())
    if (message.t === 'do' && this.inCharge) return this.say([from], this.answer(from, message.n, message.d))
    if (role !== 'anchor') return
    if (message.t === 're') this.asking.settle(message)
    if (message.t === 'st') this.follow(from, message)
  }

  private follow(from: UserId, message: StateMessage): void {
    const same = from === this.chief && message.e === this.term
    const older =
      message.e < this.term || (message.e === this.term && !same && this.chief !== undefined && from > this.chief)
    if (same ? message.v <= this.version : older) {
      // Two are in charge: the other has to know of me.
      if (this.inCharge) this.say([from], this.told())
      return
    }
    Object.assign(this, { chief: from, term: message.e, version: message.v, order: message.o })
    this.clear('hello')
    this.clear('expiry')
    this.clear('repeat')
    this.change(unpack(message, this.state, this.options.clock.now()))
  }

  private answer(from: UserId, n: string, deed: Deed): LinkMessage {
    const key = `${from} ${n}`
    const known = this.answers.get(key)
    if (known) return known
    let answer: LinkMessage = { t: 're', n }
    try {
      this.publish(this.deed(from, deed))
    } catch (thrown) {
      const { reason, message } = LiveError.from(thrown, 'protocol', 'link: the request could not be read')
      answer = { t: 're', n, c: reason, m: message }
    }
    this.answers.set(key, answer)
    const [oldest] = this.answers.keys()
    if (this.answers.size > KEPT_ANSWERS && oldest !== undefined) this.answers.delete(oldest)
    return answer
  }

  /** Asks for the state until it comes; a host whom nobody answers takes charge. */
  private hello(times: number): void {
    const { me, people, clock } = this.options
    const others = people.hosts().filter((host) => host !== me)
    if (people.role(me) === 'anchor' && (!others.length || !times)) return this.takeCharge()
    if (!others.length || !times) return
    this.say(others, { t: 'hi' })
    this.timers.set(
      'hello',
      clock.setTimeout(() => this.hello(times - 1), RETRY.ms),
    )
  }

  private takeCharge(): void {
    const { me, people } = this.options
    this.clear('hello')
    this.chief = me
    this.term += 1
    this.order = [me, ...this.order.filter((host) => host !== me && people.role(host) === 'anchor')]
    this.publish((rules) => {
      const held = [...rules.state.requests, ...rules.state.places].map(({ userId }) => userId)
      held.forEach((userId) => userId !== null && !people.role(userId) && rules.gone(userId))
    })
  }

  private enlist(host: UserId): void {
    if (!this.order.includes(host)) this.order = [...this.order, host]
    this.publish(() => undefined)
  }

  /** Changes the state as the one in charge, and says so. @throws what the rules say */
  private publish(act: (rules: LinkRules) => void): void {
    this.become(act)
    this.version += 1
    this.say([], this.told())
    this.clear('expiry')
    const { requests } = this.state
    const { clock } = this.options
    if (!requests.length) return
    const wait = Math.min(...requests.map(({ expiresAt }) => expiresAt)) - clock.now()
    this.timers.set(
      'expiry',
      clock.setTimeout(() => this.publish((rules) => rules.expire()), Math.max(0, wait)),
    )
  }

  private told(): StateMessage {
    const { term: e, version: v, order: o, options } = this
    const { requests, places } = this.state
    this.clear('repeat')
    const busy = requests.length || places.some(({ userId, locked }) => locked || userId !== null)
    if (busy) this.empty = REPEAT.empty
    if (busy || this.empty-- > 0) {
      this.timers.set(
        'repeat',
        options.clock.setTimeout(() => this.say([], this.told()), REPEAT.ms),
      )
    }
    return { t: 'st', e, v, o, ...pack(this.state, options.clock.now()) }
  }

  private become(act: (rules: LinkRules) => void): void {
    const { people, clock } = this.options
    const { requests, places, endings } = this.state
    const draft = { requests: requests.slice(), places: places.map((place) => ({ ...place })), endings }
    const newId = () => `${clock.now().toString(36)}-${(this.made += 1).toString(36)}`
    const rules = new LinkRules(draft, { role: (id) => people.role(id), now: () => clock.now(), newId })
    act(rules)
    this.change(rules.state)
  }

  private change(next: LinkState): void {
    const before = this.state
    this.state = next
    tellChange(before, next, this.options.people, this.options.events)
    this.options.changed()
  }

  private say(to: UserId[], message: LinkMessage): void {
    const { channel, events } = this.options
    channel.send(to, { ...message }).catch((thrown: unknown) => {
      const error = LiveError.from(thrown, 'network', 'link: a message could not be sent')
      // Whatever may be lost is said again anyway; what can never be sent has to be known.
      if (!this.stopped && !error.recoverable) events.emit('error', error)
    })
  }

  private clear(name: 'hello' | 'expiry' | 'repeat'): void {
    this.options.clock.clearTimeout(this.timers.get(name))
    this.timers.delete(name)
  }
}
