/** A gateway as a program: its options are the first argument, as JSON. Told by IPC when it listens, and asked for figures. */
import { Socket } from 'node:net'
import { createGateway, lineReport } from '../../../src/index'
import { FAULT_KEY, type Figures, type NodeConfig } from './node-config'

function figures(connections: number): Figures {
  const handles = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles()
  const lengths = handles.filter((handle) => handle instanceof Socket).map((socket) => socket.writableLength)
  return {
    rss: process.memoryUsage.rss(),
    buffered: { most: Math.max(0, ...lengths), all: lengths.reduce((sum, length) => sum + length, 0) },
    connections,
  }
}

async function main(): Promise<void> {
  const { port = 0, skew = 0, rooms, connections } = JSON.parse(process.argv[2] ?? '{}') as NodeConfig
  const gateway = await createGateway({
    ...{ port, rtmpPort: 0, keys: [FAULT_KEY], now: () => Date.now() + skew },
    ...(rooms && { rooms }),
    ...(connections && { connections }),
    report: lineReport('json', 'warn', (line) => process.stderr.write(line)),
  })
  process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)))
  // Whoever started it is gone, and perhaps could not say so.
  process.once('disconnect', () => process.exit(0))
  process.on('message', () => process.send?.(figures(gateway.health().connections)))
  process.send?.({ port: Number(new URL(gateway.urls.ws).port) })
}

void main()
