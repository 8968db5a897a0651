/**
 * One phone's part. States: it follows a host (or waits for one), or is in charge. In charge is the first host; each state says
 * who takes over. A deed is asked of every host until the one in charge answers; it keeps its answers, so asking twice does it once.
 */
import { LiveError } from '../../errors'
import type { LinkSignals, UserId } from '../types'
import { createAsking, RETRY } from './asking'
import { DEEDS, emptyState, linkRules, type Deed, type LinkRules } from './state'
import { named, seatsOf, tellChange } from './tell'
import type { PeerLink, PeerLinkOptions } from './types'
import { pack, parse, unpack, type LinkMessage, type StateMessage } from './wire'

/** How often the host in charge repeats its state for those who missed it, and how many times one that is empty. */
const REPEAT = { ms: 10_000, empty: 3 }

/** How many answers the host in charge keeps. */
const KEPT_ANSWERS = 64

/** One closure a peer: its variables are what it remembers. */
export function createPeer(options: Required<PeerLinkOptions>): PeerLink {
  const { me, channel, people, events, clock } = options
  let state = emptyState(options.seats)
  /** Of the state I have: who was in charge, in which term, at which change, and who takes over. */
  let chief: UserId | undefined
  let term = 0
  let version = 0
  let order: readonly UserId[] = []
  let stopped = false
  let made = 0
  let empty = 0
  const answers = new Map<string, LinkMessage>()
  const timers = new Map<'hello' | 'expiry' | 'repeat', unknown>()

  const inCharge = () => chief === me
  const isHost = (userId: UserId) => people.role(userId) === 'anchor'

  /** One timer of each name at a time; without `run` none. */
  const later = (name: 'hello' | 'expiry' | 'repeat', run?: () => void, ms = REPEAT.ms) => {
    clock.clearTimeout(timers.get(name))
    timers.set(name, run && clock.setTimeout(run, ms))
  }

  const say = (to: UserId[], message: LinkMessage) => {
    channel.send(to, { ...message }).catch((thrown: unknown) => {
      const error = LiveError.from(thrown, 'network', 'link: not sent')
      // Whatever may be lost is said again anyway; what can never be sent has to be known.
      if (!stopped && !error.recoverable) events.emit('error', error)
    })
  }

  const asking = createAsking(clock, me, (n, d) => say(people.hosts(), { t: 'do', n, d }))

  const change = (next: typeof state) => {
    const before = state
    state = next
    tellChange(before, next, people, events)
    options.changed()
  }

  const newId = () => `${clock.now().toString(36)}-${(made += 1).toString(36)}`

  const become = (act: (rules: LinkRules) => void) => {
    const rules = linkRules(state, people, clock, newId)
    act(rules)
    change(rules.result())
  }

  const told = (): StateMessage => {
    const { requests, places } = state
    const busy = requests.length || places.some(({ userId, locked }) => locked || userId !== null)
    if (busy) empty = REPEAT.empty
    later('repeat', busy || empty-- > 0 ? () => say([], told()) : undefined)
    return { t: 'st', e: term, v: version, o: order, ...pack(state, clock.now()) }
  }

  /** Changes the state as the one in charge, and says so. @throws what the rules say */
  const publish = (act: (rules: LinkRules) => void): void => {
    become(act)
    version += 1
    say([], told())
    const first = Math.min(...state.requests.map(({ expiresAt }) => expiresAt))
    const expire = () => publish((rules) => rules.expire())
    later('expiry', state.requests.length ? expire : undefined, Math.max(0, first - clock.now()))
  }

  const perform = (by: UserId, [what, ...args]: Deed) => publish((rules) => rules[what](by, ...args))

  const enlist = (host: UserId) => {
    if (!order.includes(host)) order = [...order, host]
    publish(() => undefined)
  }

  const takeCharge = () => {
    later('hello')
    chief = me
    term += 1
    order = [me, ...order.filter((host) => host !== me && isHost(host))]
    publish((rules) => rules.drop((userId) => !people.role(userId), 'left'))
  }

  /** Asks for the state until it comes; a host whom nobody answers takes charge. */
  const hello = (times: number): void => {
    const others = people.hosts().filter((host) => host !== me)
    if (!others.length || !times) return isHost(me) ? takeCharge() : undefined
    later('hello', () => hello(times - 1), RETRY.ms)
    say(others, { t: 'hi' })
  }

  const follow = (from: UserId, message: StateMessage) => {
    const { e, v, o } = message
    const same = from === chief && e === term
    const older = e < term || (e === term && !same && chief !== undefined && from > chief)
    if (same ? v <= version : older) {
      // Two are in charge: the other has to know of me.
      if (inCharge()) say([from], told())
      return
    }
    chief = from
    term = e
    version = v
    order = o
    timers.forEach((_, name) => later(name))
    change(unpack(message, state, clock.now()))
  }

  const answer = (from: UserId, n: string, deed: Deed): LinkMessage => {
    const key = `${from} ${n}`
    const known = answers.get(key)
    if (known) return known
    let said: LinkMessage = { t: 're', n }
    try {
      perform(from, deed)
    } catch (thrown) {
      said = { t: 're', n, c: LiveError.from(thrown, 'protocol', '').reason }
    }
    answers.set(key, said)
    if (answers.size > KEPT_ANSWERS) answers.delete(answers.keys().next().value as string)
    return said
  }

  const hear = (from: UserId, payload: unknown): void => {
    const message = parse(payload)
    if (!message || !people.role(from) || from === me) return
    if (message.t === 'hi' || message.t === 'do') {
      if (!inCharge()) return
      if (message.t === 'do') say([from], answer(from, message.n, message.d))
      else if (isHost(from)) enlist(from)
      else say([from], told())
    } else if (!isHost(from)) return
    else if (message.t === 're') asking.settle(message.n, message.c)
    else follow(from, message)
  }

  const calls: Record<string, (...args: unknown[]) => Promise<void>> = {}
  DEEDS.forEach((what) => {
    calls[what] = async (...args) => {
      if (stopped) throw LiveError.of('invalid-state', `link.${what}: the room was left`)
      if (inCharge()) return perform(me, [what, ...args])
      if (!people.hosts().length) throw LiveError.of('busy', `link.${what}: no host is here`)
      await asking.ask([what, ...args])
    }
  })

  const deaf = channel.listen(hear)
  return {
    ...(calls as unknown as LinkSignals),
    start() {
      // Whoever took over while I was away knows more than I do.
      chief = undefined
      hello(RETRY.times)
    },
    snapshot: () => ({ requests: state.requests.map((request) => named(request, people)), seats: seatsOf(state) }),
    seated: (userId) => state.places.some((place) => place.userId === userId),
    came(userId) {
      if (inCharge() && isHost(userId)) enlist(userId)
    },
    went(userId) {
      const hosts = people.hosts()
      if (!hosts.length) become((rules) => rules.drop(() => true, 'anchor-left'))
      if (!hosts.length || chief === userId) chief = undefined
      const next = order.find((host) => hosts.includes(host)) || [...hosts].sort()[0]
      if (chief === undefined && term && next === me) takeCharge()
      // Who sat and waited for a host that went before I took over may be gone too.
      if (inCharge()) publish((rules) => rules.drop((id) => id === userId, 'left'))
    },
    stop() {
      stopped = true
      deaf()
      timers.forEach((_, name) => later(name))
      asking.stop()
    },
  }
}
