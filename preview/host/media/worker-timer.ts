/** Intervals that keep their pace in a hidden tab: browsers slow timers of hidden pages down, not those of workers. */

const SOURCE = `const timers = new Map()
onmessage = ({ data: { id, ms } }) => {
  clearInterval(timers.get(id))
  if (ms) timers.set(id, setInterval(() => postMessage(id), ms)); else timers.delete(id)
}`

let worker: Worker | undefined
let lastId = 0
const callbacks = new Map<number, () => void>()

function ensureWorker(): Worker {
  if (worker) return worker
  const url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }))
  worker = new Worker(url)
  URL.revokeObjectURL(url)
  worker.onmessage = ({ data }: MessageEvent<number>) => callbacks.get(data)?.()
  return worker
}

/** Calls `callback` every `ms` milliseconds until the returned function is called. One worker serves a whole realm. */
export function every(ms: number, callback: () => void): () => void {
  const id = ++lastId
  callbacks.set(id, callback)
  ensureWorker().postMessage({ id, ms })
  return () => {
    if (callbacks.delete(id)) worker?.postMessage({ id, ms: 0 })
  }
}
