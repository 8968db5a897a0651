/** One timer a component that ticks: on while `wanted`, off while the page is hidden and after detach. */
interface Ticker {
  wanted: boolean
  hidden: boolean
  timer: ReturnType<typeof setInterval> | undefined
}

interface Clocked {
  setData(changes: { now: number }): void
}

const tickers = new WeakMap<object, Ticker>()

function update(component: Clocked, change: Partial<Ticker>): void {
  const ticker = Object.assign(tickers.get(component) ?? { wanted: false, hidden: false, timer: undefined }, change)
  tickers.set(component, ticker)
  const on = ticker.wanted && !ticker.hidden
  if (on === (ticker.timer !== undefined)) return
  if (ticker.timer !== undefined) clearInterval(ticker.timer)
  const tick = () => component.setData({ now: Date.now() })
  ticker.timer = on ? setInterval(tick, 1000) : undefined
  if (on) tick()
}

/** Mixed into components that show running times; they have `now` (ms since 1970) in their data, at most a second old. */
export const secondsBehavior = Behavior({
  data: { now: 0 },
  lifetimes: {
    detached() {
      update(this, { wanted: false })
    },
  },
  pageLifetimes: {
    show() {
      update(this, { hidden: false })
    },
    hide() {
      update(this, { hidden: true })
    },
  },
})

/** Turns the second hand on or off. */
export function runSeconds(component: Clocked, wanted: boolean): void {
  update(component, { wanted })
}
