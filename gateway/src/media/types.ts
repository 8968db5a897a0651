import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Ingest, Source } from './ingest'

/** `feed`: a file that the gateway pushes itself. */
export type MediaProtocol = 'rtmp' | 'http-flv' | 'ws-flv' | 'feed'

/** Somebody wants to publish or play; nothing has been answered yet. */
export interface MediaRequest {
  action: 'publish' | 'play'
  protocol: MediaProtocol
  app: string
  /** Stream name, already checked against `[A-Za-z0-9_~.-]{1,120}`. */
  name: string
  /** The query of the URL, where signatures and tokens are. */
  query: URLSearchParams
  /** Address of the peer as the socket sees it. */
  ip: string
}

/** Why a media request was refused. `stream-in-use` and `busy` are also given by the relay itself. */
export type MediaRefusalCode =
  'token-invalid' | 'token-expired' | 'forbidden' | 'stream-in-use' | 'stream-not-found' | 'busy'

export interface MediaRefusal {
  ok: false
  code: MediaRefusalCode
  /** English, for developers; sent to the peer. */
  why: string
}

/**
 * Yes or no. `turn` orders the rights to publish one name (default 0): a publisher with a higher turn takes the stream
 * over at once, one with a lower turn than was used already is refused with `stream-in-use`, and one with the same turn
 * waits until the other's connection has ended or was silent for `takeoverMs`.
 */
export type MediaVerdict = { ok: true; turn?: number } | MediaRefusal

/** `lost`: the last connection broke, fell silent or sent garbage. `kicked`: {@link MediaRelay.kick} or a shutdown. */
export type UnpublishReason = 'ended' | 'lost' | 'kicked'

/** One live stream. The same object for its whole life; its figures move on, and it can be sent as JSON. */
export interface MediaStream {
  /** Unique within this relay: a name that is published again gets a new one. */
  readonly id: number
  readonly app: string
  readonly name: string
  /** False while its publisher is gone and may still come back; the stream is over `graceMs` later. */
  readonly publishing: boolean
  /** Of the publisher that came last, like `ip`, `video` and `audio`. */
  readonly protocol: MediaProtocol
  readonly ip: string
  /** Server time, ms. */
  readonly startedAt: number
  /** Known once the sequence header has come: `avc1.42C01E` and pixels (or `h265` and the like, without size). */
  readonly video?: { readonly codec: string; readonly width?: number; readonly height?: number }
  /** `mp4a.40.2`, Hz, channels. */
  readonly audio?: { readonly codec: string; readonly sampleRate?: number; readonly channels?: number }
  /** Media bytes received, and sent to all players together. */
  readonly bytesIn: number
  readonly bytesOut: number
  /** Players connected now. */
  readonly viewers: number
}

export interface MediaHooks {
  /**
   * Asked before any success status goes out. A rejection or no answer within `handshakeMs` refuses with `busy`.
   */
  authorize(request: MediaRequest): Promise<MediaVerdict>
  /** The first publisher has been told yes; its successors go untold. Codecs and size are usually not known yet. */
  published(stream: MediaStream): void
  /** Called once for each `published`, with the same object. */
  unpublished(stream: MediaStream, why: UnpublishReason): void
}

/** Time as the relay sees it; tests put a fake in its place. */
export interface MediaClock {
  now(): number
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

export interface RelayOptions {
  hooks: MediaHooks
  /** First part of every path. Default `live`. */
  app?: string
  clock?: MediaClock
  /** Most connections of all protocols together. Default 4000. */
  maxConnections?: number
  /** An RTMP connection must publish or play within this; also the longest wait for `authorize`. Default 10,000 ms. */
  handshakeMs?: number
  /** A publisher that sends nothing for this long is lost, and its stream is over. Default 15,000 ms. */
  idleMs?: number
  /** After this much silence a second publisher of the same name takes over. Default 5,000 ms. */
  takeoverMs?: number
  /**
   * A stream whose publisher's connection has ended goes on, for the players it has, if somebody publishes it again
   * within this; else it is over then. 0: it is over with the connection. Default 5,000 ms.
   */
  graceMs?: number
  /** A player waits this long for a stream to begin, then gets `stream-not-found`. Default 30,000 ms. */
  waitMs?: number
  /** A player with more than this unsent is not sent anything until the next key frame. Default 1 MiB. */
  dropBytes?: number
  /** A player with more than this unsent is cut. Default 8 MiB. */
  cutBytes?: number
  /** A player above `dropBytes` for this long is cut. Default 20,000 ms. */
  stallMs?: number
  /** Largest group of pictures kept for players that join. Default 4 MiB; a longer one is not kept at all. */
  gopBytes?: number
  /** Largest single frame accepted. Default 4 MiB. */
  maxFrameBytes?: number
  /** Errors of hooks, which must not reach a peer. Default: console.error. */
  onError?: (error: unknown, during: string) => void
}

/** Counted since the relay was made. */
export interface RelayCounters {
  /** Open now. */
  connections: number
  /** Refused with a code, by verdict or limit. */
  refused: number
  /** Closed for bytes that are no RTMP, FLV or WebSocket. */
  malformed: number
  /** Closed because the peer was silent: handshake, publisher idle, nothing to play. */
  timedOut: number
  /** Players cut because they could not keep up. */
  cut: number
  /** Media bytes received, and sent to all players together, of all streams there were. */
  bytesIn: number
  bytesOut: number
}

export interface MediaRelay {
  /** Port 0 picks a free one; resolves to the port in use. */
  listenRtmp(port: number, host: string): Promise<number>
  /** Takes an RTMP connection of a port that somebody else listens on, e.g. over TLS. */
  accept(socket: Socket): void
  /** `GET /<app>/<name>.flv` plays, `POST` publishes. True when the relay took the request. */
  handleHttp(request: IncomingMessage, response: ServerResponse): boolean
  /** `/<app>/<name>` and `/<app>/<name>.flv`: plays, or publishes with the subprotocol `publish`. True when taken. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** A publisher in this process, asked about like every other. Resolves to where its tags go, or to why not. */
  publish(name: string, query: URLSearchParams, source: Source): Promise<Ingest | MediaRefusal>
  /** Ends a stream: publisher and players are closed. False when there is none of that name. */
  kick(app: string, name: string): boolean
  streams(): MediaStream[]
  counters(): RelayCounters
  /** Ends every stream, closes every connection and port. */
  close(): Promise<void>
}
