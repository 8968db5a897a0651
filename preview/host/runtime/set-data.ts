/** Counts what each component's `setData` carries: for the bar's log and for `setUpdatePerformanceListener`. */
import { component } from 'glass-easel-miniprogram-adapter'

/** One call, as the log shows it. */
export interface SetDataCall {
  /** Path of the component or page, without ending. */
  component: string
  /** Of the data as JSON in UTF-8. */
  bytes: number
  paths: string[]
  /** ms since the phone started, at the end of the call. */
  at: number
  /** ms the call took, rendering included. */
  took: number
}

export interface SetDataTotal {
  calls: number
  bytes: number
  /** Most calls in one second. */
  peak: number
}

type Listener = (call: SetDataCall) => void

interface Caller {
  _$: { is: string }
}

const encoder = new TextEncoder()

/** Totals by component since the start, and whoever wants each call. */
export class SetDataMeter {
  readonly totals = new Map<string, SetDataTotal>()
  private readonly seconds = new Map<string, { second: number; calls: number }>()
  private readonly listeners = new Set<Listener>()

  on(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  count(call: SetDataCall): void {
    const total = this.totals.get(call.component) ?? { calls: 0, bytes: 0, peak: 0 }
    const second = Math.floor(call.at / 1000)
    const now = this.seconds.get(call.component)
    const calls = now?.second === second ? now.calls + 1 : 1
    this.seconds.set(call.component, { second, calls })
    this.totals.set(call.component, {
      calls: total.calls + 1,
      bytes: total.bytes + call.bytes,
      peak: Math.max(total.peak, calls),
    })
    for (const listener of this.listeners) listener(call)
  }

  clear(): void {
    this.totals.clear()
    this.seconds.clear()
  }
}

type PerformanceListener = (result: object) => void
const performanceListeners = new WeakMap<object, { listener: PerformanceListener; withDataPaths: boolean }>()
let updates = 0

/** Puts the meter around `setData` of every page and component; returns what `setUpdatePerformanceListener` is. */
export function meterSetData(meter: SetDataMeter): void {
  const prototype = component.ComponentCaller.prototype as unknown as Record<string, unknown>
  const original = prototype['setData'] as (this: unknown, data: unknown, done?: () => void) => void
  prototype['setData'] = function (this: Caller, data: Record<string, unknown>, done?: () => void) {
    const start = performance.now()
    original.call(this, data, done)
    const end = performance.now()
    const paths = Object.keys(data ?? {})
    meter.count({ component: this._$.is, bytes: sizeOf(data), paths, at: end, took: end - start })
    tellPerformance(this, paths, start, end)
  }
  prototype['setUpdatePerformanceListener'] = function (
    this: object,
    options: { withDataPaths?: boolean } | null,
    listener?: PerformanceListener,
  ) {
    if (options === null || listener === undefined) performanceListeners.delete(this)
    else performanceListeners.set(this, { listener, withDataPaths: options.withDataPaths === true })
  }
}

/** UTF-8 bytes of the JSON; functions and cycles, which a phone would refuse as well, count as nothing. */
function sizeOf(data: unknown): number {
  try {
    return encoder.encode(JSON.stringify(data) ?? '').length
  } catch (error) {
    if (error instanceof TypeError) return 0
    throw error
  }
}

function tellPerformance(caller: Caller, paths: string[], start: number, end: number): void {
  const wanted = performanceListeners.get(caller)
  if (!wanted) return
  wanted.listener.call(caller, {
    updateProcessId: ++updates,
    isMergedUpdate: false,
    pendingStartTimestamp: Math.round(performance.timeOrigin + start),
    updateStartTimestamp: Math.round(performance.timeOrigin + start),
    updateEndTimestamp: Math.round(performance.timeOrigin + end),
    ...(wanted.withDataPaths && { dataPaths: paths.map((path) => path.split(/[.[\]]+/).filter(Boolean)) }),
  })
}
