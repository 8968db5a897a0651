import { Endpoint, type WebhookWorld } from '../../src/webhooks/endpoint'
import { webhookEndpoint, webhookSettings, type WebhookSettings } from '../../src/webhooks/options'
import type { WebhookBatch, WebhookEvent } from '../../src/webhooks/types'
import { verifyWebhook } from '../../src/webhooks/verify'
import { FakeClock } from '../support/fake-clock'

const SECRET = 'a secret for webhooks, 32 letters'
const ENDPOINT = webhookEndpoint.parse({ url: 'https://api.example.com/hooks?secret=1', secret: SECRET })

let n = 0
const event = (at = 0): WebhookEvent => ({ id: `r.e.${++n}`, type: 'room.emptied', room: 'r', at, data: {} })

type Answer = number | Error

/** An endpoint whose POSTs are answered by hand. */
class Bench {
  readonly clock = new FakeClock()
  readonly posts: { batch: WebhookBatch; answer(answer: Answer): Promise<void> }[] = []
  readonly told: string[] = []
  readonly endpoint: Endpoint

  constructor(settings: Partial<WebhookSettings> = {}) {
    const world: WebhookWorld = {
      now: () => this.clock.now(),
      setTimeout: (run, ms) => this.clock.setTimeout(run, ms),
      clearTimeout: (timer) => this.clock.clearTimeout(timer),
      random: () => 1,
      post: (_url, headers, body) => this.post(headers, body),
      report: (_level, what) => void this.told.push(what),
    }
    this.endpoint = new Endpoint(ENDPOINT, webhookSettings.parse(settings), world)
  }

  get last() {
    return this.posts.at(-1)!
  }

  ids(index = this.posts.length - 1): string[] {
    return this.posts[index]!.batch.events.map(({ id }) => id)
  }

  /** Fails the POST that is out and lets the wait pass. @returns how long it was */
  async fail(answer: Answer = 500): Promise<number> {
    await this.last.answer(answer)
    const wait = this.clock.set.all.at(-1) as number
    this.clock.advance(wait)
    await settled()
    return wait
  }

