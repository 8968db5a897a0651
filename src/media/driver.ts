/**
 * What keeps a media tag running: one state machine for both tags, over an ask (where?), an apply (attributes) and a device
 * (start and stop).
 *
 *              begin            picture, sound, 1002        2007, 3001-3005
 *    idle ──────────▶ starting ───────────────────▶ live ◀────────────────▶ buffering
 *     ▲                  │   ▲  ◀─ due ─┐             │  picture again           │
 *     │ tag gone         │   │          │             │                          │
 *     │                  ├───┼──────▶ retrying(n) ◀───┴────── terminal code ─────┘
 *     │     refused,     ▼   │          │ n > max
 *     │     denied,    failed(reason) ◀─┘
 *     │     cannot           └── retry(), another network, online again ──▶ starting
 *     │
 *     │   any of starting, live, buffering, retrying:
 *     │     sleep(), 5000, 6000 ──▶ suspended ── wake() ──▶ starting
 *     │     interrupted(true), 5001 ──▶ interrupted ── interrupted(false), wake() ──▶ starting
 *     └──   halt() ──▶ idle, stopped
 *
 * `retrying(n)` lasts until the picture is back, through the wait and through attempt n itself; without a network it waits with no
 * timer, and spends no attempt. The platform's own retries show as `buffering`, and only after the tag has once been live.
 */
import { demand, type ErrorReason, LiveError } from '../errors'
import { createTimer, systemClock } from './clock'
import { createNative } from './native'
import { MAX_ATTEMPTS, retryDelay } from './recovery'
import { createCell, type MediaSnapshot } from './snapshot'
import { ATTRIBUTES_MS, STOP_MS, type TagSpec } from './tag-spec'
import type { MediaState } from './types'

