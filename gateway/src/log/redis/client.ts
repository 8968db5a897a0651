/** node-redis as the engine needs it: the same few calls for one server, for sentinels and for a cluster. */
import {
  createClient,
  createCluster,
  createSentinel,
  type RedisClientOptions,
  type RedisSentinelOptions,
} from '@redis/client'
import type { Address } from './address'
import type { RedisSettings } from './options'

export type Listener = (message: string) => void

export interface Client {
  command(key: string, command: readonly string[]): Promise<unknown>
  /** Sharded channels: in a cluster a room's messages stay on the servers that have the room. */
  subscribe(channel: string, listener: Listener): Promise<void>
  unsubscribe(channel: string, listener: Listener): Promise<void>
  destroy(): void
}

export interface ClientEvents {
  /** A connection stands, for the first time or again. */
  ready(): void
  error(error: unknown): void
}

export type Connect = (events: ClientEvents) => Promise<Client>

/** Commands that wait for Redis, at most: more are refused at once. */
const QUEUE = 10_000
/** Time to connect at the beginning, and for each attempt later, ms. */
const CONNECT = 5_000

/** A timer of its own per command costs more than the command; the link has the time limit. */
const commandOptions = { timeout: 0 }

const again = (retries: number): number => Math.min(50 * 2 ** retries, 250) + Math.random() * 50

function optionsFor({ tls, username, password, database }: Address): RedisClientOptions {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    name: 'lianmai',
    disableOfflineQueue: true,
    commandsQueueMaxLength: QUEUE,
    maintNotifications: 'disabled',
    socket: { connectTimeout: CONNECT, reconnectStrategy: again, ...(tls && { tls }) },
  }
}

async function connectServer(address: Address, events: ClientEvents): Promise<Client> {
  const [{ host, port } = { host: '', port: 0 }] = address.servers
  const options = optionsFor(address)
  let begun = false
  const strategy = (retries: number): number | false => (begun ? again(retries) : false)
  const socket = { ...options.socket, host, port, reconnectStrategy: strategy } as RedisClientOptions['socket']
  const commands = createClient({ ...options, commandOptions, ...(socket && { socket }) })
  const messages = commands.duplicate()
  const both = [commands, messages]
  for (const client of both) client.on('error', events.error).on('ready', () => begun && events.ready())
  const destroy = (): void => both.forEach((client) => client.destroy())
  try {
    await Promise.all(both.map((client) => client.connect()))
  } catch (error) {
    destroy()
    throw error
  }
  begun = true
  return {
    command: (_key, command) => commands.sendCommand(command),
    subscribe: (channel, listener) => messages.sSubscribe(channel, listener),
    unsubscribe: (channel, listener) => messages.sUnsubscribe(channel, listener),
    destroy,
  }
}

async function connectCluster(address: Address, events: ClientEvents): Promise<Client> {
  const rootNodes = address.servers.map((socket) => ({ socket }))
  const cluster = createCluster({ rootNodes, defaults: optionsFor(address), commandOptions })
  cluster.on('error', events.error).on('node-error', events.error).on('node-ready', events.ready)
  cluster.on('sharded-channel-moved-error', events.error)
  await cluster.connect()
  return {
    command: (key, command) => cluster.sendCommand(key, false, command as string[]),
    subscribe: (channel, listener) => cluster.sSubscribe(channel, listener),
    unsubscribe: async (channel, listener) => void (await cluster.sUnsubscribe(channel, listener)),
    destroy: () => cluster.destroy(),
  }
}

async function connectSentinel(address: Address, settings: RedisSettings, events: ClientEvents): Promise<Client> {
  const { sentinelPassword } = settings
  const sentinel = createSentinel({
    name: address.master ?? '',
    sentinelRootNodes: [...address.servers],
    nodeClientOptions: optionsFor(address) as RedisSentinelOptions['nodeClientOptions'] & object,
    ...(sentinelPassword !== undefined && { sentinelClientOptions: { password: sentinelPassword } }),
    commandOptions,
    passthroughClientErrorEvents: true,
    scanInterval: 1_000,
  })
  sentinel.on('error', events.error).on('client-error', events.error).on('topology-change', events.ready)
  await sentinel.connect()
  return {
    command: (_key, command) => sentinel.sendCommand(false, command as string[]),
    subscribe: (channel, listener) => sentinel.sSubscribe(channel, listener),
    unsubscribe: (channel, listener) => sentinel.sUnsubscribe(channel, listener),
    destroy: () => void sentinel.destroy(),
  }
}

export function connector(address: Address, settings: RedisSettings): Connect {
  return (events) => {
    if (address.kind === 'cluster') return connectCluster(address, events)
    if (address.kind === 'sentinel') return connectSentinel(address, settings, events)
    return connectServer(address, events)
  }
}
