/** The play: runs the script and lets simulated people answer. Owns every timer. */
import { LiveError } from '../../errors'
import type { LinkRequest, UserId } from '../types'
import type { Cast, Member } from './cast'
import type { SimulatedAction, SimulatedClock, SimulatedOptions, SimulatedStep, Who } from './types'
import type { World } from './world'

const ANSWER = { after: 1500, outcome: 'accepted' } as const

type Handlers = { [K in SimulatedAction['kind']]: (action: Extract<SimulatedAction, { kind: K }>) => void }

export interface PlayParts {
  cast: Cast
  world: World
  clock: SimulatedClock
  answer: SimulatedOptions['answer']
  /** Ends my stay. */
  over(reason: 'kicked' | 'room-closed'): void
}

export class Play {
  private readonly timers = new Set<unknown>()
  /** When whose picture stands still, ms since 1970. */
  private readonly frozen = new Map<UserId, [from: number, to: number]>()

  constructor(private readonly parts: PlayParts) {
    parts.world.links.waiting = (request) => this.consider(request)
  }

  /** @throws LiveError `invalid-argument` for a step about nobody; nothing has started then */
  run(script: readonly SimulatedStep[]): void {
    script.forEach((step) => this.check(step))
    for (const step of script) if (step.do.kind === 'freeze') this.freeze(step.do.who, step.at, step.do.ms)
    for (const step of script) this.after(step.at, () => this.act(step.do))
  }

  private check({ at, do: action }: SimulatedStep): void {
    const fault = (why: string) => LiveError.of('invalid-argument', `simulated: step ${action.kind} at ${at}: ${why}`)
    if (!(at >= 0)) throw fault('"at" is milliseconds after joining')
    if (!(action.kind in this.handlers)) throw fault('unknown kind')
    const who = 'who' in action ? action.who : 'whom' in action ? action.whom : undefined
    const aboutMe = 'whom' in action || action.kind === 'mute' || action.kind === 'kick'
    if (who === 'me' && !aboutMe) throw fault('what I do, I do myself')
    if (who !== undefined && who !== 'me') this.parts.cast.get(who)
  }

  stop(): void {
    this.timers.forEach((timer) => this.parts.clock.clearTimeout(timer))
    this.timers.clear()
  }

  freezing(userId: UserId): [from: number, to: number] | undefined {
    return this.frozen.get(userId)
  }

  private after(ms: number, run: () => void): void {
    const timer = this.parts.clock.setTimeout(() => {
      this.timers.delete(timer)
      run()
    }, ms)
    this.timers.add(timer)
  }

  /** A step that cannot be done (answering nobody, speaking while away) is a fault of the script and said as one. */
  private act(action: SimulatedAction): void {
    try {
      const handler = this.handlers[action.kind] as (action: SimulatedAction) => void
      handler(action)
    } catch (thrown) {
      this.parts.world.events.emit('error', LiveError.from(thrown, 'invalid-state', `simulated: step ${action.kind}`))
    }
  }

  private id(who: Who): UserId {
    return who === 'me' ? this.parts.world.me.id : this.parts.cast.get(who).id
  }

  private freeze(who: Who, at: number, ms: number): void {
    const from = this.parts.clock.now() + at
    this.frozen.set(this.id(who), [from, from + ms])
  }

  private waitingOf(who: Who): string {
    const request = this.parts.world.links.of(this.id(who))
    if (!request) throw LiveError.of('link-not-found', `simulated: no request or invitation of "${who}" waits`)
    return request.id
  }

  /** Who has to answer: the invited person, or a host; I answer my own. */
  private consider(request: LinkRequest): void {
    const { world, cast, answer = ANSWER } = this.parts
    this.after(request.expiresAt - request.createdAt, () => this.settle(request.id, 'expired'))
    const judge: Member | undefined =
      request.from === 'anchor' ? cast.byId(request.userId) : world.host && cast.byId(world.host.id)
    if (answer && judge) this.after(answer.after, () => this.settle(request.id, answer.outcome, judge.id))
  }

  /** When it still waits. */
  private settle(id: string, outcome: 'accepted' | 'refused' | 'expired', by?: UserId): void {
    const { links, events } = this.parts.world
    if (!links.requests.has(id)) return
    try {
      links.settle(id, outcome, by)
    } catch (thrown) {
      // No seat was free any more: a host would refuse.
      events.emit('error', LiveError.from(thrown, 'invalid-state', 'simulated: answering a request'))
      links.settle(id, 'refused', by)
    }
  }

  private offline(ms: number): void {
    const { events } = this.parts.world
    const cause = LiveError.of('network', 'simulated: my connection broke, as the script says')
    events.emit('reconnecting', { attempt: 1, cause })
    this.after(ms, () => events.emit('resumed', {}))
  }

  private readonly handlers: Handlers = {
    join: ({ who }) => this.parts.world.enter(this.parts.cast.get(who)),
    return: ({ who }) => this.parts.world.enter(this.parts.cast.get(who)),
    leave: ({ who }) => this.parts.world.exit(this.id(who), 'left'),
    drop: ({ who }) => this.parts.world.exit(this.id(who), 'lost'),
    publish: ({ who, ...media }) => this.parts.world.publish(this.id(who), media),
    unpublish: ({ who }) => this.parts.world.unpublish(this.id(who)),
    mic: ({ who, on }) => this.flag(who, { audio: on }),
    camera: ({ who, on }) => this.flag(who, { video: on }),
    // Known to the player since it got its URL.
    freeze: () => undefined,
    chat: ({ who, text }) => this.say(who, () => this.parts.world.say(this.id(who), { kind: 'chat', text })),
    barrage: ({ who, text }) => this.say(who, () => this.parts.world.say(this.id(who), { kind: 'barrage', text })),
    gift: ({ who, gift }) => this.say(who, () => this.parts.world.say(this.id(who), { kind: 'gift', gift })),
    command: ({ who, command, data }) =>
      this.say(who, () => this.parts.world.say(this.id(who), { kind: 'command', command, data })),
    like: ({ count }) => this.parts.world.like(count),
    request: ({ who, media }) => void this.parts.world.links.open(this.id(who), 'audience', media),
    cancel: ({ who }) => this.parts.world.links.settle(this.waitingOf(who), 'cancelled', this.id(who)),
    invite: ({ whom = 'me' }) => void this.parts.world.links.open(this.id(whom), 'anchor'),
    answer: ({ whom, outcome, message }) =>
      this.parts.world.links.settle(this.waitingOf(whom), outcome, this.parts.world.host?.id, message),
    end: ({ whom }) => this.parts.world.links.end(this.id(whom), 'ended'),
    lock: ({ seat, on }) => this.parts.world.links.lock(seat, on),
    mute: ({ who, on }) => this.parts.world.mute(this.id(who), on),
    kick: ({ who }) => this.kick(who),
    offline: ({ ms }) => this.offline(ms),
    close: () => this.parts.over('room-closed'),
  }

  private flag(who: Who, change: { audio?: boolean; video?: boolean }): void {
    const { world } = this.parts
    world.updateStream(world.streamId(this.id(who)), change)
  }

  /** People who are away or muted say nothing; that a script lets them is no fault, somebody may have kicked them. */
  private say(who: Who, speak: () => void): void {
    const user = this.parts.world.users.get(this.id(who))
    if (user && !user.muted) speak()
  }

  private kick(who: Who): void {
    if (who === 'me') this.parts.over('kicked')
    else this.parts.world.exit(this.id(who), 'kicked')
  }
}