/** One closure a tag: its variables are the machine's memory, its functions the arrows of the drawing. */
export function createDriver<S extends MediaSnapshot, Target, Device extends { stop(): Promise<void> }>(
  spec: TagSpec<S, Target, Device>,
) {
  const { failure, tag, ports } = spec
  const { clock = systemClock } = ports
  const cell = createCell(spec)
  const { is, active, enter, shown } = cell
  const { start, clear } = createTimer(clock)
  let device: Device | undefined
  /** Everything asynchronous remembers the run it belongs to; a new one makes all older ones void. */
  let run = 0
  let attempt = 0
  /** The tag was told to start: it has to be stopped before it starts again. */
  let started = false
  /** The start belongs to the current run: native events are about it. */
  let armed = false
  /** Everything is ready but the tag is not mounted yet. */
  let parked = false
  let heard = false
  let asleep = false
  let taken = false
  let offline = false
  /** All attempts were spent: another network is a reason to try again. */
  let gaveUp = false

  /** @param cause what was thrown, or a native event's detail */
  const errorOf = (cause: unknown, reason: ErrorReason, text: string) =>
    LiveError.from(cause, reason, `${tag}: ${text}`)
  const raise = (error: LiveError) => shown.events.emit('error', error)

  const supersede = () => {
    armed = parked = heard = false
    clear()
    return ++run
  }

  /** A refusal is reported, and no reason to wait. In the background the tag keeps its need to be stopped until wake(). */
  const stopTag = async () => {
    if (!started || !device || asleep) return
    started = false
    try {
      await device.stop()
    } catch (thrown) {
      raise(errorOf(thrown, 'device-failed', 'stop() failed'))
    }
  }

  /** Ends: stops the tag and leaves no timer. */
  const halt = (state: MediaState) => {
    supersede()
    attempt = 0
    gaveUp = false
    void stopTag()
    enter(state)
  }

  /** Ends until somebody does something about it. */
  const fail = (error: LiveError, code?: number) => {
    halt({ phase: 'failed', reason: error.reason, ...(code && { code }) })
    if (!spec.failed || !spec.failed(error)) raise(error)
  }

  /** This attempt is over: the next one waits its turn, if there is one. */
  const lost = (error: LiveError, code?: number) => {
    const { recoverable, waitMs = 0 } = error
    if (recoverable && (offline || attempt < MAX_ATTEMPTS)) {
      supersede()
      enter({ phase: 'retrying', attempt: attempt + 1 })
      if (!offline) start(Math.max(retryDelay(++attempt, clock.random()), waitMs), () => begin(true))
    } else {
      fail(error, code)
      gaveUp = recoverable
    }
  }

  /** Picture, sound or connection is there; the best that is to be expected makes the tag live. */
  const came = (what: 'live' | 'sound' | 'connected') => {
    const { audio, video } = spec.media()
    heard = heard || what === 'sound'
    if (what !== 'live' && (video || (audio && what !== 'sound'))) return
    attempt = 0
    clear()
    enter({ phase: 'live' })
  }

  const launch = async () => {
    parked = !device
    if (!device) return
    const mine = run
    started = armed = true
    if (spec.startTimeout)
      start(spec.startTimeout, () => {
        // Sound without the expected picture is a stream without one; neither is a stream that does not come.
        came(heard ? 'live' : 'connected')
        if (!is('live')) lost(errorOf(undefined, failure, 'no picture or sound came in time'))
      })
    try {
      await spec.start(device)
    } catch (thrown) {
      const error = errorOf(thrown, 'device-failed', 'start failed')
      raise(error)
      if (mine === run) lost(error)
    }
  }

  const go = async (mine: number, fresh: boolean, given?: Target) => {
    let target: Target
    try {
      target = given || (await spec.ask(fresh))
    } catch (thrown) {
      const error = errorOf(thrown, failure, 'the provider gave no address')
      if (mine === run) (spec.persistent() ? lost : fail)(error)
      return
    }
    // Stopped only now: a tag never sees its attributes change while it runs, and the old picture stays until then.
    if (mine === run && started)
      await new Promise<void>((resolve) => void stopTag().then(start(STOP_MS, resolve, resolve)))
    if (mine !== run) return spec.late && spec.late(target)
    if (!attempt) enter({ phase: 'starting' })
    spec.apply(target, attempt)
    if (mine === run) start(ATTRIBUTES_MS, launch)
  }

  /** Starts, or starts over. `target` spares the question; `now` stops the tag before the question, not after the answer. */
  const begin = (fresh = false, target?: Target, now?: boolean) => {
    const mine = supersede()
    if (asleep) return enter({ phase: 'suspended' })
    if (now) void stopTag()
    if (taken) return enter({ phase: 'interrupted' })
    if (!attempt && (now || !is('live', 'buffering'))) enter({ phase: 'starting' })
    void go(mine, fresh, target)
  }

  /** Begins with all attempts ahead, as after something changed for the better. */
  const restart = (fresh?: boolean) => {
    attempt = 0
    begin(fresh)
  }

  const hold = (phase: 'suspended' | 'interrupted') => {
    if (!active()) return
    supersede()
    enter({ phase })
  }

  /** Another tag, or none. What waited for it starts. @returns whether there was one before */
  const swap = (next?: Device) => {
    const had = !!device
    device = next
    started = false
    if (next && parked) void launch()
    return had
  }

  /** The public part, which the controller completes. */
  const face = Object.assign(shown, {
    /** No device call is allowed in the background (errno 102), so the tag is repaired on wake(). */
    sleep() {
      asleep = true
      hold('suspended')
    },
    /** Counts as the end of an interruption too: its own event may be lost while scripts are suspended. */
    wake() {
      asleep = taken = false
      // Ended in the background, where it could not be told: it must not come back by itself.
      if (!active()) void stopTag()
      if (is('suspended', 'interrupted')) restart()
      else face.networkChanged()
    },
    interrupted(on: boolean) {
      taken = on
      if (!on && is('interrupted')) restart()
      if (on && !is('suspended')) hold('interrupted')
    },
    networkChanged() {
      // What is buffering but not armed is being asked for already.
      if (!offline && (gaveUp || is('retrying') || (armed && is('buffering')))) restart(true)
    },
    online(on: boolean) {
      const back = on && offline
      offline = !on
      if (back) face.networkChanged()
      else if (offline && is('retrying')) supersede()
    },
    native: createNative(spec, cell, {
      errorOf,
      armed: () => armed,
      came,
      paused: (phase) => (clear(), enter({ phase })),
      lost,
      fail,
      raise,
    }),
    /** A person asks for it, so the app is in the foreground and its sound free, whatever was heard of that. */
    retry() {
      if (is('idle', 'stopped')) return
      asleep = taken = false
      restart(true)
    },
  })

  return {
    face,
    cell,
    begin,
    restart,
    halt,
    fail,
    /** Lets a promise go its way without being waited for; its rejection is reported. */
    background(work: Promise<unknown>) {
      work.catch((thrown: unknown) => raise(errorOf(thrown, failure, 'the provider refused')))
    },
    attach(next: Device) {
      demand(next && next.stop, `${tag.slice(5)}.mount`, 'device', 'a context behind promises')
      return swap(next)
    },
    detach: () => swap(),
    device: () => device,
  }
}
