import { createClient } from '@redis/client'
import type { Address, Server } from './address'

export interface Sentinels {
  address: Address
  sentinelPassword?: string
  /** ms. */
  timeout: number
}

function clientOf({ host, port }: Server, { address, sentinelPassword, timeout }: Sentinels, stay: boolean) {
  const strategy = stay ? {} : { reconnectStrategy: false as const }
  const client = createClient({
    socket: { host, port, connectTimeout: timeout, ...strategy, ...(address.tls && { tls: true }) },
    ...(sentinelPassword !== undefined && { password: sentinelPassword }),
    maintNotifications: 'disabled',
  })
  // Another sentinel is asked; what is lost by that is said by whoever finds none.
  return client.on('error', () => undefined)
}

async function askOne(server: Server, sentinels: Sentinels): Promise<Server | undefined> {
  const client = clientOf(server, sentinels, false)
  const timer = setTimeout(() => client.destroy(), sentinels.timeout)
  try {
    await client.connect()
    const question = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', sentinels.address.master ?? '']
    const answer = (await client.sendCommand(question)) as [string, string] | null
    return answer ? { host: answer[0], port: Number(answer[1]) } : undefined
  } finally {
    clearTimeout(timer)
    client.destroy()
  }
}

/**
 * The primary, by the first sentinel that knows it.
 * @throws Error when none does; the message says what each said
 */
export async function primaryOf(sentinels: Sentinels): Promise<Server> {
  const { servers, master } = sentinels.address
  const said: string[] = []
  for (const server of servers) {
    const where = `${server.host}:${server.port}`
    try {
      const primary = await askOne(server, sentinels)
      if (primary) return primary
      said.push(`${where} knows no ${JSON.stringify(master)}`)
    } catch (error) {
      said.push(`${where} ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(`no sentinel has an answer: ${said.join('; ')}`)
}

/** Hears from all sentinels that can be reached when the primary is another one. @returns call to stop */
export function watchSentinels(sentinels: Sentinels, onSwitch: () => void): () => void {
  const clients = sentinels.address.servers.map((server) => clientOf(server, sentinels, true))
  const hear = (message: string): void => {
    if (message.split(' ')[0] === sentinels.address.master) onSwitch()
  }
  for (const client of clients) {
    // Without it the lost connection to the old primary says the same, later.
    client.connect().then(
      () => client.subscribe('+switch-master', hear).catch(() => client.destroy()),
      () => client.destroy(),
    )
  }
  return () => {
    for (const client of clients) client.destroy()
  }
}
