import { redisEngine, type RedisOptions } from '../../src/log/redis'
import type { LogEngine, Producer, RoomLog } from '../../src/room/log'
import type { Report } from '../../src/report'
import { Log } from './events'
import { Replica, step } from './replica'

export interface Gateway {
  engine: LogEngine
  log: RoomLog
  replica: Replica
  /** Events that the engine reported. */
  said: Log<string>
}

/** Times in which a test can wait. */
const FAST = { timeout: 400, beat: 50, dead: 1000, refresh: 150 }
const engines: LogEngine[] = []
const replicas: Replica[] = []

/** An engine of its own, with a room open. */
export async function gateway(url: string, options: Partial<RedisOptions> & { room?: string } = {}): Promise<Gateway> {
  const { room = 'room', ...more } = options
  const said = new Log<string>()
  const report: Report = (_level, event) => said.add(event)
  const engine = await redisEngine({ url, ...FAST, report, ...more })
  engines.push(engine)
  const replica = new Replica()
  replicas.push(replica)
  return { engine, log: await engine.open(room, replica), replica, said }
}

/** What was opened is closed; what no follower may be told was not told. */
export async function closeGateways(): Promise<void> {
  await Promise.all(engines.splice(0).map((engine) => engine.close()))
  expect(replicas.splice(0).flatMap(({ faults }) => faults)).toEqual([])
}

/** Sends until it is acknowledged, as a client's outbox does. @returns where it stands */
export async function insist(log: RoomLog, text: string, producer: Producer): Promise<number> {
  for (;;) {
    try {
      const [result] = (await log.append({ steps: [step(text, producer)], at: 0 })) as [{ s: number } | 'past']
      if (result === 'past') throw new TypeError(`${text} came after a later one`)
      return result.s
    } catch (error) {
      if (error instanceof TypeError) throw error
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

/** Followers agree, and have each of these once. */
export async function expectAgreement(gateways: readonly Gateway[], texts: readonly string[]): Promise<void> {
  await Promise.all(gateways.map(({ log }) => log.sync()))
  const [first, ...others] = gateways.map(({ replica }) => replica.texts)
  for (const other of others) expect(other).toEqual(first)
  expect(first?.toSorted()).toEqual(texts.toSorted())
  for (const { log, replica } of gateways) expect([log.head, replica.s]).toEqual([texts.length, texts.length])
}
