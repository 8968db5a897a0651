/** Whatever happens to the wires: what was acknowledged is received by everybody exactly once, in one order. */
import fc from 'fast-check'
import type { IncomingMessage, MessageReceipt, RoomProvider } from '../../../src/provider/types'
import { ModelServer } from './model'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const USERS = ['ann', 'bob'] as const
type UserName = (typeof USERS)[number]

class Person {
  readonly provider: RoomProvider
  readonly received: IncomingMessage[] = []
  readonly acknowledged: Array<{ text: string; receipt: MessageReceipt }> = []
  sent = 0

  constructor(
    server: ModelServer,
    readonly user: UserName,
  ) {
    this.provider = server.client(user)
    this.provider.events.on('message', (message) => this.received.push(message))
  }

  join(): Promise<void> {
    const joined = this.provider.join({ roomId: 'room', token: this.user })
    return joined.then(({ messages }) => void this.received.push(...messages))
  }

  say(): void {
    const text = `${this.user} ${++this.sent}`
    this.provider.send({ kind: 'chat', text, key: text }).then(
      (receipt) => this.acknowledged.push({ text, receipt }),
      (error: unknown) => {
        throw error
      },
    )
  }
}

type Action = (server: ModelServer, people: Record<UserName, Person>) => void | Promise<void>

const user = fc.constantFrom(...USERS)
const count = fc.integer({ min: 1, max: 4 })
const named = <T>(name: string, arbitrary: fc.Arbitrary<T>, act: (value: T) => Action) =>
  arbitrary.map((value) => Object.assign(act(value), { toString: () => `${name}(${String(value)})` }))
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: named('say', user, (u) => (_, people) => people[u].say()) },
  {
    weight: 6,
    arbitrary: named(
      'receive',
      fc.tuple(user, count),
      ([u, n]) =>
        (server) =>
          server.receive(u, n),
    ),
  },
  {
    weight: 6,
    arbitrary: named(
      'deliver',
      fc.tuple(user, count),
      ([u, n]) =>
        (server) =>
          server.deliver(u, n),
    ),
  },
  { weight: 2, arbitrary: named('cut', user, (u) => (server) => server.cut(u)) },
  { weight: 2, arbitrary: named('repeat', user, (u) => (server) => server.repeat(u)) },
  { weight: 2, arbitrary: named('limit', user, (u) => (server) => server.limit(u)) },
  {
    weight: 3,
    arbitrary: named(
      'pass',
      fc.integer({ min: 0, max: 2000 }),
      (ms) => () => jest.advanceTimersByTimeAsync(ms).then(() => undefined),
    ),
  },
)

async function flow(server: ModelServer, done: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !done(); i++) {
    for (const name of USERS) {
      server.receive(name)
      server.deliver(name)
    }
    await jest.advanceTimersByTimeAsync(100)
  }
}

async function story(actions: Action[]): Promise<void> {
  const server = new ModelServer()
  const people = { ann: new Person(server, 'ann'), bob: new Person(server, 'bob') }
  const everybody = Object.values(people)
  let inside = 0
  for (const person of everybody) void person.join().then(() => inside++)
  await flow(server, () => inside === 2)
  for (const act of actions) {
    await act(server, people)
    await Promise.resolve()
  }
  const total = () => people.ann.sent + people.bob.sent
  const complete = ({ sent, acknowledged, received }: Person) =>
    acknowledged.length === sent && received.length >= total()
  await flow(server, () => everybody.every(complete))
  check(server, everybody)
  await Promise.all(everybody.map(({ provider }) => provider.leave()))
  expect(jest.getTimerCount()).toBe(0)
}

function check(server: ModelServer, everybody: Person[]): void {
  const order = server.log.map(({ d }) => (d as { text: string }).text)
  for (const { user: name, sent, received, acknowledged } of everybody) {
    const mine = Array.from({ length: sent }, (_, i) => `${name} ${i + 1}`)
    expect(received.map((message) => (message as { text: string }).text)).toEqual(order)
    expect(acknowledged.map(({ text }) => text)).toEqual(mine)
    expect(order.filter((text) => text.startsWith(name))).toEqual(mine)
    expect(received.filter(({ key }) => key !== undefined).map(({ key }) => key)).toEqual(mine)
    for (const { text, receipt } of acknowledged) expect(received[order.indexOf(text)]?.id).toBe(receipt.id)
  }
}

test('random cuts, repetitions, refusals and delays', async () => {
  await fc.assert(fc.asyncProperty(fc.array(action, { maxLength: 80 }), story), { numRuns: 150 })
}, 60_000)

test('the story is not an empty one: a hundred messages over many cuts', async () => {
  const turn: Action[] = [
    (_, { ann, bob }) => [ann, bob, ann].forEach((person) => person.say()),
    (server) => server.receive('ann', 1),
    (server) => server.cut('ann'),
    (server) => server.cut('bob'),
    () => jest.advanceTimersByTimeAsync(700).then(() => undefined),
    (server) => USERS.forEach((name) => server.deliver(name)),
    (server) => USERS.forEach((name) => server.receive(name)),
  ]
  await story(Array.from({ length: 34 }, () => turn).flat())
  expect.hasAssertions()
}, 30_000)
