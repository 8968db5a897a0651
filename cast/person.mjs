/** Somebody in a room: the kit's own gateway client, with a clip for a camera. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { issueToken } from '@lianmai/gateway'
import WebSocket from 'ws'

const { gateway: gatewayProvider } = createRequire(import.meta.url)('../miniprogram_dist/providers/gateway.js')

export const clip = (name) => fileURLToPath(new URL(`clips/${name}.flv`, import.meta.url))

/** The halves of a person's clip, ms. */
export const SPEAKING = [0, 3840]
export const LISTENING = [3840, 7680]

/** What a phone says of its microphone and camera when it goes on air. */
const ON_AIR = { audio: true, video: true, mode: 'RTC' }

/**
 * @typedef {object} Stage What a cast plays on.
 * @property {import('@lianmai/gateway').Gateway} gateway
 * @property {import('@lianmai/gateway').Key} key Signs their tokens.
 * @property {ReturnType<import('./random.mjs').createRandom>} random
 * @property {'zh' | 'en'} language
 * @property {(error: unknown) => void} failed
 * @property {() => boolean} over The cast is being sent home.
 */

export class Person {
  /** Everything that is to be undone when the person goes. */
  #timers = new Set()
  #feed
  #stream
  #part

  /** @param {Stage} stage @param {{ id: string, name: string, room: string, role: string, clip?: string }} who */
  constructor(stage, who) {
    this.stage = stage
    this.who = who
  }

  /** The snapshot of the room; every later change comes as an event of `this.provider.events`. */
  async enter() {
    const { gateway, key } = this.stage
    const { id, name, room, role } = this.who
    const connect = (url) => new WebSocket(url)
    this.provider = gatewayProvider({ connect })({ url: gateway.urls.ws })
    const token = async () => issueToken(key, { sub: id, name, role, rooms: [room] })
    const entering = this.provider.join({ roomId: room, token })
    this.on('userUpdated', (user) => user.id === id && this.#silenced(user.silenced))
    return entering
  }

  on(event, listener) {
    return this.provider.events.on(event, (detail) => {
      // Answers are promises; a failure in one is a failure of the play, not of the process.
      Promise.resolve(listener(detail)).catch(this.#failed)
    })
  }

  async leave() {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    await this.hide()
    await this.provider?.leave()
  }

  /** Goes on air with the clip. @param section see `SPEAKING` and `LISTENING`; default both in turn */
  async show(section) {
    const { streamId, url } = await this.provider.publish(ON_AIR)
    this.#part = section
    this.#stream = streamId
    this.#feed = await this.stage.gateway.feed({ to: url, file: clip(this.who.clip), section })
  }

  /** Off air; harmless when not on it. */
  async hide() {
    this.#feed?.close()
    this.#feed = undefined
    const stream = this.#stream
    this.#stream = undefined
    if (stream) await this.provider.unpublish(stream).catch(() => undefined)
  }

  get onAir() {
    return this.#feed !== undefined
  }

  /** Speaks, or listens, from the next round of the clip on. */
  turn(section) {
    this.#part = section
    this.#feed?.section(section)
  }

  /** Runs something a while later, unless the person has left. */
  after(seconds, run) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      if (!this.stage.over()) Promise.resolve(run()).catch(this.#failed)
    }, seconds * 1000)
    this.#timers.add(timer)
  }

  /** Runs something again and again, `low` to `high` seconds apart. */
  every(low, high, run) {
    this.after(this.stage.random.between(low, high), async () => {
      await run()
      this.every(low, high, run)
    })
  }

  send(message) {
    return this.provider.send(message)
  }

  say(text) {
    return this.send({ kind: 'chat', text })
  }

  /** A moderator has the microphone: a phone would go silent, and so does the clip. */
  async #silenced(on) {
    if (!this.#stream) return
    this.#feed?.section(on ? LISTENING : this.#part)
    await this.provider.updateStream(this.#stream, { audio: !on, video: true })
  }

  #failed = (error) => {
    if (!this.stage.over()) this.stage.failed(new Error(`${this.who.name} in ${this.who.room}`, { cause: error }))
  }
}
