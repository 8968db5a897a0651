/** Frames by the million that nobody should send: every one is answered by the book, and nobody else notices. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ServerFrame } from '../../../src/wire'
import { BareClient } from './bare'
import { Crew, tokenOf } from './crew'
import { GatewayProcess } from './gateway-process'
import { answerable, fatal, seeded, type Random } from './junk'
import { UNHURRIED } from './node-config'
import { conclude, quantile, type FaultOptions, type Outcome } from './outcome'
import { inScope } from './scope'

/** Frames between two looks at what was answered. */
const BATCH = 100
/** Of so many frames one costs the connection. */
const FATAL_EVERY = 100
/** Side by side. */
const FUZZERS = 4
const PROTOCOL = path.resolve(__dirname, '../../../../docs/protocol.md')

/** Codes of refusals and goodbyes, and of closed sockets, that the protocol's page has. */
function documented(): { words: Set<string>; closes: Set<number> } {
  const page = readFileSync(PROTOCOL, 'utf8')
  const codes = page.slice(page.indexOf('## Codes'))
  const closes = [...codes.matchAll(/^\| (\d{4}(?:, \d{4})*) /gm)].flatMap(([, list = '']) =>
    list.split(', ').map(Number),
  )
  return { words: new Set([...codes.matchAll(/`([a-z-]+)`/g)].map(([, word = '']) => word)), closes: new Set(closes) }
}

class Fuzzer {
  readonly findings: string[] = []
  sent = 0
  closed = 0
  private readonly answered = new Set<number>()
  private number = 0
  private people = 0
  private mark: { last: number; resolve(answered: boolean): void } | undefined

  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly book: ReturnType<typeof documented>,
    private readonly random: Random,
  ) {}

  async send(count: number): Promise<void> {
    let client = await this.login()
    for (const aim = this.sent + count; this.sent < aim;) {
      if (await this.batch(client)) continue
      await this.farewell(client)
      client = await this.login()
    }
    await client.close()
  }

  /** @returns whether the connection still stands */
  private async batch(client: BareClient): Promise<boolean> {
    const due: number[] = []
    for (let i = 0; i < BATCH; i++) {
      this.sent++
      const junk = this.random() * FATAL_EVERY < 1 ? fatal(this.random) : answerable(++this.number, this.random)
      client.send(junk.text)
      const number = junk.n ?? junk.q
      if (number !== undefined) due.push(number)
    }
    if (!(await this.answeredAll(client))) return false
    for (const number of due) if (!this.answered.has(number)) this.findings.push(`${number} was not answered`)
    this.answered.clear()
    return true
  }

  /** Resolves when everything sent before is answered: a pong would not wait for the end of the tick, as answers do. */
  private async answeredAll(client: BareClient): Promise<boolean> {
    const last = ++this.number
    const answered = new Promise<boolean>((resolve) => (this.mark = { last, resolve }))
    client.send({ t: 'ask', q: last, r: 'fuzz', k: 'play', d: { id: 'f1~abc' } })
    return Promise.race([answered, client.closed.then(() => false)])
  }

  private async farewell(client: BareClient): Promise<void> {
    this.closed++
    const { code, bye } = await client.closed
    const known = this.book.closes.has(code) && bye !== undefined && this.book.words.has(bye)
    if (!known) this.findings.push(`closed with ${code} ${bye ?? 'and no goodbye'}`)
    this.answered.clear()
  }

  private read(frame: ServerFrame): void {
    const code = 'c' in frame ? frame.c : undefined
    if (code !== undefined && !this.book.words.has(code)) this.findings.push(`${code} is not in the book`)
    if (frame.t === 'ok' || frame.t === 'no') this.answered.add(frame.n)
    if (frame.t !== 'ans' && frame.t !== 'nope') return
    this.answered.add(frame.q)
    if (frame.q === this.mark?.last) this.mark.resolve(true)
  }

  private async login(): Promise<BareClient> {
    // A name of its own each time: the one before may have been banned.
    const user = `${this.name}-${++this.people}`
    const client = await BareClient.login(this.url, tokenOf(user, 'anchor'))
    client.onFrame = (frame) => this.read(frame)
    client.send({ t: 'join', r: 'fuzz' })
    await client.settle()
    return client
  }
}

/** Frames out of order: before `hi`, twice, to rooms that one is not in. @returns what was wrong */
async function disorder(url: string, book: ReturnType<typeof documented>): Promise<string[]> {
  const early = [{ t: 'join', r: 'fuzz' }, { t: 'do', n: 1, r: 'fuzz', k: 'chat', d: { text: 'x' } }, { t: 'ping' }]
  const late = { t: 'hi', v: 1, tok: tokenOf('again'), pk: 'again' }
  const findings: string[] = []
  for (const frame of [...early, { ...late, v: 99 }, { ...late, tok: 'a.b.c' }, late]) {
    const client = frame === late ? await BareClient.login(url, tokenOf('order')) : await BareClient.connect(url)
    client.send(frame)
    const { code, bye = '' } = await client.closed
    if (!book.closes.has(code) || !book.words.has(bye)) findings.push(`${JSON.stringify(frame)}: ${code} ${bye}`)
  }
  return findings
}

/** `runs` frames from four connections, while others talk in another room. */
export function fuzz({ runs, rate = 100, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const book = documented()
    const rooms = { grace: 200 }
    const node = await GatewayProcess.start({ engine: { kind: 'memory' }, connections: UNHURRIED, rooms }, later)
    const crew = await Crew.gather({ senders: 5, receivers: 5, rate, address: () => node.url }, later)
    crew.talk()
    await crew.progress(100)
    const seed = Math.floor(Math.random() * 2 ** 31)
    const fuzzers = Array.from({ length: FUZZERS }, (_, i) => new Fuzzer(node.url, `f${i}`, book, seeded(seed + i)))
    const part = Math.ceil(runs / FUZZERS / 5)
    // The first fifth warms it up.
    await Promise.all(fuzzers.map((fuzzer) => fuzzer.send(part)))
    const before = await node.figures('collected')
    for (let turn = 2; turn <= 5; turn++) {
      await Promise.all(fuzzers.map((fuzzer) => fuzzer.send(part)))
      const { heap, rss } = await node.figures('collected')
      log?.(`${fuzzers.reduce((sum, { sent }) => sum + sent, 0)} frames, heap ${heap >> 20}, rss ${rss >> 20} MiB`)
    }
    const after = await node.figures('collected')
    const sent = fuzzers.reduce((sum, fuzzer) => sum + fuzzer.sent, 0)
    const closed = fuzzers.reduce((sum, fuzzer) => sum + fuzzer.closed, 0)
    const findings = [...(await disorder(node.url, book)), ...fuzzers.flatMap((fuzzer) => fuzzer.findings)]
    if (/"level":"error"/.test(node.printed)) findings.push(`the gateway reported: ${node.printed.slice(-300)}`)
    const figures = {
      closed,
      seed,
      crashes: node.crashes,
      heapGrowth: after.heap - before.heap,
      rssGrowth: after.rss - before.rss,
      p99Ms: quantile(crew.delivered, 0.99),
    }
    const outcome = await conclude(crew, sent, {}, figures)
    return { ...outcome, findings: [...outcome.findings, ...findings.slice(0, 20)] }
  })
}