  private post(headers: Record<string, string>, body: string): Promise<number> {
    const batch = verifyWebhook(body, headers['x-lianmai-signature'], SECRET, { now: this.clock.now() })
    return new Promise((resolve, reject) => {
      const answer = async (given: Answer) => {
        if (given instanceof Error) reject(given)
        else resolve(given)
        await settled()
      }
      this.posts.push({ batch, answer })
    })
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

test('events of a moment leave together, signed, and one batch waits for the other', async () => {
  const bench = new Bench({ delay: 100, batch: 2 })
  const [a, b, c] = [event(), event(), event()]
  bench.endpoint.push([a])
  bench.endpoint.push([b, c])
  bench.clock.advance(99)
  expect(bench.posts).toHaveLength(0)
  bench.clock.advance(1)
  expect(bench.ids()).toEqual([a.id, b.id])
  bench.clock.advance(60_000)
  expect(bench.posts).toHaveLength(1)
  await bench.last.answer(204)
  bench.clock.advance(0)
  expect(bench.ids()).toEqual([c.id])
  await bench.last.answer(200)
  expect(bench.endpoint.counters()).toMatchObject({ delivered: 3, queued: 0, failures: 0, dropped: 0, down: false })
})

test.each([[500], [302], [404], [new TypeError('fetch failed')]])(
  '%s: the same again, first, later and later',
  async (no) => {
    const bench = new Bench({ minDelay: 1000, maxDelay: 8000, breaker: 99 })
    const [a, b] = [event(), event()]
    bench.endpoint.push([a])
    bench.clock.advance(100)
    const waits: number[] = [await bench.fail(no)]
    bench.endpoint.push([b])
    for (let i = 0; i < 4; i++) waits.push(await bench.fail(no))
    expect(waits).toEqual([1000, 2000, 4000, 8000, 8000])
    expect(bench.ids()).toEqual([a.id, b.id])
    await bench.last.answer(200)
    expect(bench.endpoint.counters()).toMatchObject({ delivered: 2, failures: 5, queued: 0 })
  },
)

test('an endpoint that is down is tried once every maxDelay, and said to be down and up once', async () => {
  const bench = new Bench({ breaker: 2, minDelay: 10, maxDelay: 50_000 })
  bench.endpoint.push([event()])
  bench.clock.advance(100)
  const waits = [await bench.fail(), await bench.fail(), await bench.fail()]
  expect(waits).toEqual([10, 50_000, 50_000])
  expect(bench.endpoint.counters().down).toBe(true)
  await bench.last.answer(200)
  expect(bench.told).toEqual(['webhook.failed', 'webhook.down', 'webhook.failed', 'webhook.up'])
  expect(bench.endpoint.counters().down).toBe(false)
})

test('a full queue gives up the oldest, counts them, and tells the endpoint how many with the next batch', async () => {
  const bench = new Bench({ queue: 3 })
  const events = [event(), event(), event(), event(), event()]
  bench.endpoint.push(events)
  bench.clock.advance(100)
  expect(bench.last.batch).toEqual({ events: events.slice(2), dropped: 2 })
  await bench.fail()
  expect(bench.last.batch.dropped).toBe(2)
  await bench.last.answer(200)
  bench.endpoint.push([event()])
  bench.clock.advance(100)
  expect(bench.last.batch.dropped).toBeUndefined()
  expect(bench.endpoint.counters().dropped).toBe(2)
  expect(bench.told).toContain('webhook.dropped')
})

test('what overflows while a batch is on its way does not take that batch with it', async () => {
  const bench = new Bench({ queue: 2, batch: 1 })
  const [a, b, c] = [event(), event(), event()]
  bench.endpoint.push([a])
  bench.clock.advance(100)
  bench.endpoint.push([b, c])
  await bench.last.answer(200)
  bench.clock.advance(0)
  expect(bench.last.batch).toEqual({ events: [c], dropped: 1 })
})

test('a batch that nobody takes is given up after a while; what is younger is kept', async () => {
  const bench = new Bench({ giveUp: 10_000, minDelay: 6_000, maxDelay: 6_000 })
  bench.endpoint.push([event()])
  bench.clock.advance(100)
  await bench.fail()
  const young = event()
  bench.endpoint.push([young])
  await bench.fail()
  expect(bench.last.batch).toEqual({ events: [young], dropped: 1 })
})

test('only what the endpoint asked for', () => {
  const bench = new Bench()
  const text = { kind: 'chat' as const, userId: 'a', name: 'A', text: 'x' }
  bench.endpoint.push([{ id: '1', type: 'message', room: 'r', at: 0, data: text }])
  expect(bench.endpoint.counters().queued).toBe(0)
  expect(bench.endpoint.wants('message')).toBe(false)
})

describe('closing', () => {
  test('delivers what waits at once', async () => {
    const bench = new Bench({ batch: 1 })
    bench.endpoint.push([event(), event()])
    const closed = bench.endpoint.close(5_000)
    bench.clock.advance(0)
    await bench.last.answer(200)
    bench.clock.advance(0)
    await bench.last.answer(200)
    expect(await closed).toBe(0)
    expect(bench.posts).toHaveLength(2)
  })

  test('goes on trying, and says what it had to leave when the time is over', async () => {
    const bench = new Bench({ minDelay: 1_000 })
    bench.endpoint.push([event(), event()])
    const closed = bench.endpoint.close(2_500)
    bench.clock.advance(0)
    await bench.fail()
    await bench.last.answer(500)
    bench.clock.advance(2_500)
    expect(await closed).toBe(2)
    expect(bench.told).toContain('webhook.undelivered')
    const posts = bench.posts.length
    bench.clock.advance(600_000)
    expect(bench.posts).toHaveLength(posts)
  })

  test('takes nothing new', async () => {
    const bench = new Bench()
    expect(await bench.endpoint.close(1_000)).toBe(0)
    bench.endpoint.push([event()])
    expect(bench.endpoint.counters().queued).toBe(0)
  })
})

test('options: what is wrong is named', () => {
  const problem = (endpoint: object) => webhookEndpoint.safeParse(endpoint).error?.issues[0]?.path[0]
  expect(problem({ url: 'ftp://x', secret: SECRET })).toBe('url')
  expect(problem({ url: 'https://u:p@x', secret: SECRET })).toBe('url')
  expect(problem({ url: 'https://x', secret: 'short' })).toBe('secret')
  expect(problem({ url: 'https://x', secret: SECRET, events: ['room.exploded'] })).toBe('events')
})
