/** What a connection means: who it is (hi), where it is (join, leave), what it does (do, ask, like). */
import { CLOCK_SKEW, verifyToken, type VerifiedClaims } from '../auth/token'
import type { KeyRing } from '../auth/keys'
import type { Incoming } from '../frames/parse'
import type { Hub } from '../hub'
import type { MediaDesk } from '../media-desk'
import type { Counters } from '../metrics/counters'
import type { Client, Expulsion, Member } from '../room/member'
import type { Room } from '../room/room'
import { refuse, type Refusal } from '../room/rules'
import type { Tick } from '../tick'
import { PROTOCOL_VERSION } from '../wire'
import type { AskFrame, ClientFrame, Command, Cursor, DoFrame, RefusalCode, ServerFrame } from '../wire'
import type { Connection } from './connection'
import { entryProblem, profileOf, type Join } from './entry'
import type { Load } from './load'
import { Pace } from './pace'
import type { ConnectionSettings } from './settings'
import type { Users } from './users'

export interface SessionContext {
  keys: KeyRing
  hub: Hub
  tick: Tick
  desk: MediaDesk
  counters: Counters
  users: Users
  load: Pick<Load, 'wait'>
  /** Rooms one connection may be in. */
  maxRooms: number
  heartbeat: number
  /** Server time, ms. */
  now(): number
  /** @param cause the goodbye, or what happened instead of one */
  closed(connection: Connection, code: number, cause: string): void
}

type Hi = Extract<ClientFrame, { t: 'hi' }>

/** After a refusal that may be repeated, later numbers wait, so that one sender's order holds. */
interface Gate {
  n: number
  code: RefusalCode
  until: number
}

/** When to come back: the log cannot be opened now, the user has too many connections, ms. */
const BUSY_WAIT = 500
const CROWDED_RETRY = 5_000

export class Session implements Client {
  private claims: VerifiedClaims | undefined
  launch = ''
  private gate: Gate | undefined
  private readonly places = new Map<string, { room: Room; member: Member }>()
  private readonly pace: Pace

  constructor(
    private readonly connection: Connection,
    private readonly context: SessionContext,
    { commands }: Pick<ConnectionSettings, 'commands'>,
    /** Host header of the upgrade: how this client reaches us, and so how its media clients will. */
    private readonly host: string | undefined,
  ) {
    this.pace = new Pace(commands, context.users, context.load, context.now())
  }

  get user(): string | undefined {
    return this.claims?.sub
  }

  get congested(): boolean {
    return this.connection.congested
  }

  send(frame: string | Buffer): void {
    this.connection.send(frame)
  }

  expired(now: number): boolean {
    return this.claims !== undefined && (this.claims.exp + CLOCK_SKEW) * 1000 <= now
  }

  expelled(room: string, code: Expulsion, why: string, until?: number): void {
    this.places.delete(room)
    // Out of one room of several: the person read the event, the other rooms go on.
    if (code === 'replaced' || code === 'restart' || this.places.size === 0)
      this.connection.bye(code, why, undefined, until)
  }

  catchUp(): void {
    for (const { room, member } of this.places.values()) room.pump(member)
  }

  end(): void {
    for (const { room, member } of this.places.values()) room.detach(member, 'lost')
    this.places.clear()
    this.pace.logout()
  }

  async handle(incoming: Incoming): Promise<void> {
    if (incoming.kind === 'fatal') return
    if (!this.claims && (incoming.kind === 'refuse' || incoming.frame.t !== 'hi')) {
      return this.connection.bye('malformed', 'the first frame must be hi')
    }
    if (incoming.kind === 'refuse') {
      const { reply, n, room, code, why } = incoming
      if (reply === 'do') return this.answer(n, refuse(code, why))
      return this.reply(reply === 'ask' ? { t: 'nope', q: n, c: code, why } : { t: 'refused', r: room, c: code, why })
    }
    return this.frame(incoming.frame)
  }

  private async frame(frame: ClientFrame): Promise<void> {
    switch (frame.t) {
      case 'hi':
        return this.hi(frame)
      case 'join':
        return this.join(frame)
      case 'leave':
        return this.leave(frame.r)
      case 'do':
        return this.perform(frame)
      case 'ask':
        return this.ask(frame)
      case 'like':
        return this.like(frame.r, frame.c)
      case 'ping':
        return this.send(JSON.stringify({ t: 'pong', T: this.context.now() }))
    }
  }

  private async hi(frame: Hi): Promise<void> {
    if (this.claims) return this.connection.bye('malformed', 'hi comes once a connection')
    if (frame.v !== PROTOCOL_VERSION) {
      return this.connection.bye(
        'malformed',
        `protocol version ${frame.v} is not spoken here; this is ${PROTOCOL_VERSION}`,
      )
    }
    const verdict = verifyToken(frame.tok, this.context.keys, this.context.now())
    if (!verdict.ok) {
      const expired = verdict.code === 'token-expired'
      const remedy = expired ? 'come back with a fresh one' : 'sign it with a key of this gateway'
      return this.connection.bye(verdict.code, `${verdict.why}; ${remedy}`, expired ? 0 : undefined)
    }
    if (!this.pace.login(verdict.claims.sub, this.context.now())) {
      return this.connection.bye('full', 'this user has as many connections as one may have', CROWDED_RETRY)
    }
    this.claims = verdict.claims
    this.launch = frame.pk
    const { heartbeat: hb } = this.context
    this.send(JSON.stringify({ t: 'yo', T: this.context.now(), hb, u: verdict.claims.sub }))
    for (const [room, cursor] of Object.entries(frame.res ?? {})) {
      await this.connection.drain()
      await this.enter(room, undefined, cursor)
    }
  }

