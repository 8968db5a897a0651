/** node-redis as the engine needs it: the same few calls for one server, for sentinels and for a cluster. */
import { createClient, createCluster, type RedisClientOptions } from '@redis/client'
import type { Address, Server } from './address'
import { primaryOf, watchSentinels } from './sentinel'
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
  /** A connection stands again. */
  ready(): void
  /** Something failed; the client tries again. */
  error(error: unknown): void
  /** The client is of no use any more. */
  lost(why: string): void
  /** Ends an attempt to connect. */
  signal: AbortSignal
}

export type Connect = (events: ClientEvents) => Promise<Client>

/** Commands that wait for Redis, at most: more are refused at once. */
const QUEUE = 10_000
/** Time for each attempt to connect, greeting included, ms. */
const CONNECT = 2_000
/** A server of a cluster is away for so long: another one may have taken its place, ms. */
const LOOK_ROUND = 500
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

/**
 * Leaves nothing behind when it fails, when it is ended, or when nobody answers: a line can take connections and swallow what
 * is said on them, and the client itself waits for its greeting to be answered for ever.
 */
async function attempt(connect: () => Promise<unknown>, destroy: () => void, signal: AbortSignal): Promise<void> {
  let give: (why: Error) => void = () => undefined
  const given = new Promise<never>((_, reject) => (give = reject))
  const end = (): void => give(new Error('the engine is closed'))
  const late = (): void => give(new Error(`Connection timeout: Redis did not greet within ${CONNECT} ms`))
  const timer = setTimeout(late, CONNECT)
  signal.addEventListener('abort', end)
  try {
    if (signal.aborted) end()
    await Promise.race([connect(), given])
  } catch (error) {
    destroy()
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

/** @param stay connect to the same server again when the connection is lost */
async function connectServer(address: Address, server: Server, events: ClientEvents, stay: boolean): Promise<Client> {
  const options = optionsFor(address)
  let begun = false
  const reconnectStrategy = (retries: number): number | false => (begun && stay ? again(retries) : false)
  const socket = { ...options.socket, ...server, reconnectStrategy } as RedisClientOptions['socket'] & object
  const commands = createClient({ ...options, commandOptions, socket })
  const both = [commands, commands.duplicate()] as const
  const [, messages] = both
  const destroy = (): void => {
    begun = false
    for (const client of both) client.destroy()
  }
  for (const client of both) {
    client.on('ready', () => begun && events.ready())
    client.on('error', (error: unknown) => (begun && !client.isOpen ? events.lost(String(error)) : events.error(error)))
  }
  await attempt(() => Promise.all(both.map((client) => client.connect())), destroy, events.signal)
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
  const cluster = createCluster({
    rootNodes,
    defaults: optionsFor(address),
    commandOptions,
    topologyRefreshOnReconnectionAttemptStrategy: LOOK_ROUND,
  })
  cluster.on('error', events.error).on('node-error', events.error).on('node-ready', events.ready)
  cluster.on('sharded-channel-moved-error', (error: unknown) => events.lost(String(error)))
  await attempt(
    () => cluster.connect(),
    () => cluster.destroy(),
    events.signal,
  )
  return {
    command: (key, command) => cluster.sendCommand(key, false, command as string[]),
    subscribe: (channel, listener) => cluster.sSubscribe(channel, listener),
    unsubscribe: async (channel, listener) => void (await cluster.sUnsubscribe(channel, listener)),
    destroy: () => cluster.destroy(),
  }
}

/** The client's own way with sentinels sends a command again that may have been carried out: here whoever sent it decides. */
async function connectSentinel(address: Address, settings: RedisSettings, events: ClientEvents): Promise<Client> {
  const sentinels = { address, ...settings }
  const primary = await primaryOf(sentinels)
  const client = await connectServer(address, primary, events, false)
  const unwatch = watchSentinels(sentinels, () => events.lost('the sentinels have made another server the primary'))
  const destroy = (): void => {
    unwatch()
    client.destroy()
  }
  const [role] = (await client.command('', ['ROLE'])) as [string]
  if (role === 'master') return { ...client, destroy }
  destroy()
  throw new Error(`READONLY what the sentinels call the primary (${primary.host}:${primary.port}) is a replica yet`)
}

export function connector(address: Address, settings: RedisSettings): Connect {
  const [server = { host: '', port: 0 }] = address.servers
  return (events) => {
    if (address.kind === 'cluster') return connectCluster(address, events)
    if (address.kind === 'sentinel') return connectSentinel(address, settings, events)
    return connectServer(address, server, events, true)
  }
}
