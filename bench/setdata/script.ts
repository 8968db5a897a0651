/**
 * The script that every subject plays: enter, N people join 250 ms apart with picture and sound, 10 rounds of everyone's volume
 * 200 ms apart, 10 own volumes, 10 rounds of everyone's netstatus 2 s apart, one leaves. On a fake clock; every setData of
 * every component on the page counts, with its bytes as JSON and its moment.
 */
import { appendFileSync } from 'node:fs'
import { randomOf } from '../../src/provider/simulated/random'
import { spySetData, type SetDataLog } from '../../test/support/simulate'

export const SIZES = [1, 3, 6, 9, 16, 25]

/** What a kit does with what happens; each step may be asynchronous. */
export interface Subject {
  enter(): Promise<void> | void
  join(who: string): Promise<void> | void
  volume(who: string, volume: number): void
  ownVolume(volume: number): void
  netstatus(who: string, info: object): void
  leave(who: string): Promise<void> | void
}

export interface Count {
  calls: number
  bytes: number
  peakCallsPerSecond: number
}

/** A stream's address of 120 characters, as a signed one is. */
export const urlOf = (who: string): string => `rtmp://live.example.com/live/${who}?sign=`.padEnd(120, '0')

const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms)

export class Meter {
  private readonly log: SetDataLog & { restore(): void }
  private readonly moments: number[] = []

  constructor() {
    this.log = spySetData()
    const { moments } = this
    const { calls } = this.log
    const push = calls.push.bind(calls)
    calls.push = (...entries) => {
      moments.push(Date.now())
      return push(...entries)
    }
  }

  get calls(): SetDataLog['calls'] {
    return this.log.calls
  }

  clear(): void {
    this.log.clear()
    this.moments.splice(0)
  }

  count(): Count {
    const peak = this.moments.map((from) => this.moments.filter((at) => at >= from && at < from + 1000).length)
    return { calls: this.log.calls.length, bytes: this.log.bytes, peakCallsPerSecond: Math.max(0, ...peak) }
  }
}

export async function play(subject: Subject, n: number, meter: Meter): Promise<Count> {
  // The same seed for every subject: everybody hears the same.
  const random = randomOf(n)
  const people = Array.from({ length: n }, (_, index) => `user-${index + 1}`)
  meter.clear()
  await subject.enter()
  await wait(1000)
  for (const who of people) {
    await subject.join(who)
    await wait(250)
  }
  await wait(1000)
  for (let round = 0; round < 10; round++) {
    people.forEach((who) => subject.volume(who, Math.floor(random() * 101)))
    await wait(200)
  }
  for (let round = 0; round < 10; round++) {
    subject.ownVolume(Math.floor(random() * 101))
    await wait(200)
  }
  for (let round = 0; round < 10; round++) {
    people.forEach((who) => subject.netstatus(who, netstatus(random)))
    await wait(2000)
  }
  await subject.leave(people[0]!)
  await wait(1000)
  return meter.count()
}

/** All fields that the platform documents for a player. */
function netstatus(random: () => number): object {
  const about = (value: number) => Math.round(value * (0.8 + random() * 0.4))
  return {
    videoBitrate: about(800),
    audioBitrate: about(48),
    videoFPS: about(15),
    videoGOP: 2,
    netSpeed: about(860),
    netJitter: about(20),
    netQualityLevel: 1 + Math.floor(random() * 3),
    videoWidth: 360,
    videoHeight: 640,
    videoCache: about(900),
    audioCache: about(900),
    vDecCacheSize: 2,
    vSumCacheSize: about(14),
    avPlayInterval: about(10),
    avRecvInterval: about(10),
    audioCacheThreshold: 1,
  }
}

/** A line for bench/setdata.mjs, which reads them when jest is through. */
export function report(subject: string, n: number, count: Count): void {
  appendFileSync(process.env.LIANMAI_BENCH!, `${JSON.stringify({ subject, n, ...count })}\n`)
}
