/** The play: runs the script and lets simulated people answer. Owns every timer. */
import { LiveError } from '../../errors'
import type { LinkRequest, UserId } from '../types'
import type { Cast } from './cast'
import * as people from './people'
import { speakParameter, talk, type Span } from './speech'
import type { SimulatedAction, SimulatedClock, SimulatedOptions, SimulatedStep, Who } from './types'
import type { World } from './world'

const ANSWER = { after: 1500, outcome: 'accepted' } as const

type Handlers = { [K in SimulatedAction['kind']]: (action: Extract<SimulatedAction, { kind: K }>) => void }

export interface PlayParts {
  cast: Cast
  world: World
  clock: SimulatedClock
  answer: SimulatedOptions['answer']
  seed: number
}

export class Play {
  private readonly timers = new Set<unknown>()
  /** When whose picture stands still, ms since 1970. */
  private readonly frozen = new Map<UserId, [from: number, to: number]>()
  /** When who speaks by the script, ms after the start. */
  private readonly spoken = new Map<UserId, Span[]>()
  private readonly start: number

  constructor(private readonly parts: PlayParts) {
    this.start = parts.clock.now()
    parts.world.links.waiting = (request) => this.consider(request)
  }

  /** @throws LiveError `invalid-argument` for a step about nobody; nothing has started then */
  run(script: readonly SimulatedStep[]): void {
    script.forEach((step) => this.check(step))
    for (const step of script) this.foresee(step)
    for (const step of script) this.after(step.at, () => this.act(step.do))
  }

  private check({ at, do: action }: SimulatedStep): void {
    const fault = (why: string) => LiveError.of('invalid-argument', `simulated: step ${action.kind} at ${at}: ${why}`)
    if (!(at >= 0)) throw fault('"at" is milliseconds after joining')
    if (!Object.prototype.hasOwnProperty.call(this.handlers, action.kind)) throw fault('unknown kind')
    if ('ms' in action && !(action.ms > 0)) throw fault('"ms" is milliseconds, more than 0')
    const who = 'who' in action ? action.who : 'whom' in action ? action.whom : undefined
    const aboutMe = 'whom' in action || /^(mute|kick|ban|silence|role)$/.test(action.kind)
    if (who === 'me' && !aboutMe) throw fault('what I do, I do myself')
    if (who !== undefined && who !== 'me') this.parts.cast.get(who)
  }

  stop(): void {
    this.timers.forEach((timer) => this.parts.clock.clearTimeout(timer))
    this.timers.clear()
  }

  /** What a player must know of somebody beforehand, as parameters of the URL: when the picture stands still, when they speak. */
  foreseen(userId: UserId): string {
    const { start } = this
    const member = this.parts.cast.byId(userId)
    const [from, to] = this.frozen.get(userId) ?? []
    const still = from === undefined ? '' : `&freeze=${from}-${to}`
    const talking = member ? talk(start, member.name, this.parts.seed, member.talks) : ''
    return still + talking + speakParameter(start, 0, this.spoken.get(userId) ?? [])
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

  private foresee({ at, do: action }: SimulatedStep): void {
    if (action.kind !== 'freeze' && action.kind !== 'speak') return
    const id = this.id(action.who)
    const from = this.start + at
    if (action.kind === 'freeze') this.frozen.set(id, [from, from + action.ms])
    else this.spoken.set(id, [...(this.spoken.get(id) ?? []), [at, at + action.ms]])
  }

  private waitingOf(who: Who): LinkRequest {
    const request = this.parts.world.links.of(this.id(who))
    if (!request) throw LiveError.of('link-not-found', `simulated: no request or invitation of "${who}" waits`)
    return request
  }

  /** The host who answers by the script: a simulated one, if there is one. */
  private get answering(): UserId | undefined {
    const [first, second] = this.parts.world.hosts
    return first?.id === this.parts.world.me.id ? (second ?? first).id : first?.id
  }

  /** What only a host does, done by the one who answers. */
  private deed(call: string): people.Deed {
    const { world } = this.parts
    const { answering } = this
    if (answering === undefined) throw LiveError.of('invalid-state', `simulated: step ${call}: no host is here`)
    return { world, actor: world.user(answering), call: `step ${call}` }
  }

  /** Who has to answer: the invited person, or a host; I answer my own. Looked up when it is time: hosts come and go. */
  private consider(request: LinkRequest): void {
    const { world, cast, answer = ANSWER } = this.parts
    this.after(request.expiresAt - request.createdAt, () => this.settle(request.id, 'expired'))
    if (!answer) return
    this.after(answer.after, () => {
      const judge = request.from === 'anchor' ? request.userId : world.hosts[0]?.id
      if (judge !== undefined && cast.byId(judge)) this.settle(request.id, answer.outcome, judge)
    })
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
    mic: ({ who, on }) => this.parts.world.mic(this.id(who), on),
    camera: ({ who, on }) => {
      const { world } = this.parts
      world.updateStream(world.streamId(this.id(who)), { video: on })
    },
    // Known to the player since it got its URL.
    freeze: () => undefined,
    speak: () => undefined,
    chat: ({ who, text }) => this.say(who, () => this.parts.world.say(this.id(who), { kind: 'chat', text })),
    barrage: ({ who, text }) => this.say(who, () => this.parts.world.say(this.id(who), { kind: 'barrage', text })),
    gift: ({ who, gift }) => this.say(who, () => this.parts.world.say(this.id(who), { kind: 'gift', gift })),
    command: ({ who, command, data }) =>
      this.say(who, () => this.parts.world.say(this.id(who), { kind: 'command', command, data })),
    like: ({ count }) => this.parts.world.like(count),
    request: ({ who, kind: _, ...options }) => void this.parts.world.links.open(this.id(who), 'audience', options),
    cancel: ({ who }) => this.parts.world.links.settle(this.waitingOf(who).id, 'cancelled', this.id(who)),
    invite: ({ whom = 'me', kind: _, ...options }) =>
      void this.parts.world.links.open(this.id(whom), 'anchor', options),
    answer: ({ whom, outcome, message }) => {
      const { id, from, userId } = this.waitingOf(whom)
      this.parts.world.links.settle(id, outcome, from === 'anchor' ? userId : this.answering, message)
    },
    end: ({ whom }) => this.parts.world.links.end(this.id(whom), 'ended'),
    lock: ({ seat, on }) => this.parts.world.links.lock(seat, on),
    silence: ({ who, on }) => people.silence(this.deed('silence'), this.id(who), on),
    'silence-all': ({ on }) => people.silenceAll(this.deed('silence-all'), on),
    role: ({ who, role }) => people.setRole(this.deed('role'), this.id(who), role),
    'hand-over': ({ whom = 'me' }) => people.transferHost(this.deed('hand-over'), this.id(whom)),
    move: ({ whom, seat }) => this.parts.world.links.move(this.id(whom), seat),
    mute: ({ who, on }) => this.parts.world.mute(this.id(who), on),
    kick: ({ who }) => this.kick(who),
    ban: ({ who, seconds }) => people.ban(this.deed('ban'), this.id(who), seconds),
    offline: ({ ms }) => this.offline(ms),
    close: () => this.parts.world.over('room-closed'),
  }

  /** People who are away or muted say nothing; that a script lets them is no fault, somebody may have kicked them. */
  private say(who: Who, speak: () => void): void {
    const user = this.parts.world.users.get(this.id(who))
    if (user && !user.muted) speak()
  }

  private kick(who: Who): void {
    if (who === 'me') this.parts.world.over('kicked')
    else this.parts.world.exit(this.id(who), 'kicked')
  }
}
