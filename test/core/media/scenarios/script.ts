/**
 * Scenarios are written as scripts, one line an event:
 *
 *     code -2301       | [retrying 1]
 *     wait 1000        | ask live fresh, stop, src rtmp-2
 *
 * Left: what happens to the tag, the app, the provider or the clock. Right: all that follows from it, in order: what the user sees
 * (`[state]`), what the provider is asked, what the phone is told (device calls; attributes that change), what is reported
 * (`!reason`). What is not written there must not happen. A blank or a `#` line is for the reader.
 */
import type { LiveError } from '../../../../src/errors'
import type { NativeEvent } from '../../../../src/provider/types'
import type { Lifecycle } from '../../../../src/media/ports'
import type { MediaEvents } from '../../../../src/media/types'
import type { Emitter } from '../../../../src/emitter'
import { type FakeClock, phaseOf, settled } from '../harness'

/** A tag under test, with its clock, its provider and its phone. */
export interface World {
  clock: FakeClock
  /** Since the last event; emptied by the script. */
  log: string[]
  /** The events that only this tag has: word -> what to do with the rest of the line. */
  events: Record<string, (rest: string) => unknown>
  tag: Lifecycle & { native(type: NativeEvent['type'], detail: unknown): void; retry(): void; dispose(): void }
}

/** `videoFPS=15 netJitter=3` */
const figures = (text: string) =>
  Object.fromEntries(text.split(' ').map((pair) => [pair.split('=')[0], Number(pair.split('=')[1])]))

const common = ({ tag, clock }: World): World['events'] => ({
  wait: (ms) => clock.advance(Number(ms)),
  chance: (share) => (clock.chance = Number(share)),
  code: (code) => tag.native('statechange', { code: Number(code) }),
  error: (text) => tag.native('error', { errMsg: text }),
  errcode: (code) => tag.native('error', { errCode: Number(code), errMsg: 'refused' }),
  net: (text) => tag.native('netstatus', { info: figures(text) }),
  hide: () => tag.sleep(),
  show: () => tag.wake(),
  'interruption-begin': () => tag.interrupted(true),
  'interruption-end': () => tag.interrupted(false),
  'other-network': () => tag.networkChanged(),
  offline: () => tag.online(false),
  online: () => tag.online(true),
  retry: () => tag.retry(),
  dispose: () => tag.dispose(),
  timers: (count) => expect(clock.pending).toBe(Number(count)),
})

async function perform(world: World, line: string): Promise<void> {
  const [word = '', ...rest] = line.split(' ')
  const act = { ...common(world), ...world.events }[word]
  if (!act)
    throw new Error(`no event "${word}": one of ${Object.keys({ ...common(world), ...world.events }).join(' ')}`)
  await act(rest.join(' '))
  await settled()
}

const eventsOf = (script: string) =>
  script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('|').map((part) => part.trim()))

/** Runs the script; a failure shows the whole of it as it should be and as it was. */
export async function expectStory(world: World, script: string): Promise<void> {
  const played: string[] = []
  const written: string[] = []
  for (const [event = '', follows = ''] of eventsOf(script)) {
    world.log.length = 0
    await perform(world, event)
    played.push(`${event} | ${world.log.join(', ')}`)
    written.push(`${event} | ${follows}`)
  }
  expect(played).toEqual(written)
}

interface Watched<S> {
  snapshot: S
  events: Emitter<MediaEvents<S>>
}

type Plain = Record<string, string | number | boolean | object>

const onOff = (name: string) => (value: unknown) => `${name} ${value ? 'on' : 'off'}`

/** How a changed attribute is written; the ones that follow from the mode are written with it. */
const WORDS: Record<string, (value: unknown, all: Plain) => string> = {
  src: (src) => `src ${addressOf(src)}`,
  url: (url) => `url ${addressOf(url)}`,
  mode: (mode, { maxBitrate }) => (maxBitrate === undefined ? `mode ${mode}` : `mode ${mode} ${maxBitrate}`),
  maxCache: (max, { minCache }) => `cache ${minCache}-${max}`,
  muted: onOff('muted'),
  enableMic: onOff('mic'),
  enableCamera: onOff('camera'),
  extra: (extra = {}) => `extra ${Object.entries(extra as object).map((pair) => pair.join('='))}`.trim(),
  devicePosition: (side) => `facing ${side}`,
}

/** rtmp://a/3 -> rtmp-3, https://a/3.flv -> flv-3, nothing -> none */
export const addressOf = (url: unknown): string =>
  String(url || 'none').replace(
    /^(\w+):\/\/a\/(\d+)(\.flv)?$/,
    (_, scheme, count, flv) => `${flv ? 'flv' : scheme}-${count}`,
  )

/** Writes everything that leaves a controller to the log. */
export function watch<S extends { state: Parameters<typeof phaseOf>[0]; attributes: object }>(
  log: string[],
  tag: Watched<S>,
): void {
  let before = tag.snapshot
  tag.events.on('change', (now) => {
    if (phaseOf(now.state) !== phaseOf(before.state)) log.push(`[${phaseOf(now.state)}]`)
    const [old, all] = [before.attributes as Plain, now.attributes as Plain]
    for (const [name, word] of Object.entries(WORDS)) {
      if (JSON.stringify(all[name]) !== JSON.stringify(old[name])) log.push(word(all[name], all))
    }
    before = now
  })
  tag.events.on('error', ({ reason }: LiveError) => log.push(`!${reason}`))
}

/** A provider's answers and a phone's, which a script makes fail or wait. */
export function scripted(log: string[]) {
  const refusals: unknown[] = []
  const failing = new Set<string>()
  const hanging = new Set<string>()
  const held: Array<() => void> = []
  const stuck: Array<(error: Error) => void> = []
  let hold = false
  return {
    refusals,
    failing,
    hanging,
    givesUp: () => stuck.splice(0).forEach((giveUp) => giveUp(new Error('fail'))),
    holds: (on: boolean) => (hold = on),
    answers: () => held.splice(0).forEach((answer) => answer()),
    async answer<T>(make: () => T): Promise<T> {
      if (refusals.length) throw refusals.shift()
      const given = make()
      if (hold) await new Promise<void>((resolve) => held.push(resolve))
      return given
    },
    async call(name: string, rest = ''): Promise<void> {
      log.push(rest ? `${name} ${rest}` : name)
      if (hanging.has(name)) await new Promise((_, giveUp) => stuck.push(giveUp))
      if (failing.has(name)) throw new Error(`${name}:fail`)
    },
  }
}
