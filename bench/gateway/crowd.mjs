// All members of a room, in one process: they join, eight of them talk, everybody listens and checks.
import { RawSocket, readAt } from '../lib/websocket.mjs'
import { Histogram } from '../lib/stats.mjs'
import { markText } from './marks.mjs'
import { FrameMemory } from './memory.mjs'

/** Who talks. With one message each on its way, this is how many broadcasts are in flight. */
export const SENDERS = 8
const JOIN_LIMIT = 120_000

class Member {
  constructor(crowd, index, port) {
    this.crowd = crowd
    this.index = index
    this.port = port
    this.inside = false
  }

  async connect() {
    const { protocol } = this.crowd
    const path = await protocol.prepare(this)
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
      this.socket = new RawSocket({ port: this.port, path }, this)
    })
  }

  send(frame) {
    this.socket.write(frame)
  }

  opened() {
    this.crowd.protocol.opened(this)
  }

  payload(data, start, end) {
    if (this.inside) return this.crowd.listen(this, data, start, end)
    try {
      this.inside = this.crowd.protocol.entering(this, data, start, end)
      if (this.inside) this.settle.resolve()
    } catch (error) {
      this.settle.reject(error)
    }
  }

  closed(why) {
    this.settle.reject(new Error(why))
    if (this.inside && !this.crowd.over) this.crowd.wrong(`member ${this.index} was cut: ${why}`)
  }
}

export class Crowd {
  members = []
  delivered = 0
  frames = 0
  latency = undefined
  over = false
  problems = []
  /** By a message's index: who said it, and how many members it has still to reach. */
  speakers = []
  missing = []
  closedLoop = false

  constructor(protocol) {
    this.protocol = protocol
    this.memory = new FrameMemory(protocol.parse)
  }

  /** @param ports of the nodes; members take them in turns. @returns seconds, and how many were refused */
  async join(count, ports, parallel = 100) {
    const members = Array.from({ length: count }, (_, index) => new Member(this, index, ports[index % ports.length]))
    const waiting = members.values()
    const began = performance.now()
    let refused = 0
    const usher = async () => {
      for (const member of waiting) {
        const late = performance.now() - began > JOIN_LIMIT
        await (late ? Promise.reject(new Error('too late')) : member.connect()).catch((error) => {
          if (refused++ === 0) this.wrong(`join: ${error.message}`)
        })
      }
    }
    this.members = members
    this.beat()
    await Promise.all(Array.from({ length: parallel }, usher))
    this.members = members.filter((member) => member.inside)
    return { seconds: (performance.now() - began) / 1000, refused, inside: this.members.length }
  }

  /** Heartbeats, spread over their interval. */
  beat() {
    const { heartbeat } = this.protocol
    if (!heartbeat) return
    const steps = 40
    let step = 0
    setInterval(() => {
      step++
      for (let i = step % steps; i < this.members.length; i += steps)
        if (this.members[i].inside) this.members[i].send(heartbeat.frame)
    }, heartbeat.every / steps)
  }

  wrong(problem) {
    if (this.problems.length < 20) this.problems.push(problem)
  }

  say(sender) {
    const index = this.missing.length
    this.missing.push(this.members.length)
    this.speakers.push(sender)
    const member = this.members[sender % this.members.length]
    member.send(this.protocol.say(member, markText(index, performance.now())))
  }

  /** Eight messages in flight from now on: who sees their message everywhere sends the next. */
  startLoop() {
    this.closedLoop = true
    for (let sender = 0; sender < SENDERS; sender++) this.say(sender)
  }

  async stopLoop() {
    this.closedLoop = false
    await this.quiet()
  }

  /** `rate` messages a second for so long; the age of every delivery is taken. */
  async pace(rate, seconds) {
    this.latency = new Histogram()
    const began = performance.now()
    for (let sent = 0; sent < rate * seconds; sent++) {
      await new Promise((resolve) => setTimeout(resolve, began + (sent * 1000) / rate - performance.now()))
      this.say(sent % SENDERS)
    }
    await this.quiet()
    const { latency } = this
    this.latency = undefined
    return { p50: latency.quantile(0.5), p99: latency.quantile(0.99), deliveries: latency.count }
  }

  /** Until everybody has everything, ten seconds at most. */
  async quiet() {
    const until = performance.now() + 10_000
    while (this.missing.some((left) => left > 0)) {
      if (performance.now() > until)
        return this.wrong(`${this.missing.filter((left) => left > 0).length} messages did not arrive everywhere`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  listen(member, data, start, end) {
    this.frames++
    const known = this.memory.recall(data, start, end)
    if (known.reply) member.send(known.reply)
    const problem = this.protocol.check?.(member, known)
    if (problem) this.wrong(problem)
    for (const { index, at } of known.marks) {
      this.delivered++
      this.latency?.add(readAt - at)
      const left = --this.missing[index]
      if (left === 0 && this.closedLoop) this.say(this.speakers[index])
      if (!(left >= 0)) this.wrong(`message ${index} came to somebody twice`)
    }
  }
}
