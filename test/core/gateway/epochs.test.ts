/**
 * Whatever happens to wires, tokens and the server's log: no acknowledged message is lost or doubled, and everybody hears
 * everything once and in order, or is told of a gap.
 */
import fc from 'fast-check'
import { createRoom, type Room } from '../../../src/index'
import type { IncomingMessage, RoomProvider } from '../../../src/provider/types'
import { EpochServer, type Logged } from './epochs'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const USERS = ['ann', 'bob', 'cyd'] as const
type UserName = (typeof USERS)[number]

const textOf = (message: IncomingMessage | undefined) => (message as { text: string } | undefined)?.text

class Person {
  readonly provider: RoomProvider
  readonly room: Room
  /** Texts of mine, in the order they were acknowledged, each with the gaps told until then. */
  readonly acknowledged: Array<{ text: string; gaps: number }> = []
  readonly failures: unknown[] = []
  sent = 0
  gaps = 0
  /** What I know last; undefined: nothing. */
  private last: Logged | undefined
  /** Texts I had, and how many gaps I had been told of by then. */
  readonly had = new Map<string, number>()

  constructor(
    private readonly server: EpochServer,
    readonly user: UserName,
  ) {
    this.provider = server.client(user)
    this.provider.events.on('message', (message) => this.hear(message))
    this.provider.events.on('snapshot', ({ messages }) => {
      this.gaps++
      this.begin(messages)
    })
    this.room = createRoom({ provider: this.provider, maxMessages: 5000 })
  }

  async join(): Promise<void> {
    await this.room.join({ roomId: 'room', token: () => Promise.resolve(this.server.token(this.user)) })
    this.begin(this.server.log.map(({ event }) => event.d as never))
  }

  say(): void {
    const text = `${this.user} ${++this.sent}`
    this.room.messages.chat(text).then(
      () => this.acknowledged.push({ text, gaps: this.gaps }),
      (error: unknown) => this.failures.push(error),
    )
  }

  private begin(messages: readonly IncomingMessage[]): void {
    const texts = messages.map(textOf) as string[]
    for (const text of texts) this.had.set(text, this.gaps)
    this.last = this.server.logged.get(texts[texts.length - 1] ?? '')
  }

  /** Each message comes right behind the one it was written behind. */
  private hear(message: IncomingMessage): void {
    const text = textOf(message) as string
    const logged = this.server.logged.get(text)
    expect({ [text]: logged?.before?.text }).toEqual({ [text]: this.last?.text })
    this.had.set(text, this.gaps)
    this.last = logged
  }

  /** What the screen shows: each message once. */
  get shown(): string[] {
    return this.room.messages.snapshot.entries.map((entry) => (entry as unknown as { text: string }).text)
  }
}

type People = Record<UserName, Person>
type Action = (server: EpochServer, people: People) => void | Promise<void>

const user = fc.constantFrom(...USERS)
const count = fc.integer({ min: 1, max: 4 })
const back = fc.integer({ min: 0, max: 5 })
const named = <T>(weight: number, name: string, of: fc.Arbitrary<T>, act: (value: T) => Action) => ({
  weight,
  arbitrary: of.map((value) => Object.assign(act(value), { toString: () => `${name}(${String(value)})` })),
})
const one = fc.tuple(user, count)
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms).then(() => undefined)

const gentle = [
  named(8, 'say', user, (u) => (_, people) => people[u].say()),
  named(1, 'burst', user, (u) => (_, people) => Array.from({ length: 40 }).forEach(() => people[u].say())),
  named(
    8,
    'receive',
    one,
    ([u, n]) =>
      (server) =>
        server.receive(u, n),
  ),
  named(
    8,
    'deliver',
    one,
    ([u, n]) =>
      (server) =>
        server.deliver(u, n),
  ),
  named(8, 'tick', fc.constant(0), () => (server) => server.tick()),
  named(
    3,
    'cut',
    fc.tuple(user, fc.boolean()),
    ([u, inside]) =>
      (server) =>
        server.cut(u, inside),
  ),
  named(1, 'mute', user, (u) => (server) => server.mute(u)),
  named(1, 'repeat', user, (u) => (server) => server.repeat(u)),
  named(1, 'limit', user, (u) => (server) => server.limit(u)),
  named(
    1,
    'expire',
    fc.tuple(user, fc.boolean()),
    ([u, told]) =>
      (server) =>
        server.expire(u, told),
  ),
  named(1, 'wake', user, (u) => (_, people) => people[u].provider.wake?.()),
  named(1, 'restart', fc.constant(0), () => (server) => server.restart(0, 'kept')),
  named(4, 'pass', fc.constantFrom(1, 40, 700, 12_000), (ms) => () => pass(ms)),
]

