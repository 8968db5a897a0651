/** What a `simulated:` address says of its person over time: when the picture stands still, when there is a voice. */

export interface CardScript {
  /** @param now ms since 1970, as everywhere here */
  frozen(now: number): boolean
  speaking(now: number): boolean
}

interface Speech {
  start: number
  /** 0: once. */
  period: number
  spans: readonly (readonly [from: number, to: number])[]
}

const span = (text: string): readonly [number, number] => {
  const [from = NaN, to = NaN] = text.split('-').map(Number)
  return [from, to]
}

const within = (at: number, [from, to]: readonly [number, number]): boolean => from <= at && at < to

/** `speak=<start>,<period>,<from>-<to>,...`: from `start` on, every `period` ms (0: once), a voice in each span. */
function speech(text: string): Speech {
  const [start = NaN, period = NaN, ...rest] = text.split(',')
  return { start: Number(start), period: Number(period), spans: rest.map(span) }
}

function speaks({ start, period, spans }: Speech, now: number): boolean {
  const since = now - start
  if (!(since >= 0)) return false
  const at = period > 0 ? since % period : since
  return spans.some((one) => within(at, one))
}

/** Reads `freeze=<from>-<to>` and every `speak`; what is malformed says nothing. */
export function cardScript(src: string): CardScript {
  const { searchParams } = new URL(src)
  const freezes = searchParams.getAll('freeze').map(span)
  const speeches = searchParams.getAll('speak').map(speech)
  return {
    frozen: (now) => freezes.some((one) => within(now, one)),
    speaking: (now) => speeches.some((one) => speaks(one, now)),
  }
}
