/** People who go without a word: with their gateway, or by themselves, out of the middle of a conversation. */
import { Actor } from './actor'
import { tokenOf } from './crew'
import { GatewayProcess } from './gateway-process'
import { NO_HEARTBEAT, UNHURRIED } from './node-config'
import { outcome, type FaultOptions, type Outcome } from './outcome'
import { ownRedis, redisConfig } from './redis-faults'
import { inScope } from './scope'

const ROOMS = { grace: 300, orphanGrace: 500, seats: 4 }
const PEOPLE = 5

/** Resolves when so many different people have gone through these events. */
function gone(witness: Actor, kind: 'userLeft' | 'linkEnded', count: number): Promise<void> {
  const people = new Set<string>()
  return new Promise((resolve) => {
    witness.onEvent = ({ k, d }) => {
      if (k !== kind) return
      people.add(d.userId)
      if (people.size >= count) resolve()
    }
  })
}

/** One of two gateways is killed; its people leave the room on the other one, and nobody else does. */
export function lostGateway({ runs, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const { url } = await ownRedis(later)
    const config = redisConfig(url, { rooms: ROOMS, connections: { ...UNHURRIED, ...NO_HEARTBEAT } })
    const [lost, other] = [await GatewayProcess.start(config, later), await GatewayProcess.start(config, later)]
    const witness = await Actor.join(other.url, 'witness', tokenOf('witness'))
    later(() => witness.client.close())
    let leftMs = 0
    for (let run = 0; run < runs; run++) {
      const names = Array.from({ length: PEOPLE }, (_, i) => `run${run}p${i}`)
      await Promise.all(names.map((name) => Actor.join(lost.url, name, tokenOf(name))))
      const all = gone(witness, 'userLeft', PEOPLE)
      const at = performance.now()
      await lost.end('SIGKILL')
      await all
      leftMs = Math.max(leftMs, Math.round(performance.now() - at))
      await lost.start()
      log?.(`${run + 1} gateways`)
    }
    const alive = await witness.client.settle()
    return outcome(runs, { people: runs * PEOPLE, leftMs }, alive ? [] : ['the other gateway closed its people'])
  })
}

/** The only anchor's connection is cut; who sat with them is freed after the grace. */
export function lostAnchor({ runs, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const { url } = await ownRedis(later)
    const config = redisConfig(url, { rooms: ROOMS, connections: { ...UNHURRIED, ...NO_HEARTBEAT } })
    const nodes = [await GatewayProcess.start(config, later), await GatewayProcess.start(config, later)] as const
    let freedMs = 0
    for (let run = 0; run < runs; run++) {
      const room = `room${run}`
      const anchor = await Actor.join(nodes[0].url, 'anchor', tokenOf('anchor', 'anchor'), room)
      const guests = await Promise.all(
        ['g0', 'g1', 'g2'].map((name) => Actor.join(nodes[1].url, name, tokenOf(name), room)),
      )
      const seated = new Promise<void>((resolve) => {
        let count = 0
        anchor.onEvent = ({ k, d }) => {
          if (k === 'linkRequested') void anchor.do({ k: 'mic.acc', d: { id: d.id } })
          if (k === 'linkStarted' && ++count === guests.length) resolve()
        }
      })
      for (const guest of guests) void guest.do({ k: 'mic.req', d: { media: 'audio' } })
      await seated
      const freed = gone(guests[0] as Actor, 'linkEnded', guests.length)
      const at = performance.now()
      await anchor.client.close()
      await freed
      freedMs = Math.max(freedMs, Math.round(performance.now() - at))
      await Promise.all(guests.map((guest) => guest.client.close()))
      log?.(`${run + 1} anchors`)
    }
    return outcome(runs, { freedMs, graceMs: ROOMS.grace }, [])
  })
}
