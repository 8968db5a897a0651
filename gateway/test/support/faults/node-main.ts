/** A gateway as a program: its options are the first argument, as JSON. Told by IPC when it listens, and asked for figures. */
import { Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGateway, lineReport, memoryEngine, type LogEngine } from '../../../src/index'
import { journalEngine } from '../../../src/log/journal'
import { redisEngine } from '../../../src/log/redis'
import { FAULT_KEY, HIGH_WATER, type Figures, type NodeConfig } from './node-config'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function figures(connections: number): Figures {
  const handles = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles()
  const lengths = handles.filter((handle) => handle instanceof Socket).map((socket) => socket.writableLength)
  return {
    rss: process.memoryUsage.rss(),
    heap: process.memoryUsage().heapUsed,
    buffered: { most: Math.max(0, ...lengths), full: lengths.filter((length) => length > HIGH_WATER).length },
    connections,
  }
}

const report = lineReport('json', 'warn', (line) => process.stderr.write(line))

function engineOf({ engine, rooms }: NodeConfig): Promise<LogEngine> | LogEngine {
  const ring = rooms?.ring ?? 4096
  if (engine.kind === 'memory') return memoryEngine(ring)
  return engine.kind === 'journal'
    ? journalEngine({ ...engine, ring, report })
    : redisEngine({ ...engine, ring, report })
}

async function main(): Promise<void> {
  const config = JSON.parse(process.argv[2] ?? '{}') as NodeConfig
  const { port = 0, skew = 0, rooms, connections } = config
  const gateway = await createGateway({
    engine: await engineOf(config),
    ...{ port, rtmpPort: 0, keys: [FAULT_KEY], now: () => Date.now() + skew },
    ...(rooms && { rooms }),
    ...(connections && { connections }),
    report,
  })
  process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)))
  // Whoever started it is gone, and perhaps could not say so.
  process.once('disconnect', () => process.exit(0))
  process.on('message', (what) => {
    if (what === 'collected') collect()
    process.send?.(figures(gateway.health().connections))
  })
  process.send?.({ port: Number(new URL(gateway.urls.ws).port) })
}

void main()
