// Our gateway as it ships; only limits that a bench of one machine would meet are raised.
const UNLIMITED = { burst: 1e6, perSecond: 1e6 }

const RAISED = {
  ...{ commands: UNLIMITED, userCommands: UNLIMITED, frames: UNLIMITED },
  ...{ maxConnections: 100_000, maxPerIp: 100_000 },
}

/** @param options.engine `memory`, `journal` (in `folder`) or `redis` (at `redis`) */
export async function startLianmai({ bundle, key, engine, folder, redis, port = 0, rooms = {} }) {
  const gateway = await import(bundle)
  const { urls } = await gateway.createGateway({
    rooms,
    connections: RAISED,
    ...{ port, rtmpPort: 0, keys: [key] },
    engine: await engineOf(gateway, { engine, folder, redis }),
    report: (level, event, facts) => {
      if (level === 'error') console.error('gateway:', event, facts)
    },
  })
  return Number(new URL(urls.http).port)
}

/** All with the defaults they ship with. */
async function engineOf({ memoryEngine, journalEngine, redisEngine }, { engine, folder, redis }) {
  switch (engine) {
    case 'memory':
      return memoryEngine(4096)
    case 'journal':
      return journalEngine({ dir: folder })
    case 'redis':
      return redisEngine({ url: redis })
    default:
      throw new Error(`no engine "${engine}": memory, journal or redis`)
  }
}
