/** First render of nine playing tiles: from the page to the last node, ours and a page written by hand, in turns, one runtime. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { load, render, settle, type Rendered } from '../../test/support/simulate'
import { enter, loadOurs, PLAIN } from './subject'

const RUNS = 40
const WARM_UP = 5

async function timed(page: string): Promise<{ ms: number; node: Rendered }> {
  const from = performance.now()
  const node = render(page)
  await settle()
  return { ms: performance.now() - from, node }
}

const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!
const players = (node: Rendered) => (node.dom?.outerHTML.match(/<wx-live-player/g) ?? []).length

test('nine tiles', async () => {
  const subjects = { lianmai: loadOurs(), 'hand-written': load(path.join(PLAIN, 'index')) }
  enter()
  const times: Record<string, number[]> = { lianmai: [], 'hand-written': [] }
  const shown: Record<string, string> = {}
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    for (const [subject, id] of Object.entries(subjects)) {
      const { ms, node } = await timed(id)
      expect(players(node)).toBe(9)
      shown[subject] = node.dom?.textContent ?? ''
      if (run >= WARM_UP) times[subject]!.push(ms)
      node.leave()
      await settle()
    }
  }
  expect(shown['hand-written']).toBe(shown.lianmai)
  const result = Object.entries(times).map(([name, list]) => [name, { medianMs: median(list) }])
  writeFileSync(process.env.LIANMAI_BENCH!, JSON.stringify(Object.fromEntries(result)))
}, 300_000)
