/** Readers that stop reading, and writers that do not stop writing: what it costs the others. */
import { setImmediate } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { BareClient } from './bare'
import { Crew, tokenOf } from './crew'
import { GatewayProcess } from './gateway-process'
import { UNHURRIED } from './node-config'
import { conclude, judge, quantile, type FaultOptions, type Outcome } from './outcome'
import { inScope } from './scope'

/** A reader's unsent bytes in the gateway, at most. */
const MOST_BUFFERED = 96 * 1024
const RING = 256
/** The longest that chat may be, three bytes each: what fills sockets soon. */
const LONG = '连'.repeat(490)
/** Frames at once that a connection may send, as a gateway is set up by itself. */
const BURST = 120

/** Milliseconds of delivery to who is not part of the fault, from now until so many messages later. */
async function p99Over(crew: Crew, messages: number): Promise<number> {
  const before = crew.delivered.length
  await crew.progress(messages)
  return quantile(crew.delivered.slice(before), 0.99)
}

/**
 * `runs` readers stop reading until the gateway has given up on all of them, and read again.
 * @param others people who go on reading
 */
export function stalledReaders({
  runs,
  rate = 200,
  log,
  others = 20,
}: FaultOptions & { others?: number }): Promise<Outcome> {
  return inScope(async (later) => {
    const connections = { ...UNHURRIED, heartbeat: 20_000 }
    const node = await GatewayProcess.start({ engine: { kind: 'memory' }, connections, rooms: { ring: RING } }, later)
    const address = () => node.url
    const crew = await Crew.gather({ senders: 5, receivers: others, rate, address, padding: LONG }, later)
    const patience = { graceMs: 3_600_000, joinTimeoutMs: 60_000 }
    const stalled = await Crew.gather(
      { senders: 0, receivers: runs, rate, address, patience, prefix: 'stalled' },
      later,
    )
    crew.talk()
    await crew.progress(RING)
    const p99Ms = await p99Over(crew, 2 * RING)
    const rss = node.rss()
    for (const reader of stalled.all) reader.pause(true)
    let [full, most] = [0, 0]
    const look = async (): Promise<void> => {
      const { buffered } = await node.figures()
      if (buffered.full > full) log?.(`${buffered.full} of ${runs} sockets are full`)
      full = Math.max(full, buffered.full)
      most = Math.max(most, buffered.most)
    }
    for (await look(); full < runs; await look()) await crew.progress(100)
    // The ring passes them by.
    const p99StalledMs = await p99Over(crew, 2 * RING)
    await look()
    const figures = { p99Ms, p99StalledMs, mostBuffered: most, rssGrowth: node.rss() - rss }
    for (const reader of stalled.all) reader.pause(false)
    const last = await crew.quiet()
    await Promise.all([crew.hear(last), stalled.hear(last)])
    const outcome = judge(runs, [crew.evidence, stalled.evidence], { epochs: crew.epochs, ring: RING }, figures)
    if (most > MOST_BUFFERED) outcome.findings.push(`${most} bytes waited for one reader`)
    return outcome
  })
}

/** One connection says hello and then everything it can, `runs` times, while twenty others talk. */
export function floods({ runs, rate = 100, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const node = await GatewayProcess.start({ engine: { kind: 'memory' } }, later)
    const crew = await Crew.gather({ senders: 20, receivers: 20, rate, address: () => node.url }, later)
    crew.talk()
    const p99Ms = await p99Over(crew, 2 * rate)
    const findings: string[] = []
    let [closedMs, admitted] = [0, 0]
    const before = crew.delivered.length
    for (let run = 0; run < runs; run++) {
      const flood = await BareClient.login(node.url, tokenOf('flood'), 'room')
      let answered = 0
      flood.onFrame = (frame) => void (frame.t === 'ok' && answered++)
      const at = performance.now()
      for (let n = 1; n <= 20_000 && flood.socket.readyState === WebSocket.OPEN; n++) {
        flood.send({ t: 'do', n, r: 'room', k: 'barrage', d: { text: 'flood' } })
        // It has ears for the goodbye.
        if (n % 500 === 0) await setImmediate()
      }
      const { code, bye } = await flood.closed
      closedMs = Math.max(closedMs, performance.now() - at)
      admitted = Math.max(admitted, answered)
      if (code !== 4429 || bye !== 'flood') findings.push(`a flood was closed with ${code} ${bye}`)
      await crew.flowing()
      log?.(`${run + 1} floods`)
    }
    const p99FloodMs = quantile(crew.delivered.slice(before), 0.99)
    if (admitted > BURST) findings.push(`${admitted} commands of one flood were taken`)
    const outcome = await conclude(crew, runs, {}, { p99Ms, p99FloodMs, closedMs: Math.round(closedMs), admitted })
    return { ...outcome, findings: [...outcome.findings, ...findings] }
  })
}