/** The log gets another epoch, and has lost nothing. */
const turning = [
  ...gentle,
  named(2, 'another epoch', fc.constant(0), () => (server) => server.restart(0, 'changed')),
  named(2, 'turned', fc.constant(0), () => (server) => server.turnLive(0)),
]

const rough = [
  ...turning,
  named(1, 'rolled back', back, (n) => (server) => server.restart(n, 'changed')),
  named(1, 'emptied', fc.constant(0), () => (server) => server.restart(Infinity, 'changed')),
  named(2, 'turned live', back, (n) => (server) => server.turnLive(n)),
  named(1, 'trim', fc.integer({ min: 0, max: 3 }), (n) => (server) => server.trim(n)),
]

/** Lets everything come to rest: half-open wires are noticed after heartbeat and grace. */
async function flow(server: EpochServer, done: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !done(); i++) {
    for (const name of USERS) {
      server.receive(name)
      server.tick()
      await server.deliver(name)
    }
    await pass(100)
  }
}

async function story(actions: Action[]): Promise<{ server: EpochServer; everybody: Person[] }> {
  const server = new EpochServer()
  const people = Object.fromEntries(USERS.map((name) => [name, new Person(server, name)])) as People
  const everybody = Object.values(people)
  let inside = 0
  for (const person of everybody) void person.join().then(() => inside++)
  await flow(server, () => inside === USERS.length)
  await pass(1)
  for (const act of actions) {
    await act(server, people)
    await Promise.resolve()
  }
  const joined = ({ room }: Person) => room.session.snapshot.connection.state === 'joined'
  const settled = (person: Person) => joined(person) && person.acknowledged.length === person.sent
  await flow(server, () => server.quiet && everybody.every(settled))
  return { server, everybody }
}

function check(server: EpochServer, everybody: Person[]): void {
  const final = server.log.map(({ logged }) => logged.text)
  expect(new Set(final).size).toBe(final.length)
  for (const { user: name, sent, acknowledged, failures, had, gaps, shown } of everybody) {
    const mine = Array.from({ length: sent }, (_, i) => `${name} ${i + 1}`)
    expect(failures).toEqual([])
    expect(acknowledged.map(({ text }) => text)).toEqual(mine)
    // One sender's order holds, whatever is missing in between.
    const kept = final.filter((text) => text.startsWith(name))
    expect(kept).toEqual(mine.filter((text) => kept.includes(text)))
    // What was acknowledged, and what I had, is in the log, or a gap was told since.
    const lost = (text: string) => !final.includes(text)
    for (const { text, gaps: then } of acknowledged) if (lost(text)) expect([text, gaps > then]).toEqual([text, true])
    had.forEach((then, text) => {
      if (lost(text)) expect([text, gaps > then]).toEqual([text, true])
    })
    // What is in the log came to me, or a gap was told.
    if (!gaps) expect(final.filter((text) => !had.has(text))).toEqual([])
    expect(new Set(shown).size).toBe(shown.length)
    if (!server.harmed) expect(gaps).toBe(0)
  }
}

const run = async (actions: Action[]) => {
  // What a run that failed has left behind is not of this one.
  jest.clearAllTimers()
  const { server, everybody } = await story(actions)
  check(server, everybody)
  await Promise.all(everybody.map(({ room }) => room.leave()))
  expect(jest.getTimerCount()).toBe(0)
}

/** @param numRuns fewer on a machine that is busy with other things; a failure is looked at no longer than that either */
const hold = (actions: typeof gentle, numRuns: number) =>
  fc.assert(fc.asyncProperty(fc.array(fc.oneof(...actions), { maxLength: 100, size: 'max' }), run), {
    numRuns,
    interruptAfterTimeLimit: 60_000,
  })

/* eslint-disable jest/expect-expect -- `check` expects */
test('wires, tokens and restarts that keep the log: everything arrives, and no gap is told', async () => {
  await hold(gentle, 80)
}, 120_000)

test('logs that get another epoch and have lost nothing: the same', async () => {
  await hold(turning, 80)
}, 120_000)

test('logs that are rolled back, emptied or trimmed: nothing is lost in silence', async () => {
  await hold(rough, 150)
}, 120_000)
/* eslint-enable jest/expect-expect */
