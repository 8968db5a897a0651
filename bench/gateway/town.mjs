// A town for hours: forty rooms of fifty, people who come, go and lose their network, rooms that are given up for others, talk,
// and mic-links. Everybody checks their own sequence (lib/person.mjs).
import { HEARTBEAT, Person } from '../lib/person.mjs'

const ROOM_SIZE = 50
/** A second: messages, people who leave, people whose network is cut, mic-link requests. */
const RATES = { say: 100, leave: 20, cut: 10, ask: 5 }
/** A room is given up this often, ms, with all its people; others move into a new one. */
const MOVE = 2_500
const LINK_MS = 2_000

const random = (list) => list[Math.floor(Math.random() * list.length)]

export class Town {
  rooms = []
  counts = { joins: 0, resumes: 0, cuts: 0, messages: 0, links: 0, rooms: 0 }
  refusals = {}
  problems = []
  wrongs = 0
  timers = []
  people = 0

  constructor({ issueToken, key, port, count }) {
    Object.assign(this, { issueToken, key, port, size: Math.max(1, Math.round(count / ROOM_SIZE)) })
  }

  start() {
    for (let i = 0; i < this.size; i++) this.found()
    for (const [name, perSecond] of Object.entries(RATES)) this.every(1000 / perSecond, () => this[name]())
    this.every(MOVE, () => this.move())
    this.every(HEARTBEAT, () => this.all().forEach((person) => person.ping()))
  }

  every(ms, run) {
    this.timers.push(setInterval(run, ms))
  }

  all() {
    return this.rooms.flatMap(({ people }) => people)
  }

  found() {
    const room = { id: `r${this.counts.rooms++}`, people: [] }
    this.rooms.push(room)
    this.enter(room, 'anchor')
    while (room.people.length < ROOM_SIZE) this.enter(room, 'audience')
  }

  enter(room, role) {
    const user = `p${this.people++}`
    const token = this.issueToken(this.key, { sub: user, role, rooms: [room.id] })
    const person = new Person({ port: this.port, room: room.id, user, token, pk: `k${user}` }, this)
    room.people.push(person)
    person.connect()
  }

  move() {
    for (const person of this.rooms.shift().people) this.bye(person)
    this.found()
  }

  leave() {
    const room = random(this.rooms)
    const [person] = room.people.splice(1, 1)
    this.bye(person)
    this.enter(room, 'audience')
  }

  /** Half say goodbye; of the others the gateway finds out. */
  bye(person) {
    if (person.inside && Math.random() < 0.5) return person.leave()
    person.gone = true
    person.cut()
  }

  cut() {
    const person = random(random(this.rooms).people)
    if (person.inside) this.counts.cuts++
    person.cut()
  }

  say() {
    const person = random(random(this.rooms).people)
    if (!person.inside) return
    this.counts.messages++
    person.do({ k: 'chat', d: { text: 'x'.repeat(20 + Math.floor(Math.random() * 160)) } })
  }

  ask() {
    const person = random(random(this.rooms).people.slice(1))
    if (person.inside) person.do({ k: 'mic.req', d: { media: 'audio' } })
  }

  /** The room's anchor takes every request; a guest goes after a while. */
  event(person, { k, d }) {
    const anchor = this.rooms.find(({ id }) => id === person.room)?.people[0] === person
    if (k === 'linkRequested' && anchor) person.do({ k: 'mic.acc', d: { id: d.id } })
    if (k !== 'linkStarted' || d.userId !== person.user) return
    this.counts.links++
    setTimeout(() => person.gone || person.do({ k: 'mic.end', d: {} }), LINK_MS)
  }

  inside(_person, resumed) {
    this.counts[resumed ? 'resumes' : 'joins']++
  }

  /** Requests cross with leaving: that is no fault. */
  refused(_person, _n, code) {
    this.refusals[code] = (this.refusals[code] ?? 0) + 1
  }

  wrong(problem) {
    this.wrongs++
    if (this.problems.length < 20) this.problems.push(problem)
  }

  /** Everybody goes. */
  stop() {
    this.timers.forEach(clearInterval)
    for (const person of this.all()) this.bye(person)
    this.rooms = []
  }
}
