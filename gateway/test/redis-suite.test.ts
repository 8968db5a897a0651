import { redisEngine } from '../src/log/redis'
import type { LogEngine } from '../src/room/log'
import { engineSuite } from './support/engine-suite'
import { redisServer, type RedisServer } from './support/redis'

let server: RedisServer
beforeAll(async () => (server = await redisServer()))
afterAll(() => server.remove())

engineSuite('Redis', () => {
  const engines: LogEngine[] = []
  let options = { url: '', prefix: '', ring: 0 }
  let stores = 0
  const more = async (): Promise<LogEngine> => {
    const engine = await redisEngine(options)
    engines.push(engine)
    return engine
  }
  const stop = async (): Promise<void> => {
    for (const engine of engines.splice(0)) await engine.close()
  }
  return {
    start(ring) {
      options = { url: server.url, prefix: `s${++stores}`, ring }
      return more()
    },
    async reopen() {
      await stop()
      return more()
    },
    second: more,
    stop,
    runs: 30,
  }
})
