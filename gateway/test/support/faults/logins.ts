/** Who is let in, and who is let stay: the same person twice, clocks that disagree, tokens that run out. */
import { BareClient } from './bare'
import { Crew, tokenOf } from './crew'
import { GatewayProcess } from './gateway-process'
import { UNHURRIED, type NodeConfig } from './node-config'
import { conclude, outcome, type FaultOptions, type Outcome } from './outcome'
import { ownRedis, redisConfig } from './redis-faults'
import { inScope, type Later } from './scope'

const MEMORY: NodeConfig = { engine: { kind: 'memory' }, connections: UNHURRIED }
/** At once, by one person. */
const TWINS = 4

/** The same person from several places at once. @returns how long it took until one was left, ms, or what went wrong */
async function twins(nodes: readonly GatewayProcess[]): Promise<number | string> {
  const urls = Array.from({ length: TWINS }, (_, i) => (nodes[i % nodes.length] as GatewayProcess).url)
  const clients = await Promise.all(urls.map((url) => BareClient.login(url, tokenOf('twin'))))
  const open = new Set(clients)
  const codes: number[] = []
  const at = performance.now()
  await new Promise<void>((resolve) => {
    for (const client of clients) {
      const join = () => client.send({ t: 'join', r: 'room' })
      // A room that too many change at once is to be tried again.
      client.onFrame = (frame) => void (frame.t === 'refused' && setTimeout(join, 100))
      join()
      void client.closed.then(({ code }) => {
        codes.push(code)
        open.delete(client)
        if (open.size <= 1) resolve()
      })
    }
  })
  const took = performance.now() - at
  const [survivor] = open
  const replaced = codes.every((code) => code === 4409)
  const lives = survivor !== undefined && (await survivor.settle())
  await survivor?.close()
  if (!lives) return 'nobody was left'
  return replaced ? took : `closed with ${codes.join(', ')}`
}

async function duplicateLogins({ runs, log }: FaultOptions, nodes: readonly GatewayProcess[]): Promise<Outcome> {
  const findings: string[] = []
  let oneLeftMs = 0
  for (let run = 0; run < runs; run++) {
    const took = await twins(nodes)
    if (typeof took === 'string') findings.push(took)
    else oneLeftMs = Math.max(oneLeftMs, Math.round(took))
    if (run % 20 === 19) log?.(`${run + 1} times`)
  }
  return outcome(runs, { oneLeftMs }, findings)
}

/** On one gateway. */
export function duplicateLogin(options: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => duplicateLogins(options, [await GatewayProcess.start(MEMORY, later)]))
}

/** On two gateways. */
export function duplicateLoginAcross(options: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const { url } = await ownRedis(later)
    const nodes = await Promise.all([0, 1].map(() => GatewayProcess.start(redisConfig(url), later)))
    return duplicateLogins(options, nodes)
  })
}

const SKEWS = [
  { seconds: 30, code: undefined },
  { seconds: -30, code: undefined },
  { seconds: 120, code: 'token-expired' },
  { seconds: -120, code: 'token-invalid' },
] as const

async function loginAt(seconds: number, later: Later): Promise<string | undefined> {
  const node = await GatewayProcess.start({ ...MEMORY, skew: seconds * 1000 }, later)
  const now = Math.floor(Date.now() / 1000)
  const client = await BareClient.connect(node.url)
  const accepted = client.next('yo')
  client.send({ t: 'hi', v: 1, tok: tokenOf('ann', 'audience', { iat: now, exp: now + 60 }), pk: 'skew' })
  if (!(await accepted)) return (await client.closed).bye
  await client.close()
  return undefined
}

/** The gateway's clock is ahead of the issuer's, or behind it; the token is good for a minute. */
export function clockSkew({ runs }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const findings: string[] = []
    for (let run = 0; run < runs; run++) {
      for (const { seconds, code } of SKEWS) {
        const said = await loginAt(seconds, later)
        if (said !== code) findings.push(`a clock ${seconds} s ahead: ${said ?? 'accepted'}, not ${code ?? 'accepted'}`)
      }
    }
    return outcome(runs, { logins: runs * SKEWS.length }, findings)
  })
}

/** Tokens run out in the middle of talk, `runs` times for everybody; the backend gives new ones. */
export function tokenExpiry({ runs, rate = 200, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const node = await GatewayProcess.start({ ...MEMORY, connections: { ...UNHURRIED, heartbeat: 500 } }, later)
    // Over for 28 s, of the 30 that clocks may differ: good for one or two seconds more.
    const token = (user: string) => async () => {
      const now = Math.floor(Date.now() / 1000)
      return tokenOf(user, 'audience', { iat: now - 60, exp: now - 28 })
    }
    const crew = await Crew.gather({ senders: 10, receivers: 5, rate, address: () => node.url, token }, later)
    crew.talk()
    for (let run = 1; run <= runs; run++) {
      await Promise.all(crew.all.map((client) => client.until(() => client.connections > run)))
      log?.(`everybody came back ${run} times`)
    }
    await crew.flowing()
    return conclude(crew, runs)
  })
}