  private async join(frame: Join): Promise<void> {
    const limited = this.pace.limited(this.context.now(), 'commands')
    if (limited) {
      const why = `${limited.why}; wait ${limited.wait} ms`
      return this.reply({ t: 'refused', r: frame.r, c: limited.code, why })
    }
    // A snapshot is big: it waits for what is in front of it.
    await this.connection.drain()
    return this.enter(frame.r, frame)
  }

  private async enter(id: string, wish?: Join, cursor?: Cursor): Promise<void> {
    const refused = this.mayEnter(id, wish) ?? (await this.place(id, wish, cursor))
    if (!refused) return
    const { code: c, why, until } = refused
    this.reply({ t: 'refused', r: id, c, why, ...(until !== undefined && { until }) })
  }

  private mayEnter(id: string, wish?: Join): Refusal | undefined {
    const problem = entryProblem(this.claims as VerifiedClaims, id, wish)
    if (problem || this.places.has(id) || this.places.size < this.context.maxRooms) return problem
    return refuse('forbidden', `one connection is in at most ${this.context.maxRooms} rooms`)
  }

  private async place(id: string, wish?: Join, cursor?: Cursor): Promise<Refusal | undefined> {
    const claims = this.claims as VerifiedClaims
    const room = await this.context.hub.open(id).catch(() => undefined)
    if (!room) return refuse('busy', `the room cannot be opened right now; try again in ${BUSY_WAIT} ms`)
    const profile = profileOf(claims, wish, await room.presence.lastProfile(claims.sub))
    const member = await room.attach(this, claims.sub, profile, cursor)
    if ('code' in member) return member
    this.places.set(id, { room, member })
    if (!cursor) this.context.counters.joins++
    return undefined
  }

  private leave(id: string): void {
    const place = this.places.get(id)
    this.places.delete(id)
    place?.room.detach(place.member, 'left')
  }

  private like(id: string, count: number): void {
    const place = this.places.get(id)
    if (place) place.room.like(count)
    else this.reply({ t: 'refused', r: id, c: 'not-joined', why: 'join the room first' })
  }

  private async perform({ n, r, k, d }: DoFrame): Promise<void> {
    const now = this.context.now()
    if (this.gate && n > this.gate.n) {
      const why = `command ${this.gate.n} waits to be sent again first`
      return this.reply({ t: 'no', n, c: this.gate.code, why, wait: Math.max(1, this.gate.until - now) })
    }
    const room = this.context.hub.peek(r)
    const producer = { user: this.user as string, pk: this.launch, n }
    // A resend of something that is done costs nothing and is never refused, wherever the person is by now.
    const resent = room?.known(producer) === true
    const limited = resent ? undefined : this.pace.limited(now, 'commands')
    if (limited) return this.answer(n, limited)
    if (!room || (!resent && !this.places.has(r))) return this.answer(n, refuse('not-joined', 'join the room first'))
    const outcome = await room.perform(producer.user, { k, d } as Command, { producer })
    this.context.counters.commands.add(`${k} ${'code' in outcome ? outcome.code : outcome.dup ? 'dup' : 'ok'}`)
    if ('code' in outcome) return this.answer(n, outcome)
    this.gate = undefined
    this.reply({ t: 'ok', n, ...outcome.receipt, e: room.epoch, ...(outcome.dup ? { dup: 1 } : {}) })
  }

  private answer(n: number, { code, why, wait }: Refusal & { wait?: number }): void {
    this.gate = wait === undefined ? undefined : { n, code, until: this.context.now() + wait }
    this.reply({ t: 'no', n, c: code, why, ...(wait === undefined ? {} : { wait }) })
  }

  private async ask(frame: AskFrame): Promise<void> {
    const limited = this.pace.limited(this.context.now(), 'questions')
    if (limited) return this.reply({ t: 'nope', q: frame.q, c: limited.code, why: limited.why, wait: limited.wait })
    const place = this.places.get(frame.r)
    const answer = place
      ? await this.context.desk.answer(place.room, this.user as string, frame, this.host)
      : refuse('not-joined', 'join the room first')
    this.context.counters.questions.add(`${frame.k} ${'code' in answer ? answer.code : 'ok'}`)
    if ('code' in answer) this.reply({ t: 'nope', q: frame.q, c: answer.code, why: answer.why })
    else this.reply({ t: 'ans', q: frame.q, d: answer })
  }

  /** After this tick's events, so that an acknowledgement follows what it acknowledges. */
  private reply(frame: ServerFrame): void {
    if (frame.t === 'no' || frame.t === 'nope' || frame.t === 'refused') this.context.counters.refusals.add(frame.c)
    this.context.tick.after(() => this.send(JSON.stringify(frame)))
  }
}
