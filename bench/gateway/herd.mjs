// Thousands in one room while their gateway is killed: who is back when, and whether anybody lost something or has it twice.
import { HEARTBEAT, Person } from '../lib/person.mjs'
import { markText, marksIn } from './marks.mjs'

const ROOM = 'herd'
const SENDERS = 4
const PER_SECOND = 10
const LIMIT = 60_000

export class Herd {
  people = []
  /** What the log has at a seq, and at which seq a message is, as anybody has seen them. */
  bySeq = new Map()
  byMessage = new Map()
  /** Messages by sender and number, and those that were acknowledged. */
  sent = new Map()
  answered = new Set()
  harmed = new Set()
  problems = []
  resumed = 0
  /** Who came in since everybody was in for the first time: nobody comes in twice without having been cut. */
  returned = new Set()
  messages = 0

  constructor({ issueToken, key, port, count }) {
    const token = (sub) => issueToken(key, { sub, role: 'audience', rooms: [ROOM] })
    this.people = Array.from({ length: count }, (_, i) => {
      return new Person({ port, room: ROOM, user: `u${i}`, token: token(`u${i}`), pk: `bench${i}` }, this)
    })
  }

  /** Until all are in. */
  async join() {
    let next = 0
    const usher = async () => {
      while (next < this.people.length) {
        const person = this.people[next++]
        person.connect()
        while (!person.inside) await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    await Promise.all(Array.from({ length: 100 }, usher))
    this.returned.clear()
    setInterval(() => this.people.forEach((person) => person.ping()), HEARTBEAT)
  }

  talk() {
    this.talking = setInterval(() => this.say(), 1000 / PER_SECOND)
  }

  say() {
    const index = this.messages++
    const person = this.people[index % SENDERS]
    const n = person.do({ k: 'chat', d: { text: markText(index, performance.now()) } })
    this.sent.set(`${person.user} ${n}`, index)
  }

  /** The gateway has just been killed. @returns ms until the last one was back; who is not back by the limit counts as harmed */
  async back() {
    const began = performance.now()
    const all = () => this.returned.size === this.people.length
    while (!all() && performance.now() - began < LIMIT) await new Promise((resolve) => setTimeout(resolve, 10))
    for (const person of this.people) if (!this.returned.has(person)) this.harm(person.user, 'did not come back')
    return performance.now() - began
  }

  /** Stops talking, waits until everybody has what was acknowledged (ten seconds at most), and counts. */
  async verdict() {
    clearInterval(this.talking)
    const until = performance.now() + 10_000
    const head = () => Math.max(...Array.from(this.bySeq.keys()))
    const behind = () => this.people.filter(({ seq }) => seq < head())
    const pending = () => this.people.some(({ outbox }) => outbox.size > 0)
    while ((pending() || behind().length > 0) && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20))
    const lost = Array.from(this.answered).filter((index) => !this.byMessage.has(index)).length
    for (const { user } of behind()) this.harm(user, 'does not have the newest')
    return {
      acknowledged: this.answered.size,
      unanswered: this.messages - this.answered.size,
      lost,
      harmed: this.harmed.size,
      resumed: this.resumed,
      problems: this.problems,
    }
  }

  inside(person, resumed) {
    this.returned.add(person)
    if (resumed) this.resumed++
  }

  acknowledged(person, n) {
    this.answered.add(this.sent.get(`${person.user} ${n}`))
  }

  event(person, { s, k, d }) {
    if (k !== 'chat') return
    const [{ index }] = marksIn(d.text)
    if (this.bySeq.has(s) && this.bySeq.get(s) !== index) this.harm(person.user, `another message at ${s}`)
    if (this.byMessage.has(index) && this.byMessage.get(index) !== s) this.harm(person.user, `${index} twice`)
    this.bySeq.set(s, index)
    this.byMessage.set(index, s)
  }

  refused(person, n, code) {
    this.harm(person.user, `${n} refused: ${code}`)
  }

  wrong(problem) {
    this.harm(problem.split(':')[0], problem)
  }

  harm(user, problem) {
    this.harmed.add(user)
    if (this.problems.length < 20) this.problems.push(`${user}: ${problem}`)
  }
}
